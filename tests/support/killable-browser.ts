import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { BROWSER_ARGUMENTS, browserPath } from './browser.ts';

const PORT_FILE = 'DevToolsActivePort';
const WAIT_MS = 100;

export interface KillableBrowser {
  context: BrowserContext;
  page: Page;
  /** kill -9 of the browser and all its processes: no handler of theirs runs. */
  kill(): Promise<void>;
}

async function portIn(profile: string, isAlive: () => boolean): Promise<string> {
  const file = join(profile, PORT_FILE);
  while (isAlive()) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (text.includes('\n')) return text.split('\n')[0] as string;
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
  throw new Error('the browser ended before it could be asked anything');
}

/** A browser on a profile of its own, as a clerk's: what it keeps outlives it. It sees a camera that is none. */
export async function openKillable(profile: string): Promise<KillableBrowser> {
  rmSync(join(profile, PORT_FILE), { force: true });
  const child = spawn(
    browserPath(),
    [
      ...BROWSER_ARGUMENTS,
      ...['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`],
      ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--lang=id-ID'],
      'about:blank',
    ],
    // A group of its own: the whole of it is killed, and nothing else.
    { stdio: 'ignore', detached: true },
  );
  const ended = once(child, 'exit');
  const port = await portIn(profile, () => child.exitCode === null);
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const context = browser.contexts()[0] as BrowserContext;
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    context,
    page,
    kill: async () => {
      process.kill(-(child.pid as number), 'SIGKILL');
      await ended;
    },
  };
}
