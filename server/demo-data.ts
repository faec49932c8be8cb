import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { openDatabase } from './database.ts';

/** Lies in DATA_DIR as long as the demo is being loaded. */
const UNFINISHED = 'demo-unfinished';

async function hasStaff(config: Config): Promise<boolean> {
  const { read, close } = await openDatabase(config);
  try {
    return (await read.schema.hasTable('staff')) && (await read('staff').first('id')) !== undefined;
  } finally {
    await close();
  }
}

/**
 * Loads the demo into a database that has no staff yet, with a system in a process of its own: a wave's work in ten seconds takes
 * memory that a process never gives back, twice what the server needs afterwards. Says so where an earlier loading was cut off.
 */
export async function ensureDemoData(config: Config, root = process.cwd()): Promise<void> {
  const unfinished = join(config.dataDir, UNFINISHED);
  const remedy = `empty the database and ${config.dataDir} to have it loaded anew`;
  if (await hasStaff(config)) {
    if (existsSync(unfinished))
      process.stderr.write(`demo: it was not loaded to its end, some pages have little to show; ${remedy}\n`);
    return;
  }
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(unfinished, '');
  const loading = spawn(process.execPath, ['--import', 'tsx', join(root, 'seeds', 'demo', 'main.ts')], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [code] = (await once(loading, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the demo could not be loaded, see above; ${remedy}`);
  rmSync(unfinished);
}
