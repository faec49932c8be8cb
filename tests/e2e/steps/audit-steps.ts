import { expect } from 'vitest';
import { say } from '../../support/console-words.ts';
import { lookUp, type Walk } from './walk.ts';

/** What the walk must have left in the log, in its order. */
export const STEPS = [
  'ktp-records.loaded',
  'screening-list.loaded',
  'import.uploaded',
  'import.committed',
  'submission.claimed',
  'submission.verified',
  'submission.returned',
  'submission.rejected',
  'submission.held',
  'submission.identity-settled',
  'submission.second-read',
  'batch.created',
  'batch.rows-added',
  'batch.sealed',
  'batch.paper-printed',
  'batch.paper-attached',
  'batch.submitted',
  'batch.ratified',
  'batch.forwarded',
  'batch.acknowledged',
  'batch.answered',
  'batch.settled',
  'submission.edited',
  'submission.resubmitted',
] as const;

/** The auditor's log shows each step of the road, by its code. */
export async function readLog(walk: Walk): Promise<void> {
  const desk = await walk.as('auditor');
  await desk.menu('audit-events');
  const box = desk.field(say('resources.audit-events.fields.action'));
  for (const action of STEPS) {
    await box.fill(action);
    const word = say(`audit.actions.${action.replace('.', '_')}`);
    await desk.page.locator('tbody').getByText(word, { exact: true }).first().waitFor();
  }
  // The wrong password of the approver stands there too, as refused.
  const refused = await lookUp<{ outcome: string }>(desk, 'audit-events', {
    action: 'batch.ratified',
    outcome: 'refused',
  });
  expect(refused).toHaveLength(1);
}

/** One registration's whole history, the reads with the acts. */
export async function readHistory(walk: Walk, id: number): Promise<void> {
  const desk = await walk.as('auditor');
  await desk.tab(say('audit.page.record')).click();
  // The log before it has a field of the same name.
  await desk.sees(say('audit.recordEmpty.title'));
  await desk.field(say('resources.audit-events.fields.subjectId')).fill(String(id));
  await desk.button(say('audit.show')).click();
  for (const action of ['submission_read', 'submission_verified', 'submission_returned', 'submission_edited'])
    await desk
      .button(say(`audit.actions.${action}`))
      .first()
      .waitFor();
}

/** Who saw the registrations of one NIK. */
export async function whoSaw(walk: Walk, nik: string): Promise<void> {
  const desk = await walk.as('auditor');
  await desk.tab(say('audit.page.nik')).click();
  await desk.field(say('audit.nik')).fill(nik);
  await desk.field(say('audit.purpose')).fill('Permintaan pemilik data nomor 12');
  await desk.button(say('audit.ask')).click();
  for (const person of ['intake', 'reviewer']) {
    const name = walk.system.accounts[person as 'intake' | 'reviewer'].fullName;
    await desk.page.getByRole('row').filter({ hasText: name }).first().waitFor();
  }
  expect(desk.page.url()).not.toContain(nik);
}
