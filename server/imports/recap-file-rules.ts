import { endingZeroSuspicion, type EndingZeroCounts } from '../identity/nik-rules.ts';
import type { ImportTotals } from './import-schema.ts';
import {
  BAD_ROW_COLUMNS,
  RECAP_COLUMNS,
  type Bilingual,
  type FileErrorCode,
  type RecapColumn,
} from './recap-schema.ts';

/** A whole file refused: nothing of it is taken, and why. */
export type FileRefusal = { code: FileErrorCode; message: Bilingual };

/** Where each column of the template stands in the file. */
export type RecapHeader = { positions: Record<RecapColumn, number>; width: number };

const IGNORED: readonly string[] = BAD_ROW_COLUMNS;
/** So many strange column names are repeated to the office; a stranger's file may have thousands. */
const NAMED_COLUMNS = 25;

/**
 * Finds the template's columns in a header row. Their order is free, upper and lower case do not matter, and the two columns
 * of a bad-rows file are passed over; a missing, unknown or repeated column refuses the file and is named.
 */
export function readRecapHeader(names: readonly string[]): RecapHeader | FileRefusal {
  const written = names.map((name) => name.trim().toLowerCase());
  while (written.at(-1) === '') written.pop();
  const missing = RECAP_COLUMNS.filter((column) => !written.includes(column));
  const unknown = written.filter((name) => !isRecapColumn(name) && !IGNORED.includes(name));
  const repeated = RECAP_COLUMNS.filter((column) => written.indexOf(column) !== written.lastIndexOf(column));
  if (missing.length === RECAP_COLUMNS.length) return refusal('NOT_A_RECAP');
  if (missing.length + unknown.length + repeated.length > 0) return wrongTemplate(missing, unknown, repeated);
  const positions = Object.fromEntries(RECAP_COLUMNS.map((column) => [column, written.indexOf(column)]));
  return { positions: positions as Record<RecapColumn, number>, width: names.length };
}

function isRecapColumn(name: string): name is RecapColumn {
  return (RECAP_COLUMNS as readonly string[]).includes(name);
}

function wrongTemplate(
  missing: readonly string[],
  unknown: readonly string[],
  repeated: readonly string[],
): FileRefusal {
  const named = (list: readonly string[]) =>
    list
      .slice(0, NAMED_COLUMNS)
      .map((name) => `"${printable(name)}"`)
      .join(', ');
  const part = (words: string, list: readonly string[]) =>
    list.length > 0 ? ` ${words}: ${named(list)}.` : '';
  return {
    code: 'WRONG_TEMPLATE',
    message: {
      id: `Judul kolom tidak sesuai templat PK-1.${part('Kurang', missing)}${part('Tidak dikenal', unknown)}${part('Berulang', repeated)} Unduh templatnya dan salin datanya ke sana.`,
      en: `The column titles are not those of template PK-1.${part('Missing', missing)}${part('Unknown', unknown)}${part('Repeated', repeated)} Download the template and copy the data into it.`,
    },
  };
}

/** A column name of somebody's file as it may stand in a message. */
function printable(name: string): string {
  return name
    .replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '')
    .replace(/\d{6,}/g, '…')
    .slice(0, 40);
}

export type TotalsDifference = { field: keyof ImportTotals; stated: number; counted: number };

/**
 * Whether the control totals an office typed agree with its file. All data rows count, also bad and repeated ones: the office
 * counted papers, not our verdicts.
 */
export function totalsAgree(
  stated: ImportTotals,
  counted: ImportTotals,
): { agree: boolean; differences: TotalsDifference[] } {
  const differences = (['rows', 'male', 'female'] as const)
    .filter((field) => stated[field] !== counted[field])
    .map((field) => ({ field, stated: stated[field], counted: counted[field] }));
  return { agree: differences.length === 0, differences };
}

const TOTAL_WORDS = {
  rows: { id: 'baris', en: 'rows' },
  male: { id: 'laki-laki', en: 'men' },
  female: { id: 'perempuan', en: 'women' },
} as const;

/** The refusal of a file whose control totals differ, with both numbers of each; null when they agree. */
export function totalsRefusal(stated: ImportTotals, counted: ImportTotals): FileRefusal | null {
  const { agree, differences } = totalsAgree(stated, counted);
  if (agree) return null;
  const list = (language: 'id' | 'en', typed: string, found: string) =>
    differences
      .map((one) => `${TOTAL_WORDS[one.field][language]}: ${typed} ${one.stated}, ${found} ${one.counted}`)
      .join('; ');
  return {
    code: 'TOTALS_DIFFER',
    message: {
      id: `Jumlah kendali tidak sama dengan isi berkas (${list('id', 'diketik', 'dihitung')}). Periksa apakah berkas lengkap, atau perbaiki jumlahnya.`,
      en: `The control totals differ from the file (${list('en', 'typed', 'counted')}). Check that the file is whole, or correct the totals.`,
    },
  };
}

/** The refusal of a file whose NIKs a spreadsheet cut to 15 digits (domain.md section 10); null when they look whole. */
export function truncationRefusal(counts: EndingZeroCounts): FileRefusal | null {
  const suspicion = endingZeroSuspicion(counts);
  if (!suspicion) return null;
  const percent = Math.round(suspicion.share * 100);
  const ending = suspicion.code === 'ENDING_0000' ? '0000' : '0';
  return {
    code: 'TRUNCATED_NIKS',
    message: {
      id: `${percent} % dari ${suspicion.rows} NIK berakhiran ${ending}: angka terakhirnya hilang di lembar kerja. Ketik ulang NIK sebagai teks dari formulir asli.`,
      en: `${percent} % of ${suspicion.rows} NIKs end in ${ending}: a spreadsheet lost their last digits. Type the NIKs again as text from the original forms.`,
    },
  };
}

/** What a file message may name. */
export type FileErrorDetail = { line?: number; found?: string; limit?: number };

const FILE_TEXTS: Record<FileErrorCode, (detail: FileErrorDetail) => Bilingual> = {
  NOT_A_RECAP: ({ found }) => ({
    id: `Berkas ini bukan rekap${found ? ` (isinya ${found})` : ''}. Unggah rekap templat PK-1 berbentuk XLSX atau CSV tanpa kata sandi.`,
    en: `This file is not a recap${found ? ` (it holds ${found})` : ''}. Upload a PK-1 recap as XLSX or CSV without a password.`,
  }),
  WRONG_TEMPLATE: () => ({
    id: 'Judul kolom tidak sesuai templat PK-1. Unduh templatnya dan salin datanya ke sana.',
    en: 'The column titles are not those of template PK-1. Download the template and copy the data into it.',
  }),
  EMPTY_FILE: () => ({
    id: 'Berkas tidak berisi satu baris data pun.',
    en: 'The file holds no data row at all.',
  }),
  CUT_FILE: ({ line }) => ({
    id: `Berkas terpotong${atLine('di baris', line)}. Salin atau kirim ulang berkas secara utuh.`,
    en: `The file is cut off${atLine('at line', line)}. Copy or send the whole file again.`,
  }),
  DAMAGED_FILE: ({ line }) => ({
    id: `Berkas rusak${atLine('di baris', line)} dan tidak dapat dibaca. Simpan ulang dari aslinya.`,
    en: `The file is damaged${atLine('at line', line)} and cannot be read. Save it again from the original.`,
  }),
  ENCODING: ({ line, found }) => ({
    id: `Berkas bukan UTF-8${found ? ` melainkan ${found}` : ''}${atLine('(baris', line, ')')}. Simpan sebagai "CSV UTF-8".`,
    en: `The file is not UTF-8${found ? ` but ${found}` : ''}${atLine('(line', line, ')')}. Save it as "CSV UTF-8".`,
  }),
  BAD_QUOTES: ({ line }) => ({
    id: `Tanda kutip${atLine('di baris', line)} tidak berpasangan. Perbaiki baris itu dan simpan ulang.`,
    en: `Quotation marks${atLine('at line', line)} do not match. Correct that line and save again.`,
  }),
  LINE_TOO_LONG: ({ line, limit }) => ({
    id: `Baris${atLine('', line)} lebih panjang dari ${limit} byte; mungkin ada tanda kutip yang tidak ditutup.`,
    en: `A line${atLine('at', line)} is longer than ${limit} bytes; a quotation mark may not be closed.`,
  }),
  ZIP_BOMB: () => ({
    id: 'Isi XLSX mengembang jauh melebihi ukuran yang wajar, sehingga ditolak demi keamanan.',
    en: 'The XLSX unpacks far beyond a reasonable size and is refused for safety.',
  }),
  MACROS: () => ({
    id: 'Berkas berisi makro. Simpan sebagai XLSX biasa tanpa makro.',
    en: 'The file holds macros. Save it as plain XLSX without macros.',
  }),
  UNSAFE_WORKBOOK: ({ found }) => ({
    id: `Berkas XLSX berisi bagian yang tidak diterima${found ? ` (${found})` : ''}. Salin datanya ke templat kosong.`,
    en: `The XLSX holds a part that is not accepted${found ? ` (${found})` : ''}. Copy the data into an empty template.`,
  }),
  TOO_MANY_ROWS: ({ limit }) => ({
    id: `Berkas berisi lebih dari ${limit} baris. Bagi menjadi beberapa berkas.`,
    en: `The file holds more than ${limit} rows. Split it into several files.`,
  }),
  TOO_LARGE: () => ({
    id: 'Berkas terlalu besar untuk dibaca. Bagi menjadi beberapa berkas, atau kirim sebagai CSV.',
    en: 'The file is too large to be read. Split it into several files, or send it as CSV.',
  }),
  TIMED_OUT: () => ({
    id: 'Membaca berkas terlalu lama dan dihentikan. Salin datanya ke templat kosong, atau kirim sebagai CSV.',
    en: 'Reading the file took too long and was stopped. Copy the data into an empty template, or send it as CSV.',
  }),
  TRUNCATED_NIKS: () => ({
    id: 'Terlalu banyak NIK berakhiran nol: angka terakhirnya hilang di lembar kerja.',
    en: 'Too many NIKs end in zero: a spreadsheet lost their last digits.',
  }),
  TOTALS_DIFFER: () => ({
    id: 'Jumlah kendali tidak sama dengan isi berkas.',
    en: 'The control totals differ from the file.',
  }),
};

function atLine(words: string, line: number | undefined, end = ''): string {
  return line === undefined ? '' : ` ${words} ${line}${end}`.replace('  ', ' ');
}

/** A refusal with its words in both languages. */
export function refusal(code: FileErrorCode, detail: FileErrorDetail = {}): FileRefusal {
  return { code, message: FILE_TEXTS[code](detail) };
}
