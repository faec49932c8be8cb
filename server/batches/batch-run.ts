import type { Act } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import { AppError, blocked } from '../errors.ts';
import { holdJob } from '../jobs/job-hold.ts';
import type { JobRun, JobService } from '../jobs/job-service.ts';
import type { LookedUp } from '../screening/screening-lookup.ts';
import type { BatchMoves } from '../submissions/submission-batch-moves.ts';
import { withBatchMessages } from './batch-blocker-rules.ts';
import type { BatchBlocker } from './batch-rules.ts';
import type { RunAction, StepOrdered } from './batch-run-schema.ts';
import {
  addFindings,
  latestRun,
  listsNow,
  NOTHING_FOUND,
  peopleBehind,
  rowsBehind,
  rowsNotReady,
  runOfJob,
  type BatchRunRow,
  type RunFindings,
} from './batch-run-store.ts';
import { screeningBlockers } from './batch-screening.ts';
import { lockBatch, type BatchRow } from './batch-store.ts';

/** Screened in one transaction: so many stay below what others would notice. */
const AT_ONCE = 1000;

/** How each step screens, where its rows must stand, and what it leaves in the log. */
const STEPS = {
  seal: { trigger: 'seal', rowsAt: 'batched', event: 'batch.sealed' },
  ratify: { trigger: 'ratify', rowsAt: 'batched', event: 'batch.ratified' },
  forward: { trigger: 'send', rowsAt: 'ratified', event: 'batch.forwarded' },
} as const satisfies Record<RunAction, object>;

/** What a step does beyond being screened. */
export interface RunStep<R, P> {
  action: RunAction;
  /** Long reading that asks nothing of the screening: done beside it, which leaves the processor idle half of the time. */
  readBeside: (batch: BatchRow) => Promise<R>;
  /** Everything else that is long, outside any transaction, once all rows are clear. Throws 409 with what stands in the way. */
  prepare: (run: JobRun, row: BatchRunRow, batch: BatchRow, read: R) => Promise<P>;
  /** The short act, under the batch's lock. Throws 409 likewise: nothing of it stands then. */
  take: (act: Act, row: BatchRunRow, batch: BatchRow, prepared: P) => Promise<void>;
}

const foundIn = (row: BatchRunRow) => JSON.parse(row.found) as RunFindings;
const isClear = ({ hits, unknown }: RunFindings) => hits.count === 0 && unknown.count === 0;
const about = (row: BatchRunRow) => ({ subject: 'batch', subjectId: row.batch_id }) as const;

function blockersOf(error: unknown): BatchBlocker[] | null {
  if (!(error instanceof AppError) || error.code !== 'BLOCKED') return null;
  return (error.details as { blockers: BatchBlocker[] }).blockers;
}

/** What a job that ended its run answers: the receipt, or once more why it was refused. */
function answerOf(row: BatchRunRow): Record<string, unknown> {
  if (row.outcome === 'refused') throw blocked(withBatchMessages(foundIn(row).blockers ?? []));
  return { batchId: row.batch_id, rows: row.total, action: row.action };
}

const end = (act: Act, row: BatchRunRow, outcome: 'done' | 'refused', values: Partial<BatchRunRow> = {}) =>
  act
    .trx('batch_runs')
    .where({ id: row.id })
    .update({ ...values, outcome, ended_at: act.now });

/**
 * Has a job take the batch one step, of which nothing moves from here on until the job has ended. The batch's own state
 * stays what it is: an order is not the act.
 */
export async function orderRun(
  act: Act,
  jobs: JobService,
  batch: BatchRow,
  { action, kind, input = {} }: { action: RunAction; kind: string; input?: object },
): Promise<StepOrdered> {
  const before = await latestRun(act.trx, batch.id);
  // Its job was cancelled, or failed for good: what it screened stands, and another begins from the start.
  if (before?.ended_at === null)
    await act.trx('batch_runs').where({ id: before.id }).update({ outcome: 'given_up', ended_at: act.now });
  const jobId = await jobs.enqueue(act, kind, { batchId: batch.id }, batch.row_count);
  await act.trx('batch_runs').insert({
    batch_id: batch.id,
    batch_version: batch.version,
    action,
    input: JSON.stringify(input),
    job_id: jobId,
    ordered_by_id: act.actor.id,
    ordered_at: act.now,
    total: batch.row_count,
    found: JSON.stringify(NOTHING_FOUND),
    lists: await listsNow(act.trx),
  });
  const details = { jobId, rows: batch.row_count };
  act.record({ action: `batch.${action}-ordered`, subject: 'batch', subjectId: batch.id, details });
  return { jobId };
}

/**
 * The road of every step that a job takes: all rows screened in parts, each part's transaction holding its own place, so
 * that a killed process repeats and forgets nothing; then what takes long; and in one short act at the end the new status.
 */
export function createBatchRun<R, P>(
  { database, moves }: { database: Database; moves: BatchMoves },
  step: RunStep<R, P>,
): (run: JobRun) => Promise<Record<string, unknown>> {
  const { trigger, rowsAt, event } = STEPS[step.action];

  const tell = (run: JobRun, { screened, written, total }: BatchRunRow) =>
    // Sealing screens and writes, and each counts half.
    run.progress(step.action === 'seal' ? Math.floor((screened + written) / 2) : screened, total);

  /** Screens one part; false when none was left. */
  const screenPart = (run: JobRun, looked: LookedUp): Promise<boolean> =>
    run.act('batch.screened', async (act) => {
      await holdJob(act.trx, run);
      const row = await runOfJob(act.trx, run.id);
      const place = { after: row.screened_row, limit: AT_ONCE };
      const rows = await rowsBehind(act.trx, row.batch_id, place);
      const ids = rows.map(({ submissionId }) => submissionId);
      const { hits, unknown } = await moves.rescreenMany(act, ids, trigger, looked);
      const counts = { rows: rows.length, hits: hits.length, unknown: unknown.length };
      act.record({ ...about(row), details: { trigger, jobId: run.id, ...counts } });
      const last = rows.at(-1);
      if (!last) return false;
      await act
        .trx('batch_runs')
        .where({ id: row.id })
        .update({
          screened_row: last.id,
          screened: row.screened + rows.length,
          found: JSON.stringify(addFindings(foundIn(row), { hits, unknown })),
        });
      return true;
    });

  async function screenAll(run: JobRun, batch: BatchRow): Promise<BatchRunRow> {
    let row = await runOfJob(database.read, run.id);
    const ahead = moves.lookAhead({
      waveId: batch.wave_id,
      after: row.screened_row,
      behind: (connection, place) => peopleBehind(connection, batch.id, place),
    });
    try {
      while (row.screened < row.total && (await screenPart(run, await ahead.behind(row.screened_row)))) {
        row = await runOfJob(database.read, run.id);
        await tell(run, row);
      }
    } finally {
      await ahead.end();
    }
    return row;
  }

  /** Ends the run without its step: the batch is as before, and the order is answered with what stood in the way. */
  const refuse = (run: JobRun, why: readonly BatchBlocker[] | null) =>
    run.act(`batch.${step.action}-refused`, async (act) => {
      await holdJob(act.trx, run);
      const row = await runOfJob(act.trx, run.id);
      const found = foundIn(row);
      const batch = (await act.trx('batches').where({ id: row.batch_id }).first()) as BatchRow;
      const blockers = why ?? (await screeningBlockers(act, batch.wave_id, found));
      await end(act, row, 'refused', { found: JSON.stringify({ ...found, blockers }) });
      const codes = blockers.map(({ code }) => code);
      const counts = { hits: found.hits.count, unknown: found.unknown.count };
      act.record({ ...about(row), details: { jobId: run.id, codes, ...counts } });
    });

  /** The short act; where lists or rows were found to be newer than the screening, that begins again instead. */
  const finish = (run: JobRun, prepared: P) =>
    run.act(event, async (act) => {
      await holdJob(act.trx, run);
      const row = await runOfJob(act.trx, run.id);
      const batch = await lockBatch(act, row.batch_id, row.batch_version);
      const lists = await listsNow(act.trx);
      if (lists !== row.lists || (await rowsNotReady(act.trx, batch.id, rowsAt)) > 0) {
        const again = { screened_row: 0, screened: 0, found: JSON.stringify(NOTHING_FOUND), lists };
        await act.trx('batch_runs').where({ id: row.id }).update(again);
        act.record({
          ...about(row),
          action: `batch.${step.action}-screened-again`,
          details: { jobId: run.id },
        });
        return;
      }
      await end(act, row, 'done');
      await step.take(act, row, batch, prepared);
    });

  /** Screens every row, and takes the step where all are clear. */
  async function screenAndTake(run: JobRun, batch: BatchRow, reading: Promise<R>): Promise<void> {
    const row = await screenAll(run, batch);
    if (!isClear(foundIn(row))) return refuse(run, null);
    try {
      await finish(run, await step.prepare(run, row, batch, await reading));
    } catch (error) {
      const blockers = blockersOf(error);
      if (!blockers) throw error;
      await refuse(run, blockers);
    }
  }

  async function goOn(run: JobRun, row: BatchRunRow): Promise<void> {
    const batch = (await database.read('batches').where({ id: row.batch_id }).first()) as BatchRow;
    const reading = step.readBeside(batch);
    // Its failure is told where its answer is asked for; and no reading outlives its job.
    const settled = reading.then(
      () => undefined,
      () => undefined,
    );
    try {
      await screenAndTake(run, batch, reading);
    } finally {
      await settled;
    }
  }

  return async function takeStep(run) {
    for (;;) {
      const row = await runOfJob(database.read, run.id);
      if (row.ended_at !== null) return answerOf(row);
      await goOn(run, row);
    }
  };
}
