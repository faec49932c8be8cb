import type { Knex } from 'knex';
import { addAppendOnlyGuards } from './guards.ts';

/** Forms keyed at counters without a network: which device, which of its forms, and what became of it; facts all of them. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('counter_devices', (t) => {
    t.increments('id');
    // Thumbprint of the key: one person on one device.
    t.string('kid', 43).notNullable().unique();
    t.integer('staff_id').notNullable().references('staff.id').index();
    t.text('public_key').notNullable();
    t.string('registered_at', 24).notNullable();
  });
  await knex.schema.createTable('counter_items', (t) => {
    t.increments('id');
    // Made on the device before anything is sent: repeats are recognised for good.
    t.string('client_id', 36).notNullable().unique();
    t.integer('device_id').notNullable().references('counter_devices.id');
    t.integer('seq').notNullable();
    t.integer('office_id').notNullable().references('offices.id');
    t.integer('keyed_by_id').notNullable().references('staff.id');
    t.integer('received_by_id').notNullable().references('staff.id');
    t.integer('submission_id').references('submissions.id').unique();
    t.string('form_digest', 64);
    t.string('discard_reason', 200);
    t.string('keyed_at', 30).notNullable();
    t.integer('clock_off_seconds').notNullable();
    t.string('package_uid', 36);
    t.string('received_at', 24).notNullable();
    t.check('seq > 0');
    t.check(
      '(submission_id IS NULL) = (discard_reason IS NOT NULL) AND (submission_id IS NULL) = (form_digest IS NULL)',
    );
    t.index(['device_id', 'seq']);
  });
  await knex.schema.createTable('counter_packages', (t) => {
    t.increments('id');
    t.string('package_uid', 36).notNullable().unique();
    t.integer('device_id').notNullable().references('counter_devices.id');
    t.integer('office_id').notNullable().references('offices.id');
    t.string('file_sha256', 64).notNullable();
    t.string('made_at', 30).notNullable();
    t.integer('item_count').notNullable();
    t.text('outcomes').notNullable();
    t.integer('imported_by_id').notNullable().references('staff.id');
    t.string('imported_at', 24).notNullable();
    t.check('item_count > 0');
  });
  for (const table of TABLES) await addAppendOnlyGuards(knex, table);
}

const TABLES = ['counter_devices', 'counter_items', 'counter_packages'] as const;

export async function down(knex: Knex): Promise<void> {
  for (const table of [...TABLES].reverse()) await knex.schema.dropTable(table);
}
