import type { Knex } from 'knex';
import { addAppendOnlyGuards, oneOf } from './guards.ts';

/** Background work with its progress and receipt, repeated requests, saved views. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('jobs', (t) => {
    t.increments('id');
    t.string('kind', 60).notNullable();
    t.string('status', 12).notNullable().defaultTo('queued');
    t.text('payload').notNullable();
    t.integer('progress_done').notNullable().defaultTo(0);
    t.integer('progress_total').notNullable().defaultTo(0);
    // Where a restarted worker goes on.
    t.text('checkpoint');
    t.text('receipt');
    t.text('error');
    t.integer('attempts').notNullable().defaultTo(0);
    t.string('run_at', 24).notNullable();
    t.string('lease_owner', 40);
    t.string('lease_until', 24);
    t.integer('created_by_id').notNullable().references('staff.id');
    t.string('request_id', 40).notNullable();
    t.string('created_at', 24).notNullable();
    t.string('started_at', 24);
    t.string('finished_at', 24);
    t.integer('version').notNullable().defaultTo(1);
    t.index(['status', 'run_at']);
    t.index(['created_by_id', 'id']);
    t.check(oneOf('status', ['queued', 'running', 'succeeded', 'failed', 'cancelled']));
  });
  await knex.schema.createTable('job_outcomes', (t) => {
    t.increments('id');
    t.integer('job_id').notNullable().references('jobs.id');
    t.integer('item_id').notNullable();
    t.string('outcome', 10).notNullable();
    t.text('reasons');
    t.unique(['job_id', 'item_id']);
    t.check(oneOf('outcome', ['done', 'skipped', 'failed']));
  });
  await addAppendOnlyGuards(knex, 'job_outcomes');
  await knex.schema.createTable('idempotency_keys', (t) => {
    t.integer('actor_id').notNullable().references('staff.id');
    t.string('key', 100).notNullable();
    t.string('route', 120).notNullable();
    t.string('request_hash', 64).notNullable();
    t.integer('status');
    t.text('body');
    t.string('created_at', 24).notNullable().index();
    t.primary(['actor_id', 'key']);
  });
  await knex.schema.createTable('views', (t) => {
    t.increments('id');
    t.string('resource', 40).notNullable();
    t.string('name', 80).notNullable();
    t.text('filter').notNullable();
    t.text('sort');
    t.integer('owner_id').notNullable().references('staff.id').index();
    t.string('shared_with_role', 20);
    t.integer('version').notNullable().defaultTo(1);
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['views', 'idempotency_keys', 'job_outcomes', 'jobs'])
    await knex.schema.dropTable(table);
}
