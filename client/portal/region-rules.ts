/** Provinces (`33`) and regencies or cities (`33.74`) as the API lists them; the code says which lies in which. */
export interface Region {
  code: string;
  name: string;
}

export const provinceOf = (regencyCode: string): string => regencyCode.slice(0, 2);

const byName = (one: Region, other: Region) => one.name.localeCompare(other.name, 'id');

export const provincesIn = (regions: readonly Region[]): Region[] =>
  regions.filter(({ code }) => /^\d{2}$/.test(code)).sort(byName);

export const regenciesIn = (regions: readonly Region[], province: string): Region[] =>
  regions.filter(({ code }) => /^\d{2}\.\d{2}$/.test(code) && provinceOf(code) === province).sort(byName);

export const regionName = (regions: readonly Region[], code: string): string | null =>
  regions.find((region) => region.code === code)?.name ?? null;

/** A region with its province, `Kota Semarang, Jawa Tengah`; the code where the list does not know it. */
export function regionInWords(regions: readonly Region[], code: string): string {
  const own = regionName(regions, code);
  if (!own) return code;
  const province = regionName(regions, provinceOf(code));
  return province ? `${titleCase(own)}, ${titleCase(province)}` : titleCase(own);
}

const KEPT = new Set(['DKI', 'DI']);

/** The registry shouts: `KABUPATEN BULUNGAN` reads better as `Kabupaten Bulungan`. */
export const titleCase = (name: string): string =>
  name === name.toUpperCase()
    ? name.replace(/\p{L}+/gu, (word) =>
        KEPT.has(word) ? word : word.charAt(0) + word.slice(1).toLowerCase(),
      )
    : name;
