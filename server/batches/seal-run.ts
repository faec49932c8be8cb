import type { Act } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import { AppError } from '../errors.ts';
import { holdJob } from '../jobs/job-hold.ts';
import { JobStopped, type JobRun } from '../jobs/job-service.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import type { SigningKeys } from '../privacy/signing-keys.ts';
import type { BatchMoves } from '../submissions/submission-batch-moves.ts';
import type { FormSealer } from '../submissions/submission-form.ts';
import { assertBatchAllowed } from './batch-facts.ts';
import { createBatchRun } from './batch-run.ts';
import { runOfJob, type BatchRunRow } from './batch-run-store.ts';
import { changeBatch, countedColumns, type BatchRow } from './batch-store.ts';
import { signManifest } from './manifest-seal.ts';
import { digestOfStored, linesInParts, manifestSource, orderedIds } from './manifest-store.ts';
import {
  beginManifest,
  completeManifest,
  insertLines,
  lineRecords,
  sweepDrafts,
} from './manifest-writing.ts';

export const SEAL_KIND = 'batches.seal';

/** Lines written in one transaction: so many stay below what others would notice. */
const AT_ONCE = 1000;

export interface SealRunDependencies {
  database: Database;
  moves: BatchMoves;
  sealer: FormSealer;
  encryption: FieldEncryption;
  signingKeys: SigningKeys;
}

/**
 * Seals a large batch: every line written into a draft, a part at a time behind those that stand, and in the short act at
 * the end digest, signature and status.
 */
export function createSealRun(dependencies: SealRunDependencies) {
  const { database, sealer, encryption, signingKeys } = dependencies;

  const begin = (run: JobRun): Promise<number> =>
    database.transaction(async (trx) => {
      await holdJob(trx, run);
      const row = await runOfJob(trx, run.id);
      const by = { rowCount: row.total, screeningAsOf: row.ordered_at, sealedById: run.actor.id };
      const id = await beginManifest(trx, row.batch_id, by);
      await trx('batch_runs').where({ id: row.id }).update({ manifest_id: id });
      return id;
    });

  /** Writes the lines behind those that stand; they are made outside the transaction, since nothing can change them. */
  async function writeLines(run: JobRun, found: BatchRunRow, batch: BatchRow): Promise<number> {
    let row = found;
    const manifestId = row.manifest_id ?? (await begin(run));
    const source = await manifestSource(database.read, batch.wave_id, row.ordered_at);
    const ids = (await orderedIds(database.read, row.batch_id)).slice(row.written);
    for await (const lines of linesInParts(database.read, sealer, ids, source, AT_ONCE)) {
      const records = lineRecords(encryption, manifestId, row.written, lines);
      row = { ...row, written: row.written + lines.length };
      await database.transaction(async (trx) => {
        await holdJob(trx, run);
        await insertLines(trx, records);
        await trx('batch_runs').where({ job_id: run.id }).update({ written: row.written });
      });
      await run.progress(Math.floor((row.screened + row.written) / 2), row.total);
    }
    return manifestId;
  }

  const step = createBatchRun(dependencies, {
    action: 'seal',
    // Its lines are written once everybody is clear: a draft of a refused batch would be thrown away.
    readBeside: () => Promise.resolve(),
    async prepare(run, row, batch) {
      const manifestId = await writeLines(run, row, batch);
      const stored = await digestOfStored(database.read, encryption, manifestId);
      if (!stored) throw new Error(`a line of manifest ${manifestId} does not open`);
      return { manifestId, digest: stored.digest };
    },
    async take(act, _row, batch, manifest) {
      await assertBatchAllowed(act.trx, 'seal', batch, act.actor);
      await sealBatch(act, signingKeys, batch, manifest);
    },
  });

  return async function seal(run: JobRun): Promise<Record<string, unknown>> {
    const { batch_id: batchId } = await runOfJob(database.read, run.id);
    await sweepDrafts(database, batchId);
    try {
      return await step(run);
    } catch (error) {
      // Cancelled or refused: nothing half-written is kept. A server that drains leaves its draft to the next one.
      const isRefused = error instanceof AppError && error.code === 'BLOCKED';
      if (error instanceof JobStopped || isRefused) await sweepDrafts(database, batchId);
      throw error;
    }
  };
}

/** The last step of both roads to a seal: digest and signature of a completed manifest, and the status. */
export async function sealBatch(
  act: Act,
  keys: SigningKeys,
  batch: BatchRow,
  manifest: { manifestId: number; digest: string },
): Promise<BatchRow> {
  await completeManifest(act.trx, manifest.manifestId, { digest: manifest.digest, sealedAt: act.now });
  const counted = await countedColumns(act.trx, batch.id);
  const { kid } = await signManifest(
    act.trx,
    keys,
    { ...batch, ...counted },
    { ...manifest, sealedAt: act.now },
  );
  const values = { ...counted, digest: manifest.digest, sealed_at: act.now, sealed_by_id: act.actor.id };
  return changeBatch(act, batch, 'seal', values, { details: { manifestId: manifest.manifestId, kid } });
}
