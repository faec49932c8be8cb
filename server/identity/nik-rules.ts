import { regenciesInAreaOf, retiredRegency } from '../reference/former-region-rules.ts';
import type { NikWarning } from './identity-schema.ts';

/** Why a value cannot be a NIK or KK number. Each names a cause that an office can mend. */
export const NUMBER_PROBLEMS = [
  'EMPTY',
  'SCIENTIFIC',
  'DECIMAL',
  'NOT_DIGITS',
  'LENGTH',
  'PLACEHOLDER',
  'REGION_ZERO',
  'SERIAL_ZERO',
] as const;
export type NumberProblem = (typeof NUMBER_PROBLEMS)[number];

const SCIENTIFIC = /^\d+([.,]\d+)?e[+-]?\d+$/i;
const DECIMAL = /^\d+[.,]\d+$/;
const SIXTEEN_DIGITS = /^[0-9]{16}$/;
const SAME_DIGIT = /^(\d)\1*$/;
const COUNTING = ['1234567890123456', '0123456789012345', '9876543210987654', '9876543210123456'];

/**
 * What keeps a value from being a KK number, or null. A card number is a region, the day it was issued and a
 * serial; the registry states no rule about its serial, so none is made up here.
 */
export function kkFormatProblem(value: string): NumberProblem | null {
  if (value.trim() === '') return 'EMPTY';
  if (SCIENTIFIC.test(value)) return 'SCIENTIFIC';
  if (DECIMAL.test(value)) return 'DECIMAL';
  if (!/^[0-9]+$/.test(value)) return 'NOT_DIGITS';
  if (!SIXTEEN_DIGITS.test(value)) return 'LENGTH';
  if (SAME_DIGIT.test(value) || COUNTING.includes(value)) return 'PLACEHOLDER';
  // No province code starts with 0: such a number was padded to the right length.
  return value.startsWith('0') ? 'REGION_ZERO' : null;
}

/**
 * What keeps a value from being a NIK, or null: empty, mangled by a spreadsheet (`9.1030214057E+15`), cut short,
 * a placeholder, or a serial 0000, which the registry never gives out (domain.md section 7). A wrong date inside
 * it is no format problem: such NIKs live, and `nikContradictions` warns about them.
 */
export function nikFormatProblem(value: string): NumberProblem | null {
  return kkFormatProblem(value) ?? (value.endsWith('0000') ? 'SERIAL_ZERO' : null);
}

export type NikBirth = { day: number; month: number; yearTwoDigits: number };

/** What a NIK says by itself. Everything but `problems` is empty or null where it cannot be read. */
export type NikReading = {
  wellFormed: boolean;
  problems: (NumberProblem | 'DATE_IMPOSSIBLE')[];
  provinceCode: string;
  regencyCode: string;
  districtCode: string;
  birth: NikBirth | null;
  sex: 'L' | 'P' | null;
  serial: string;
};

/** Longest each month can be. 29 February is judged by the two digits alone, as the century is not in a NIK. */
const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads a NIK: province(2) regency(2) district(2) DDMMYY (day + 40 for women) serial(4). Region codes are
 * dotted as Kemendagri writes them: `32`, `32.04`, `32.04.46`.
 */
export function readNik(nik: string): NikReading {
  const problem = nikFormatProblem(nik);
  if (!SIXTEEN_DIGITS.test(nik)) return unreadable(problem);
  const digits = (from: number, to: number) => nik.slice(from, to);
  const writtenDay = Number(digits(6, 8));
  const sex = writtenDay > 40 ? 'P' : 'L';
  const birth = {
    day: sex === 'P' ? writtenDay - 40 : writtenDay,
    month: Number(digits(8, 10)),
    yearTwoDigits: Number(digits(10, 12)),
  };
  const possible = isPossibleDate(birth);
  return {
    wellFormed: problem === null,
    problems: [...(problem ? [problem] : []), ...(possible ? [] : (['DATE_IMPOSSIBLE'] as const))],
    provinceCode: digits(0, 2),
    regencyCode: `${digits(0, 2)}.${digits(2, 4)}`,
    districtCode: `${digits(0, 2)}.${digits(2, 4)}.${digits(4, 6)}`,
    birth: possible ? birth : null,
    sex: possible ? sex : null,
    serial: digits(12, 16),
  };
}

function unreadable(problem: NumberProblem | null): NikReading {
  const problems = problem ? [problem] : [];
  const nothing = { provinceCode: '', regencyCode: '', districtCode: '', birth: null, sex: null, serial: '' };
  return { wellFormed: false, problems, ...nothing };
}

function isPossibleDate({ day, month, yearTwoDigits }: NikBirth): boolean {
  const longest = DAYS_IN_MONTH[month - 1];
  if (longest === undefined || day < 1 || day > longest) return false;
  return !(month === 2 && day === 29 && yearTwoDigits % 4 !== 0);
}

/** What the form says beside the NIK: `birthDate` yyyy-mm-dd, `regionCode` the dotted regency code of the domicile. */
export type StatedBesideNik = { birthDate: string; sex: 'L' | 'P'; regionCode: string | null };

/**
 * Where a NIK disagrees with the form. The stated birth date decides the century. `NIK_REGION_UNKNOWN` is only
 * looked for when the set of known regency codes is given, and then takes the place of `NIK_REGION`. A code that
 * was retired or whose area was divided is no contradiction to the regencies that lie there now. A value that is
 * no NIK at all contradicts nothing: `nikFormatProblem` has already said so.
 */
export function nikContradictions(
  nik: string,
  stated: StatedBesideNik,
  knownRegencies?: ReadonlySet<string>,
): NikWarning[] {
  const reading = readNik(nik);
  if (!reading.wellFormed) return [];
  const warnings: NikWarning[] = [];
  if (!saysBirthDate(reading.birth, stated.birthDate)) warnings.push('NIK_DATE');
  if (reading.sex !== null && reading.sex !== stated.sex) warnings.push('NIK_SEX');
  const { regencyCode } = reading;
  const isKnown = !knownRegencies || knownRegencies.has(regencyCode) || retiredRegency(regencyCode) !== null;
  if (!isKnown) warnings.push('NIK_REGION_UNKNOWN');
  else if (stated.regionCode && !isInAreaOf(regencyCode, stated.regionCode)) warnings.push('NIK_REGION');
  return warnings;
}

function isInAreaOf(regencyCode: string, regionCode: string): boolean {
  return regionCode === regencyCode || regenciesInAreaOf(regencyCode).includes(regionCode);
}

/**
 * The birth date a NIK says, yyyy-mm-dd: its two digits of a year do not tell the century, so it is the year nearest
 * to the stated one (a `04` beside 2004 is 2004, a `99` beside 2001 is 1999, not 2099).
 */
export function nikBirthDate({ day, month, yearTwoDigits }: NikBirth, statedBirthDate: string): string {
  const stated = Number(statedBirthDate.slice(0, 4));
  const within = Math.floor(stated / 100) * 100 + yearTwoDigits;
  const [year] = [within - 100, within, within + 100].sort(
    (one, other) => Math.abs(one - stated) - Math.abs(other - stated),
  ) as [number, number, number];
  const two = (value: number) => String(value).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}`;
}

function saysBirthDate(birth: NikBirth | null, birthDate: string): boolean {
  if (!birth) return false;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(birth.yearTwoDigits)}-${two(birth.month)}-${two(birth.day)}` === birthDate.slice(2);
}

/** How many NIKs of a file end in 0 and in 0000, out of `rows` that hold sixteen digits. */
export type EndingZeroCounts = { rows: number; ending0: number; ending0000: number };
export type EndingZeroSuspicion = { code: 'ENDING_0' | 'ENDING_0000'; share: number; rows: number };

/** Below this many rows nothing can be said: one honest NIK in ten ends in 0. */
export const ENDING_ZERO_MIN_ROWS = 10;
/** From this many rows on more than 20 % by chance is rarer than 1 in 100; below it more than half must end so. */
export const ENDING_ZERO_SURE_ROWS = 50;

/**
 * Whether a file went through a spreadsheet that turned NIKs into numbers, which keep 15 digits and zero the
 * 16th: more than 10 % of the NIKs end in 0000, or more than 20 % in 0 (domain.md section 10). Null = nothing seen.
 */
export function endingZeroSuspicion(counts: EndingZeroCounts): EndingZeroSuspicion | null {
  const { rows, ending0, ending0000 } = counts;
  if (rows < ENDING_ZERO_MIN_ROWS) return null;
  if (ending0000 / rows > 0.1) return { code: 'ENDING_0000', share: ending0000 / rows, rows };
  const limit = rows < ENDING_ZERO_SURE_ROWS ? 0.5 : 0.2;
  return ending0 / rows > limit ? { code: 'ENDING_0', share: ending0 / rows, rows } : null;
}

/** Adds one more NIK to the counts; values that are not sixteen digits are somebody else's error. */
export function countEndingZero(counts: EndingZeroCounts, nik: string): EndingZeroCounts {
  if (!SIXTEEN_DIGITS.test(nik)) return counts;
  return {
    rows: counts.rows + 1,
    ending0: counts.ending0 + (nik.endsWith('0') ? 1 : 0),
    ending0000: counts.ending0000 + (nik.endsWith('0000') ? 1 : 0),
  };
}

/** `endingZeroSuspicion` for a file that is at hand as a whole; null (falsy) when nothing is suspicious. */
export function isEndingZeroSuspicious(niks: Iterable<string>): EndingZeroSuspicion | null {
  let counts: EndingZeroCounts = { rows: 0, ending0: 0, ending0000: 0 };
  for (const nik of niks) counts = countEndingZero(counts, nik);
  return endingZeroSuspicion(counts);
}
