import type { Act, Actor, Clock } from '../audit/audit-service.ts';
import type { Connection, Database } from '../database.ts';
import type { JobService } from '../jobs/job-service.ts';
import type { BatchMoves } from '../submissions/submission-batch-moves.ts';
import type { FormSealer } from '../submissions/submission-form.ts';
import { invalid } from '../errors.ts';
import { takeOut } from './batch-compose.ts';
import {
  assertBatchAllowed,
  batchRefusal,
  loadBatchFacts,
  loadRatificationFacts,
  quotaLeft,
} from './batch-facts.ts';
import { decreeBlockers, ratificationBlockers, type RatificationContext } from './batch-rules.ts';
import { createBatchRun, orderRun } from './batch-run.ts';
import type { StepOrdered } from './batch-run-schema.ts';
import type { BatchRecord, Ratify, SendBack } from './batch-schema.ts';
import { rescreen, type RefusedAfterScreening } from './batch-screening.ts';
import { UNSEALED } from './batch-seal.ts';
import { changeBatch, countedColumns, lockBatch, rowToBatch, type BatchRow } from './batch-store.ts';
import { digestOfLive, findManifest } from './manifest-store.ts';
import type { RowMoves } from './row-moves.ts';

const RATIFY_KIND = 'batches.ratify';

/** The decree number whoever wrote it, capitals aside. */
async function numberUsed(connection: Connection, batch: BatchRow, decreeNo: string): Promise<boolean> {
  const other = (await connection('batches')
    .whereRaw('lower(decree_no) = ?', [decreeNo.toLowerCase()])
    .whereNot({ id: batch.id })
    .first('id')) as { id: number } | undefined;
  return other !== undefined;
}

/** What was found of a batch before its act: whether its registrations still give this digest, to the letter. */
export interface ProvenDigest {
  digest: string | null;
  isWhole: boolean;
}

type Decree = Pick<Ratify, 'decreeNo' | 'decreeDate'>;
type Order = Omit<Ratify, 'password'>;

async function contextOf(
  connection: Connection,
  batch: BatchRow,
  { decreeNo, decreeDate }: Decree,
  now: string,
): Promise<RatificationContext> {
  const decree = { date: decreeDate, numberUsed: await numberUsed(connection, batch, decreeNo) };
  return { quotaLeft: await quotaLeft(connection, batch), now, decree };
}

/** Throws 409 with everything that keeps the actor from ratifying; reads every row of the batch. */
async function assertRatifiable(
  connection: Connection,
  batch: BatchRow,
  decree: Decree,
  { actor, now, ownRun = false }: { actor: Actor; now: string; ownRun?: boolean },
): Promise<void> {
  const found = await loadRatificationFacts(connection, batch, actor, now);
  const facts = ownRun ? { ...found, underWay: null } : found;
  const blockers = ratificationBlockers(facts, actor, await contextOf(connection, batch, decree, now));
  if (blockers.length > 0) throw batchRefusal(blockers, facts, actor);
}

export interface RatifyDependencies {
  database: Database;
  jobs: JobService;
  moves: BatchMoves;
  rowMoves: RowMoves;
  sealer: FormSealer;
  /** Rows up to which a batch is ratified within the request. */
  atOnce: number;
  /** What ages are counted by between order and decree; the act itself has its own instant. */
  clock: Clock;
}

export function createBatchRatify(dependencies: RatifyDependencies) {
  const { database, jobs, moves, rowMoves, sealer, atOnce, clock } = dependencies;
  const isLarge = (batch: Pick<BatchRow, 'row_count'>) => batch.row_count > atOnce;
  // Batches of one wave wait for each other, so that two cannot share the last places.
  const holdWave = (act: Act, batch: BatchRow) =>
    act.trx('waves').where({ id: batch.wave_id }).forUpdate().first('id');

  /**
   * Reads all registrations of a sealed batch and holds them against the digest that is to be signed. It takes seconds
   * for a large batch, and stands outside the act's transaction: the database refuses every change of a sealed row.
   */
  async function proveDigest(connection: Connection, batch: BatchRow): Promise<ProvenDigest> {
    if (batch.status !== 'awaiting_ratification') return { digest: null, isWhole: false };
    const manifest = await findManifest(connection, batch);
    const now = manifest && (await digestOfLive(connection, sealer, batch, manifest.screening_as_of));
    const isWhole = now !== null && now.digest === batch.digest && now.rows === batch.row_count;
    return { digest: batch.digest, isWhole };
  }

  async function assertProven(act: Act, batch: BatchRow, { isWhole, digest }: ProvenDigest): Promise<void> {
    if (isWhole && digest === batch.digest) return;
    const facts = await loadBatchFacts(act.trx, batch);
    throw batchRefusal([{ code: 'MANIFEST_TAMPERED' }], facts, act.actor);
  }

  /** The decree itself, and the registrations behind it. */
  async function decree(act: Act, batch: BatchRow, { decreeNo, decreeDate }: Decree): Promise<BatchRow> {
    const ratified = await changeBatch(
      act,
      batch,
      'ratify',
      {
        ratified_by_id: act.actor.id,
        ratified_at: act.now,
        ratified_digest: batch.digest,
        decree_no: decreeNo,
        decree_date: decreeDate,
      },
      { details: { decreeNo, decreeDate } },
    );
    await rowMoves.follow(act, ratified, 'ratify');
    return ratified;
  }

  jobs.register(
    RATIFY_KIND,
    createBatchRun(dependencies, {
      action: 'ratify',
      readBeside: (batch) => proveDigest(database.read, batch),
      async prepare(run, row, batch, proven) {
        const order = JSON.parse(row.input) as Decree;
        const by = { actor: run.actor, now: clock().toISOString(), ownRun: true };
        await assertRatifiable(database.read, batch, order, by);
        return proven;
      },
      async take(act, row, batch, proven) {
        await holdWave(act, batch);
        const facts = await assertBatchAllowed(act.trx, 'ratify', batch, act.actor);
        const order = JSON.parse(row.input) as Decree;
        // What else was looked at before cannot have changed: the rows of a batch under way stand still.
        const blockers = decreeBlockers(batch.row_count, await contextOf(act.trx, batch, order, act.now));
        if (blockers.length > 0) throw batchRefusal(blockers, facts, act.actor);
        await assertProven(act, batch, proven);
        await decree(act, batch, order);
      },
    }),
  );

  return {
    /**
     * What takes long and needs no transaction: a small batch is held against its digest; of a large one everything that
     * speaks against the decree is told at once, and null says that a job is to take the step.
     */
    async beforeRatifying(
      batch: BatchRow,
      order: Order,
      actor: Actor,
      now: string,
    ): Promise<ProvenDigest | null> {
      if (!isLarge(batch)) return proveDigest(database.read, batch);
      if (batch.version === order.version)
        await assertRatifiable(database.read, batch, order, { actor, now });
      return null;
    },

    /**
     * Ratifies the digest of a batch (domain.md section 6), or has a job do so. The caller has asked for the password
     * again, outside this transaction.
     */
    async ratify(
      act: Act,
      id: number,
      order: Order,
      proven: ProvenDigest | null,
    ): Promise<BatchRecord | RefusedAfterScreening | StepOrdered> {
      const batch = await lockBatch(act, id, order.version);
      const { decreeNo, decreeDate } = order;
      if (proven === null) {
        await assertBatchAllowed(act.trx, 'ratify', batch, act.actor);
        const input = { decreeNo, decreeDate };
        return orderRun(act, jobs, batch, { action: 'ratify', kind: RATIFY_KIND, input });
      }
      await holdWave(act, batch);
      await assertRatifiable(act.trx, batch, order, act);
      await assertProven(act, batch, proven);
      const screened = await rescreen(act, moves, batch, 'ratify');
      if (screened.blockers.length > 0) return { refused: screened.blockers };
      return rowToBatch(await decree(act, batch, order));
    },

    /** Sends a batch back to be composed again; with `rows`, those leave it and are verified registrations again. */
    async sendBack(act: Act, id: number, input: SendBack): Promise<BatchRecord> {
      const batch = await lockBatch(act, id, input.version);
      await assertBatchAllowed(act.trx, 'send-back', batch, act.actor);
      if (input.reasons.includes('PMO_OTHER') && !input.note)
        throw invalid('NOTE_MISSING', 'This reason needs a note.', { note: 'required' });
      const rows = [...new Set(input.rows ?? [])];
      const after = await changeBatch(act, batch, 'send-back', UNSEALED, {
        reasonCodes: input.reasons,
        note: input.note,
        details: { sentBack: batch.digest, removed: rows.length },
      });
      if (rows.length === 0) return rowToBatch(after);
      await takeOut(act, moves, id, rows, `sent back: ${input.reasons.join(', ')}`);
      const counted = await countedColumns(act.trx, id);
      await act.trx('batches').where({ id }).update(counted);
      return rowToBatch({ ...after, ...counted });
    },
  };
}
