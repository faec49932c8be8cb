import { getDistricts, getProvinces, getRegencies } from 'idn-area-data';
import { cultureOfProvince, type Culture } from './cultures.ts';

/** A district (kecamatan); `digits` are the first six of a NIK issued there. */
export type District = { digits: string; name: string };

/** A regency or city with everything an invented person takes from it. */
export type Regency = {
  /** Kemendagri code with a dot, `33.74`. */
  code: string;
  name: string;
  /** The name as a birth place is written: without KABUPATEN or KOTA. */
  shortName: string;
  provinceName: string;
  culture: Culture;
  districts: readonly District[];
};

/** All regencies by code, read once; everything after that is synchronous. */
export type Places = ReadonlyMap<string, Regency>;

let loading: Promise<Places> | undefined;

/** Reads provinces, regencies and districts of Kemendagri's codes from the area package. */
export function loadPlaces(): Promise<Places> {
  loading ??= readPlaces();
  return loading;
}

async function readPlaces(): Promise<Places> {
  const [provinces, regencies, districts] = await Promise.all([
    getProvinces(),
    getRegencies(),
    getDistricts(),
  ]);
  const provinceNames = new Map(provinces.map(({ code, name }) => [code, name]));
  const byRegency = new Map<string, District[]>();
  for (const { code, name, regency_code } of districts) {
    const inRegency = byRegency.get(regency_code) ?? [];
    inRegency.push({ digits: code.replaceAll('.', ''), name: name.toUpperCase() });
    byRegency.set(regency_code, inRegency);
  }
  return new Map(
    regencies.map((regency) => [
      regency.code,
      {
        code: regency.code,
        name: regency.name,
        shortName: regency.name.replace(/^(KABUPATEN|KOTA)( ADMINISTRASI)? /, ''),
        provinceName: provinceNames.get(regency.province_code) ?? '',
        culture: cultureOfProvince(regency.province_code),
        districts: byRegency.get(regency.code) ?? [],
      },
    ]),
  );
}

/** The regencies with these codes; an unknown code is an error that names it. */
export function regenciesOf(places: Places, codes: readonly string[]): Regency[] {
  return codes.map((code) => {
    const regency = places.get(code);
    if (!regency) throw new Error(`No regency or city has the code ${code}`);
    return regency;
  });
}
