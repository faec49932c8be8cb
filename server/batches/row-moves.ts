import type { Act, Actor } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import type { Logger } from '../logger.ts';
import type { BatchMoves, MoveExtra } from '../submissions/submission-batch-moves.ts';
import { createWorkRounds } from '../work-rounds.ts';
import { rowsBehind } from './batch-run-store.ts';
import { liveRowIds } from './batch-store.ts';
import type { RowMove } from './batch-run-schema.ts';
import type { RowMoveRow } from './row-move-store.ts';

/** Moved in one transaction: so many stay below what others would notice. */
const AT_ONCE = 500;

/** As it would be in the act itself: its person, its instant, its request. */
const actOf = (trx: Act['trx'], row: RowMoveRow): Act => ({
  trx,
  actor: { id: row.actor_id ?? 0, role: row.actor_role } as Actor,
  requestId: row.request_id,
  now: row.at,
  // The act itself stands in the log; the rows' own history tells of each.
  record: () => undefined,
});

/**
 * Rows that follow their batch to its new status: at once where they are few, else in parts after the act. What is still to
 * move stands in `row_moves`, written with the act; no other step is taken before the last row stands where its batch does.
 */
export function createRowMoves({
  database,
  moves,
  atOnce,
  logger,
}: {
  database: Database;
  moves: BatchMoves;
  /** Rows up to which a batch moves within the act. */
  atOnce: number;
  logger: Logger;
}) {
  /** Moves one part; false where the move has ended, or another process is at it. */
  const movePart = (id: number): Promise<boolean> =>
    database.transaction(async (trx) => {
      const its = trx('row_moves').where({ id }).whereNull('ended_at').forUpdate();
      // SQLite has one writer; of several processes on PostgreSQL each takes another batch.
      if (database.engine === 'postgres') void its.skipLocked();
      const row = (await its.first()) as RowMoveRow | undefined;
      if (!row) return false;
      const rows = await rowsBehind(trx, row.batch_id, { after: row.moved_row, limit: AT_ONCE });
      const last = rows.at(-1);
      if (!last) throw new Error(`batch ${row.batch_id} has lost rows on their way`);
      const ids = rows.map(({ submissionId }) => submissionId);
      const reasonCodes = row.reason_codes === null ? [] : (JSON.parse(row.reason_codes) as string[]);
      const extra = { batchId: row.batch_id, reasonCodes, note: row.note };
      await moves.moveMany(actOf(trx, row), ids, row.action, extra);
      const moved = row.moved + rows.length;
      const ended_at = moved === row.total ? new Date().toISOString() : null;
      await trx('row_moves').where({ id: row.id }).update({ moved, moved_row: last.id, ended_at });
      return true;
    });

  /** Takes each batch as far as it goes: one that somebody has meddled with keeps no other waiting, and is tried every round. */
  async function round(stopping: () => boolean): Promise<void> {
    const unended = database.read('row_moves').whereNull('ended_at').orderBy('id').select('id', 'batch_id');
    for (const { id, batch_id: batchId } of (await unended) as { id: number; batch_id: number }[])
      try {
        while (!stopping() && (await movePart(id)));
      } catch (error) {
        const { name: kind, code } = error as { name?: string; code?: string };
        logger.error({ batchId, kind, code }, 'rows do not follow their batch');
      }
  }

  const worker = createWorkRounds({ name: 'row moves', takeBack: () => Promise.resolve(), round, logger });

  return {
    worker,

    /** Has all rows of a batch, whose status the act has just changed, follow it. */
    async follow(act: Act, batch: { id: number; row_count: number }, action: RowMove, extra: MoveExtra = {}) {
      const { reasonCodes = [], note = null } = extra;
      if (batch.row_count <= atOnce)
        return moves.moveMany(act, await liveRowIds(act.trx, batch.id), action, {
          batchId: batch.id,
          reasonCodes,
          note,
        });
      await act.trx('row_moves').insert({
        batch_id: batch.id,
        action,
        actor_id: act.actor.id || null,
        actor_role: act.actor.role,
        at: act.now,
        request_id: act.requestId,
        reason_codes: reasonCodes.length > 0 ? JSON.stringify(reasonCodes) : null,
        note,
        total: batch.row_count,
      });
      // Before the commit it finds nothing, and then its next round does.
      setImmediate(() => void worker.wake());
    },
  };
}
export type RowMoves = ReturnType<typeof createRowMoves>;
