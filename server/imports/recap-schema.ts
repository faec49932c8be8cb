import type {
  EDUCATION_LEVELS,
  EMPLOYMENT_STATUSES,
  LURING_REASONS,
  PROPOSERS,
  SEXES,
} from '../submissions/submission-schema.ts';

/** The only recap template known (domain.md section 10). */
export const TEMPLATE_VERSION = 'PK-1';

/** The recap's columns, in the order of the template (domain.md section 10). */
export const RECAP_COLUMNS = [
  'template_version',
  'row_id',
  'nama_lengkap',
  'nik',
  'no_kk',
  'tempat_lahir',
  'tanggal_lahir',
  'jenis_kelamin',
  'email',
  'no_hp',
  'alamat_ktp',
  'alamat_domisili',
  'kode_wilayah',
  'pendidikan_terakhir',
  'status_kerja',
  'pelatihan_diinginkan',
  'pengusul',
  'alasan_luring',
  'hadir_sendiri',
  'ktp_asli_dilihat',
] as const;
export type RecapColumn = (typeof RECAP_COLUMNS)[number];

/** Columns that may be empty; every other one must hold something. */
export const OPTIONAL_RECAP_COLUMNS = [
  'email',
  'no_hp',
  'alamat_domisili',
  'pelatihan_diinginkan',
] as const satisfies readonly RecapColumn[];

/** What the bad-rows file adds behind the template's columns; ignored when such a file comes back. */
export const BAD_ROW_COLUMNS = ['kolom_salah', 'keterangan'] as const;

/** Columns whose value a spreadsheet destroys when the cell is a number: digits are lost or rounded. */
export const NUMBER_LOSING_COLUMNS = ['nik', 'no_kk', 'no_hp'] as const satisfies readonly RecapColumn[];

/** Most data rows one recap may hold: the largest round known had 555,540. */
export const MAX_RECAP_ROWS = 700_000;

/** The cells of one data row by column, as text. */
export type RecapCells = Record<RecapColumn, string>;

/** A sentence in the console's two languages. */
export type Bilingual = { id: string; en: string };

/** One row read well: the fields of a submission, and the office's own row id. */
export type ParsedRow = {
  rowId: string;
  fullName: string;
  nik: string;
  kkNumber: string;
  birthPlace: string;
  birthDate: string;
  sex: (typeof SEXES)[number];
  email: string | null;
  phone: string | null;
  ktpAddress: string;
  domicileAddress: string | null;
  regionCode: string;
  educationLevel: (typeof EDUCATION_LEVELS)[number];
  employmentStatus: (typeof EMPLOYMENT_STATUSES)[number];
  desiredTraining: string | null;
  proposer: (typeof PROPOSERS)[number];
  luringReason: (typeof LURING_REASONS)[number];
  cameInPerson: boolean;
  originalKtpSeen: boolean;
};

export const ROW_ERROR_CODES = [
  'REQUIRED',
  'TOO_LONG',
  'UNREADABLE_TEXT',
  'TEMPLATE_VERSION',
  'DATE_FORMAT',
  'DATE_IMPOSSIBLE',
  'DATE_OUT_OF_RANGE',
  'NOT_IN_LIST',
  'REGION_FORMAT',
  'REGION_UNKNOWN',
  'EMAIL_FORMAT',
  'PHONE_FORMAT',
  'NUMERIC_CELL',
  'SCIENTIFIC',
  'DECIMAL',
  'LENGTH',
  'NOT_DIGITS',
  'PLACEHOLDER',
  'REGION_ZERO',
  'SERIAL_ZERO',
  'COLUMN_COUNT',
] as const;
export type RowErrorCode = (typeof ROW_ERROR_CODES)[number];

/** One thing wrong in one cell, with what to do about it. `value` never holds a whole NIK or KK. */
export type RowError = {
  column: RecapColumn | null;
  code: RowErrorCode;
  value?: string;
  message: Bilingual;
  remedy: Bilingual;
};

/**
 * One data row of a recap. `line` is the line of the CSV file or the row of the sheet, as a person counts them (the header is 1).
 * Exactly one of `row` (nothing wrong) and `cells` (with `errors`) is there.
 */
export type RecapRow =
  | { line: number; row: ParsedRow; cells: null; errors: [] }
  | { line: number; row: null; cells: RecapCells; errors: RowError[] };

export const FILE_ERROR_CODES = [
  'NOT_A_RECAP',
  'WRONG_TEMPLATE',
  'EMPTY_FILE',
  'CUT_FILE',
  'DAMAGED_FILE',
  'ENCODING',
  'BAD_QUOTES',
  'LINE_TOO_LONG',
  'ZIP_BOMB',
  'MACROS',
  'UNSAFE_WORKBOOK',
  'TOO_MANY_ROWS',
  'TOO_LARGE',
  'TIMED_OUT',
  'TRUNCATED_NIKS',
  'TOTALS_DIFFER',
] as const;
export type FileErrorCode = (typeof FILE_ERROR_CODES)[number];

/** What the dry run makes of a row. */
export const ROW_CLASSES = ['new', 'same', 'changed', 'conflict', 'bad'] as const;
export type RowClass = (typeof ROW_CLASSES)[number];
