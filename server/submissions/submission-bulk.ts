import type { Act, Actor } from '../audit/audit-service.ts';
import { insertMany, whereAny } from '../bulk-sql.ts';
import type { Connection, Database } from '../database.ts';
import type { AppError } from '../errors.ts';
import { conflict, invalid } from '../errors.ts';
import { applyConditions } from '../http/list-query.ts';
import { toAppError } from '../http/error-handler.ts';
import type { JobRun, JobService } from '../jobs/job-service.ts';
import { receiptOf } from '../jobs/job-store.ts';
import type { ReasonCode } from '../reference/reason-schema.ts';
import { evidenceBlockers, loadCase, type CaseDependencies } from './submission-case.ts';
import { createBulkCheck } from './submission-bulk-check.ts';
import { BULK_VERBS, type BulkVerb } from './submission-bulk-schema.ts';
import type { Bulk, Selection } from './submission-commands-schema.ts';
import type { Evidence } from './submission-evidence.ts';
import { readSubmissionFilter, SUBMISSION_LIST } from './submission-list.ts';
import type { SubmissionClaims } from './submission-claims.ts';
import { EVENT_FOR_ACTION } from './submission-event-rules.ts';
import { passOnReturned } from './submission-pass-on.ts';
import type { BatchNeighbour, SubmissionReview } from './submission-review.ts';
import { isClaimed, PERMISSION_FOR_ACTION, submissionBlockers } from './submission-rules.ts';
import { visibleTo } from './submission-store.ts';

export interface BulkDependencies extends CaseDependencies {
  database: Database;
  jobs: JobService;
  claims: SubmissionClaims;
  review: SubmissionReview;
  evidence: Evidence;
  batches: () => BatchNeighbour;
}

interface Payload {
  verb: BulkVerb;
  ids: number[];
  assigneeId: number | null;
  reasons: ReasonCode[];
  note: string | null;
}

const PROGRESS_EVERY = 10;
/** Passed on in one transaction: so many stay below what others would notice. */
const PASSED_ON_AT_ONCE = 500;
/** Decisions: each takes a free case first, in earnest and in a forecast. */
const TAKES_FIRST: readonly BulkVerb[] = ['verify', 'return', 'reject'];

/** Permission of each bulk verb: the same as the single act's. */
export const bulkPermission = (verb: BulkVerb) => PERMISSION_FOR_ACTION[verb];

/** The ids a bulk act covers, frozen now: what the person saw, not what the filter finds later. */
async function frozenIds(connection: Connection, actor: Actor, body: Selection): Promise<number[]> {
  const query = visibleTo(connection('submissions'), actor);
  if (body.ids) void query.whereIn('submissions.id', body.ids);
  else applyConditions(query, SUBMISSION_LIST, readSubmissionFilter(actor, body.filter ?? {}), connection);
  const ids = ((await query.orderBy('submissions.id').select('submissions.id')) as { id: number }[]).map(
    ({ id }) => id,
  );
  if (body.expectedCount !== undefined && ids.length !== body.expectedCount) {
    throw conflict(
      'COUNT_CHANGED',
      `The filter now finds ${ids.length} rows, not ${body.expectedCount}. Look at the list again.`,
      { expected: body.expectedCount, found: ids.length },
    );
  }
  return ids;
}

/** Codes for the receipt: the blockers' where there are any, else the refusal's own. */
function reasonsOf(error: AppError): string[] {
  const blockers = error.details?.['blockers'];
  return Array.isArray(blockers) ? blockers.map((blocker: { code: string }) => blocker.code) : [error.code];
}

export function createSubmissionBulk({
  database,
  jobs,
  claims,
  review,
  evidence,
  identity,
  screening,
  batches,
}: BulkDependencies) {
  const checkAll = createBulkCheck({ database, evidence });
  async function perform(act: Act, id: number, { verb, assigneeId, reasons, note }: Payload): Promise<void> {
    const one = await loadCase(act.trx, act.actor, id);
    const needsClaim = TAKES_FIRST.includes(verb);
    const claimed = isClaimed(one.facts, act.now) && one.facts.assigneeId === act.actor.id;
    // A bulk decision takes each free case first: whatever somebody else holds is skipped and named.
    const version =
      needsClaim && !claimed && one.row.status !== 'pmo_returned'
        ? (await claims.claim(act, id, null)).version
        : one.row.version;
    if (verb === 'assign') await claims.assign(act, id, version, assigneeId as number);
    else if (verb === 'release') await claims.release(act, id, version);
    else if (verb === 'verify') await review.verify(act, id, version, note);
    else if (verb === 'return') await review.sendBack(act, id, { version, reasons, note });
    else await review.reject(act, id, { version, reasons, note });
  }

  async function one(run: JobRun, payload: Payload, id: number): Promise<void> {
    const { verb } = payload;
    const outcome = (act: Act, result: string, reasons: string[] | null) =>
      act
        .trx('job_outcomes')
        .insert({
          job_id: run.id,
          item_id: id,
          outcome: result,
          reasons: reasons ? JSON.stringify(reasons) : null,
        })
        .onConflict(['job_id', 'item_id'])
        .ignore();
    try {
      await run.act(EVENT_FOR_ACTION[verb], async (act) => {
        await perform(act, id, payload);
        await outcome(act, 'done', null);
      });
    } catch (error) {
      const refusal = toAppError(error);
      if (!refusal || refusal.status >= 500) throw error;
      await run.act('submission.bulk-skipped', async (act) => {
        await outcome(act, 'skipped', reasonsOf(refusal));
        act.record({
          subject: 'submission',
          subjectId: id,
          details: { jobId: run.id, verb, reasons: reasonsOf(refusal) },
        });
      });
    }
  }

  async function oneByOne(run: JobRun, payload: Payload, from: number): Promise<void> {
    const { ids } = payload;
    for (let at = from; at < ids.length; at += 1) {
      await one(run, payload, ids[at] as number);
      if ((at + 1) % PROGRESS_EVERY === 0 || at + 1 === ids.length)
        await run.progress(at + 1, ids.length, at + 1);
    }
  }

  /** Those of the chunk that have their outcome already: a run that was cut off is taken up behind them. */
  async function settledOf(run: JobRun, chunk: readonly number[]): Promise<ReadonlySet<number>> {
    const { read } = database;
    const query = whereAny(read('job_outcomes').where({ job_id: run.id }), read, 'item_id', chunk);
    return new Set((await query.pluck('item_id')) as number[]);
  }

  /** What the PMO returned goes on in sets; gives the others, for which there is the road of single acts. */
  async function passOn(run: JobRun, payload: Payload, chunk: readonly number[]): Promise<readonly number[]> {
    const passed = await run.act(EVENT_FOR_ACTION.return, async (act) => {
      const done = await passOnReturned(act, { screening, batches }, chunk, payload);
      await insertMany(act.trx, {
        table: 'job_outcomes',
        columns: ['item_id'],
        same: { job_id: run.id, outcome: 'done' },
        rows: done.map((id) => [id]),
        onConflict: 'ON CONFLICT (job_id, item_id) DO NOTHING',
      });
      const details = { verb: payload.verb, passedOn: done.length, of: chunk.length };
      act.record({ subject: 'job', subjectId: run.id, details });
      return new Set(done);
    });
    return chunk.filter((id) => !passed.has(id));
  }

  async function returnAll(run: JobRun, payload: Payload, from: number): Promise<void> {
    const { ids } = payload;
    for (let at = from; at < ids.length; at += PASSED_ON_AT_ONCE) {
      const chunk = ids.slice(at, at + PASSED_ON_AT_ONCE);
      const settled = await settledOf(run, chunk);
      const waiting = chunk.filter((id) => !settled.has(id));
      for (const id of await passOn(run, payload, waiting)) await one(run, payload, id);
      await run.progress(at + chunk.length, ids.length, at + chunk.length);
    }
  }

  for (const verb of BULK_VERBS) {
    jobs.register(`submissions.${verb}`, async (run) => {
      const payload = run.payload as Payload;
      const from = typeof run.checkpoint === 'number' ? run.checkpoint : 0;
      if (verb === 'identity-check') await checkAll(run, payload.ids, from);
      else if (verb === 'return' && run.actor.role === 'coordinator') await returnAll(run, payload, from);
      else await oneByOne(run, payload, from);
      return receiptOf(database.read, run.id);
    });
  }

  /** What a bulk act would do to each row, without doing it. */
  async function dryRun(actor: Actor, verb: BulkVerb, ids: number[]) {
    const now = new Date().toISOString();
    const rows: { id: number; outcome: 'done' | 'skipped'; reasons: string[] }[] = [];
    for (const id of ids) {
      const one = await loadCase(database.read, actor, id);
      const blocking =
        verb === 'verify' ? await evidenceBlockers(database.read, { identity, screening }, one, now) : [];
      const facts =
        isClaimed(one.facts, now) || !TAKES_FIRST.includes(verb)
          ? one.facts
          : {
              ...one.facts,
              status: one.row.status === 'submitted' ? ('in_review' as const) : one.row.status,
              assigneeId: actor.id,
              leaseUntil: '9999',
            };
      const reasons = submissionBlockers(verb, facts, actor, now, blocking).map((blocker) => blocker.code);
      rows.push({ id, outcome: reasons.length === 0 ? 'done' : 'skipped', reasons });
    }
    return {
      dryRun: true,
      counts: {
        done: rows.filter((row) => row.outcome === 'done').length,
        skipped: rows.filter((row) => row.outcome === 'skipped').length,
      },
      rows,
    };
  }

  return {
    frozenIds,
    dryRun,

    /** Keeps a forecast as the receipt of a job that has ended; it stands in the answer as well. */
    async foretold(act: Act, verb: BulkVerb, forecast: Awaited<ReturnType<typeof dryRun>>) {
      const count = forecast.rows.length;
      const jobId = await jobs.done(act, `submissions.${verb}.dry-run`, forecast, count);
      act.record({ subject: 'submissions', details: { verb, dryRun: true, count } });
      return { jobId, count, ...forecast };
    },

    /** Queues one job over the frozen ids; the receipt lists every row's outcome and reason. */
    async queue(act: Act, verb: BulkVerb, body: Bulk): Promise<{ jobId: number; count: number }> {
      if (verb === 'assign' && body.assigneeId === undefined)
        throw invalid('INVALID_INPUT', 'Say to whom.', { assigneeId: 'required' });
      if ((verb === 'return' || verb === 'reject') && !body.reasons)
        throw invalid('INVALID_INPUT', 'Say why.', { reasons: 'required' });
      const ids = await frozenIds(act.trx, act.actor, body);
      if (ids.length === 0)
        throw invalid('NOTHING_SELECTED', 'None of these registrations is there for you.', {
          ids: 'none found',
        });
      const payload: Payload = {
        verb,
        ids,
        assigneeId: body.assigneeId ?? null,
        reasons: body.reasons ?? [],
        note: body.note,
      };
      const jobId = await jobs.enqueue(act, `submissions.${verb}`, payload, ids.length);
      act.record({ subject: 'job', subjectId: jobId, details: { verb, count: ids.length } });
      return { jobId, count: ids.length };
    },
  };
}
export type SubmissionBulk = ReturnType<typeof createSubmissionBulk>;
