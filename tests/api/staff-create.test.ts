import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { start } from '../../server/start.ts';
import { createClient, createTestDatabase, ENGINES } from '../support/running-system.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const GOOD = 'perahu kertas di danau 97';

describe.each(ENGINES)('an empty system on %s', (engine) => {
  let env: Record<string, string>;
  let drop: () => Promise<void> = () => Promise.resolve();
  let dataDir: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'loket-empty-'));
    env = { DATA_DIR: dataDir, DEMO: 'off', NODE_ENV: 'test', LOKET_LOG_LEVEL: 'error' };
    if (engine === 'postgres') {
      const database = await createTestDatabase();
      drop = database.drop;
      env['DATABASE_URL'] = database.url;
    }
  });
  afterAll(async () => {
    await drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Runs a script as npm does, with the password on its standard input. */
  function run(script: string, args: string[] = [], input = '', more: Record<string, string> = {}) {
    const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], ...env, ...more },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => (output += text.toString()));
    child.stdin.end(input);
    return new Promise<{ code: number | null; output: string }>((done) =>
      child.once('close', (code) => done({ code, output })),
    );
  }
  const create = (args: string[], password = GOOD) =>
    run('server/auth/staff-create.ts', args, `${password}\n`);
  const admin = ['--username', 'kepala', '--name', 'Kepala Sistem', '--role', 'admin'];

  it('is migrated by its command, and a second time finds nothing to do', async () => {
    const first = await run('server/migrate.ts');
    expect(first).toMatchObject({
      code: 0,
      output: expect.stringMatching(/migrating .*create_reference/) as string,
    });
    expect(await run('server/migrate.ts')).toMatchObject({ code: 0, output: 'the database is up to date\n' });
  });

  const refused = ({ code, output }: { code: number | null; output: string }, reason: RegExp) => {
    expect(code).toBe(1);
    expect(output).toMatch(/^loket-prakerja: .+\n$/);
    expect(output).toMatch(reason);
    expect(output).not.toMatch(/at .*\.ts:|indonesia123/);
  };

  it('tells a wrong option in one line', async () => {
    refused(await create(['--username', 'kepala', '--name', 'K', '--role', 'menteri']), /--role/);
    refused(await create(['--username', 'Kepala Sistem', '--name', 'K', '--role', 'admin']), /--username/);
    refused(await create([...admin, '--sandi', 'x']), /--sandi/);
  });

  it('makes no account with a password easy to guess, nor at an office that does not exist', async () => {
    refused(await create(admin, 'indonesia123'), /easy to guess/);
    refused(await create([...admin, '--office', 'dinas-9999']), /dinas-9999/);
  });

  it('gets its first administrator and the ministry by the command, who then logs in', async () => {
    const made = await create(admin);
    expect(made).toMatchObject({
      code: 0,
      output: expect.stringMatching(/kepala \(admin\) can log in/) as string,
    });
    expect(made.output).not.toContain(GOOD);
    const twice = await create(admin);
    expect(twice).toMatchObject({ code: 1, output: expect.stringMatching(/exists already/) as string });

    const running = await start(readConfig({ ...env, PORT: '0' }));
    try {
      const client = createClient(`http://127.0.0.1:${running.port}`);
      const login = await client.post('/api/auth/login', { username: 'kepala', password: GOOD });
      expect(login).toMatchObject({
        status: 200,
        body: {
          user: { role: 'admin', officeName: 'Kementerian Ketenagakerjaan', mustChangePassword: false },
        },
      });
      const events = (await running.services.database
        .read('audit_events')
        .whereIn('action', ['staff.created', 'office.created'])
        .orderBy('id')) as { action: string; actor_id: number | null; body: string }[];
      expect(events.map(({ action, actor_id }) => [action, actor_id])).toEqual([
        ['office.created', null],
        ['staff.created', null],
      ]);
      expect(events.every(({ body }) => body.includes('"by":"command"'))).toBe(true);
    } finally {
      await running.stop();
    }
  });

  it('is refused in production without its secrets, each named in a line', async () => {
    const { code, output } = await run('server/auth/staff-create.ts', admin, `${GOOD}\n`, {
      NODE_ENV: 'production',
    });
    expect(code).toBe(1);
    for (const name of ['SESSION_SECRET', 'LOKET_KEYRING', 'LOKET_SIGNING_KEY', 'PUBLIC_URL'])
      expect(output).toMatch(new RegExp(`^loket-prakerja: missing ${name}`, 'm'));
  });
});
