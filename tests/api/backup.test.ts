import { spawn } from 'node:child_process';
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backUp } from '../../server/backup/backup.ts';
import { SUMS_FILE } from '../../server/backup/backup-manifest.ts';
import { restore } from '../../server/backup/restore.ts';
import { readConfig } from '../../server/config.ts';
import { start } from '../../server/start.ts';
import { plainPng } from '../support/document-samples.ts';
import { person } from '../support/registrations.ts';
import {
  createClient,
  startSystem,
  TEST_PASSWORD,
  type ApiClient,
  type RunningSystem,
} from '../support/running-system.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Runs a command of the project as npm does. */
function command(script: string, args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], NODE_ENV: 'test', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (output += text.toString()));
  return new Promise<{ code: number | null; output: string }>((done) =>
    child.once('exit', (code) => done({ code, output })),
  );
}

describe('a backup of the embedded database', () => {
  let system: RunningSystem;
  let intake: ApiClient;
  let dir: string;
  let next = 800;

  beforeAll(async () => {
    system = await startSystem({ engine: 'sqlite' });
    intake = await system.login('intake');
    dir = await mkdtemp(join(tmpdir(), 'loket-backup-'));
  });
  afterAll(async () => {
    await system?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const key = async () => {
    next += 1;
    const answer = await intake.post<{ id: number }>('/api/submissions', {
      waveId: system.waveId,
      ...person(next),
    });
    expect(answer.status).toBe(201);
    const { id } = answer.body;
    const picture = { bytes: await plainPng(40 + (next % 200), 40) };
    const scan = await intake.upload('/api/documents', picture, { submissionId: id, kind: 'ktp_photo' });
    expect(scan.status).toBe(201);
    return id;
  };
  const backUpTo = (out: string) => {
    const { sqliteFile, documentsDir } = system.services.config;
    return backUp({ sqliteFile, documentsDir, out, onProgress: () => undefined });
  };
  const restoreTo = (from: string, dataDir: string) => {
    const { sqliteFile, documentsDir } = readConfig({ NODE_ENV: 'test', DATA_DIR: dataDir });
    return restore({ from, dataDir, sqliteFile, documentsDir, onProgress: () => undefined });
  };

  it('made while people go on writing holds every act acknowledged before, whole, and starts as a system', async () => {
    const before = [await key(), await key(), await key()];
    let writing = true;
    const during: number[] = [];
    const load = (async () => {
      while (writing) during.push(await key());
    })();
    const out = join(dir, 'under-load');
    const facts = await backUpTo(out);
    writing = false;
    await load;
    expect(during.length).toBeGreaterThan(0);
    expect(facts.counts['submissions']).toBeGreaterThanOrEqual(before.length);

    const dataDir = join(dir, 'restored');
    await mkdir(dataDir);
    await cp(join(system.dataDir, 'keys'), join(dataDir, 'keys'), { recursive: true });
    expect(await restoreTo(out, dataDir)).toEqual(facts);
    const running = await start(
      readConfig({ NODE_ENV: 'test', PORT: '0', DATA_DIR: dataDir, DEMO: 'off', LOKET_LOG_LEVEL: 'error' }),
    );
    try {
      const client = createClient(`http://127.0.0.1:${running.port}`);
      const login = await client.post('/api/auth/login', { username: 'intake', password: TEST_PASSWORD });
      expect(login.status).toBe(200);
      for (const id of before) {
        expect((await client.get(`/api/submissions/${id}`)).status).toBe(200);
        const papers = await client.get<{ id: number }[]>(`/api/submissions/${id}/documents`);
        expect((await client.raw(`/api/documents/${papers.body[0]?.id}/content`)).status).toBe(200);
      }
      expect(await client.list('/api/submissions')).toMatchObject({ total: facts.counts['submissions'] });
    } finally {
      await running.stop();
    }
  });

  it('holds no key', async () => {
    const out = join(dir, 'no-keys');
    await backUpTo(out);
    expect((await readdir(out)).sort()).toEqual([SUMS_FILE, 'backup.json', 'documents', 'loket.sqlite']);
  });

  it.each([
    [
      'with a byte changed in its database',
      (at: string) => appendFile(join(at, 'loket.sqlite'), 'x'),
      /altered/,
    ],
    [
      'with a document missing',
      async (at: string) => {
        const [folder] = await readdir(join(at, 'documents'));
        await rm(join(at, 'documents', folder as string), { recursive: true });
      },
      /is missing/,
    ],
    ['with a file beside it', (at: string) => writeFile(join(at, 'documents', 'note'), 'x'), /not part/],
    ['cut off before it was finished', (at: string) => unlink(join(at, SUMS_FILE)), /no finished backup/],
    [
      'whose list points outside',
      async (at: string) => {
        await appendFile(join(at, SUMS_FILE), `${'a'.repeat(64)}  ../outside\n`);
      },
      /altered/,
    ],
  ] as const)('%s is refused, and nothing is left in the data directory', async (name, harm, reason) => {
    const out = join(dir, `torn ${name}`);
    await backUpTo(out);
    await harm(out);
    const dataDir = join(dir, `into ${name}`);
    await mkdir(dataDir);
    await expect(restoreTo(out, dataDir)).rejects.toThrow(reason);
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('is never restored over anything, nor written over anything', async () => {
    const out = join(dir, 'once');
    await backUpTo(out);
    await expect(backUpTo(out)).rejects.toThrow(/not empty/);
    await expect(restoreTo(out, system.dataDir)).rejects.toThrow(/not empty/);
    const dataDir = join(dir, 'with-documents');
    await mkdir(join(dataDir, 'documents', 'ab'), { recursive: true });
    await expect(restoreTo(out, dataDir)).rejects.toThrow(/not empty/);
  });

  it('is made and restored by the commands, which say what they did and that the keys are not in it', async () => {
    const out = join(dir, 'by-command');
    const made = await command('server/backup/backup-command.ts', ['--out', out], {
      DATA_DIR: system.dataDir,
    });
    expect(made).toMatchObject({ code: 0 });
    expect(made.output).toMatch(/keys are NOT in it/);
    const dataDir = join(dir, 'command-data');
    const back = await command('server/backup/restore-command.ts', ['--from', out], { DATA_DIR: dataDir });
    expect(back).toMatchObject({ code: 0 });
    const facts = JSON.parse(await readFile(join(out, 'backup.json'), 'utf8')) as {
      counts: Record<string, number>;
    };
    expect(back.output).toMatch(new RegExp(`submissions\\s+${facts.counts['submissions']}\\b`));
    const again = await command('server/backup/restore-command.ts', ['--from', out], { DATA_DIR: dataDir });
    expect(again).toMatchObject({ code: 1 });
    expect(again.output.trim().split('\n')).toHaveLength(1);
  });

  it('is left to PostgreSQL’s own tools where that is the database, with no password on the screen', async () => {
    const url = 'postgres://loket:rahasia@127.0.0.1/loket';
    const told = await command('server/backup/backup-command.ts', [], {
      DATA_DIR: join(dir, 'pg'),
      DATABASE_URL: url,
    });
    expect(told.code).toBe(1);
    expect(told.output).toMatch(/pg_dump[\s\S]*pg_basebackup/);
    expect(told.output).not.toContain('rahasia');
  });

  it('says in one line that there is nothing to back up', async () => {
    const told = await command('server/backup/backup-command.ts', [], { DATA_DIR: join(dir, 'nothing') });
    expect(told.code).toBe(1);
    expect(told.output.trim().split('\n')).toHaveLength(1);
    expect(told.output).toMatch(/there is no database/);
  });
});
