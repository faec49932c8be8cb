import { expect } from 'vitest';
import { say } from '../../support/console-words.ts';
import type { Desk } from '../../support/desk.ts';
import { batchIs, openBatch, type Sealed } from './batch-steps.ts';
import { look, lookUp, type Walk } from './walk.ts';

const MINUTE = 60_000;

interface Line {
  row_id: string;
  nik: string;
  registration_no: string;
}

export interface Answered {
  confirmed: number;
  returned: string[];
  refused: string[];
}

/** The delivery lies in the inbox; a wrong count is refused before the right one is acknowledged. */
export async function acknowledge(walk: Walk, batch: Sealed): Promise<void> {
  const desk = await walk.as('pmo');
  await desk.menu('dispatches');
  const row = desk.page.getByRole('row', { name: new RegExp(batch.batchNo) });
  await row.getByText(say('enums.dispatchStatus.delivered')).waitFor({ timeout: MINUTE });
  await row.click();
  await desk.button(say('batches.actions.acknowledge')).click();
  const take = desk.button(say('batches.actions.acknowledge'), desk.dialog);
  const count = desk.field(say('dispatches.count'), desk.dialog);
  await count.fill(String(batch.rowCount - 1));
  await desk.field(say('dispatches.digest'), desk.dialog).fill(batch.digest.toUpperCase());
  await take.click();
  await desk.sees(say('dispatches.countDiffers', { sent: batch.rowCount }), desk.dialog);
  await count.fill(String(batch.rowCount));
  await take.click();
  await desk.sees(say('batches.done.acknowledge'));
}

/** Ticks the next rows without an answer and gives them one. Says which registrations they were. */
async function answerRows(desk: Desk, result: string, count: number, reason?: string): Promise<string[]> {
  await desk.tab(say('enums.answer.PENDING')).click();
  const rows = desk.page.locator('tbody tr').filter({ hasText: say('enums.answer.PENDING') });
  await rows.nth(count).waitFor();
  const numbers: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const row = rows.nth(at);
    numbers.push(/PK-[\w-]+/.exec(await row.innerText())?.[0] ?? '');
    await row.getByRole('checkbox').check();
  }
  await desk.button(say(`answers.act.${result}`)).click();
  if (reason) {
    await desk.choose(say('answers.reason'), say(`reasons.${reason}`), desk.dialog);
    await desk.field(say('batches.note'), desk.dialog).fill('Menurut data PMO.');
  }
  await desk.button(say(`answers.act.${result}`), desk.dialog).click();
  await desk.dialog.waitFor({ state: 'detached' });
  await desk.page.getByText(numbers[0] as string).waitFor({ state: 'detached' });
  return numbers;
}

/** Confirms some, returns some and refuses one by hand. */
export async function answerByHand(walk: Walk): Promise<Answered> {
  const desk = await walk.as('pmo');
  const confirmed = await answerRows(desk, 'CONFIRMED', 3);
  const returned = await answerRows(desk, 'RETURNED', 2, 'KK_MISMATCH');
  const refused = await answerRows(desk, 'REJECTED', 1, 'PRIOR_RECIPIENT');
  return { confirmed: confirmed.length, returned, refused };
}

/** Answers the rest with a file made from the manifest the PMO received. */
export async function answerByFile(walk: Walk, batch: Sealed, byHand: Answered): Promise<void> {
  const desk = await walk.as('pmo');
  const [dispatch] = await lookUp<{ dispatchNo: string }>(desk, 'dispatches', { batchId: batch.id });
  const pending = await lookUp<{ registrationNo: string }>(desk, `batches/${batch.id}/rows`, {
    status: 'sent',
  });
  const open = new Set(pending.map(({ registrationNo }) => registrationNo));
  const manifest = await desk.page.request.get(`${walk.system.url}/api/batches/${batch.id}/manifest`);
  const lines = (await manifest.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const answers = lines
    .filter((line) => open.has(line.registration_no))
    .map(({ row_id, nik }) =>
      [dispatch?.dispatchNo, row_id, nik, 'CONFIRMED', '', '', new Date().toISOString()].join(','),
    );
  const csv = ['dispatch_no,row_id,nik,result,pmo_code,note,answered_at', ...answers, ''].join('\n');

  await desk.button(say('batches.actions.answer-file')).click();
  await desk.attach({ name: 'jawaban.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) }, desk.dialog);
  await desk.button(say('answerFiles.take'), desk.dialog).click();
  await desk.sees(say('answerFiles.receipt'), desk.dialog);
  await desk.sees(String(answers.length), desk.dialog);
  await desk.button(say('app.close'), desk.dialog).click();
  const answered = byHand.confirmed + byHand.returned.length + byHand.refused.length;
  expect(answers).toHaveLength(batch.rowCount - answered);
}

/** The numbers of the sheet's total line, left to right. */
async function totals(desk: Desk): Promise<number[]> {
  const line = desk.page
    .getByRole('row')
    .filter({ has: desk.page.getByRole('rowheader', { name: say('reconciliation.total'), exact: true }) });
  const cells = await line.getByRole('cell').allInnerTexts();
  return cells.slice(0, 5).map((text) => Number(text.replaceAll('.', '')));
}

/** The coordinator reads the sheet: it balances, and the batch is settled. */
export async function reconcile(walk: Walk, batch: Sealed, byHand: Answered): Promise<void> {
  const desk = await walk.as('coordinator');
  await openBatch(desk, batch.batchNo);
  await batchIs(desk, 'settled');
  await desk.tab(say('batches.tabs.reconciliation')).click();
  await desk.sees(say('reconciliation.allBalanced'));
  const { returned, refused } = byHand;
  const confirmed = batch.rowCount - returned.length - refused.length;
  expect(await totals(desk)).toEqual([batch.rowCount, confirmed, returned.length, refused.length, 0]);
  for (const part of ['office', 'proposer', 'round'])
    await desk.page.getByRole('region', { name: say(`reconciliation.by.${part}`) }).waitFor();
}

interface Found {
  id: number;
  rowId: string;
}

/** The office's own row of a registration. */
export async function rowIdOf(desk: Desk, registrationNo: string): Promise<string> {
  const [found] = await lookUp<Found>(desk, 'submissions', { registrationNo });
  if (!found) throw new Error(`${registrationNo} is nowhere`);
  return (await look<Found>(desk, `/api/submissions/${found.id}`)).rowId;
}
