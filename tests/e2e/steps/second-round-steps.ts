import { expect } from 'vitest';
import { say } from '../../support/console-words.ts';
import type { Desk } from '../../support/desk.ts';
import { composeAndSeal, type Sealed } from './batch-steps.ts';
import { caseIs, caseLoaded, decide, look, lookUp, type Walk } from './walk.ts';

/** Types a registration number into the search box; its case opens. */
async function findByNumber(desk: Desk, registrationNo: string): Promise<void> {
  await desk.menu('submissions');
  await desk.field(say('submissions.search')).fill(registrationNo);
  await desk.page.keyboard.press('Enter');
  await desk.page.waitForURL(/\/submissions\/\d+\/show/);
  await caseLoaded(desk);
}

/** What the PMO returned goes back to the office with the PMO's reason. */
export async function passOn(walk: Walk, registrationNos: readonly string[]): Promise<void> {
  const desk = await walk.as('coordinator');
  for (const registrationNo of registrationNos) {
    await findByNumber(desk, registrationNo);
    await decide(desk, 'return', { reason: 'KK_MISMATCH' });
    await caseIs(desk, 'needs_correction');
  }
}

/** One of them whose identity matches by itself; the walk settled a single partial match, which would need two readers again. */
export async function oneThatMatches(walk: Walk, registrationNos: readonly string[]): Promise<string> {
  const desk = await walk.as('coordinator');
  const rows = await lookUp<{ registrationNo: string; identityOutcome: string }>(desk, 'submissions', {
    registrationNo: [...registrationNos],
  });
  const one = rows.find(({ identityOutcome }) => identityOutcome === 'matched');
  if (!one) throw new Error('the PMO returned nobody whose identity matches');
  return one.registrationNo;
}

/** The office reads why, mends the form and hands it in again. */
export async function correct(walk: Walk, registrationNo: string): Promise<void> {
  const desk = await walk.as('intake');
  await findByNumber(desk, registrationNo);
  await desk.page.getByRole('link', { name: say('case.actions.edit') }).click();
  await desk.sees(say('remedies.KK_MISMATCH'));
  expect(await desk.field(say('resources.submissions.fields.fullName')).isDisabled()).toBe(true);
  await desk.field(say('resources.submissions.fields.phone')).fill('+6281200001234');
  await desk.page.getByRole('button', { name: say('submissions.form.save.submit') }).click();
  await desk.page.waitForURL(/\/submissions\/\d+\/show/);
  await caseIs(desk, 'submitted');
}

export async function verifyAgain(walk: Walk, registrationNo: string): Promise<void> {
  const desk = await walk.as('reviewer');
  await findByNumber(desk, registrationNo);
  await desk.sees(say('case.round', { n: 2 }));
  await decide(desk, 'claim');
  await decide(desk, 'verify');
  await caseIs(desk, 'verified');
}

/** A batch of the second round holds what came back, and nothing else. */
export async function composeSecondRound(walk: Walk): Promise<Sealed> {
  const batch = await composeAndSeal(walk);
  const desk = await walk.as('coordinator');
  expect(await look<{ roundNo: number }>(desk, `/api/batches/${batch.id}`)).toMatchObject({
    roundNo: 2,
    rowCount: 1,
  });
  await desk.sees(say('resources.batches.fields.roundNo'));
  return batch;
}
