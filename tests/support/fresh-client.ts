import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureClientBuilt } from '../../server/client-build.ts';

const ROOT = process.cwd();
const SOURCES = ['client', 'server', 'vite.config.ts', 'vite.counter.config.ts', 'package-lock.json'];
const BUILT = ['client', 'counter'].map((dir) => join(ROOT, 'dist', dir, 'index.html'));

function newest(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Builds console and counter unless what is built is newer than every source of it: no test looks at yesterday's pages. */
export async function ensureFreshClient(): Promise<void> {
  const changedAt = Math.max(...SOURCES.map((name) => newest(join(ROOT, name))));
  for (const page of BUILT) if (existsSync(page) && statSync(page).mtimeMs < changedAt) rmSync(page);
  await ensureClientBuilt(ROOT);
}
