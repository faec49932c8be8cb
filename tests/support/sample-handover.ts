import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

const FOLDER = join(import.meta.dirname, '../fixtures/recap-500');

/** The lists of the sample, as their files are named. */
export const SAMPLE_LISTS = ['excluded_posts', 'education', 'aid', 'prior_recipients', 'blacklist'] as const;

export interface SampleRow {
  rowId: string;
  fullName: string;
  nik: string;
  proposer: string;
  /** What was planted into the row, `clean` where nothing was. */
  plant: string;
  importClass: string;
  reason?: string;
}

interface Expected {
  rows: number;
  male: number;
  female: number;
  items: { rowId: string; plant: string; importClass: string; reason?: string }[];
}

export const samplePath = (name: string) => join(FOLDER, name);

const expected = JSON.parse(readFileSync(samplePath('expected.json'), 'utf8')) as Expected;
const recap = parse(readFileSync(samplePath('recap.csv')), { columns: true }) as Record<string, string>[];
const planted = new Map(expected.items.map((item) => [item.rowId, item]));

/** The control totals as the office counted them on paper. */
export const SAMPLE_TOTALS = { rows: expected.rows, male: expected.male, female: expected.female };

/** Every row of the hand-over with what was planted into it. */
export const SAMPLE_ROWS: readonly SampleRow[] = recap.map((row) => {
  const item = planted.get(row['row_id'] ?? '');
  if (!item) throw new Error(`nothing is known of row ${row['row_id']}`);
  const { rowId, plant, importClass, reason } = item;
  return {
    rowId,
    plant,
    importClass,
    ...(reason ? { reason } : {}),
    fullName: row['nama_lengkap'] ?? '',
    nik: row['nik'] ?? '',
    proposer: row['pengusul'] ?? '',
  };
});

/** The rows into which one thing was planted. */
export const planting = (plant: string) => SAMPLE_ROWS.filter((row) => row.plant === plant);
