import type { Knex } from 'knex';
import { addAppendOnlyGuards, addGuard, oneOf } from './guards.ts';

const LAST_TURN = '(SELECT max(s.id) FROM sending_turns s)';

/** Turning all sending off and on again, and evidence of packages that left the house as files. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('sending_turns', (t) => {
    t.increments('id');
    t.string('turn', 6).notNullable();
    t.text('reason').notNullable();
    t.integer('turned_by_id').notNullable().references('staff.id');
    t.string('turned_at', 24).notNullable();
    t.check(oneOf('turn', ['stop', 'resume']));
    t.check('length(trim(reason)) >= 3');
  });
  await addAppendOnlyGuards(knex, 'sending_turns');
  // What is stopped is not stopped again, what runs is not resumed: the last turn alone says how it is.
  await addGuard(knex, {
    table: 'sending_turns',
    name: 'sending_turn_alternates',
    event: 'INSERT',
    lockFirst: "PERFORM pg_advisory_xact_lock(hashtext('sending_turns'));",
    refuseWhen: `NEW.turn = coalesce((SELECT t.turn FROM sending_turns t WHERE t.id = ${LAST_TURN}), 'resume')`,
  });
  await addGuard(knex, {
    table: 'dispatches',
    name: 'dispatch_stopped',
    event: 'UPDATE',
    of: ['status'],
    refuseWhen: `NEW.status = 'sending' AND OLD.status <> 'sending'
      AND EXISTS (SELECT 1 FROM sending_turns t WHERE t.id = ${LAST_TURN} AND t.turn = 'stop')`,
  });
  await knex.schema.createTable('package_downloads', (t) => {
    t.increments('id');
    t.integer('dispatch_id').notNullable().references('dispatches.id').index();
    t.string('digest', 64).notNullable();
    t.integer('downloaded_by_id').notNullable().references('staff.id');
    t.string('downloaded_at', 24).notNullable();
  });
  await addAppendOnlyGuards(knex, 'package_downloads');
  await addGuard(knex, {
    table: 'package_downloads',
    name: 'package_download_by_file',
    event: 'INSERT',
    refuseWhen:
      "NOT EXISTS (SELECT 1 FROM dispatches d WHERE d.id = NEW.dispatch_id AND d.digest = NEW.digest AND d.status = 'by_file')",
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['package_downloads', 'sending_turns']) await knex.schema.dropTable(table);
}
