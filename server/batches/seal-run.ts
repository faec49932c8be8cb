import type { Act } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import { blocked } from '../errors.ts';
import { holdJob } from '../jobs/job-hold.ts';
import { JobStopped, type JobRun } from '../jobs/job-service.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import type { SigningKeys } from '../privacy/signing-keys.ts';
import type { BatchMoves } from '../submissions/submission-batch-moves.ts';
import type { FormSealer } from '../submissions/submission-form.ts';
import { withBatchMessages } from './batch-blocker-rules.ts';
import { assertBatchAllowed } from './batch-facts.ts';
import { screeningBlockers } from './batch-screening.ts';
import { changeBatch, countedColumns, lockBatch, type BatchRow } from './batch-store.ts';
import { signManifest } from './manifest-seal.ts';
import { digestOfStored, linesInParts, manifestSource, orderedIds } from './manifest-store.ts';
import {
  beginManifest,
  completeManifest,
  insertLines,
  lineRecords,
  sweepDrafts,
} from './manifest-writing.ts';
import {
  addFindings,
  listsNow,
  NOTHING_FOUND,
  rowsBehind,
  rowsNotReady,
  sealRunOfJob,
  type SealFindings,
  type SealRunRow,
} from './seal-run-store.ts';

export const SEAL_KIND = 'batches.seal';

/** Screened, or written, in one transaction: so many stay below what others would notice. */
const AT_ONCE = 1000;

export interface SealRunDependencies {
  database: Database;
  moves: BatchMoves;
  sealer: FormSealer;
  encryption: FieldEncryption;
  signingKeys: SigningKeys;
}

const foundIn = (row: SealRunRow) => JSON.parse(row.found) as SealFindings;
const isClear = ({ hits, unknown }: SealFindings) => hits.count === 0 && unknown.count === 0;
const about = (row: SealRunRow) => ({ subject: 'batch', subjectId: row.batch_id }) as const;

/**
 * Seals a large batch in parts: every row screened, every line written into a draft, and in one short act at the end the
 * digest, the signature and the status. Each part's transaction holds its own place, so that a killed process repeats
 * and forgets nothing; the database lets nothing in the batch move meanwhile.
 */
export function createSealRun({ database, moves, sealer, encryption, signingKeys }: SealRunDependencies) {
  const batchOf = async (row: SealRunRow) =>
    (await database.read('batches').where({ id: row.batch_id }).first()) as BatchRow;
  // What is screened and what is written each count half.
  const tell = (run: JobRun, { screened, written, total }: SealRunRow) =>
    run.progress(Math.floor((screened + written) / 2), total);

  /** Screens one part; false when none was left. */
  const screenPart = (run: JobRun): Promise<boolean> =>
    run.act('batch.screened', async (act) => {
      await holdJob(act.trx, run);
      const row = await sealRunOfJob(act.trx, run.id);
      const place = { after: row.screened_row, limit: AT_ONCE };
      const rows = await rowsBehind(act.trx, row.batch_id, place);
      const ids = rows.map(({ submissionId }) => submissionId);
      const { hits, unknown } = await moves.rescreenMany(act, ids, 'seal');
      const counts = { rows: rows.length, hits: hits.length, unknown: unknown.length };
      act.record({ ...about(row), details: { trigger: 'seal', jobId: run.id, ...counts } });
      const last = rows.at(-1);
      if (!last) return false;
      await act
        .trx('seal_runs')
        .where({ id: row.id })
        .update({
          screened_row: last.id,
          screened: row.screened + rows.length,
          found: JSON.stringify(addFindings(foundIn(row), { hits, unknown })),
        });
      return true;
    });

  async function screenAll(run: JobRun): Promise<void> {
    for (;;) {
      const row = await sealRunOfJob(database.read, run.id);
      if (row.screened >= row.total || !(await screenPart(run))) return;
      await tell(run, await sealRunOfJob(database.read, run.id));
    }
  }

  /** Ends the run without a seal: the batch is open as before, and the order is answered with who is not clear. */
  const refuse = (run: JobRun) =>
    run.act('batch.seal-refused', async (act) => {
      await holdJob(act.trx, run);
      const row = await sealRunOfJob(act.trx, run.id);
      const found = foundIn(row);
      const { wave_id } = await batchOf(row);
      const blockers = await screeningBlockers(act, wave_id, found);
      await end(act, row, 'refused', { found: JSON.stringify({ ...found, blockers }) });
      act.record({
        ...about(row),
        details: { jobId: run.id, hits: found.hits.count, unknown: found.unknown.count },
      });
      return blockers;
    });

  const end = (act: Act, row: SealRunRow, outcome: 'sealed' | 'refused', values: Partial<SealRunRow> = {}) =>
    act
      .trx('seal_runs')
      .where({ id: row.id })
      .update({ ...values, outcome, ended_at: act.now });

  /** Writes the lines behind those that stand; they are made outside the transaction, since nothing can change them. */
  async function writeLines(run: JobRun): Promise<void> {
    let row = await sealRunOfJob(database.read, run.id);
    const batch = await batchOf(row);
    const source = await manifestSource(database.read, batch.wave_id, row.ordered_at);
    const ids = (await orderedIds(database.read, row.batch_id)).slice(row.written);
    if (ids.length === 0) return;
    const manifestId = row.manifest_id ?? (await begin(run));
    for await (const lines of linesInParts(database.read, sealer, ids, source, AT_ONCE)) {
      const records = lineRecords(encryption, manifestId, row.written, lines);
      row = { ...row, written: row.written + lines.length };
      await database.transaction(async (trx) => {
        await holdJob(trx, run);
        await insertLines(trx, records);
        await trx('seal_runs').where({ job_id: run.id }).update({ written: row.written });
      });
      await tell(run, row);
    }
  }

  const begin = (run: JobRun): Promise<number> =>
    database.transaction(async (trx) => {
      await holdJob(trx, run);
      const row = await sealRunOfJob(trx, run.id);
      const by = { rowCount: row.total, screeningAsOf: row.ordered_at, sealedById: run.actor.id };
      const id = await beginManifest(trx, row.batch_id, by);
      await trx('seal_runs').where({ id: row.id }).update({ manifest_id: id });
      return id;
    });

  /** The short act at the end; false where lists or rows were found to be newer than the screening, which begins again. */
  async function finish(run: JobRun): Promise<boolean> {
    const { manifest_id: manifestId } = await sealRunOfJob(database.read, run.id);
    if (manifestId === null) throw new Error(`job ${run.id} has written no manifest`);
    const stored = await digestOfStored(database.read, encryption, manifestId);
    if (!stored) throw new Error(`a line of manifest ${manifestId} does not open`);
    return run.act('batch.sealed', async (act) => {
      await holdJob(act.trx, run);
      const row = await sealRunOfJob(act.trx, run.id);
      const batch = await lockBatch(act, row.batch_id, row.batch_version);
      const lists = await listsNow(act.trx);
      if (lists !== row.lists || (await rowsNotReady(act.trx, batch.id)) > 0) {
        const again = { screened_row: 0, screened: 0, found: JSON.stringify(NOTHING_FOUND), lists };
        await act.trx('seal_runs').where({ id: row.id }).update(again);
        act.record({ ...about(row), action: 'batch.seal-screened-again', details: { jobId: run.id } });
        return false;
      }
      await end(act, row, 'sealed');
      await assertBatchAllowed(act.trx, 'seal', batch, act.actor);
      await sealBatch(act, signingKeys, batch, { manifestId, digest: stored.digest });
      return true;
    });
  }

  async function work(run: JobRun): Promise<Record<string, unknown>> {
    for (;;) {
      const row = await sealRunOfJob(database.read, run.id);
      if (row.ended_at !== null) return answerOf(row);
      await screenAll(run);
      if (!isClear(foundIn(await sealRunOfJob(database.read, run.id)))) await refuse(run);
      else {
        await writeLines(run);
        await finish(run);
      }
    }
  }

  return async function seal(run: JobRun): Promise<Record<string, unknown>> {
    const { batch_id: batchId } = await sealRunOfJob(database.read, run.id);
    await sweepDrafts(database, batchId);
    try {
      return await work(run);
    } catch (error) {
      // Cancelled or refused: nothing half-written is kept. A server that drains leaves its draft to the next one.
      if (error instanceof JobStopped || blockedBy(error)) await sweepDrafts(database, batchId);
      throw error;
    }
  };
}

const blockedBy = (error: unknown) => (error as { code?: unknown }).code === 'BLOCKED';

function answerOf(row: SealRunRow): Record<string, unknown> {
  const { blockers = [] } = foundIn(row);
  if (row.outcome === 'refused') throw blocked(withBatchMessages(blockers));
  return { batchId: row.batch_id, rows: row.total, sealed: true };
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
