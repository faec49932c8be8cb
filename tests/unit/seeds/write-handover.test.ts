import { parse } from 'csv-parse/sync';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSheet } from 'read-excel-file/node';
import { afterEach, describe, expect, it } from 'vitest';
import { loadPlaces } from '../../../seeds/places.ts';
import { generatePopulation } from '../../../seeds/population.ts';
import { KTP_COLUMNS, LIST_CODES, RECAP_COLUMNS } from '../../../seeds/recap-template.ts';
import { writeHandover } from '../../../seeds/write-handover.ts';

const folders: string[] = [];
const folder = () => {
  const dir = mkdtempSync(join(tmpdir(), 'handover-'));
  folders.push(dir);
  return dir;
};
const population = async (rows: number, seed: string) =>
  generatePopulation({ places: await loadPlaces(), rows, seed, today: '2026-01-01' });
const csv = (...path: string[]) =>
  parse(readFileSync(join(...path), 'utf8'), { columns: true }) as Record<string, string>[];
const textFiles = ['recap.csv', 'ktp.csv', 'expected.json', ...LIST_CODES.map((code) => `lists/${code}.csv`)];

afterEach(() => {
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true });
});

describe('the hand-over folder', () => {
  it('holds recap, register, five lists and the expected answers, and they agree with the rows', async () => {
    const dir = folder();
    const rows = [...(await population(1500, 'folder'))];
    const totals = await writeHandover(rows, dir);
    expect(csv(dir, 'recap.csv')).toEqual(rows.map(({ recap }) => recap));
    const register = rows.flatMap((row) => [...(row.register ? [row.register] : []), ...row.relatives]);
    expect(csv(dir, 'ktp.csv')).toEqual(register);
    expect(totals.ktpRecords).toBe(register.length);
    for (const code of LIST_CODES) {
      const listed = rows.filter(({ lists }) => lists.includes(code)).map(({ recap }) => recap.nik);
      expect(csv(dir, 'lists', `${code}.csv`)).toEqual(listed.map((nik) => ({ nik, note: 'daftar uji' })));
    }
    expect(readdirSync(dir).sort()).toEqual(['expected.json', 'ktp.csv', 'lists', 'recap.csv', 'recap.xlsx']);
  });

  it('begins recap and register with exactly the header rows of the template', async () => {
    const dir = folder();
    await writeHandover(await population(3, 'header'), dir);
    expect(readFileSync(join(dir, 'recap.csv'), 'utf8').split('\n')[0]).toBe(RECAP_COLUMNS.join(','));
    expect(readFileSync(join(dir, 'ktp.csv'), 'utf8').split('\n')[0]).toBe(KTP_COLUMNS.join(','));
  });

  it('states control totals that agree with the recap, and an item for every row', async () => {
    const dir = folder();
    await writeHandover(await population(640, 'totals'), dir);
    const expected = JSON.parse(readFileSync(join(dir, 'expected.json'), 'utf8'));
    const recap = csv(dir, 'recap.csv');
    expect(expected).toMatchObject({
      rows: 640,
      male: recap.filter((row) => row.jenis_kelamin === 'L').length,
      female: recap.filter((row) => row.jenis_kelamin === 'P').length,
    });
    const { items } = expected as {
      items: { rowId: string; nik: string; plant: string; importClass: string }[];
    };
    expect(items.map(({ rowId, nik }) => [rowId, nik])).toEqual(recap.map((row) => [row.row_id, row.nik]));
    const clean = items.filter(({ plant }) => plant === 'clean');
    expect(clean).toHaveLength(expected.byPlant.clean);
    expect(clean[0]).toMatchObject({ identity: 'matched', importClass: 'new' });
  });

  it('is the same byte by byte for the same seed', async () => {
    const [one, two, other] = [folder(), folder(), folder()];
    await writeHandover(await population(1200, 'bytes'), one);
    await writeHandover(await population(1200, 'bytes'), two);
    await writeHandover(await population(1200, 'other bytes'), other);
    for (const file of textFiles) {
      const bytes = readFileSync(join(one, file));
      expect(readFileSync(join(two, file)).equals(bytes)).toBe(true);
      expect(readFileSync(join(other, file)).equals(bytes)).toBe(false);
    }
  });

  it('writes every cell of the workbook as text, so that no NIK is a number', async () => {
    const dir = folder();
    const rows = [...(await population(120, 'workbook'))];
    await writeHandover(rows, dir);
    const sheet = await readSheet(join(dir, 'recap.xlsx'));
    const cells = sheet.map((row) => RECAP_COLUMNS.map((_, index) => row[index] ?? ''));
    expect(cells).toEqual([[...RECAP_COLUMNS], ...rows.map(({ recap }) => Object.values(recap))]);
  });

  it('writes no workbook beyond 20,000 rows and removes one of an earlier run', async () => {
    const dir = folder();
    writeFileSync(join(dir, 'recap.xlsx'), 'of an earlier run');
    await writeHandover(await population(20_001, 'large'), dir);
    expect(readdirSync(dir)).not.toContain('recap.xlsx');
    expect(csv(dir, 'recap.csv')).toHaveLength(20_001);
  });

  it('leaves no half-written file behind when the rows break off', async () => {
    const dir = folder();
    const rows = [...(await population(50, 'broken'))];
    function* broken() {
      yield* rows;
      throw new Error('out of people');
    }
    await expect(writeHandover(broken(), dir)).rejects.toThrow('out of people');
    expect(readdirSync(dir, { recursive: true })).toEqual(['lists']);
  });

  it('tells how far it is every thousand rows and at the end', async () => {
    const told: number[] = [];
    await writeHandover(await population(2500, 'progress'), folder(), (done) => told.push(done));
    expect(told).toEqual([1000, 2000, 2500]);
  });
});
