import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from '@playwright/test';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../../seeds/demo/demo-accounts.ts';
import { describeInBrowser, openBrowser } from '../support/browser.ts';
import { openDesks, type Desk, type Desks } from '../support/desk.ts';
import { ensureFreshClient } from '../support/fresh-client.ts';
import { startSystem, type RunningSystem } from '../support/running-system.ts';

const GRAVE = ['serious', 'critical'];
const examined = new Set<string>();
const walked = new Set<string>();

/** Faults of access on a page that no account before has opened: the same page is the same to each. */
async function graveFaults({ page }: Desk, pattern: string) {
  if (examined.has(pattern)) return [];
  examined.add(pattern);
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.filter(({ impact }) => GRAVE.includes(impact ?? ''));
}

/** What a page must not show: an error in place of its content, words that have no translation, grave faults of access. */
async function faultsOf(desk: Desk): Promise<string[]> {
  const { page } = desk;
  await page.locator('.MuiSkeleton-root, .MuiCircularProgress-root').first().waitFor({ state: 'detached' });
  const path = new URL(page.url()).pathname;
  const errors = await page.locator('.MuiAlert-colorError').allInnerTexts();
  const text = await page.locator('body').innerText();
  const keys =
    text.match(/\b(?:ra|app|case|enums|resources|errors|batches|submissions|dashboard)\.\w+\.\w+/g) ?? [];
  const grave = await graveFaults(desk, path.replace(/\d+/, ':id'));
  return [
    ...errors.map((error) => `${path} shows an error: ${error}`),
    ...keys.map((key) => `${path} shows the key ${key}`),
    ...grave.map(({ id, nodes }) => `${path}: axe ${id} at ${nodes[0]?.target.join(' ')}`),
  ];
}

/** Opens the first row of the list on the screen, where it has one that leads somewhere. */
async function openFirstRow(desk: Desk): Promise<boolean> {
  const before = desk.page.url();
  const row = desk.page.locator('main tbody tr.RaDataTable-clickableRow').first();
  if ((await row.count()) === 0) return false;
  await row.locator('td').nth(1).click();
  // A page of its own, or a drawer beside the list.
  await Promise.any([
    desk.page.waitForURL((url) => url.toString() !== before),
    desk.page.getByRole('presentation').locator('.MuiDrawer-paper').waitFor(),
  ]);
  return true;
}

async function closeDrawer({ page }: Desk): Promise<void> {
  const drawer = page.getByRole('presentation').locator('.MuiDrawer-paper');
  if ((await drawer.count()) === 0) return;
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
}

describeInBrowser('the console with demo data', () => {
  let system: RunningSystem;
  let browser: Browser;
  let desks: Desks;

  beforeAll(async () => {
    await ensureFreshClient();
    [system, browser] = await Promise.all([startSystem({ engine: 'sqlite', demo: true }), openBrowser()]);
    desks = openDesks(browser, system.url);
  });
  afterEach(() => desks.leave());
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });

  it.each(DEMO_ACCOUNTS)(
    'lets $username in, and no page of the menu nor the first record on it shows an error',
    async ({ username, role }) => {
      const desk = await desks.of(username, DEMO_PASSWORD);
      const faults = await faultsOf(desk);
      const entries = await desk.page
        .locator('a[role=menuitem][href^="/"]')
        .evaluateAll((links) =>
          links.map((link) => (link.getAttribute('href') as string).slice(1)).filter((name) => name !== ''),
        );
      expect(entries.length).toBeGreaterThan(3);
      for (const name of walked.has(role) ? [] : entries) {
        await desk.menu(name);
        faults.push(...(await faultsOf(desk)));
        if (await openFirstRow(desk)) faults.push(...(await faultsOf(desk)));
        await closeDrawer(desk);
      }
      walked.add(role);
      expect([...faults, ...desks.problems()]).toEqual([]);
    },
  );
});
