import type { Knex } from 'knex';
import { addAppendOnlyGuards, addGuard, oneOf } from './guards.ts';

/**
 * The log. `body` is the event's canonical JSON (RFC 8785) and `body_sha256` its digest, so that a Merkle tree can be
 * laid over the rows; the columns beside it only serve filters. Personal values stand in the body as salted
 * commitments; their salts live in a table that may be erased without touching the log.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('audit_events', (t) => {
    t.bigIncrements('id');
    t.string('at', 24).notNullable().index();
    t.integer('actor_id').references('staff.id');
    t.string('actor_role', 20);
    t.integer('office_id').references('offices.id');
    t.string('request_id', 40).notNullable();
    t.string('action', 60).notNullable();
    t.string('outcome', 10).notNullable();
    t.string('subject', 40).notNullable();
    t.string('subject_id', 60);
    t.text('body').notNullable();
    t.string('body_sha256', 64).notNullable();
    t.index(['actor_id', 'id']);
    t.index(['action', 'id']);
    t.index(['subject', 'subject_id', 'id']);
    t.index(['request_id']);
    t.check(oneOf('outcome', ['done', 'refused']));
    t.check('length(body_sha256) = 64');
  });
  await knex.schema.createTable('audit_salts', (t) => {
    t.bigInteger('event_id').primary().references('audit_events.id');
    t.string('salt', 44).notNullable();
  });
  await addAppendOnlyGuards(knex, 'audit_events');
  await addGuard(knex, {
    table: 'audit_salts',
    name: 'audit_salts_update',
    event: 'UPDATE',
    refuseWhen: '1 = 1',
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('audit_salts');
  await knex.schema.dropTable('audit_events');
}
