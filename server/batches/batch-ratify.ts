import type { Act } from '../audit/audit-service.ts';
import type { Connection } from '../database.ts';
import type { BatchMoves } from '../submissions/submission-batch-moves.ts';
import type { FormSealer } from '../submissions/submission-form.ts';
import { invalid } from '../errors.ts';
import { takeOut } from './batch-compose.ts';
import { assertBatchAllowed, batchRefusal, loadRatificationFacts, quotaLeft } from './batch-facts.ts';
import { ratificationBlockers } from './batch-rules.ts';
import type { BatchRecord, Ratify, SendBack } from './batch-schema.ts';
import { rescreen, type RefusedAfterScreening } from './batch-screening.ts';
import { UNSEALED } from './batch-seal.ts';
import { changeBatch, countedColumns, lockBatch, rowToBatch, type BatchRow } from './batch-store.ts';
import { digestOfLive, findManifest } from './manifest-store.ts';

/** The decree number whoever wrote it, capitals aside. */
async function numberUsed(act: Act, batch: BatchRow, decreeNo: string): Promise<boolean> {
  const other = await act
    .trx('batches')
    .whereRaw('lower(decree_no) = ?', [decreeNo.toLowerCase()])
    .whereNot({ id: batch.id })
    .first('id');
  return other !== undefined;
}

/** What was found of a batch before its act: whether its registrations still give this digest, to the letter. */
export interface ProvenDigest {
  digest: string | null;
  isWhole: boolean;
}

export function createBatchRatify({ moves, sealer }: { moves: BatchMoves; sealer: FormSealer }) {
  return {
    /**
     * Reads all registrations of a sealed batch and holds them against the digest that is to be signed. It takes seconds
     * for a large batch, and stands outside the act's transaction: the database refuses every change of a sealed row.
     */
    async proveDigest(connection: Connection, batch: BatchRow): Promise<ProvenDigest> {
      if (batch.status !== 'awaiting_ratification') return { digest: null, isWhole: false };
      const manifest = await findManifest(connection, batch);
      const now = manifest && (await digestOfLive(connection, sealer, batch, manifest.screening_as_of));
      const isWhole = now !== null && now.digest === batch.digest && now.rows === batch.row_count;
      return { digest: batch.digest, isWhole };
    },

    /**
     * Ratifies the digest of a batch (domain.md section 6). The caller has asked for the password again, outside
     * this transaction. Batches of one wave wait for each other here, so that two cannot share the last places.
     */
    async ratify(
      act: Act,
      id: number,
      input: Omit<Ratify, 'password'>,
      proven: ProvenDigest,
    ): Promise<BatchRecord | RefusedAfterScreening> {
      const batch = await lockBatch(act, id, input.version);
      await act.trx('waves').where({ id: batch.wave_id }).forUpdate().first('id');
      const facts = await loadRatificationFacts(act.trx, batch, act.actor, act.now);
      const decree = { date: input.decreeDate, numberUsed: await numberUsed(act, batch, input.decreeNo) };
      const context = { quotaLeft: await quotaLeft(act.trx, batch), now: act.now, decree };
      const blockers = ratificationBlockers(facts, act.actor, context);
      if (blockers.length > 0) throw batchRefusal(blockers, facts, act.actor);
      const isWhole = proven.isWhole && proven.digest === batch.digest;
      if (!isWhole) throw batchRefusal([{ code: 'MANIFEST_TAMPERED' }], facts, act.actor);
      const screened = await rescreen(act, moves, batch, 'ratify');
      if (screened.blockers.length > 0) return { refused: screened.blockers };
      const ratified = await changeBatch(
        act,
        batch,
        'ratify',
        {
          ratified_by_id: act.actor.id,
          ratified_at: act.now,
          ratified_digest: batch.digest,
          decree_no: input.decreeNo,
          decree_date: input.decreeDate,
        },
        { details: { decreeNo: input.decreeNo, decreeDate: input.decreeDate } },
      );
      await moves.moveMany(act, screened.ids, 'ratify', { batchId: id });
      return rowToBatch(ratified);
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
