import { kkFormatProblem, nikFormatProblem } from '../identity/nik-rules.ts';
import { readCalendarDate } from '../imports/recap-date-rules.ts';

/** The register's file: Dukcapil's element names, in the order of api.md. Their order in a file is free. */
export const KTP_COLUMNS = [
  'NIK',
  'NO_KK',
  'NAMA_LGKP',
  'TMPT_LHR',
  'TGL_LHR',
  'JENIS_KLMIN',
  'ALAMAT',
  'NO_RT',
  'NO_RW',
  'KEL_NAME',
  'KEC_NAME',
  'KAB_NAME',
  'PROP_NAME',
  'STATUS',
] as const;
export type KtpColumn = (typeof KTP_COLUMNS)[number];
export const KTP_STATUSES = ['AKTIF', 'MENINGGAL', 'GANDA', 'NONAKTIF'] as const;

export const SCREENING_COLUMNS = ['nik', 'note'] as const;
export type ScreeningColumn = (typeof SCREENING_COLUMNS)[number];

/** One person of the KTP register. Dates are yyyy-mm-dd, sex is L or P as on the form. */
export type KtpRow = {
  nik: string;
  kkNumber: string;
  fullName: string;
  birthPlace: string;
  birthDate: string;
  sex: 'L' | 'P';
  address: string;
  rt: string;
  rw: string;
  villageName: string;
  districtName: string;
  regencyName: string;
  provinceName: string;
  status: (typeof KTP_STATUSES)[number];
};

export type ScreeningRow = { nik: string; note: string };

/** What is wrong in a row of a reference file: never the value, which may be a NIK. */
export type ReferenceProblem = { column: string; code: string };
export type ReferenceReading<Row> = { row: Row; problems: [] } | { row: null; problems: ReferenceProblem[] };

const SEX_WORDS = new Map<string, 'L' | 'P'>([
  ['LAKI-LAKI', 'L'],
  ['PEREMPUAN', 'P'],
  ['L', 'L'],
  ['P', 'P'],
]);
const LONGEST_TEXT = 200;

/**
 * Reads one row of the KTP register's file: TGL_LHR dd-mm-yyyy, JENIS_KLMIN Laki-laki or Perempuan, STATUS of the registry.
 *
 * @param today no birth date after it is accepted, yyyy-mm-dd
 */
export function readKtpRow(cells: Record<KtpColumn, string>, today: string): ReferenceReading<KtpRow> {
  const text = (column: KtpColumn) => cells[column].trim();
  const born = readCalendarDate(text('TGL_LHR'), today);
  const sex = SEX_WORDS.get(text('JENIS_KLMIN').toUpperCase());
  const status = KTP_STATUSES.find((one) => one === text('STATUS').toUpperCase());
  const causes: [KtpColumn, string | null][] = [
    ['NIK', nikFormatProblem(text('NIK'))],
    ['NO_KK', kkFormatProblem(text('NO_KK'))],
    ['NAMA_LGKP', text('NAMA_LGKP') === '' ? 'REQUIRED' : null],
    ['TGL_LHR', 'code' in born ? born.code : null],
    ['JENIS_KLMIN', sex ? null : 'NOT_IN_LIST'],
    ['STATUS', status ? null : 'NOT_IN_LIST'],
    ...KTP_COLUMNS.map((column): [KtpColumn, string | null] => [column, tooLong(cells[column])]),
  ];
  const problems = causes.flatMap(([column, code]) => (code ? [{ column, code }] : []));
  if (problems.length > 0 || 'code' in born || !sex || !status) return { row: null, problems };
  return { row: { ...ktpTexts(text), birthDate: born.date, sex, status }, problems: [] };
}

function ktpTexts(text: (column: KtpColumn) => string): Omit<KtpRow, 'birthDate' | 'sex' | 'status'> {
  return {
    nik: text('NIK'),
    kkNumber: text('NO_KK'),
    fullName: text('NAMA_LGKP'),
    birthPlace: text('TMPT_LHR'),
    address: text('ALAMAT'),
    rt: text('NO_RT'),
    rw: text('NO_RW'),
    villageName: text('KEL_NAME'),
    districtName: text('KEC_NAME'),
    regencyName: text('KAB_NAME'),
    provinceName: text('PROP_NAME'),
  };
}

function tooLong(value: string): string | null {
  return value.length > LONGEST_TEXT ? 'TOO_LONG' : null;
}

/** Reads one row of a screening list (api.md: `nik,note`). */
export function readScreeningRow(cells: Record<ScreeningColumn, string>): ReferenceReading<ScreeningRow> {
  const nik = cells.nik.trim();
  const note = cells.note.trim();
  const problem = nikFormatProblem(nik);
  const problems: ReferenceProblem[] = problem ? [{ column: 'nik', code: problem }] : [];
  if (note.length > LONGEST_TEXT) problems.push({ column: 'note', code: 'TOO_LONG' });
  return problems.length > 0 ? { row: null, problems } : { row: { nik, note }, problems: [] };
}
