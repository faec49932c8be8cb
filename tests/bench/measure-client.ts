import { chromium, type Browser, type Page } from '@playwright/test';
import { DEMO_PASSWORD } from '../../seeds/demo/demo-accounts.ts';
import { percentile, type Figure } from './figures.ts';
import { startFreshClone } from './fresh-clone.ts';
import { portalFirstPage } from './measure-portal.ts';

const CHROMIUM = process.env['LOKET_TEST_CHROMIUM'] ?? '/usr/bin/chromium';
const SLOWER = 4;
const VISITS = 5;
const SETTLE_MS = 2000;

/** What one visit with an empty cache loaded. */
interface Visit {
  scriptKb: number;
  lcpSeconds: number;
  /** Requests of the API that were made more than once, with their address. */
  repeated: string[];
}

interface Fetched {
  method: string;
  url: string;
}

const newestLcp = () =>
  new Promise<number>((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN)).observe({
      type: 'largest-contentful-paint',
      buffered: true,
    });
  });

/** Opens the list as somebody who just logged in, on a slow machine, with nothing cached. */
async function visit(
  browser: Browser,
  url: string,
  cookies: Parameters<ReturnType<Page['context']>['addCookies']>[0],
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies(cookies);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const fetched = new Map<string, Fetched>();
  let scriptBytes = 0;
  devtools.on('Network.requestWillBeSent', ({ requestId, request }) =>
    fetched.set(requestId, { method: request.method, url: request.url }),
  );
  // What the body weighs on the wire; the headers of many small files are no JavaScript.
  devtools.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    if (fetched.get(requestId)?.url.endsWith('.js')) scriptBytes += encodedDataLength;
  });
  await page.goto(`${url}/submissions`);
  await page.locator('table tbody tr').first().waitFor({ timeout: 120_000 });
  const scriptKb = scriptBytes / 1000;
  await page.waitForLoadState('networkidle');
  const lcpSeconds = (await page.evaluate(newestLcp)) / 1000;
  const seen = new Map<string, number>();
  for (const { method, url: address } of fetched.values())
    if (address.includes('/api/'))
      seen.set(`${method} ${address}`, (seen.get(`${method} ${address}`) ?? 0) + 1);
  await context.close();
  return {
    scriptKb,
    lcpSeconds,
    repeated: [...seen].filter(([, times]) => times > 1).map(([address]) => address),
  };
}

async function sessionOf(browser: Browser, url: string) {
  const context = await browser.newContext();
  const answer = await context.request.post(`${url}/api/auth/login`, {
    data: { username: 'reviewer', password: DEMO_PASSWORD },
  });
  if (!answer.ok()) throw new Error(`the demo reviewer cannot log in: ${answer.status()}`);
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}

async function firstPage(url: string): Promise<Figure> {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
  });
  try {
    const cookies = await sessionOf(browser, url);
    const visits: Visit[] = [];
    for (let round = 0; round < VISITS; round += 1) visits.push(await visit(browser, url, cookies));
    const repeated = [...new Set(visits.flatMap((one) => one.repeated))];
    return {
      section: 'client',
      name: `console's list, cold cache, CPU ${SLOWER}x slower`,
      values: {
        'kB of JS': percentile(
          visits.map((one) => one.scriptKb),
          1,
        ),
        'LCP s': percentile(
          visits.map((one) => one.lcpSeconds),
          0.5,
        ),
        'requested twice': repeated.length,
      },
      atMost: { 'kB of JS': 350, 'LCP s': 2, 'requested twice': 0 },
      ...(repeated.length > 0
        ? { note: repeated.map((address) => decodeURIComponent(address.replace(url, ''))).join(', ') }
        : {}),
    };
  } finally {
    await browser.close();
  }
}

/** A fresh clone from `npm start` to the console, what its server takes at rest, and the first pages of console and portal. */
export async function measureClient(): Promise<Figure[]> {
  const clone = await startFreshClone();
  try {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const idle = clone.residentMb();
    return [
      {
        section: 'client',
        name: 'npm start until the console answers',
        values: { seconds: clone.seconds },
        atMost: { seconds: 120 },
      },
      { section: 'client', name: 'server idle after npm start', values: { MB: idle }, atMost: { MB: 200 } },
      await firstPage(clone.url),
      await portalFirstPage(clone.url),
    ];
  } finally {
    await clone.remove();
  }
}
