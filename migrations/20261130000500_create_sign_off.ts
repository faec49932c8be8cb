import type { Knex } from 'knex';
import { handsOn } from './batch-hands.ts';
import { addAppendOnlyGuards, addGuard, addKeptGuards, isSqlite, oneOf } from './guards.ts';

/** A test holds these against permission-rules.ts (`batch.sign`). */
const SIGNING_ROLES = ['reviewer', 'coordinator', 'approver'];

const isAdmin = (person: string) =>
  `EXISTS (SELECT 1 FROM staff a WHERE a.id = ${person} AND a.role = 'admin' AND a.active = 1)`;
const maySign = (person: string) =>
  `EXISTS (SELECT 1 FROM staff p WHERE p.id = ${person} AND p.active = 1 AND ${oneOf('p.role', SIGNING_ROLES)})`;

/** Consent is given once, by another administrator; what was consented to does not change afterwards. */
async function addConsentGuards(knex: Knex, table: string, name: string, fixed: string): Promise<void> {
  await addKeptGuards(knex, table, name);
  await addGuard(knex, {
    table,
    name: `${name}_insert`,
    event: 'INSERT',
    refuseWhen: `NEW.consented_by_id IS NOT NULL OR NEW.ended_at IS NOT NULL OR NOT ${isAdmin('NEW.ordered_by_id')}`,
  });
  await addGuard(knex, {
    table,
    name: `${name}_update`,
    event: 'UPDATE',
    refuseWhen: `${fixed} OR NEW.ordered_by_id <> OLD.ordered_by_id OR NEW.ordered_at <> OLD.ordered_at OR OLD.ended_at IS NOT NULL
      OR (OLD.consented_by_id IS NOT NULL AND NEW.consented_by_id IS DISTINCT FROM OLD.consented_by_id)
      OR (NEW.consented_by_id IS NOT NULL AND OLD.consented_by_id IS NULL AND NOT ${isAdmin('NEW.consented_by_id')})`,
  });
}

/** A plan holds for the wave from the second administrator's consent until the next one does. */
const planInForce = (wave: string) =>
  `(SELECT max(f.id) FROM sign_off_plans f WHERE f.wave_id = ${wave} AND f.consented_by_id IS NOT NULL AND f.ended_at IS NULL)`;
const signaturesOf = (stage: string, digest: string) =>
  `(SELECT count(*) FROM batch_signatures x WHERE x.stage_id = ${stage} AND x.batch_id = NEW.batch_id AND x.digest = ${digest})`;

/** Who must sign a batch before it is ratified: stages of a wave, in order, and signatures that cover a digest. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('sign_off_plans', (t) => {
    t.increments('id');
    t.integer('wave_id').notNullable().references('waves.id').index();
    t.integer('ordered_by_id').notNullable().references('staff.id');
    t.string('ordered_at', 24).notNullable();
    t.integer('consented_by_id').references('staff.id');
    t.string('consented_at', 24);
    // Refused, or withdrawn before anybody consented.
    t.string('ended_at', 24);
    t.integer('ended_by_id').references('staff.id');
    t.integer('version').notNullable().defaultTo(1);
    t.check('consented_by_id IS NULL OR consented_by_id <> ordered_by_id');
    t.check('(consented_by_id IS NULL) = (consented_at IS NULL)');
    t.check('(ended_by_id IS NULL) = (ended_at IS NULL)');
    t.check('consented_at IS NULL OR ended_at IS NULL');
  });
  await addConsentGuards(knex, 'sign_off_plans', 'sign_off_plan', 'NEW.wave_id <> OLD.wave_id');
  await knex.schema.createTable('sign_off_stages', (t) => {
    t.increments('id');
    t.integer('plan_id').notNullable().references('sign_off_plans.id');
    t.integer('position').notNullable();
    t.string('name', 80).notNullable();
    // At least one: a stage that asks nobody would pass by itself.
    t.integer('needed').notNullable();
    t.unique(['plan_id', 'position']);
    t.check('needed >= 1 AND position >= 1');
  });
  await knex.schema.createTable('sign_off_signers', (t) => {
    t.increments('id');
    t.integer('plan_id').notNullable().references('sign_off_plans.id');
    t.integer('stage_id').notNullable().references('sign_off_stages.id').index();
    t.integer('staff_id').notNullable().references('staff.id');
    // One place in a plan: nobody's second signature stands in for somebody else's.
    t.unique(['plan_id', 'staff_id']);
  });
  for (const table of ['sign_off_stages', 'sign_off_signers']) await addAppendOnlyGuards(knex, table);
  const proposed = 'NOT EXISTS (SELECT 1 FROM sign_off_plans f WHERE f.id = NEW.plan_id AND f.consented_by_id IS NULL AND f.ended_at IS NULL)'; // prettier-ignore
  await addGuard(knex, {
    table: 'sign_off_stages',
    name: 'sign_off_stage_insert',
    event: 'INSERT',
    refuseWhen: proposed,
  });
  await addGuard(knex, {
    table: 'sign_off_signers',
    name: 'sign_off_signer_insert',
    event: 'INSERT',
    refuseWhen: `${proposed} OR NOT ${maySign('NEW.staff_id')}
      OR NOT EXISTS (SELECT 1 FROM sign_off_stages g WHERE g.id = NEW.stage_id AND g.plan_id = NEW.plan_id)`,
  });
  await addGuard(knex, {
    table: 'sign_off_plans',
    name: 'sign_off_plan_whole',
    event: 'UPDATE',
    refuseWhen: `NEW.consented_by_id IS NOT NULL AND OLD.consented_by_id IS NULL AND EXISTS (SELECT 1 FROM sign_off_stages g WHERE g.plan_id = NEW.id
      AND (SELECT count(*) FROM sign_off_signers p WHERE p.stage_id = g.id) < g.needed)`,
  });

  await knex.schema.createTable('delegations', (t) => {
    t.increments('id');
    t.integer('from_id').notNullable().references('staff.id').index();
    t.integer('to_id').notNullable().references('staff.id').index();
    t.string('starts_at', 24).notNullable();
    // The first instant at which it no longer holds.
    t.string('ends_at', 24).notNullable();
    t.string('reason', 300).notNullable();
    t.integer('ordered_by_id').notNullable().references('staff.id');
    t.string('ordered_at', 24).notNullable();
    t.integer('consented_by_id').references('staff.id');
    t.string('consented_at', 24);
    t.string('ended_at', 24);
    t.integer('ended_by_id').references('staff.id');
    t.integer('version').notNullable().defaultTo(1);
    t.check('from_id <> to_id AND ends_at > starts_at');
    t.check(
      'consented_by_id IS NULL OR (consented_by_id <> ordered_by_id AND consented_by_id <> from_id AND consented_by_id <> to_id)',
    );
    t.check('(consented_by_id IS NULL) = (consented_at IS NULL)');
    t.check('(ended_by_id IS NULL) = (ended_at IS NULL)');
    t.check('ordered_by_id <> from_id AND ordered_by_id <> to_id');
  });
  await addConsentGuards(
    knex,
    'delegations',
    'delegation',
    'NEW.from_id <> OLD.from_id OR NEW.to_id <> OLD.to_id OR NEW.starts_at <> OLD.starts_at OR NEW.ends_at <> OLD.ends_at',
  );

  await knex.schema.createTable('batch_sign_offs', (t) => {
    t.increments('id');
    t.integer('batch_id').notNullable().references('batches.id');
    t.string('digest', 64).notNullable();
    // The plan in force when the batch was submitted; null where the wave had none.
    t.integer('plan_id').references('sign_off_plans.id');
    t.string('at', 24).notNullable();
    t.unique(['batch_id', 'digest']);
  });
  await addAppendOnlyGuards(knex, 'batch_sign_offs');
  await addGuard(knex, {
    table: 'batch_sign_offs',
    name: 'batch_sign_off_true',
    event: 'INSERT',
    refuseWhen: `NOT EXISTS (SELECT 1 FROM batches b WHERE b.id = NEW.batch_id AND b.digest = NEW.digest AND b.status = 'sealed'
      AND NEW.plan_id IS NOT DISTINCT FROM ${planInForce('b.wave_id')})`,
  });
  await knex.schema.createTable('batch_signatures', (t) => {
    t.increments('id');
    t.integer('batch_id').notNullable().references('batches.id');
    t.string('digest', 64).notNullable();
    t.integer('stage_id').notNullable().references('sign_off_stages.id');
    t.integer('signer_id').notNullable().references('staff.id');
    t.integer('principal_id').notNullable().references('staff.id');
    t.integer('delegation_id').references('delegations.id');
    t.string('signed_at', 24).notNullable();
    t.text('note');
    t.unique(['batch_id', 'digest', 'signer_id']);
    t.unique(['batch_id', 'digest', 'principal_id']);
    t.index(['batch_id', 'digest', 'stage_id']);
    t.check('(signer_id = principal_id) = (delegation_id IS NULL)');
  });
  await addAppendOnlyGuards(knex, 'batch_signatures');
  await addGuard(knex, {
    table: 'batch_signatures',
    name: 'batch_signature_true',
    event: 'INSERT',
    lockFirst: 'PERFORM 1 FROM batches b WHERE b.id = NEW.batch_id FOR UPDATE;',
    refuseWhen: `NOT EXISTS (SELECT 1 FROM batches b JOIN batch_sign_offs o ON o.batch_id = b.id AND o.digest = b.digest
        JOIN sign_off_stages g ON g.plan_id = o.plan_id JOIN sign_off_signers p ON p.stage_id = g.id
        WHERE b.id = NEW.batch_id AND b.digest = NEW.digest AND b.status = 'awaiting_ratification' AND g.id = NEW.stage_id AND p.staff_id = NEW.principal_id
          AND NEW.signer_id <> b.composed_by_id AND NEW.signer_id IS DISTINCT FROM b.sealed_by_id
          AND NEW.principal_id <> b.composed_by_id AND NEW.principal_id IS DISTINCT FROM b.sealed_by_id)
      OR NOT ${maySign('NEW.signer_id')} OR NOT ${maySign('NEW.principal_id')}
      OR EXISTS (SELECT 1 FROM batch_signatures y WHERE y.batch_id = NEW.batch_id AND y.digest = NEW.digest
        AND (y.principal_id = NEW.signer_id OR y.signer_id = NEW.principal_id))
      OR (NEW.delegation_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM delegations d WHERE d.id = NEW.delegation_id AND d.from_id = NEW.principal_id
        AND d.to_id = NEW.signer_id AND d.consented_by_id IS NOT NULL AND d.ended_at IS NULL AND d.starts_at <= NEW.signed_at AND d.ends_at > NEW.signed_at))
      OR EXISTS (SELECT 1 FROM sign_off_stages g JOIN sign_off_stages e ON e.plan_id = g.plan_id AND e.position < g.position
        WHERE g.id = NEW.stage_id AND ${signaturesOf('e.id', 'NEW.digest')} < e.needed)
      OR EXISTS (SELECT 1 FROM sign_off_stages g WHERE g.id = NEW.stage_id AND ${signaturesOf('g.id', 'NEW.digest')} >= g.needed)
      OR ${handsOn('NEW.batch_id', 'NEW.signer_id')} OR ${handsOn('NEW.batch_id', 'NEW.principal_id')}`,
  });
  await addGuard(knex, {
    table: 'batches',
    name: 'batch_signed_off',
    event: 'UPDATE',
    of: ['status'],
    refuseWhen: `(NEW.status = 'awaiting_ratification' AND OLD.status = 'sealed'
        AND NOT EXISTS (SELECT 1 FROM batch_sign_offs o WHERE o.batch_id = NEW.id AND o.digest = NEW.digest))
      OR (NEW.status = 'ratified' AND OLD.status = 'awaiting_ratification' AND (
        EXISTS (SELECT 1 FROM batch_sign_offs o JOIN sign_off_stages g ON g.plan_id = o.plan_id WHERE o.batch_id = NEW.id AND o.digest = NEW.digest
          AND (SELECT count(*) FROM batch_signatures x WHERE x.stage_id = g.id AND x.batch_id = NEW.id AND x.digest = NEW.digest) < g.needed)
        OR EXISTS (SELECT 1 FROM batch_signatures x WHERE x.batch_id = NEW.id AND x.digest = NEW.digest
          AND (x.signer_id = NEW.ratified_by_id OR x.principal_id = NEW.ratified_by_id))))`,
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(
    isSqlite(knex) ? 'DROP TRIGGER guard_batch_signed_off' : 'DROP FUNCTION guard_batch_signed_off CASCADE',
  );
  for (const table of [
    'batch_signatures', 'batch_sign_offs', 'delegations', 'sign_off_signers', 'sign_off_stages', 'sign_off_plans',
  ]) await knex.schema.dropTable(table); // prettier-ignore
}
