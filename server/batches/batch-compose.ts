import { randomUUID } from 'node:crypto';
import type { Act } from '../audit/audit-service.ts';
import { isPostgres, whereAny } from '../bulk-sql.ts';
import { blocked, invalid } from '../errors.ts';
import { applyConditions } from '../http/list-query.ts';
import { latenessOf } from '../lateness/lateness-store.ts';
import { findOffice, findWave } from '../reference/reference-store.ts';
import type { BatchMoves } from '../submissions/submission-batch-moves.ts';
import { readSubmissionFilter, SUBMISSION_LIST } from '../submissions/submission-list.ts';
import { visibleTo } from '../submissions/submission-store.ts';
import { withBatchMessages } from './batch-blocker-rules.ts';
import { CANDIDATE_COLUMNS, candidateFacts, type CandidateRow } from './batch-candidate-row.ts';
import { candidateBlockers } from './batch-candidate-rules.ts';
import { assertBatchAllowed } from './batch-facts.ts';
import type { AddRows, BatchRecord, CreateBatch, RemoveRows, RowsAdded, SkippedRow } from './batch-schema.ts';
import {
  changeBatch,
  countedColumns,
  liveRowIds,
  lockBatch,
  rowToBatch,
  type BatchRow,
} from './batch-store.ts';
import { isUnderWay, latestRun } from './batch-run-store.ts';

const CHUNK = 5000;
/** Skipped rows named in an answer; they are counted by reason in any case. */
const NAMED_SKIPS = 1000;

async function create(act: Act, input: CreateBatch): Promise<BatchRecord> {
  const wave = await findWave(act.trx, input.waveId);
  if (!wave) throw invalid('UNKNOWN_WAVE', 'There is no such wave.', { waveId: 'unknown' });
  if (input.officeId !== null && !(await findOffice(act.trx, input.officeId)))
    throw invalid('UNKNOWN_OFFICE', 'There is no such office.', { officeId: 'unknown' });
  const [row] = (await act
    .trx('batches')
    .insert({
      // Its number holds its id, which is not known yet: something unique keeps the place.
      batch_no: `~${randomUUID()}`.slice(0, 30),
      channel: input.channel,
      wave_id: input.waveId,
      office_id: input.officeId,
      proposer: input.proposer,
      composed_by_id: act.actor.id,
      created_at: act.now,
      updated_at: act.now,
    })
    .returning('*')) as BatchRow[];
  const batch = row as BatchRow;
  batch.batch_no = `KOL-${act.now.slice(0, 4)}-${String(batch.id).padStart(5, '0')}`;
  await act.trx('batches').where({ id: batch.id }).update({ batch_no: batch.batch_no });
  await act.trx('batch_transitions').insert({
    batch_id: batch.id,
    action: 'create',
    from_status: null,
    to_status: 'open',
    actor_id: act.actor.id,
    actor_role: act.actor.role,
    at: act.now,
    request_id: act.requestId,
  });
  act.record({
    action: 'batch.created',
    subject: 'batch',
    subjectId: batch.id,
    after: { ...input, batchNo: batch.batch_no },
  });
  return rowToBatch(batch);
}

/** The ids a filter of the registrations' list shows; 409 where they are not as many as the person saw. */
async function frozenIds(act: Act, filter: Record<string, unknown>, expected: number): Promise<number[]> {
  const query = visibleTo(act.trx('submissions'), act.actor).select('submissions.id');
  applyConditions(query, SUBMISSION_LIST, readSubmissionFilter(act.actor, filter), act.trx);
  const rows = (await query.orderBy('submissions.id')) as { id: number }[];
  if (rows.length !== expected)
    throw blocked(withBatchMessages([{ code: 'COUNT_CHANGED', expected, found: rows.length }]));
  return rows.map((row) => row.id);
}

async function loadCandidates(act: Act, ids: readonly number[]): Promise<Map<number, CandidateRow>> {
  const query = whereAny(act.trx('submissions'), act.trx, 'submissions.id', ids).select([
    ...CANDIDATE_COLUMNS,
  ]);
  const rows = (await query.orderBy('id').forUpdate()) as CandidateRow[];
  return new Map(rows.map((row) => [row.id, row]));
}

async function insertRows(act: Act, batchId: number, ids: readonly number[]): Promise<void> {
  // Where it comes from: the batch it was in last, of an earlier round or taken out of it.
  const from =
    '(SELECT p.batch_id FROM batch_rows p WHERE p.submission_id = value AND p.live = 0 ORDER BY p.id DESC LIMIT 1)';
  const values = isPostgres(act.trx)
    ? `SELECT ?::int, value, 1, ?::int, ?::text, ${from} FROM unnest(?::int[]) AS value`
    : `SELECT ?, value, 1, ?, ?, ${from} FROM json_each(?)`;
  await act.trx.raw(
    `INSERT INTO batch_rows (batch_id, submission_id, live, added_by_id, added_at, carried_from_id) ${values}`,
    [batchId, act.actor.id, act.now, (isPostgres(act.trx) ? [...ids] : JSON.stringify(ids)) as string],
  );
}

/** Takes rows out of a batch that is open: they are verified again and free for another one. */
export async function takeOut(
  act: Act,
  moves: BatchMoves,
  batchId: number,
  ids: readonly number[],
  reason: string,
): Promise<void> {
  for (let at = 0; at < ids.length; at += CHUNK) {
    const chunk = ids.slice(at, at + CHUNK);
    const gone = await whereAny(
      act.trx('batch_rows').where({ batch_id: batchId, live: 1 }),
      act.trx,
      'submission_id',
      chunk,
    ).update({ live: 0, removed_by_id: act.actor.id, removed_at: act.now, removed_reason: reason });
    if (gone !== chunk.length)
      throw blocked(withBatchMessages([{ code: 'NOT_IN_BATCH', count: chunk.length - gone }]));
    await moves.moveMany(act, chunk, 'unbatch', { batchId, note: reason });
  }
}

/** Composing a batch: what may come in, and what is taken out again, while it is open. */
export function createBatchCompose({ moves }: { moves: BatchMoves }) {
  async function open(
    act: Act,
    id: number,
    version: number | null,
    action: 'add-rows' | 'remove-rows' | 'cancel',
  ) {
    const row = await lockBatch(act, id, version);
    await assertBatchAllowed(act.trx, action, row, act.actor);
    return row;
  }

  return {
    create,

    /** Adds verified rows of the batch's wave, channel and office; the others are named with every reason. */
    async addRows(act: Act, id: number, input: AddRows): Promise<RowsAdded> {
      const batch = await open(act, id, input.version ?? null, 'add-rows');
      const ids = input.filter
        ? await frozenIds(act, input.filter, input.expectedCount as number)
        : [...new Set(input.ids)];
      const lateness = await latenessOf(act.trx, batch.wave_id);
      const skipped: SkippedRow[] = [];
      let added = 0;
      for (let at = 0; at < ids.length; at += CHUNK) {
        const chunk = ids.slice(at, at + CHUNK);
        const candidates = await loadCandidates(act, chunk);
        const fit: number[] = [];
        for (const one of chunk) {
          const row = candidates.get(one);
          const reasons = row
            ? candidateBlockers(candidateFacts(row, lateness), rowToBatch(batch), act.now)
            : [{ code: 'NOT_FOUND' }];
          if (reasons.length === 0) fit.push(one);
          else
            skipped.push({
              id: one,
              registrationNo: row?.registration_no ?? null,
              reasons: reasons.map(({ code }) => code),
            });
        }
        if (fit.length === 0) continue;
        await insertRows(act, id, fit);
        await moves.moveMany(act, fit, 'batch', { batchId: id });
        added += fit.length;
      }
      const details = { added, skipped: skipped.length };
      let after = batch;
      // Where nothing came in, nothing changed: the log alone says that it was tried.
      if (added > 0)
        after = await changeBatch(act, batch, 'add-rows', await countedColumns(act.trx, id), { details });
      else act.record({ subject: 'batch', subjectId: id, details });
      return {
        added,
        skipped: skipped.slice(0, NAMED_SKIPS),
        skippedCount: skipped.length,
        reasons: byReason(skipped),
        batch: rowToBatch(after),
      };
    },

    /** Takes rows out; all of them or, where one is not in the batch, none. */
    async removeRows(act: Act, id: number, input: RemoveRows): Promise<BatchRecord> {
      const batch = await open(act, id, input.version ?? null, 'remove-rows');
      const ids = [...new Set(input.ids)];
      await takeOut(act, moves, id, ids, input.reason);
      const counted = await countedColumns(act.trx, id);
      return rowToBatch(
        await changeBatch(act, batch, 'remove-rows', counted, {
          note: input.reason,
          details: { removed: ids.length },
        }),
      );
    },

    /** Gives a batch up: its rows are verified again. */
    async cancel(act: Act, id: number, version: number, note: string | null = null): Promise<BatchRecord> {
      const batch = await open(act, id, version, 'cancel');
      const ids = await liveRowIds(act.trx, id);
      await takeOut(act, moves, id, ids, note ?? 'batch cancelled');
      const counted = await countedColumns(act.trx, id);
      return rowToBatch(
        await changeBatch(act, batch, 'cancel', counted, { note, details: { removed: ids.length } }),
      );
    },

    /** A registration in an open batch is being withdrawn: its place in the batch goes with it. */
    async leaveOpenBatch(act: Act, submissionId: number, reason: string): Promise<void> {
      const place = (await act
        .trx('batch_rows')
        .where({ submission_id: submissionId, live: 1 })
        .first('id', 'batch_id')) as { id: number; batch_id: number } | undefined;
      if (!place) return;
      const batch = (await act.trx('batches').where({ id: place.batch_id }).forUpdate().first()) as BatchRow;
      if (batch.status !== 'open')
        throw blocked(withBatchMessages([{ code: 'STATUS_FORBIDS', status: batch.status }]));
      const run = await latestRun(act.trx, batch.id);
      if (run && isUnderWay(run)) throw blocked(withBatchMessages([{ code: 'SEALING', jobId: run.job_id }]));
      await act
        .trx('batch_rows')
        .where({ id: place.id })
        .update({ live: 0, removed_by_id: act.actor.id, removed_at: act.now, removed_reason: reason });
      await changeBatch(act, batch, 'remove-rows', await countedColumns(act.trx, batch.id), {
        note: reason,
        details: { removed: 1 },
      });
    },

    /** Rows the PMO returned go to correction: their places in the settled batches are free for the next round. */
    async releaseReturned(act: Act, submissionIds: readonly number[]): Promise<void> {
      const places = act.trx('batch_rows').where({ live: 1 });
      await whereAny(places, act.trx, 'submission_id', submissionIds).update({
        live: 0,
        removed_by_id: act.actor.id,
        removed_at: act.now,
        removed_reason: 'returned by the PMO',
      });
    },
  };
}

export type BatchCompose = ReturnType<typeof createBatchCompose>;

function byReason(skipped: readonly SkippedRow[]): { code: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { reasons } of skipped)
    for (const code of reasons) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count);
}
