import type { Browser } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeInBrowser, openBrowser, PICTURES } from '../support/browser.ts';
import { openDesks } from '../support/desk.ts';
import { ensureFreshClient } from '../support/fresh-client.ts';
import { startSystem, type RunningSystem } from '../support/running-system.ts';
import { SAMPLE_ROWS } from '../support/sample-handover.ts';
import { readHistory, readLog, whoSaw } from './steps/audit-steps.ts';
import {
  composeAndSeal,
  forward,
  ratify,
  signPapers,
  submitBatch,
  type Sealed,
} from './steps/batch-steps.ts';
import { commit, dryRun, uploadAgain } from './steps/import-steps.ts';
import {
  acknowledge,
  answerByFile,
  answerByHand,
  reconcile,
  rowIdOf,
  type Answered,
} from './steps/pmo-steps.ts';
import { loadLists, loadRegister } from './steps/reference-steps.ts';
import {
  flowReview,
  holdUnknown,
  rejectBlacklisted,
  returnForKk,
  settlePartial,
  verifyClean,
} from './steps/review-steps.ts';
import {
  composeSecondRound,
  correct,
  oneThatMatches,
  passOn,
  verifyAgain,
} from './steps/second-round-steps.ts';
import { lookUp, startWalk, type Walk } from './steps/walk.ts';

describeInBrowser('a hand-over of 500 goes from the counter to the PMO', () => {
  let system: RunningSystem;
  let browser: Browser;
  let walk: Walk;
  let broken = false;
  let batch: Sealed;
  let byHand: Answered;
  let corrected: string;

  beforeAll(async () => {
    await ensureFreshClient();
    [system, browser] = await Promise.all([startSystem({ engine: 'sqlite' }), openBrowser()]);
    walk = startWalk(system, openDesks(browser, system.url));
  });
  beforeEach((context) => {
    if (broken) context.skip('an earlier step of the road failed');
  });
  afterEach(async (context) => {
    broken ||= context.task.result?.state === 'fail';
    if (broken && PICTURES) await walk.desks.photograph(PICTURES);
    expect(walk.desks.problems()).toEqual([]);
  });
  afterAll(async () => {
    await walk?.desks.leave();
    await browser?.close();
    await system?.stop();
  });

  it('the administrator loads the KTP register and the five screening lists', async () => {
    await loadRegister(walk);
    await loadLists(walk);
  });

  it('the office tries its recap, takes the good rows over, and a second upload changes nothing', async () => {
    await dryRun(walk);
    await commit(walk);
    await uploadAgain(walk);
  });

  it('the reviewer decides case after case by keyboard alone', async () => {
    const made = await flowReview(walk);
    expect(made.v).toBeGreaterThanOrEqual(2);
    expect(made.r).toBeGreaterThanOrEqual(1);
    expect(made.x).toBeGreaterThanOrEqual(1);
  });

  it('a wrong KK number goes back, a blacklisted person is rejected, an unknown NIK is held', async () => {
    await returnForKk(walk);
    await rejectBlacklisted(walk);
    await holdUnknown(walk);
  });

  it('a partial match needs two readers before it is verified', async () => {
    await settlePartial(walk);
  });

  it('everything clean is verified as one job with a receipt', async () => {
    expect(await verifyClean(walk)).toBeGreaterThan(300);
  });

  it('the coordinator composes, seals, prints, attaches and submits a batch', async () => {
    batch = await composeAndSeal(walk);
    await signPapers(walk, batch);
    await submitBatch(walk);
  });

  it('the approver ratifies with password and decree, and the coordinator forwards', async () => {
    await ratify(walk, batch);
    await forward(walk, batch);
  });

  it('the PMO acknowledges and answers by hand and by file, and the sheet balances', async () => {
    await acknowledge(walk, batch);
    byHand = await answerByHand(walk);
    await answerByFile(walk, batch, byHand);
    await reconcile(walk, batch, byHand);
  });

  it('what the PMO returned is mended by the office and makes a second round', async () => {
    await passOn(walk, byHand.returned);
    corrected = await oneThatMatches(walk, byHand.returned);
    await correct(walk, corrected);
    await verifyAgain(walk, corrected);
    await composeSecondRound(walk);
  });

  it('the auditor finds each step, the history of one person, and who saw a NIK', async () => {
    await readLog(walk);
    const desk = await walk.as('auditor');
    const [one] = await lookUp<{ id: number }>(desk, 'submissions', { registrationNo: corrected });
    await readHistory(walk, one?.id as number);
    const rowId = await rowIdOf(desk, corrected);
    const nik = SAMPLE_ROWS.find((row) => row.rowId === rowId)?.nik as string;
    await whoSaw(walk, nik);
  });
});
