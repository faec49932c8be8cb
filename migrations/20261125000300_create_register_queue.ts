import type { Knex } from 'knex';
import { oneOf } from './guards.ts';

const CAUSES = ['empty', 'unreachable', 'timeout', 'quota', 'credentials', 'format', 'malformed', 'other_person', 'resting']; // prettier-ignore

/** Why a check got no answer, the registrations that wait to be asked about, and how the register stands. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('identity_checks', (t) => {
    t.string('cause', 20);
  });
  await knex.schema.createTable('identity_queue', (t) => {
    t.integer('submission_id').primary().references('submissions.id');
    // Why it waits: `new` for what was never asked, `sealed` for what cannot be opened to ask.
    t.string('cause', 20).notNullable();
    t.string('trigger', 20).notNullable();
    t.integer('attempts').notNullable().defaultTo(0);
    t.string('since', 24).notNullable();
    t.string('due_at', 24).notNullable();
    t.string('lease_owner', 36);
    t.string('lease_until', 24);
    t.index(['due_at', 'submission_id']);
    t.check(oneOf('cause', ['new', 'sealed', ...CAUSES]));
    t.check('attempts >= 0');
  });
  await knex.schema.createTable('register_states', (t) => {
    t.string('source', 20).primary();
    // Since when nobody was answered; null while it answers.
    t.string('down_since', 24);
    t.string('cause', 20);
    t.string('answered_at', 24);
    t.integer('quota_left');
    t.string('quota_at', 24);
    t.check(oneOf('source', ['ktp_records', 'dukcapil']));
    t.check('(down_since IS NULL) = (cause IS NULL)');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('register_states');
  await knex.schema.dropTable('identity_queue');
  await knex.raw('ALTER TABLE identity_checks DROP COLUMN cause');
}
