import type { Act } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import { blocked } from '../errors.ts';
import type { JobService } from '../jobs/job-service.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import type { SigningKeys } from '../privacy/signing-keys.ts';
import type { RescreenAccepted } from '../submissions/rescreen-schema.ts';
import type { Rescreen } from '../submissions/rescreen-service.ts';
import type { BatchMoves } from '../submissions/submission-batch-moves.ts';
import type { FormSealer } from '../submissions/submission-form.ts';
import { withBatchMessages } from './batch-blocker-rules.ts';
import { assertBatchAllowed } from './batch-facts.ts';
import { orderRun } from './batch-run.ts';
import type { StepOrdered } from './batch-run-schema.ts';
import type { BatchAction } from './batch-rules.ts';
import type { BatchRecord } from './batch-schema.ts';
import { rescreen, type RefusedAfterScreening } from './batch-screening.ts';
import { changeBatch, lockBatch, rowToBatch, traceStep, type BatchRow } from './batch-store.ts';
import { writeManifest } from './manifest-writing.ts';
import { createSealRun, SEAL_KIND, sealBatch } from './seal-run.ts';

export interface SealDependencies {
  database: Database;
  jobs: JobService;
  signingKeys: SigningKeys;
  /** Rows up to which a batch is sealed within the request. */
  batchAtOnce: number;
  moves: BatchMoves;
  sealer: FormSealer;
  encryption: FieldEncryption;
  rescreen: Pick<Rescreen, 'order'>;
}

/** What a batch loses when it is opened again: the next seal makes its own. */
export const UNSEALED = {
  digest: null,
  sealed_at: null,
  sealed_by_id: null,
  submitted_at: null,
  submitted_by_id: null,
} as const satisfies Partial<BatchRow>;

/** Nobody may have left the road while the batch was open: its rows are `batched`, each of them. */
async function assertAllBatched(act: Act, batch: BatchRow): Promise<void> {
  const [moved] = (await act
    .trx('batch_rows as r')
    .join('submissions as s', 's.id', 'r.submission_id')
    .where({ 'r.batch_id': batch.id, 'r.live': 1 })
    .whereNot({ 's.status': 'batched' })
    .count({ n: '*' })) as { n: number }[];
  if (Number(moved?.n ?? 0) > 0) throw blocked(withBatchMessages([{ code: 'ROWS_MOVED', count: moved?.n }]));
}

export function createBatchSeal(dependencies: SealDependencies) {
  const { jobs, moves, sealer, encryption, signingKeys, batchAtOnce, rescreen: orders } = dependencies;
  jobs.register(SEAL_KIND, createSealRun(dependencies));

  async function open(act: Act, id: number, version: number, action: BatchAction): Promise<BatchRow> {
    const row = await lockBatch(act, id, version);
    await assertBatchAllowed(act.trx, action, row, act.actor);
    return row;
  }

  return {
    /**
     * Seals a batch: screens every row again, writes the canonical manifest, signs its SHA-256, freezes the rows. A row
     * that is not clear refuses the whole; the batch stays open and the screening results stand. What is too large to
     * be sealed while others wait, a job seals.
     */
    async seal(
      act: Act,
      id: number,
      version: number,
    ): Promise<BatchRecord | RefusedAfterScreening | StepOrdered> {
      const batch = await open(act, id, version, 'seal');
      if (batch.row_count > batchAtOnce)
        return orderRun(act, jobs, batch, { action: 'seal', kind: SEAL_KIND });
      const { blockers } = await rescreen(act, moves, batch, 'seal');
      if (blockers.length > 0) return { refused: blockers };
      await assertAllBatched(act, batch);
      const by = { screeningAsOf: act.now, sealedById: act.actor.id };
      const manifest = await writeManifest(act.trx, { sealer, encryption }, batch, by);
      return rowToBatch(await sealBatch(act, signingKeys, batch, manifest));
    },

    /**
     * Has every row screened again by a job, without moving the batch: a newer list does not wait for the last day, and
     * who is found after the PMO's answer is reported.
     */
    async rescreen(act: Act, id: number, version: number): Promise<RescreenAccepted> {
      const batch = await open(act, id, version, 'rescreen');
      const accepted = await orders.order(act, { waveId: batch.wave_id, batchId: id });
      if (!accepted.repeated) await traceStep(act, batch, 'rescreen');
      return accepted;
    },

    /** Opens a sealed batch again; the papers signed for its digest are worth nothing from here on. */
    async unseal(act: Act, id: number, version: number, reason: string): Promise<BatchRecord> {
      const batch = await open(act, id, version, 'unseal');
      const details = { unsealed: batch.digest };
      return rowToBatch(await changeBatch(act, batch, 'unseal', UNSEALED, { note: reason, details }));
    },
  };
}
