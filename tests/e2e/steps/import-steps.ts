import { expect } from 'vitest';
import { say } from '../../support/console-words.ts';
import type { Desk } from '../../support/desk.ts';
import { SAMPLE_ROWS, SAMPLE_TOTALS, samplePath } from '../../support/sample-handover.ts';
import { look, type Walk } from './walk.ts';

const MINUTE = 60_000;

async function upload(desk: Desk): Promise<void> {
  await desk.menu('imports');
  await desk.page
    .getByRole('link', { name: say('imports.new') })
    .first()
    .click();
  await desk.choose(say('console.wave'), 'Gelombang Uji');
  await desk.attach(samplePath('recap.csv'));
  for (const [name, count] of Object.entries(SAMPLE_TOTALS))
    await desk.field(say(`imports.totals.${name}`)).fill(String(count));
  await desk.button(say('imports.check')).click();
  await desk.page.waitForURL(/\/imports\/\d+\/show/);
}

/** The number on a tile, by its caption. */
async function tile(desk: Desk, name: string): Promise<number> {
  const card = desk.page.locator('.MuiCard-root').filter({ hasText: say(`imports.classHelp.${name}`) });
  const text = await card
    .locator('span')
    .filter({ hasText: /^[\d.]+$/ })
    .first()
    .innerText();
  return Number(text.replaceAll('.', ''));
}

/** The office uploads its recap with the totals of its paper, and reads the dry run. */
export async function dryRun(walk: Walk): Promise<void> {
  const desk = await walk.as('intake');
  await upload(desk);
  await desk.page.getByText(say('enums.importStatus.ready'), { exact: true }).waitFor({ timeout: MINUTE });
  const planted = (name: string) => SAMPLE_ROWS.filter(({ importClass }) => importClass === name).length;
  expect(await tile(desk, 'bad')).toBe(planted('bad'));
  expect(await tile(desk, 'conflict')).toBe(planted('conflict'));
  expect(await tile(desk, 'new')).toBe(SAMPLE_TOTALS.rows - planted('bad') - planted('conflict'));
  const totals = desk.page.getByRole('row').filter({ hasText: say('imports.agrees') });
  expect(await totals.count()).toBe(3);
  await desk.sees(say('imports.problems'));
}

/** … takes the good rows over and keeps the receipt. */
export async function commit(walk: Walk): Promise<void> {
  const desk = await walk.as('intake');
  const count = String(await tile(desk, 'new'));
  const label = say('imports.commit', { count });
  await desk.button(label).click();
  await desk.button(label, desk.dialog).click();
  await desk.page.getByText(say('imports.committed', { count })).waitFor({ timeout: MINUTE });
  const id = Number(/imports\/(\d+)/.exec(desk.page.url())?.[1]);
  const { checkJobId } = await look<{ checkJobId: number }>(desk, `/api/imports/${id}`);
  for (;;) {
    const job = await look<{ status: string }>(desk, `/api/jobs/${checkJobId}`);
    if (job.status === 'succeeded') break;
    if (job.status === 'failed') throw new Error('the check of the new registrations failed');
    await desk.page.waitForTimeout(250);
  }
}

/** The same file again is answered with its first result. */
export async function uploadAgain(walk: Walk): Promise<void> {
  const desk = await walk.as('intake');
  const first = desk.page.url();
  await upload(desk);
  await desk.sees(say('imports.repeated'));
  expect(desk.page.url()).toBe(first);
}
