import { readCsvRecords } from './csv-records.ts';
import { fileSource, type ByteSource } from './byte-source.ts';
import { kindOfFile } from './file-kind.ts';
import { RecapFileError, recapFileError } from './recap-file-error.ts';
import {
  KTP_COLUMNS,
  readKtpRow,
  readScreeningRow,
  SCREENING_COLUMNS,
  type KtpRow,
  type ReferenceProblem,
  type ReferenceReading,
  type ScreeningRow,
} from './reference-file-rules.ts';

/** A problem with the line of the file it stands on. */
export type ReferenceLineProblem = ReferenceProblem & { line: number };

/** Up to 2,000 rows of a reference file, the problems met among them, and how far the reading is. */
export type ReferenceBatch<Row> = {
  rows: Row[];
  problems: ReferenceLineProblem[];
  bytesDone: number;
};

/** More people than any list or register extract of a wave has. */
export const MAX_ROWS = 6_000_000;
const ROWS_AT_ONCE = 2_000;
/** Problems one batch names; a file of another kind would name every line. */
const PROBLEMS_NAMED = 200;

/**
 * Streams the KTP register's CSV in batches. Rows that cannot be read are left out and reported with line, column and code.
 *
 * @throws RecapFileError EMPTY_FILE, WRONG_TEMPLATE, NOT_A_RECAP, ENCODING, CUT_FILE, BAD_QUOTES, LINE_TOO_LONG, DAMAGED_FILE, TOO_MANY_ROWS
 */
export function readKtpFile(
  from: string | ByteSource,
  today: string,
): AsyncGenerator<ReferenceBatch<KtpRow>> {
  return readReferenceFile(from, KTP_COLUMNS, (cells) => readKtpRow(cells, today));
}

/** Streams the CSV of one screening list in batches, as `readKtpFile` does. */
export function readScreeningFile(from: string | ByteSource): AsyncGenerator<ReferenceBatch<ScreeningRow>> {
  return readReferenceFile(from, SCREENING_COLUMNS, readScreeningRow);
}

async function* readReferenceFile<Column extends string, Row>(
  from: string | ByteSource,
  columns: readonly Column[],
  readRow: (cells: Record<Column, string>) => ReferenceReading<Row>,
): AsyncGenerator<ReferenceBatch<Row>> {
  const source = typeof from === 'string' ? fileSource(from) : from;
  if (kindOfFile(await source.head()) !== 'csv') throw recapFileError('NOT_A_RECAP', { found: 'XLSX / ZIP' });
  let positions: number[] | null = null;
  let width = 0;
  let bytesDone = 0;
  let rows = 0;
  let batch: ReferenceBatch<Row> = { rows: [], problems: [], bytesDone };
  for await (const { line, cells } of readCsvRecords(source, (bytes) => (bytesDone = bytes))) {
    if (!positions) {
      positions = columnPositions(cells, columns);
      width = cells.length;
      continue;
    }
    rows += 1;
    if (rows > MAX_ROWS) throw recapFileError('TOO_MANY_ROWS', { limit: MAX_ROWS });
    const reading = readCells(cells, columns, positions, width, readRow);
    if (reading.row !== null) batch.rows.push(reading.row);
    else addProblems(batch, reading.problems, line);
    if (batch.rows.length === ROWS_AT_ONCE || batch.problems.length >= PROBLEMS_NAMED) {
      yield { ...batch, bytesDone };
      batch = { rows: [], problems: [], bytesDone };
    }
  }
  if (rows === 0) throw recapFileError('EMPTY_FILE');
  if (batch.rows.length + batch.problems.length > 0) yield { ...batch, bytesDone };
}

function readCells<Column extends string, Row>(
  cells: readonly string[],
  columns: readonly Column[],
  positions: readonly number[],
  width: number,
  readRow: (cells: Record<Column, string>) => ReferenceReading<Row>,
): ReferenceReading<Row> {
  if (cells.length !== width) return { row: null, problems: [{ column: '', code: 'COLUMN_COUNT' }] };
  const byColumn = {} as Record<Column, string>;
  columns.forEach((column, index) => {
    byColumn[column] = cells[positions[index] ?? -1] ?? '';
  });
  return readRow(byColumn);
}

function addProblems<Row>(
  batch: ReferenceBatch<Row>,
  problems: readonly ReferenceProblem[],
  line: number,
): void {
  for (const problem of problems) batch.problems.push({ line, ...problem });
}

/** Columns may stand in any order and have others beside them; each needed one must be there once. */
function columnPositions(header: readonly string[], columns: readonly string[]): number[] {
  const written = header.map((name) => name.trim().toUpperCase());
  const needed = columns.map((column) => column.toUpperCase());
  const missing = columns.filter((column) => !written.includes(column.toUpperCase()));
  const repeated = columns.filter(
    (_, index) => written.indexOf(needed[index] ?? '') !== written.lastIndexOf(needed[index] ?? ''),
  );
  const unknown = header.filter((name) => !needed.includes(name.trim().toUpperCase()));
  if (missing.length + repeated.length > 0) throw wrongColumns({ missing, repeated, unknown });
  return needed.map((column) => written.indexOf(column));
}

/** A stranger's file may have thousands of columns, and its first line may be data. */
const NAMED_COLUMNS = 25;
const named = (names: readonly string[]) =>
  names
    .slice(0, NAMED_COLUMNS)
    .map((name) => `"${name.replace(/\d{6,}/g, '…').slice(0, 40)}"`)
    .join(', ');

function wrongColumns(columns: Record<'missing' | 'repeated' | 'unknown', readonly string[]>) {
  const part = (words: string, names: readonly string[]) =>
    names.length > 0 ? ` ${words}: ${named(names)}.` : '';
  const { missing, repeated, unknown } = columns;
  return new RecapFileError({
    code: 'WRONG_TEMPLATE',
    message: {
      id: `Judul kolom tidak sesuai.${part('Kolom yang kurang', missing)}${part('Berulang', repeated)}${part('Tidak dikenal', unknown)}`,
      en: `The column titles are not as they must be.${part('Missing columns', missing)}${part('Repeated', repeated)}${part('Unknown', unknown)}`,
    },
  });
}
