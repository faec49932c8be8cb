import type { Connection } from '../database.ts';
import { nikBirthDate, readNik } from '../identity/nik-rules.ts';
import { regenciesInAreaOf, retiredRegency } from '../reference/former-region-rules.ts';
import type { NikReadingView } from './nik-reading-schema.ts';

/** Reads a NIK for the case page; the stated `birthDate` (yyyy-mm-dd) decides the century. */
export async function nikReadingOf(
  connection: Connection,
  nik: string,
  stated: { birthDate: string; regionCode: string },
): Promise<NikReadingView> {
  const { regencyCode, districtCode, birth, sex } = readNik(nik);
  const retired = retiredRegency(regencyCode);
  const now = retired ? regenciesInAreaOf(regencyCode) : [];
  const regions = (await connection('regions')
    .whereIn('code', [regencyCode, districtCode, stated.regionCode, ...now])
    .select('code', 'name')) as { code: string; name: string }[];
  const nameOf = (code: string) => regions.find((region) => region.code === code)?.name ?? null;
  return {
    regencyCode,
    districtCode,
    regionName: retired?.name ?? nameOf(regencyCode),
    districtName: nameOf(districtCode),
    formerly: retired && {
      province: retired.province,
      now: now.map((code) => ({ code, name: nameOf(code) })),
    },
    birth: birth && nikBirthDate(birth, stated.birthDate),
    sex,
    domicileName: nameOf(stated.regionCode),
  };
}
