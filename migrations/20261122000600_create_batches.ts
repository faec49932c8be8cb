import type { Knex } from 'knex';
import { addGuard, addKeptGuards, addTransitionTable, oneOf } from './guards.ts';

const STATUSES = [
  'open',
  'sealed',
  'awaiting_ratification',
  'ratified',
  'sent',
  'acknowledged',
  'settled',
  'cancelled',
];

/** The pairs of domain.md section 6; a test holds them against batch-rules.ts. */
const TRANSITIONS = [
  ['open', 'sealed'],
  ['open', 'cancelled'],
  ['sealed', 'open'],
  ['sealed', 'awaiting_ratification'],
  ['awaiting_ratification', 'open'],
  ['awaiting_ratification', 'ratified'],
  ['ratified', 'sent'],
  ['sent', 'ratified'],
  ['sent', 'acknowledged'],
  ['acknowledged', 'settled'],
] as const;

/** Batches themselves; their rows come after the submissions they point to. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('batches', (t) => {
    t.increments('id');
    t.string('batch_no', 30).notNullable().unique();
    t.string('channel', 10).notNullable();
    t.integer('wave_id').notNullable().references('waves.id');
    t.integer('office_id').references('offices.id');
    t.string('proposer', 20);
    t.string('status', 24).notNullable().defaultTo('open');
    t.integer('row_count').notNullable().defaultTo(0);
    // How the live rows divide (sex, proposer, office), JSON: kept with them, so that a page of batches counts nothing.
    t.text('counts').notNullable().defaultTo('{}');
    t.string('digest', 64);
    t.integer('round_no').notNullable().defaultTo(1);
    t.integer('composed_by_id').notNullable().references('staff.id');
    t.integer('sealed_by_id').references('staff.id');
    t.string('sealed_at', 24);
    t.integer('submitted_by_id').references('staff.id');
    t.string('submitted_at', 24);
    t.integer('ratified_by_id').references('staff.id');
    t.string('ratified_at', 24);
    t.string('ratified_digest', 64);
    t.string('decree_no', 80).unique();
    t.string('decree_date', 10);
    t.string('dispatch_no', 40);
    t.string('sent_at', 24);
    t.string('acknowledged_at', 24);
    t.string('settled_at', 24);
    t.string('created_at', 24).notNullable();
    t.string('updated_at', 24).notNullable();
    t.integer('version').notNullable().defaultTo(1);
    t.index(['status', 'id']);
    t.index(['wave_id', 'status', 'id']);
    t.check(oneOf('channel', ['online', 'offline']));
    t.check(oneOf('status', STATUSES));
    t.check(
      "status IN ('open', 'cancelled') OR (digest IS NOT NULL AND sealed_at IS NOT NULL AND sealed_by_id IS NOT NULL AND row_count > 0)",
    );
    t.check(
      "status NOT IN ('ratified', 'sent', 'acknowledged', 'settled') OR (ratified_by_id IS NOT NULL AND decree_no IS NOT NULL AND decree_date IS NOT NULL AND ratified_digest = digest)",
    );
    t.check('ratified_by_id IS NULL OR ratified_by_id <> composed_by_id');
  });
  await addTransitionTable(knex, 'batch_status_transitions', 'batches', TRANSITIONS);
  await addGuard(knex, {
    table: 'batches',
    name: 'batch_insert',
    event: 'INSERT',
    refuseWhen:
      "NEW.status <> 'open' OR NEW.digest IS NOT NULL OR NEW.ratified_by_id IS NOT NULL OR NEW.decree_no IS NOT NULL",
  });
  await addKeptGuards(knex, 'batches', 'batch');
  // `~` marks the number of a batch that has none yet.
  await addGuard(knex, {
    table: 'batches',
    name: 'batch_fixed',
    event: 'UPDATE',
    refuseWhen: `NEW.wave_id <> OLD.wave_id OR NEW.channel <> OLD.channel OR NEW.composed_by_id <> OLD.composed_by_id
      OR NEW.created_at <> OLD.created_at OR (NEW.batch_no <> OLD.batch_no AND OLD.batch_no NOT LIKE '~%')`,
  });
  await addGuard(knex, {
    table: 'batches',
    name: 'batch_version',
    event: 'UPDATE',
    refuseWhen: 'NEW.status IS DISTINCT FROM OLD.status AND NEW.version <> OLD.version + 1',
  });
  await addGuard(knex, {
    table: 'batches',
    name: 'batch_sealed',
    event: 'UPDATE',
    refuseWhen: `OLD.status <> 'open' AND NEW.status <> 'open' AND (NEW.digest IS DISTINCT FROM OLD.digest OR NEW.row_count <> OLD.row_count
      OR NEW.sealed_at IS DISTINCT FROM OLD.sealed_at OR NEW.sealed_by_id IS DISTINCT FROM OLD.sealed_by_id)`,
  });
  await addGuard(knex, {
    table: 'batches',
    name: 'batch_ratified',
    event: 'UPDATE',
    refuseWhen: `OLD.status IN ('ratified', 'sent', 'acknowledged', 'settled') AND (NEW.ratified_by_id IS DISTINCT FROM OLD.ratified_by_id
      OR NEW.decree_no IS DISTINCT FROM OLD.decree_no OR NEW.decree_date IS DISTINCT FROM OLD.decree_date OR NEW.ratified_digest IS DISTINCT FROM OLD.ratified_digest)`,
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('batches');
  await knex.schema.dropTable('batch_status_transitions');
}
