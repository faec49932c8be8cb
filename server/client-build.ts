import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Builds the console once, where it is not built yet: a fresh clone starts with one command. */
export async function ensureClientBuilt(root = process.cwd()): Promise<void> {
  if (existsSync(join(root, 'dist', 'client', 'index.html'))) return;
  process.stderr.write('building the console (once) …\n');
  await new Promise<void>((resolve, reject) => {
    const build = spawn(process.execPath, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build'], {
      cwd: root,
      // What is served is the library without its development warnings, whoever asks for the build.
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    build.once('error', reject);
    build.once('exit', (code) =>
      code === 0
        ? resolve()
        : reject(new Error('the console could not be built: run "npm run build" to see why')),
    );
  });
}
