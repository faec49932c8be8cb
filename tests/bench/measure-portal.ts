import { chromium, type Browser } from '@playwright/test';
import { percentile, type Figure } from './figures.ts';

const CHROMIUM = process.env['LOKET_TEST_CHROMIUM'] ?? '/usr/bin/chromium';
const SLOWER = 4;
const VISITS = 3;
/** Slow 3G: 400 kbit/s each way, 400 ms there and back. */
const SLOW_3G = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };

interface Visit {
  kb: number;
  lcpSeconds: number;
}

const newestLcp = () =>
  new Promise<number>((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN)).observe({
      type: 'largest-contentful-paint',
      buffered: true,
    });
  });

/** Opens the first page on a cheap phone and a slow line, with nothing cached. */
async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  await devtools.send('Network.emulateNetworkConditions', SLOW_3G);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  let bytes = 0;
  // All of it: page, styles, script, picture, what the API says, with their headers.
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await page.goto(`${url}/daftar`);
  await page.getByRole('link', { name: 'Daftar baru' }).waitFor({ timeout: 120_000 });
  await page.waitForLoadState('networkidle');
  const lcpSeconds = (await page.evaluate(newestLcp)) / 1000;
  await context.close();
  return { kb: bytes / 1000, lcpSeconds };
}

/** The applicants' first page, all that comes over the line. */
export async function portalFirstPage(url: string): Promise<Figure> {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
  });
  try {
    const visits: Visit[] = [];
    for (let round = 0; round < VISITS; round += 1) visits.push(await visit(browser, url));
    const kb = visits.map((one) => one.kb);
    const lcp = visits.map((one) => one.lcpSeconds);
    return {
      section: 'client',
      name: `portal's first page, slow 3G, cold cache, CPU ${SLOWER}x slower`,
      values: { 'kB in all': percentile(kb, 1), 'LCP s': percentile(lcp, 0.5) },
      atMost: { 'kB in all': 120, 'LCP s': 2.5 },
    };
  } finally {
    await browser.close();
  }
}
