export type IndonesianZone = 'WIB' | 'WITA' | 'WIT';

/** Provinces in WITA and WIT by Kemendagri code (Keppres 41/1987, with the provinces split off since). */
const WITA = new Set(['51', '52', '53', '63', '64', '65', '71', '72', '73', '74', '75', '76']);
const WIT = new Set(['81', '82', '91', '92', '93', '94', '95', '96', '97']);

/** The time zone of a region code such as `33.74`; WIB where none is known. */
export function zoneOfRegion(regionCode: string | null): IndonesianZone {
  const province = (regionCode ?? '').slice(0, 2);
  if (WIT.has(province)) return 'WIT';
  return WITA.has(province) ? 'WITA' : 'WIB';
}
