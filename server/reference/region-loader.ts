import type { Database } from '../database.ts';

const CHUNK = 150;
const dotted = (digits: string) => (digits.replaceAll('.', '').match(/.{2}/g) ?? []).slice(0, 3).join('.');

/** Fills the regions from the Ministry of Home Affairs' codes (idn-area-data, ODbL) where they are still missing. */
export async function loadRegions(database: Database): Promise<void> {
  const present = (await database.read('regions').first('code')) as { code: string } | undefined;
  if (present) return;
  // Needed once in the life of a database.
  const { getDistricts, getProvinces, getRegencies } = await import('idn-area-data');
  const [provinces, regencies, districts] = await Promise.all([
    getProvinces(),
    getRegencies(),
    getDistricts(),
  ]);
  const rows = [
    ...provinces.map((region) => ({
      code: dotted(region.code),
      name: region.name,
      kind: 'province',
      parent_code: null,
    })),
    ...regencies.map((region) => ({
      code: dotted(region.code),
      name: region.name,
      kind: 'regency',
      parent_code: dotted(region.province_code),
    })),
    ...districts.map((region) => ({
      code: region.code.replaceAll('.', '').replace(/^(..)(..)(..)$/, '$1.$2.$3'),
      name: region.name,
      kind: 'district',
      parent_code: dotted(region.regency_code),
    })),
  ];
  await database.transaction(async (trx) => {
    for (let at = 0; at < rows.length; at += CHUNK)
      await trx('regions')
        .insert(rows.slice(at, at + CHUNK))
        .onConflict('code')
        .ignore();
  });
}
