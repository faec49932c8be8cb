import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite, type Database } from '../../../server/database.ts';

let dir: string;
let file: string;
let database: Database;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'loket-checkpoints-'));
  file = join(dir, 'test.sqlite');
  database = await openSqlite(file);
  await database.write.raw('CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)');
});

afterEach(async () => {
  await database.close();
  await rm(dir, { recursive: true });
});

const MEGABYTE = 1_000_000;
const write = (connection: Database['write']) =>
  connection.raw('INSERT INTO notes (text) SELECT hex(zeroblob(500000))');

describe('the log of an embedded database', () => {
  it('is moved into the file beside the writers, long before a commit would have to do it', async () => {
    await write(database.write);
    while ((await stat(file)).size < MEGABYTE) await sleep(20);
    expect(await database.read('notes').count({ n: '*' })).toEqual([{ n: 1 }]);
  });

  it('is moved while a transaction is open, and nobody waits for the other', async () => {
    await database.transaction(async (trx) => {
      await write(trx);
    });
    await database.transaction(async (trx) => {
      await write(trx);
      while ((await stat(file)).size < MEGABYTE) await sleep(20);
    });
    expect(await database.read('notes').count({ n: '*' })).toEqual([{ n: 2 }]);
  });

  it('is empty once the database is closed', async () => {
    await write(database.write);
    await database.close();
    await expect(stat(`${file}-wal`)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
