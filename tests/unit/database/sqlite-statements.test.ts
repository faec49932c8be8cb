import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite, type Database } from '../../../server/database.ts';

let dir: string;
let database: Database;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'loket-statements-'));
  database = await openSqlite(join(dir, 'test.sqlite'));
  await database.write.raw('CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)');
});

afterEach(async () => {
  await database.close();
  await rm(dir, { recursive: true });
});

describe('statements kept ready on a SQLite connection', () => {
  it('give each insert its own id, even side by side in one transaction', async () => {
    const texts = Array.from({ length: 40 }, (_, no) => `note ${no}`);
    const ids = await database.transaction((trx) =>
      Promise.all(texts.map((text) => trx('notes').insert({ text }))),
    );
    const rows: { id: number; text: string }[] = await database.read('notes').select('id', 'text');
    const textOf = new Map(rows.map(({ id, text }) => [id, text]));
    expect(ids.map(([id]) => textOf.get(id as number))).toEqual(texts);
  });

  it('are prepared once, however many ask at once, and run in the order they were asked', async () => {
    const texts = Array.from({ length: 40 }, (_, no) => `note ${no}`);
    await database.transaction((trx) => Promise.all(texts.map((text) => trx('notes').insert({ text }))));
    expect(await database.read('notes').orderBy('id').pluck('text')).toEqual(texts);
  });

  it('answer each of many that ask at once for what cannot be prepared', async () => {
    const asked = await database.transaction((trx) =>
      Promise.allSettled(Array.from({ length: 5 }, () => trx('nowhere').select('id'))),
    );
    expect(asked.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
  });

  it('say how many rows an update changed', async () => {
    await database.write('notes').insert([{ text: 'a' }, { text: 'b' }]);
    const change = (text: string) => database.write('notes').where({ text }).update({ text });
    expect([await change('a'), await change('nobody'), await change('b')]).toEqual([1, 0, 1]);
  });

  it('work again after a statement was refused', async () => {
    const add = (text: string) => database.write('notes').insert({ text });
    await add('once');
    await expect(add('once')).rejects.toThrow(/UNIQUE/);
    await add('twice');
    expect(await database.read('notes').pluck('text')).toEqual(['once', 'twice']);
  });

  it('see columns that came after they were prepared', async () => {
    await database.write('notes').insert({ text: 'a' });
    expect(await database.read('notes').where({ id: 1 }).first()).toEqual({ id: 1, text: 'a' });
    await database.write.raw("ALTER TABLE notes ADD COLUMN tone TEXT DEFAULT 'calm'");
    expect(await database.read('notes').where({ id: 1 }).first()).toEqual({ id: 1, text: 'a', tone: 'calm' });
  });

  it('are given back when there are more than are kept, and still answer', async () => {
    await database.write('notes').insert({ text: 'a' });
    for (let round = 0; round < 2; round += 1)
      for (let no = 0; no < 400; no += 1) {
        const rows: unknown = await database.read.raw(`SELECT id, ${no} AS no FROM notes`);
        expect(rows).toEqual([{ id: 1, no }]);
      }
  });

  it('report a statement that cannot be read', async () => {
    await expect(database.read.raw('SELECT nothing FROM nowhere')).rejects.toThrow(/nowhere/);
  });
});
