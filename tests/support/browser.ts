import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from '@playwright/test';
import { describe } from 'vitest';
import { REQUIRED } from './test-engines.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

export const BROWSER_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function findChromium(): string | null {
  const named = process.env['LOKET_TEST_CHROMIUM'];
  if (named) return named;
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin'];
  return (
    folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path)) ??
    null
  );
}

const CHROMIUM = findChromium();

if (!CHROMIUM) {
  const how = 'apt-get install chromium, or name one with LOKET_TEST_CHROMIUM';
  if (REQUIRED.has('browser')) throw new Error(`these tests need a browser: ${how}`);
  process.stderr.write(`skipping the tests in a browser: no Chromium is installed; ${how}\n`);
}

/** A suite that needs a browser; skipped, and said so, where the machine has none. */
export const describeInBrowser = CHROMIUM ? describe : describe.skip;

export function browserPath(): string {
  if (!CHROMIUM) throw new Error('no browser on this machine');
  return CHROMIUM;
}

/** Starts the browser of the machine. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: browserPath(), args: BROWSER_ARGUMENTS });
}

/** Where pictures of pages are wanted; null: nowhere. */
export const PICTURES: string | null = process.env['LOKET_SCREENSHOTS'] ?? null;
