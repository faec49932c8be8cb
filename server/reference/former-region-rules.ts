/** A regency code that is given out no more: what it meant while it was, and the codes its area has now. */
export interface RetiredRegency {
  name: string;
  /** The province it lay in then; Papua and Papua Barat have lent their names and numbers to smaller ones since. */
  province: string;
  now: readonly string[];
  /** The law that moved it. */
  law: string;
}

type Moved = [retired: string, name: string, now: string];

const moved = (province: string, law: string, list: Moved[]): [string, RetiredRegency][] =>
  list.map(([retired, name, now]) => [retired, { name, province, now: [now], law }]);

/**
 * Regency codes whose province was split off with them, so that they got other codes. A NIK is lifelong and keeps
 * the code it was issued under. Codes of Papua and Papua Barat before the split: the Ministry of Home Affairs' list
 * of 2019; codes since: its present list (idn-area-data). Bulungan and Tarakan under 64 are given by domain
 * knowledge and by the gaps in that list (73 is the one city that left); no list of that time was at hand.
 *
 * What could not be told apart is left out and stays a warning: Malinau, Nunukan and Tana Tidung under 64 (05, 06,
 * 10), the regencies of Sulawesi Barat while in 73, and those of provinces split before (19, 21, 36, 75, 54).
 */
const RETIRED: ReadonlyMap<string, RetiredRegency> = new Map([
  ...moved('Kalimantan Timur', 'UU 20/2012', [
    ['64.04', 'KABUPATEN BULUNGAN', '65.01'],
    ['64.73', 'KOTA TARAKAN', '65.71'],
  ]),
  ...moved('Papua', 'UU 14/2022', [
    ['91.01', 'KABUPATEN MERAUKE', '93.01'],
    ['91.16', 'KABUPATEN BOVEN DIGOEL', '93.02'],
    ['91.17', 'KABUPATEN MAPPI', '93.03'],
    ['91.18', 'KABUPATEN ASMAT', '93.04'],
  ]),
  ...moved('Papua', 'UU 15/2022', [
    ['91.04', 'KABUPATEN NABIRE', '94.01'],
    ['91.07', 'KABUPATEN PUNCAK JAYA', '94.02'],
    ['91.08', 'KABUPATEN PANIAI', '94.03'],
    ['91.09', 'KABUPATEN MIMIKA', '94.04'],
    ['91.25', 'KABUPATEN PUNCAK', '94.05'],
    ['91.26', 'KABUPATEN DOGIYAI', '94.06'],
    ['91.27', 'KABUPATEN INTAN JAYA', '94.07'],
    ['91.28', 'KABUPATEN DEIYAI', '94.08'],
  ]),
  ...moved('Papua', 'UU 16/2022', [
    ['91.02', 'KABUPATEN JAYAWIJAYA', '95.01'],
    ['91.12', 'KABUPATEN PEGUNUNGAN BINTANG', '95.02'],
    ['91.13', 'KABUPATEN YAHUKIMO', '95.03'],
    ['91.14', 'KABUPATEN TOLIKARA', '95.04'],
    ['91.21', 'KABUPATEN MAMBERAMO TENGAH', '95.05'],
    ['91.22', 'KABUPATEN YALIMO', '95.06'],
    ['91.23', 'KABUPATEN LANNY JAYA', '95.07'],
    ['91.24', 'KABUPATEN NDUGA', '95.08'],
  ]),
  ...moved('Papua Barat', 'UU 29/2022', [
    ['92.01', 'KABUPATEN SORONG', '96.01'],
    ['92.04', 'KABUPATEN SORONG SELATAN', '96.02'],
    ['92.05', 'KABUPATEN RAJA AMPAT', '96.03'],
    ['92.09', 'KABUPATEN TAMBRAUW', '96.04'],
    ['92.10', 'KABUPATEN MAYBRAT', '96.05'],
    ['92.71', 'KOTA SORONG', '96.71'],
  ]),
]);

/**
 * Regencies made out of a part of another since 2007, by the code of the one they came from, which goes on: whoever
 * lives in the part carries the old code in their NIK without ever having moved. The law of each is named beside it;
 * a line too many only silences a warning, never a rejection.
 */
const SPLIT_OFF: ReadonlyMap<string, readonly string[]> = new Map([
  ['14.03', ['14.10']], // Kepulauan Meranti, UU 12/2009
  ['16.03', ['16.12']], // Penukal Abab Lematang Ilir, UU 7/2013
  ['16.05', ['16.13']], // Musi Rawas Utara, UU 16/2013
  ['18.04', ['18.13']], // Pesisir Barat, UU 22/2012
  ['32.04', ['32.17']], // Bandung Barat, UU 12/2007
  ['32.07', ['32.18']], // Pangandaran, UU 21/2012
  ['36.03', ['36.74']], // Tangerang Selatan, UU 51/2008
  ['36.04', ['36.73']], // Kota Serang, UU 32/2007
  ['52.01', ['52.08']], // Lombok Utara, UU 26/2008
  ['53.04', ['53.21']], // Malaka, UU 3/2013
  ['61.02', ['61.12']], // Kubu Raya, UU 35/2007
  ['64.04', ['65.04']], // Tana Tidung, UU 34/2007
  ['64.07', ['64.11']], // Mahakam Ulu, UU 2/2013
  ['72.03', ['72.10']], // Sigi, UU 27/2008
  ['72.06', ['72.12']], // Morowali Utara, UU 12/2013
  ['72.07', ['72.11']], // Banggai Laut, UU 5/2013
  ['73.18', ['73.26']], // Toraja Utara, UU 28/2008
  ['74.01', ['74.11']], // Kolaka Timur, UU 8/2013
  ['74.02', ['74.12']], // Konawe Kepulauan, UU 13/2013
  ['74.03', ['74.13']], // Muna Barat, UU 14/2014
  ['74.04', ['74.14', '74.15']], // Buton Tengah and Buton Selatan, UU 15/2014 and 16/2014
  ['76.02', ['76.06']], // Mamuju Tengah, UU 4/2013
  ['82.05', ['82.08']], // Pulau Taliabu, UU 6/2013
  ['92.02', ['92.11', '92.12']], // Manokwari Selatan and Pegunungan Arfak, UU 23/2012 and 24/2012
]);

/** What a dotted regency code such as `64.04` meant before it was retired; null for one in use or never known. */
export function retiredRegency(code: string): RetiredRegency | null {
  return RETIRED.get(code) ?? null;
}

/** Regencies that lie today in the area of a code, itself among them unless it is retired; split off parts last. */
export function regenciesInAreaOf(code: string): readonly string[] {
  return [...(RETIRED.get(code)?.now ?? [code]), ...(SPLIT_OFF.get(code) ?? [])];
}

/** All codes of the tables, so that a test can hold them against the codes in use. */
export const FORMER_REGENCY_CODES: readonly string[] = [...RETIRED.keys()];
export const DIVIDED_REGENCY_CODES: readonly string[] = [...SPLIT_OFF.keys()];
