import { stat } from 'node:fs/promises';
import { readCsvRecords } from '../tabular/csv-records.ts';
import { kindOfFile, readHead, type TableFileKind } from '../tabular/file-kind.ts';
import { recapFileError } from '../tabular/recap-file-error.ts';
import type { ImportTotals } from './import-schema.ts';
import type { RecapContext } from './recap-rules.ts';
import type { RecapRow } from './recap-schema.ts';
import { openRecapSheet, type RecapSheet } from './recap-sheet.ts';

/** How far the reading is: `done` of `total` in bytes for CSV and in rows for XLSX, and data rows handed over. */
export type RecapProgress = { done: number; total: number; rows: number };

export type ReadRecapOptions = {
  context: RecapContext;
  maxRows?: number;
  /** Rows in file order, up to 1,000 at a time. The reading waits until it is done with them. */
  onRows: (rows: RecapRow[], progress: RecapProgress) => Promise<void> | void;
};

/** What a whole recap came to. */
export type RecapSummary = { kind: TableFileKind; totals: ImportTotals };

const ROWS_AT_ONCE = 1_000;
/** 700,000 rows of the template at twice their usual 200 bytes. */
export const MAX_CSV_BYTES = 300 * 1024 * 1024;

/**
 * Reads a recap, CSV or XLSX as its content says, and judges each row by the rules. CSV streams; an XLSX is read as a whole after
 * its preflight. CPU-bound and for untrusted files: call it through `readRecapInWorker`.
 *
 * @throws RecapFileError when the file as a whole is refused; rows handed over before that count for nothing
 */
export async function readRecapFile(path: string, options: ReadRecapOptions): Promise<RecapSummary> {
  const kind = kindOfFile(await readHead(path));
  const sheet = openRecapSheet(options.context, options.maxRows);
  if (kind === 'csv') await readCsv(path, sheet, options);
  else await readXlsx(path, sheet, options);
  return { kind, totals: sheet.finish() };
}

async function readCsv(path: string, sheet: RecapSheet, { onRows }: ReadRecapOptions): Promise<void> {
  const { size } = await stat(path);
  if (size > MAX_CSV_BYTES) throw recapFileError('TOO_LARGE');
  const progress: RecapProgress = { done: 0, total: size, rows: 0 };
  const records = readCsvRecords(path, (bytes) => {
    progress.done = bytes;
  });
  let batch: RecapRow[] = [];
  for await (const record of records) {
    const row = sheet.read(record);
    if (row) batch.push(row);
    if (batch.length === ROWS_AT_ONCE) {
      progress.rows += batch.length;
      await onRows(batch, { ...progress });
      batch = [];
    }
  }
  progress.rows += batch.length;
  if (batch.length > 0) await onRows(batch, { ...progress, done: size });
}

async function readXlsx(path: string, sheet: RecapSheet, { onRows }: ReadRecapOptions): Promise<void> {
  // Loaded only now: the workbook libraries would cost every CSV a tenth of a second at the start of its thread.
  const { preflightXlsx } = await import('./xlsx-preflight.ts');
  const { readXlsxRows } = await import('./xlsx-rows.ts');
  await preflightXlsx(path);
  const source = await readXlsxRows(path);
  let rows = 0;
  for (let from = 0; from < source.length; from += ROWS_AT_ONCE) {
    const part = source.slice(from, from + ROWS_AT_ONCE);
    const batch = part.map((row) => sheet.read(row)).filter((row) => row !== null);
    rows += batch.length;
    const done = Math.min(from + ROWS_AT_ONCE, source.length);
    if (batch.length > 0) await onRows(batch, { done, total: source.length, rows });
  }
}
