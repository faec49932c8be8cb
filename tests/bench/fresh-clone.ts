import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { residentMbOf, SERVER_FLAGS } from './server-process.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const NEEDED = ['client', 'server', 'migrations', 'seeds', 'package.json', 'tsconfig.json', 'vite.config.ts'];
const ASK_EVERY_MS = 50;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

export interface FreshClone {
  url: string;
  /** From `npm start` until the console answers. */
  seconds: number;
  residentMb(): number;
  remove(): Promise<void>;
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

/** The project as a fresh clone has it after `npm ci`, started as `npm start` does: nothing built, no data. */
export async function startFreshClone(): Promise<FreshClone> {
  const dir = mkdtempSync(join(tmpdir(), 'loket-clone-'));
  for (const name of NEEDED) cpSync(join(ROOT, name), join(dir, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const started = performance.now();
  const child = spawn(process.execPath, [...SERVER_FLAGS, 'server/main.ts'], {
    cwd: dir,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  while (!(await answers(`${url}/`))) {
    if (child.exitCode !== null) throw new Error('npm start ended before the console answered');
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
  return {
    url,
    seconds: (performance.now() - started) / 1000,
    residentMb: () => residentMbOf(child.pid as number),
    remove: async () => {
      await stopped(child);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
