import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { SheetData } from 'write-excel-file/node';
import { CSV_OPTIONS, printableCell, textCell, titleCell } from '../tabular/spreadsheet-text.ts';
import { COLUMN_GUIDE } from './recap-column-guide.ts';
import {
  BAD_ROW_COLUMNS,
  OPTIONAL_RECAP_COLUMNS,
  RECAP_COLUMNS,
  TEMPLATE_VERSION,
  type ParsedRow,
  type RecapCells,
  type RecapColumn,
  type RowError,
} from './recap-schema.ts';

/** A row to give back to the office, with what is wrong in it. */
export type RefusedRow = {
  cells: RecapCells;
  errors: readonly Pick<RowError, 'column' | 'code' | 'message' | 'remedy'>[];
};

/** Rows of the empty template that are already formatted as text, so that typing a NIK does not make it a number. */
const PREPARED_ROWS = 500;
const COLUMN_WIDTH = 20;

/** The empty template as CSV: its header row, with a BOM so that spreadsheets open it as UTF-8. */
export function templateCsv(): string {
  return `\ufeff${RECAP_COLUMNS.join(',')}\r\n`;
}

/** The empty template as XLSX: every cell text, and a second sheet that explains the columns in Indonesian. */
export async function templateXlsx(): Promise<Buffer> {
  const empty = RECAP_COLUMNS.map(() => textCell(''));
  const rows = Array.from({ length: PREPARED_ROWS }, () => empty);
  return writeSheets([RECAP_COLUMNS.map(titleCell), ...rows]);
}

/**
 * The refused rows in the template's columns and two more, `kolom_salah` and `keterangan`: to be corrected and uploaded again.
 * Formula signs are escaped and control characters taken out (security.md section 4).
 */
export function badRowsCsv(rows: Iterable<RefusedRow> | AsyncIterable<RefusedRow>): Readable {
  const csv = stringify({ ...CSV_OPTIONS, header: true, columns: [...RECAP_COLUMNS, ...BAD_ROW_COLUMNS] });
  const records = Readable.from(rows).map((row: RefusedRow) => refusedRecord(row));
  records.on('error', (error) => csv.destroy(error));
  csv.on('close', () => records.destroy());
  return records.pipe(csv);
}

/** `badRowsCsv` as XLSX: every cell text, so no sign of a formula means anything. */
export async function badRowsXlsx(rows: Iterable<RefusedRow> | AsyncIterable<RefusedRow>): Promise<Buffer> {
  const data: SheetData = [[...RECAP_COLUMNS, ...BAD_ROW_COLUMNS].map(titleCell)];
  for await (const row of rows) data.push(refusedRecord(row).map(textCell));
  return writeSheets(data);
}

/** A row that was read well, as cells of the template again: for rows refused for what others hold, not for what they say. */
export function cellsOfRow(row: ParsedRow): RecapCells {
  return {
    template_version: TEMPLATE_VERSION,
    row_id: row.rowId,
    nama_lengkap: row.fullName,
    nik: row.nik,
    no_kk: row.kkNumber,
    tempat_lahir: row.birthPlace,
    tanggal_lahir: row.birthDate,
    jenis_kelamin: row.sex,
    email: row.email ?? '',
    no_hp: row.phone ?? '',
    alamat_ktp: row.ktpAddress,
    alamat_domisili: row.domicileAddress ?? '',
    kode_wilayah: row.regionCode,
    pendidikan_terakhir: row.educationLevel,
    status_kerja: row.employmentStatus,
    pelatihan_diinginkan: row.desiredTraining ?? '',
    pengusul: row.proposer,
    alasan_luring: row.luringReason,
    hadir_sendiri: row.cameInPerson ? 'YA' : 'TIDAK',
    ktp_asli_dilihat: row.originalKtpSeen ? 'YA' : 'TIDAK',
  };
}

function refusedRecord({ cells, errors }: RefusedRow): string[] {
  // A number cell lost digits. Written out as text it would pass as a whole NIK the next time, so it must be typed again.
  const lost = new Set(errors.filter((error) => error.code === 'NUMERIC_CELL').map((error) => error.column));
  const values = RECAP_COLUMNS.map((column) => (lost.has(column) ? '' : printableCell(cells[column])));
  const columns = [...new Set(errors.map((error) => error.column).filter((column) => column !== null))];
  const notes = errors.map((error) => `${error.message.id} ${error.remedy.id}`);
  return [...values, columns.join(' '), printableCell(notes.join(' '))];
}

async function writeSheets(data: SheetData): Promise<Buffer> {
  const columns = RECAP_COLUMNS.map(() => ({ width: COLUMN_WIDTH }));
  const guideColumns = [{ width: 24 }, { width: 8 }, { width: 90 }, { width: 24 }];
  // Loaded by whoever wants a workbook: most servers run for days without one.
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  return writeXlsxFile([
    { data, sheet: 'Rekap', columns, stickyRowsCount: 1 },
    { data: guideSheet(), sheet: 'Petunjuk', columns: guideColumns, stickyRowsCount: 1 },
  ]).toBuffer();
}

function guideSheet(): SheetData {
  const optional: readonly RecapColumn[] = OPTIONAL_RECAP_COLUMNS;
  const title = ['Kolom', 'Wajib', 'Isi', 'Contoh'].map(titleCell);
  const lines = RECAP_COLUMNS.map((column) => {
    const { filling, example } = COLUMN_GUIDE[column];
    return [column, optional.includes(column) ? 'tidak' : 'ya', filling, example].map(textCell);
  });
  return [title, ...lines];
}
