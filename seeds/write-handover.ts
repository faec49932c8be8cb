import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeXlsxFile from 'write-excel-file/node';
import { addToTotals, emptyTotals, type ControlTotals } from './control-totals.ts';
import type { PopulationRow } from './population.ts';
import { KTP_COLUMNS, LIST_CODES, RECAP_COLUMNS, type ListCode, type RecapRow } from './recap-template.ts';
import { createTextFile, csvLine, type TextFile } from './text-file.ts';

/** No office hands over a workbook beyond this, and a workbook is made in memory. */
export const LARGEST_WORKBOOK = 20_000;
const ROWS_BETWEEN_FLUSHES = 1000;

export type HandoverTotals = ControlTotals & { ktpRecords: number };

type HandoverFiles = {
  recap: TextFile;
  ktp: TextFile;
  lists: Record<ListCode, TextFile>;
  expected: TextFile;
};

/**
 * Writes an office's hand-over into `dir` (made if absent): `recap.csv`, `recap.xlsx` up to 20,000 rows, `ktp.csv`,
 * `lists/<code>.csv` and `expected.json` with the control totals. Rows are taken only as fast as they are written.
 * If anything fails, no CSV or JSON file of this run is left under its name unless it had been completed.
 */
export async function writeHandover(
  population: Iterable<PopulationRow>,
  dir: string,
  onProgress: (rowsDone: number) => void = () => {},
): Promise<HandoverTotals> {
  await mkdir(join(dir, 'lists'), { recursive: true });
  // A workbook of an earlier, smaller run would contradict the CSV.
  await rm(join(dir, 'recap.xlsx'), { force: true });
  const files = await openFiles(dir);
  try {
    const { totals, workbook } = await writeRows(population, files, onProgress);
    files.expected.append(`\n  ],\n  ${expectedTail(totals)}\n}\n`);
    await Promise.all(everyFile(files).map((file) => file.finish()));
    if (workbook) await writeWorkbook(workbook, join(dir, 'recap.xlsx'));
    return totals;
  } catch (error) {
    await Promise.allSettled(everyFile(files).map((file) => file.abandon()));
    throw error;
  }
}

async function writeRows(
  population: Iterable<PopulationRow>,
  files: HandoverFiles,
  onProgress: (rows: number) => void,
) {
  const totals: HandoverTotals = { ...emptyTotals(), ktpRecords: 0 };
  let workbook: RecapRow[] | undefined = [];
  for (const row of population) {
    appendRow(files, row, totals);
    addToTotals(totals, row);
    if (totals.rows > LARGEST_WORKBOOK) workbook = undefined;
    workbook?.push(row.recap);
    if (totals.rows % ROWS_BETWEEN_FLUSHES === 0) {
      await Promise.all(everyFile(files).map((file) => file.flush()));
      onProgress(totals.rows);
    }
  }
  onProgress(totals.rows);
  return { totals, workbook };
}

function appendRow(files: HandoverFiles, row: PopulationRow, totals: HandoverTotals): void {
  const { recap, register, relatives, lists, plant, expected } = row;
  files.recap.append(csvLine(RECAP_COLUMNS.map((column) => recap[column])));
  for (const record of register ? [register, ...relatives] : relatives) {
    files.ktp.append(csvLine(KTP_COLUMNS.map((column) => record[column])));
    totals.ktpRecords += 1;
  }
  for (const list of lists) files.lists[list].append(csvLine([recap.nik, 'daftar uji']));
  const item = JSON.stringify({ rowId: recap.row_id, nik: recap.nik, plant, ...expected });
  files.expected.append(`${totals.rows === 0 ? '' : ','}\n    ${item}`);
}

async function openFiles(dir: string): Promise<HandoverFiles> {
  const [recap, ktp, expected, ...lists] = await Promise.all([
    createTextFile(join(dir, 'recap.csv')),
    createTextFile(join(dir, 'ktp.csv')),
    createTextFile(join(dir, 'expected.json')),
    ...LIST_CODES.map((code) => createTextFile(join(dir, 'lists', `${code}.csv`))),
  ]);
  recap.append(csvLine(RECAP_COLUMNS));
  ktp.append(csvLine(KTP_COLUMNS));
  expected.append('{\n  "items": [');
  for (const list of lists) list.append(csvLine(['nik', 'note']));
  const byCode = Object.fromEntries(LIST_CODES.map((code, index) => [code, lists[index]]));
  return { recap, ktp, expected, lists: byCode as Record<ListCode, TextFile> };
}

function everyFile({ recap, ktp, lists, expected }: HandoverFiles): TextFile[] {
  return [recap, ktp, expected, ...Object.values(lists)];
}

// The totals are known only at the end, so they follow the items.
function expectedTail({ rows, male, female, byPlant }: ControlTotals): string {
  return JSON.stringify({ rows, male, female, byPlant }, null, 2).split('\n').slice(1, -1).join('\n').trim();
}

async function writeWorkbook(rows: readonly RecapRow[], path: string): Promise<void> {
  const text = (value: string) => (value === '' ? null : { value, type: String });
  const header = RECAP_COLUMNS.map((column) => text(column));
  await writeXlsxFile([header, ...rows.map((row) => RECAP_COLUMNS.map((column) => text(row[column])))], {
    sheet: 'rekap',
  }).toFile(path);
}
