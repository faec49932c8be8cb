import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const PARTS = [
  { name: 'console', dir: 'client', config: 'vite.config.ts' },
  { name: 'counter', dir: 'counter', config: 'vite.counter.config.ts' },
] as const;

async function build(root: string, name: string, config: string): Promise<void> {
  process.stderr.write(`building the ${name} (once) …\n`);
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  await new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, [vite, 'build', '--config', config], {
      cwd: root,
      // What is served is the library without its development warnings, whoever asks for the build.
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`the ${name} could not be built: run "npm run build" to see why`)),
    );
  });
}

/** Builds console and counter once, where they are not built yet: a fresh clone starts with one command. */
export async function ensureClientBuilt(root = process.cwd()): Promise<void> {
  for (const { name, dir, config } of PARTS)
    if (!existsSync(join(root, 'dist', dir, 'index.html'))) await build(root, name, config);
}
