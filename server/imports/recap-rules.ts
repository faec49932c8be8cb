import { kkFormatProblem, nikFormatProblem } from '../identity/nik-rules.ts';
import {
  EDUCATION_LEVELS,
  EMAIL_SHAPE,
  EMPLOYMENT_STATUSES,
  LURING_REASONS,
  PROPOSERS,
  SEXES,
} from '../submissions/submission-schema.ts';
import { readCalendarDate } from './recap-date-rules.ts';
import { rowError, type RowErrorDetail } from './recap-error-rules.ts';
import {
  TEMPLATE_VERSION,
  type NUMBER_LOSING_COLUMNS,
  type ParsedRow,
  type RecapCells,
  type RecapColumn,
  type RowError,
  type RowErrorCode,
} from './recap-schema.ts';

/** What a row is read against. */
export type RecapContext = {
  /** Codes of every regency and city known, as `33.74`. */
  knownRegions: ReadonlySet<string>;
  /** The day of the import, yyyy-mm-dd: nobody is born after it. */
  today: string;
};

/** A column the spreadsheet handed over as a number instead of as text. */
export type NumericColumns = ReadonlySet<RecapColumn>;
const NONE_NUMERIC: NumericColumns = new Set();

/** What the column readers share: the cells, what is known, and the errors found so far. */
type Reading = { cells: RecapCells; context: RecapContext; numeric: NumericColumns; errors: RowError[] };

const YES_NO = ['YA', 'TIDAK'] as const;
const LONGEST = { row_id: 40, nama_lengkap: 60, place: 60, address: 200, training: 120, email: 120 } as const;
const PHONE_SHAPE = /^(?:\+?62|0)(8\d{7,12})$/;
const REGION_SHAPE = /^\d{2}\.\d{2}$/;
// Control characters, halves of a character, and the sign a decoder puts where it could not read.
const UNREADABLE = /[\u0000-\u001f\u007f-\u009f\ufffd\p{Cs}]/u;
const ESCAPED_FORMULA = /^'[=+\-@\uff1d\uff0b\uff0d\uff20]/;
// Most cells are plain letters and digits with single blanks: one look tells that there is nothing to mend.
const NEEDS_MENDING = /[^\u0020-\u007e]|^[ ']| $| {2}/;

/**
 * Reads one data row of a recap (domain.md section 10) and finds all its errors at once, each with column, code, message and
 * remedy in both languages.
 *
 * @param numeric the columns whose cell was a number; NIK, KK and phone are then refused, because digits may be lost
 * @returns the row as fields of a submission when there is no error, else null and the errors
 */
export function readRecapRow(
  cells: RecapCells,
  context: RecapContext,
  numeric: NumericColumns = NONE_NUMERIC,
): { row: ParsedRow | null; errors: RowError[] } {
  const reading: Reading = { cells, context, numeric, errors: [] };
  if (text(cells.template_version) !== TEMPLATE_VERSION) add(reading, 'TEMPLATE_VERSION', 'template_version');
  const row = {
    rowId: required(reading, 'row_id', LONGEST.row_id),
    fullName: required(reading, 'nama_lengkap', LONGEST.nama_lengkap),
    nik: identityNumber(reading, 'nik'),
    kkNumber: identityNumber(reading, 'no_kk'),
    birthPlace: required(reading, 'tempat_lahir', LONGEST.place),
    birthDate: birthDate(reading),
    sex: choice(reading, 'jenis_kelamin', SEXES),
    email: email(reading),
    phone: phone(reading),
    ktpAddress: required(reading, 'alamat_ktp', LONGEST.address),
    domicileAddress: optional(reading, 'alamat_domisili', LONGEST.address),
    regionCode: region(reading),
    educationLevel: choice(reading, 'pendidikan_terakhir', EDUCATION_LEVELS),
    employmentStatus: choice(reading, 'status_kerja', EMPLOYMENT_STATUSES),
    desiredTraining: optional(reading, 'pelatihan_diinginkan', LONGEST.training),
    proposer: choice(reading, 'pengusul', PROPOSERS),
    luringReason: choice(reading, 'alasan_luring', LURING_REASONS),
    cameInPerson: choice(reading, 'hadir_sendiri', YES_NO) === 'YA',
    originalKtpSeen: choice(reading, 'ktp_asli_dilihat', YES_NO) === 'YA',
  };
  return { row: reading.errors.length === 0 ? row : null, errors: reading.errors };
}

function add(reading: Reading, code: RowErrorCode, column: RecapColumn, detail?: RowErrorDetail): void {
  reading.errors.push(rowError(code, column, reading.cells[column], detail));
}

/**
 * A cell without the blanks around it and with single blanks inside; letters in their composed form; without the apostrophe
 * that our own bad-rows file puts before a sign a spreadsheet would take for a formula.
 */
function text(cell: string): string {
  if (!NEEDS_MENDING.test(cell)) return cell;
  const even = cell.trim().replace(/\s+/g, ' ').normalize('NFC');
  return ESCAPED_FORMULA.test(even) ? even.slice(1) : even;
}

function optional(reading: Reading, column: RecapColumn, max: number): string | null {
  const value = text(reading.cells[column]);
  if (value === '') return null;
  if (UNREADABLE.test(value)) add(reading, 'UNREADABLE_TEXT', column);
  // By code points: a letter outside the basic plane is one character to a person.
  if (value.length > max && [...value].length > max) add(reading, 'TOO_LONG', column, { max });
  return value;
}

function required(reading: Reading, column: RecapColumn, max: number): string {
  const value = optional(reading, column, max);
  if (value === null) add(reading, 'REQUIRED', column);
  return value ?? '';
}

function choice<Choice extends string>(
  reading: Reading,
  column: RecapColumn,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const value = text(reading.cells[column]).toUpperCase();
  const found = choices.find((one) => one === value);
  if (found !== undefined) return found;
  if (value === '') add(reading, 'REQUIRED', column);
  else add(reading, 'NOT_IN_LIST', column, { choices });
  // Never used: a row with an error is not handed on.
  return choices[0];
}

function identityNumber(reading: Reading, column: 'nik' | 'no_kk'): string {
  const value = text(reading.cells[column]);
  if (refusedAsNumber(reading, column)) return value;
  const problem = column === 'nik' ? nikFormatProblem(value) : kkFormatProblem(value);
  if (problem) add(reading, problem === 'EMPTY' ? 'REQUIRED' : problem, column, { found: value.length });
  return value;
}

function birthDate(reading: Reading): string {
  const value = text(reading.cells.tanggal_lahir);
  if (value === '') {
    add(reading, 'REQUIRED', 'tanggal_lahir');
    return value;
  }
  // A bare number is a spreadsheet's day count, of which the reader cannot know the start.
  if (reading.numeric.has('tanggal_lahir')) {
    add(reading, 'NUMERIC_CELL', 'tanggal_lahir');
    return value;
  }
  const read = readCalendarDate(value, reading.context.today);
  if ('date' in read) return read.date;
  add(reading, read.code, 'tanggal_lahir');
  return value;
}

function email(reading: Reading): string | null {
  const value = text(reading.cells.email).toLowerCase();
  if (value === '') return null;
  if (value.length > LONGEST.email) add(reading, 'TOO_LONG', 'email', { max: LONGEST.email });
  else if (!EMAIL_SHAPE.test(value)) add(reading, 'EMAIL_FORMAT', 'email');
  return value;
}

function phone(reading: Reading): string | null {
  const value = text(reading.cells.no_hp);
  if (value === '') return null;
  if (refusedAsNumber(reading, 'no_hp')) return value;
  const national = PHONE_SHAPE.exec(value.replace(/[\s.()-]/g, ''))?.[1];
  if (national === undefined) add(reading, 'PHONE_FORMAT', 'no_hp');
  return `+62${national}`;
}

function region(reading: Reading): string {
  const value = text(reading.cells.kode_wilayah);
  if (value === '') add(reading, 'REQUIRED', 'kode_wilayah');
  else if (!REGION_SHAPE.test(value)) add(reading, 'REGION_FORMAT', 'kode_wilayah');
  else if (!reading.context.knownRegions.has(value)) add(reading, 'REGION_UNKNOWN', 'kode_wilayah');
  return value;
}

function refusedAsNumber(reading: Reading, column: (typeof NUMBER_LOSING_COLUMNS)[number]): boolean {
  const refused = reading.numeric.has(column);
  if (refused) add(reading, 'NUMERIC_CELL', column);
  return refused;
}
