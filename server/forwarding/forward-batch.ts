import { createHash } from 'node:crypto';
import type { Act } from '../audit/audit-service.ts';
import { assertBatchAllowed, batchRefusal, loadBatchFacts } from '../batches/batch-facts.ts';
import { createBatchRun, orderRun } from '../batches/batch-run.ts';
import type { StepOrdered } from '../batches/batch-run-schema.ts';
import type { BatchRecord } from '../batches/batch-schema.ts';
import { rescreen, type RefusedAfterScreening } from '../batches/batch-screening.ts';
import { changeBatch, lockBatch, rowToBatch, type BatchRow } from '../batches/batch-store.ts';
import { digestOfStored, findManifest, type ManifestRow } from '../batches/manifest-store.ts';
import type { RowMoves } from '../batches/row-moves.ts';
import type { Connection, Database } from '../database.ts';
import type { JobService } from '../jobs/job-service.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import type { BatchMoves } from '../submissions/submission-batch-moves.ts';
import type { ForwardBatch } from './forwarding-schema.ts';

const FORWARD_KIND = 'batches.forward';

export interface ForwardDependencies {
  database: Database;
  jobs: JobService;
  moves: BatchMoves;
  rowMoves: RowMoves;
  encryption: FieldEncryption;
  /** Rows up to which a batch is forwarded within the request. */
  atOnce: number;
}

type Way = ForwardBatch['way'];

/** `DSP-2026-00012-1`: the batch's own number and which delivery of it this is. */
async function nextDispatchNo(act: Act, batch: BatchRow): Promise<string> {
  const [before] = (await act.trx('dispatches').where({ batch_id: batch.id }).count({ n: '*' })) as {
    n: number;
  }[];
  return `${batch.batch_no.replace(/^KOL/, 'DSP')}-${Number(before?.n ?? 0) + 1}`;
}

/** Puts one delivery into the outbox together with the batch's new status; its rows follow, and the worker does the rest. */
async function queue(
  act: Act,
  rowMoves: RowMoves,
  batch: BatchRow,
  { manifest, way }: { manifest: ManifestRow; way: Way },
): Promise<BatchRow> {
  const dispatchNo = await nextDispatchNo(act, batch);
  await act.trx('dispatches').insert({
    dispatch_no: dispatchNo,
    batch_id: batch.id,
    manifest_id: manifest.id,
    idempotency_key: createHash('sha256').update(`${dispatchNo}|${manifest.digest}`).digest('hex'),
    digest: manifest.digest,
    row_count: manifest.row_count,
    round_no: batch.round_no,
    next_attempt_at: act.now,
    queued_by_id: act.actor.id,
    queued_at: act.now,
  });
  const after = await changeBatch(
    act,
    batch,
    'forward',
    { dispatch_no: dispatchNo, sent_at: act.now },
    { details: { dispatchNo, way } },
  );
  if (way === 'file')
    await act.trx('dispatches').where({ dispatch_no: dispatchNo }).update({ status: 'by_file' });
  await rowMoves.follow(act, after, 'send');
  return after;
}

/** Forwarding of ratified batches: within the request, or by a job where others would wait for it. */
export function createForward({ database, jobs, moves, rowMoves, encryption, atOnce }: ForwardDependencies) {
  /** The stored manifest, proven against the digest that was ratified; null where it is not what was sealed. */
  async function provenManifest(connection: Connection, batch: BatchRow): Promise<ManifestRow | null> {
    const manifest = await findManifest(connection, batch);
    const stored = manifest && (await digestOfStored(connection, encryption, manifest.id));
    return manifest && stored?.digest === batch.digest ? manifest : null;
  }

  async function refuseTampered(act: Act, batch: BatchRow): Promise<never> {
    throw batchRefusal([{ code: 'MANIFEST_TAMPERED' }], await loadBatchFacts(act.trx, batch), act.actor);
  }

  jobs.register(
    FORWARD_KIND,
    createBatchRun(
      { database, moves },
      {
        action: 'forward',
        readBeside: (batch) => provenManifest(database.read, batch),
        prepare: (_run, _row, _batch, proven) => Promise.resolve(proven),
        async take(act, row, batch, manifest) {
          await assertBatchAllowed(act.trx, 'forward', batch, act.actor);
          const { way } = JSON.parse(row.input) as { way: Way };
          if (!manifest) return refuseTampered(act, batch);
          await queue(act, rowMoves, batch, { manifest, way });
        },
      },
    ),
  );

  /** Forwards a ratified batch: every row screened once more, the stored manifest proven, one delivery queued. */
  return async function forward(
    act: Act,
    id: number,
    { version, way }: ForwardBatch,
  ): Promise<BatchRecord | RefusedAfterScreening | StepOrdered> {
    const batch = await lockBatch(act, id, version);
    await assertBatchAllowed(act.trx, 'forward', batch, act.actor);
    if (batch.row_count > atOnce)
      return orderRun(act, jobs, batch, { action: 'forward', kind: FORWARD_KIND, input: { way } });
    const manifest = await provenManifest(act.trx, batch);
    if (!manifest) return refuseTampered(act, batch);
    const { blockers } = await rescreen(act, moves, batch, 'send');
    if (blockers.length > 0) return { refused: blockers };
    return rowToBatch(await queue(act, rowMoves, batch, { manifest, way }));
  };
}
