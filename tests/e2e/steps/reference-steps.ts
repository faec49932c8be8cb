import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { say } from '../../support/console-words.ts';
import { SAMPLE_LISTS, samplePath } from '../../support/sample-handover.ts';
import { lookUp, type Walk } from './walk.ts';

const today = () => new Date().toISOString().slice(0, 10);

/** The administrator loads the KTP register from a file of Dukcapil. */
export async function loadRegister(walk: Walk): Promise<void> {
  const desk = await walk.as('admin');
  await desk.menu('ktp-records');
  await desk.button(say('ktp.load')).click();
  await desk.attach(samplePath('ktp.csv'), desk.dialog);
  await desk.button(say('lists.loadNow'), desk.dialog).click();
  await desk.page.getByRole('row', { name: new RegExp(say('loads.status.ready')) }).waitFor();
  const lines = readFileSync(samplePath('ktp.csv'), 'utf8').trim().split('\n').length - 1;
  const [load] = await lookUp<{ rowCount: number; badCount: number }>(desk, 'ktp-loads', {});
  expect(load).toMatchObject({ rowCount: lines, badCount: 0 });
}

/** … and every screening list, as of today. */
export async function loadLists(walk: Walk): Promise<void> {
  const desk = await walk.as('admin');
  await desk.menu('screening-lists');
  for (const code of SAMPLE_LISTS) {
    const name = say(`enums.list.${code}`);
    const card = desk.page
      .locator('.MuiCard-root')
      .filter({ has: desk.page.getByRole('heading', { name, exact: true }) });
    await card.getByText(say('lists.never')).waitFor();
    await desk.button(say('lists.load'), card).click();
    await desk.attach(samplePath(`lists/${code}.csv`), desk.dialog);
    await desk.field(say('lists.asOf'), desk.dialog).fill(today());
    await desk.button(say('lists.loadNow'), desk.dialog).click();
    await card.getByText(say('lists.fresh')).waitFor();
  }
}
