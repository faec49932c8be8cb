import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../../seeds/demo/demo-accounts.ts';
import { createClient } from '../support/api-client.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let parent: string;
let dataDir: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'loket-start-'));
  dataDir = join(parent, 'var');
});
afterEach(() => rm(parent, { recursive: true }));

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** `npm start` without the building of the console; `until` is what its output must have said to be let go on. */
async function startCommand(until: string) {
  const port = await freePort();
  const server = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts', '--no-build'], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      DATA_DIR: dataDir,
      PORT: String(port),
      HOST: '127.0.0.1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(server, 'exit');
  let said = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr])
      stream.on('data', (chunk) => {
        said += String(chunk);
        if (said.includes(until)) resolve();
      });
    server.once('exit', () => reject(new Error(`the command ended: ${said}`)));
  });
  const end = async (signal: NodeJS.Signals) => {
    server.kill(signal);
    await ended;
  };
  return { url: `http://127.0.0.1:${port}`, said: () => said, end };
}
const LAST_LINE = 'Nia Administrasi';

describe('the command that starts the demo', () => {
  it('loads a wave in every stage, prints the accounts, and lets each of them in', async () => {
    const first = await startCommand(LAST_LINE);
    expect(first.said()).toContain('demo: ready');
    for (const { username } of DEMO_ACCOUNTS) {
      expect(first.said()).toContain(username);
      const client = createClient(first.url);
      const answer = await client.post('/api/auth/login', { username, password: DEMO_PASSWORD });
      expect(answer.status, username).toBe(200);
    }
    await first.end('SIGTERM');
    const second = await startCommand(LAST_LINE);
    expect(second.said()).not.toContain('demo: ');
    await second.end('SIGTERM');
  });

  it('says so when the loading was cut off, and what to do', async () => {
    const cut = await startCommand('demo: KTP register');
    await cut.end('SIGKILL');
    expect(existsSync(join(dataDir, 'demo-unfinished'))).toBe(true);
    // The loading process ends by itself once nobody waits for it.
    const next = await startCommand(LAST_LINE);
    expect(next.said()).toMatch(/not loaded to its end.*loaded anew/);
    await next.end('SIGTERM');
  });
});
