import type { Knex } from 'knex';
import { addGuard, addKeptGuards, isSqlite, oneOf } from './guards.ts';

/** Where a batch stands while its rows follow it, and they when they have: one word for both. */
export const STATUS_FOLLOWED = { ratify: 'ratified', send: 'sent', unsend: 'ratified' } as const;
const MOVES = Object.entries(STATUS_FOLLOWED);
const followedBy = (action: string) =>
  `CASE ${action} ${MOVES.map(([move, status]) => `WHEN '${move}' THEN '${status}'`).join(' ')} END`;

/** Rows of large batches that follow their batch in parts: the act is short, and what is still to move is written down. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('row_moves', (t) => {
    t.increments('id');
    t.integer('batch_id').notNullable().references('batches.id').index();
    t.string('action', 10).notNullable();
    // Whose act it was: the rows' own history tells it as if all had moved in it.
    t.integer('actor_id').references('staff.id');
    t.string('actor_role', 20).notNullable();
    t.string('at', 24).notNullable();
    t.string('request_id', 40).notNullable();
    t.text('reason_codes');
    t.text('note');
    t.integer('total').notNullable();
    t.integer('moved').notNullable().defaultTo(0);
    // The last row of batch_rows that moved; the next part begins behind it.
    t.integer('moved_row').notNullable().defaultTo(0);
    t.string('ended_at', 24);
    t.check('total > 0 AND moved BETWEEN 0 AND total');
    t.check('ended_at IS NULL OR moved = total');
    t.check(
      oneOf(
        'action',
        MOVES.map(([move]) => move),
      ),
    );
  });
  await knex.raw(
    'CREATE UNIQUE INDEX row_moves_one_at_a_time ON row_moves (batch_id) WHERE ended_at IS NULL',
  );
  await addKeptGuards(knex, 'row_moves');
  await addGuard(knex, {
    table: 'row_moves',
    name: 'row_move_insert',
    event: 'INSERT',
    refuseWhen: `NEW.ended_at IS NOT NULL OR NEW.moved <> 0 OR NOT EXISTS (SELECT 1 FROM batches b WHERE b.id = NEW.batch_id
      AND b.status = ${followedBy('NEW.action')} AND b.row_count = NEW.total)`,
  });
  const fixed = ['batch_id', 'action', 'actor_id', 'actor_role', 'at', 'request_id', 'reason_codes', 'note', 'total'].map(
    (column) => `NEW.${column} IS DISTINCT FROM OLD.${column}`,
  ); // prettier-ignore
  await addGuard(knex, {
    table: 'row_moves',
    name: 'row_move_update',
    event: 'UPDATE',
    refuseWhen: `OLD.ended_at IS NOT NULL OR NEW.moved < OLD.moved OR NEW.moved_row < OLD.moved_row OR ${fixed.join(' OR ')}
      OR (NEW.ended_at IS NOT NULL AND EXISTS (SELECT 1 FROM batch_rows r JOIN submissions s ON s.id = r.submission_id
        WHERE r.batch_id = NEW.batch_id AND r.live = 1 AND s.status <> ${followedBy('NEW.action')}))`,
  });
  // No further step before the last row has followed.
  await addGuard(knex, {
    table: 'batches',
    name: 'batch_rows_moving',
    event: 'UPDATE',
    of: ['status'],
    refuseWhen: `NEW.status <> OLD.status AND EXISTS (SELECT 1 FROM row_moves m WHERE m.batch_id = NEW.id AND m.ended_at IS NULL)`,
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(
    isSqlite(knex) ? 'DROP TRIGGER guard_batch_rows_moving' : 'DROP FUNCTION guard_batch_rows_moving CASCADE',
  );
  await knex.schema.dropTable('row_moves');
}
