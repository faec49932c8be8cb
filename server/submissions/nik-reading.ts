import type { Connection } from '../database.ts';
import { nikBirthDate, readNik } from '../identity/nik-rules.ts';
import { regenciesInAreaOf, retiredRegency } from '../reference/former-region-rules.ts';

/** What the NIK itself says, without its serial: with it the whole number would stand there in clear. */
export interface NikReadingView {
  regencyCode: string;
  districtCode: string;
  /** Name of the regency the code means or, where it is retired, meant; null for a code nobody knows. */
  regionName: string | null;
  districtName: string | null;
  /** Where the code is retired: the province it lay in, and the regencies that lie there now. */
  formerly: { province: string; now: { code: string; name: string | null }[] } | null;
  /** yyyy-mm-dd, its century being the one nearest to the stated birth date. */
  birth: string | null;
  sex: 'L' | 'P' | null;
  /** Name of the regency the form gives as domicile, to be read beside it. */
  domicileName: string | null;
}

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
