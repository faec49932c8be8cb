import { expect } from 'vitest';
import { readingReasons } from '../../../server/identity/reading-rules.ts';
import { say } from '../../support/console-words.ts';
import type { Desk } from '../../support/desk.ts';
import { planting, SAMPLE_ROWS } from '../../support/sample-handover.ts';
import { caseIs, caseLoaded, decide, decision, findByNik, look, type Walk } from './walk.ts';

const MINUTE = 60_000;
const MOST_CASES = 30;

const rowOf = (plant: string) => {
  const row = planting(plant).at(-1);
  if (!row) throw new Error(`the sample has no ${plant}`);
  return row;
};

interface OpenCase {
  id: number;
  registrationNo: string;
  reasons: string[];
  identityOutcome: string;
}

async function onScreen(desk: Desk): Promise<OpenCase> {
  await caseLoaded(desk);
  const id = Number(/submissions\/(\d+)\/show/.exec(desk.page.url())?.[1]);
  const one = await look<OpenCase>(desk, `/api/submissions/${id}`);
  // The address changes a moment before the page does; nobody decides on a case they do not see yet.
  await desk.sees(one.registrationNo, desk.page.locator('main'));
  await caseLoaded(desk);
  return one;
}

/** Ticks the reason the evidence suggests, which has the focus already, and sends. */
async function sendSuggested(desk: Desk, action: string): Promise<void> {
  await desk.page.getByRole('form', { name: say(`case.actions.${action}`) }).waitFor();
  await desk.page.keyboard.press('Space');
  await desk.page.keyboard.press('Control+Enter');
}

const leftCase = (id: number) => (url: URL) => !url.pathname.includes(`/${id}/`);

/** What a reviewer would press on this case: clean ones pass, hits go, what can be mended goes back. */
async function keyFor(desk: Desk, { reasons, identityOutcome }: OpenCase): Promise<'v' | 'r' | 'x' | 'j'> {
  if (await decision(desk, 'verify').isEnabled()) return 'v';
  if (identityOutcome !== 'matched') return 'j';
  if (reasons.includes('BLACKLISTED')) return 'x';
  return reasons.includes('IN_EDUCATION') ? 'r' : 'j';
}

/** Rows of one import are due at one moment: these are made the first, so that the flow meets each kind of case. */
async function dueFirst({ system }: Walk): Promise<void> {
  const { database, blindIndex } = system.services;
  const rows = [
    ...planting('clean').slice(0, 2),
    ...planting('education').slice(0, 1),
    ...planting('blacklist').slice(0, 1),
  ];
  const indexes = rows.map((row) => blindIndex.nik(row.nik));
  await database
    .write('submissions')
    .whereIn('nik_bidx', indexes)
    .update({ due_at: new Date(Date.now() - MINUTE).toISOString() });
}

/** Reviews case after case without the mouse until each kind of decision was made. */
export async function flowReview(walk: Walk): Promise<Record<'v' | 'r' | 'x', number>> {
  const desk = await walk.as('reviewer');
  const made = { v: 0, r: 0, x: 0 };
  await dueFirst(walk);
  await desk.menu('submissions');
  await desk.button(say('submissions.nextCase')).click();
  await desk.page.waitForURL(/flow=1/);
  for (let at = 0; at < MOST_CASES && !(made.v >= 2 && made.r > 0 && made.x > 0); at += 1) {
    const one = await onScreen(desk);
    const key = await keyFor(desk, one);
    await desk.page.keyboard.press(key);
    if (key === 'r') await sendSuggested(desk, 'return');
    if (key === 'x') await sendSuggested(desk, 'reject');
    if (key !== 'j') made[key] += 1;
    await desk.page.waitForURL(leftCase(one.id));
  }
  return made;
}

/** A KK number that is not the register's: back to the office with the coded reason. */
export async function returnForKk(walk: Walk): Promise<void> {
  const desk = await walk.as('reviewer');
  await findByNik(desk, rowOf('kk').nik);
  await desk.sees(say('enums.verdict.differs'), desk.page.getByRole('region', { name: say('case.compare') }));
  await decide(desk, 'claim');
  await decide(desk, 'return', { reason: 'KK_MISMATCH', note: 'Mohon bawa KK terbaru.' });
  await caseIs(desk, 'needs_correction');
}

export async function rejectBlacklisted(walk: Walk): Promise<void> {
  const desk = await walk.as('reviewer');
  await findByNik(desk, rowOf('blacklist').nik);
  await decide(desk, 'claim');
  await decide(desk, 'reject', { reason: 'BLACKLISTED' });
  await caseIs(desk, 'rejected');
}

export async function holdUnknown(walk: Walk): Promise<void> {
  const desk = await walk.as('reviewer');
  await findByNik(desk, rowOf('notFound').nik);
  await decide(desk, 'claim');
  await decide(desk, 'hold', { note: 'Menunggu jawaban Dinas tentang NIK ini.' });
  await caseIs(desk, 'on_hold');
}

/** A name that is only near: one reader settles, another confirms, and only then it may be verified. */
export async function settlePartial(walk: Walk): Promise<void> {
  const desk = await walk.as('reviewer');
  const second = await walk.as('reviewer2');
  await desk.menu('submissions');
  await desk.tab(new RegExp(`^${say('submissions.tabs.waiting')}`)).click();
  await desk.button(say('submissions.filters.open')).click();
  await desk.choose(
    say('resources.submissions.fields.identityOutcome'),
    say('enums.identity.partial'),
    desk.dialog,
  );
  await desk.choose(
    say('resources.submissions.fields.screeningOutcome'),
    say('enums.screening.clear'),
    desk.dialog,
  );
  await desk.page.keyboard.press('Escape');
  await desk.dialog.waitFor({ state: 'detached' });
  await desk.page
    .getByRole('row', { name: new RegExp(say('enums.identity.partial')) })
    .first()
    .click();
  await caseLoaded(desk);
  const { registrationNo, reasons } = await onScreen(desk);
  await decide(desk, 'claim');
  const grounds = {
    verdict: say('case.samePersonVerdict'),
    // Whoever finds the same person explains a difference the check found.
    reason: readingReasons('same_person', reasons)[0] as string,
    note: 'Orang yang sama.',
  };
  await decide(desk, 'identity-settle', grounds);

  await second.menu('submissions');
  await second.tab(new RegExp(`^${say('submissions.tabs.secondReadings')}`)).click();
  await second.page.getByRole('row', { name: new RegExp(registrationNo) }).click();
  await caseLoaded(second);
  await decide(second, 'second-read', grounds);

  await desk.page.reload();
  await caseLoaded(desk);
  await decide(desk, 'verify');
  await caseIs(desk, 'verified');
}

/** Verifies everything clean from the list as one job, and reads its receipt. */
export async function verifyClean(walk: Walk): Promise<number> {
  const desk = await walk.as('reviewer');
  await desk.menu('submissions');
  await desk.tab(new RegExp(`^${say('submissions.tabs.waiting')}`)).click();
  await desk.button(say('submissions.filters.open')).click();
  await desk.choose(
    say('resources.submissions.fields.identityOutcome'),
    say('enums.identity.matched'),
    desk.dialog,
  );
  await desk.choose(
    say('resources.submissions.fields.screeningOutcome'),
    say('enums.screening.clear'),
    desk.dialog,
  );
  await desk.page.keyboard.press('Escape');
  await desk.dialog.waitFor({ state: 'detached' });
  await desk.page.getByRole('checkbox', { name: say('ra.action.select_all') }).check();
  await desk.sees(say('enums.screening.clear'), desk.page.locator('.MuiChip-deletable'));
  await desk.page.waitForLoadState('networkidle');
  await desk.page.getByRole('button', { name: /^Pilih semua \d+ menurut filter$/ }).click();
  const frozen = await desk.page.getByText(/^Semua \d+ baris menurut filter/).innerText();
  const count = Number(/\d+/.exec(frozen)?.[0]);
  expect(count).toBeGreaterThan(SAMPLE_ROWS.length / 2);
  await desk.button(say('case.actions.verify')).click();
  await desk.page.getByText(/^Perkiraan: \d+ akan berhasil/).waitFor({ timeout: MINUTE });
  await desk.button(say('case.actions.verify'), desk.dialog).click();
  const done = desk.dialog.getByText(/^\d+ baris berhasil$/);
  await done.waitFor({ timeout: 2 * MINUTE });
  const verified = Number(/\d+/.exec(await done.innerText())?.[0]);
  // Nothing is passed over but the third person of a family, whose two places are taken.
  if (verified < count) await desk.sees(`${say('blockers.KK_LIMIT')} (${count - verified})`, desk.dialog);
  await desk.button(say('app.close'), desk.dialog).click();
  return verified;
}
