import { expect } from 'vitest';
import { say } from '../../support/console-words.ts';
import type { Desk } from '../../support/desk.ts';
import { pdfText } from '../../support/pdf-text.ts';
import { TEST_PASSWORD } from '../../support/running-system.ts';
import { validJpeg } from '../../support/signed-scan.ts';
import { look, type Walk } from './walk.ts';

const MINUTE = 60_000;
const DIGEST = /[0-9a-f]{64}/;

export interface Sealed {
  id: number;
  batchNo: string;
  rowCount: number;
  digest: string;
}

const today = () => new Date().toISOString().slice(0, 10);
const idOnScreen = (desk: Desk) => Number(/batches\/(\d+)/.exec(desk.page.url())?.[1]);

/** Presses an act of the duty panel, confirms it, and waits until it is said to be done. */
async function act(desk: Desk, action: string): Promise<void> {
  const label = say(`batches.actions.${action}`);
  await desk.button(label).first().click();
  await desk.button(label, desk.dialog).click();
  await desk.page
    .getByText(say(`batches.done.${action}`))
    .first()
    .waitFor({ timeout: MINUTE });
}

/** Opens a batch from the list by its number. */
export async function openBatch(desk: Desk, batchNo: string): Promise<void> {
  await desk.menu('batches');
  await desk.page.getByRole('row', { name: new RegExp(batchNo) }).click();
  await desk.page.waitForURL(/\/batches\/\d+\/show/);
}

export async function batchIs(desk: Desk, status: string): Promise<void> {
  const name = say(`enums.batchStatus.${status}`);
  await desk.page
    .locator('main .MuiChip-label')
    .getByText(name, { exact: true })
    .first()
    .waitFor({ timeout: MINUTE });
}

/** Opens an offline batch of one proposer, takes all that are verified by filter, and seals it. */
export async function composeAndSeal(walk: Walk): Promise<Sealed> {
  const desk = await walk.as('coordinator');
  await desk.menu('batches');
  await desk.page
    .getByRole('link', { name: say('batches.new') })
    .first()
    .click();
  await desk.choose(say('console.wave'), 'Gelombang Uji', desk.dialog);
  await desk.choose(say('batches.onlyProposer'), say('enums.proposer.DINAS'), desk.dialog);
  await desk.button(say('ra.action.create'), desk.dialog).click();
  await desk.page.waitForURL(/\/batches\/\d+\/show/);

  await desk.button(say('batches.actions.add-rows')).first().click();
  const counted = desk.dialog.getByText(/^\d+ pendaftaran cocok/);
  await counted.waitFor();
  const count = Number(/^\d+/.exec(await counted.innerText())?.[0]);
  await desk.button(say('batches.addNow'), desk.dialog).click();
  await desk.sees(say('batches.added', { count }));

  await act(desk, 'seal');
  await batchIs(desk, 'sealed');
  const batch = await look<Sealed>(desk, `/api/batches/${idOnScreen(desk)}`);
  expect(batch.rowCount).toBe(count);
  expect(batch.digest).toMatch(DIGEST);
  return batch;
}

/** Prints both papers, reads the digest on them as whoever signs would, and attaches the signed scans. */
export async function signPapers(walk: Walk, batch: Sealed): Promise<void> {
  const desk = await walk.as('coordinator');
  await desk.tab(say('batches.tabs.papers')).click();
  for (const kind of ['attestation', 'handover'] as const) {
    const paper = await desk.download(desk.page.getByRole('link', { name: say(`batches.print.${kind}`) }));
    const text = pdfText(paper);
    expect(text).toContain(batch.batchNo);
    const printed = DIGEST.exec(text.replace(/\s/g, ''))?.[0];
    expect(printed).toBe(batch.digest);

    await desk.button(say('batches.actions.attach-paper')).click();
    await desk.choose(say('batches.paper'), say(`enums.document.${kind}`), desk.dialog);
    await desk.field(say('batches.paperDigest'), desk.dialog).fill(printed as string);
    await desk.attach(
      { name: `${kind}.jpg`, mimeType: 'image/jpeg', buffer: await validJpeg() },
      desk.dialog,
    );
    await desk.button(say('batches.attach'), desk.dialog).click();
    await desk.page
      .getByRole('row', { name: new RegExp(escapeRegExp(say(`enums.document.${kind}`))) })
      .waitFor();
  }
}

const escapeRegExp = (text: string) => text.replace(/[()]/g, '\\$&');

export async function submitBatch(walk: Walk): Promise<void> {
  const desk = await walk.as('coordinator');
  await act(desk, 'submit');
  await batchIs(desk, 'awaiting_ratification');
}

/** The approver reads what the decree rests on, is refused with a wrong password, and ratifies with the right one. */
export async function ratify(walk: Walk, batch: Sealed): Promise<string> {
  const desk = await walk.as('approver');
  const decreeNo = 'KEP.217/MEN/UJI/2026';
  await openBatch(desk, batch.batchNo);
  await desk.sees(say('batches.restsOn'));
  for (const fact of ['duties', 'checks', 'screening', 'lists'])
    await desk.sees(say(`batches.facts.${fact}`));

  await desk.button(say('batches.actions.ratify')).first().click();
  await desk.field(say('resources.batches.fields.decreeNo'), desk.dialog).fill(decreeNo);
  await desk.field(say('resources.batches.fields.decreeDate'), desk.dialog).fill(today());
  const ratifyNow = desk.button(say('batches.ratifyCount', { count: String(batch.rowCount) }), desk.dialog);
  await desk.watch.refused({ status: 422, path: /\/ratify$/ }, async () => {
    await desk.field(say('batches.passwordAgain'), desk.dialog).fill('bukan-kata-sandinya');
    await ratifyNow.click();
    await desk.sees(say('errors.WRONG_PASSWORD'), desk.dialog);
  });
  expect(await look<{ status: string }>(desk, `/api/batches/${batch.id}`)).toMatchObject({
    status: 'awaiting_ratification',
  });
  await desk.field(say('batches.passwordAgain'), desk.dialog).fill(TEST_PASSWORD);
  await ratifyNow.click();
  await batchIs(desk, 'ratified');
  await desk.sees(decreeNo);
  return decreeNo;
}

export async function forward(walk: Walk, batch: Sealed): Promise<void> {
  const desk = await walk.as('coordinator');
  await openBatch(desk, batch.batchNo);
  await act(desk, 'forward');
  await batchIs(desk, 'sent');
}
