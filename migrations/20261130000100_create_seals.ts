import type { Knex } from 'knex';
import { addAppendOnlyGuards, addGuard, addKeptGuards, isSqlite, oneOf } from './guards.ts';

/** A batch that a run takes a step: until it has ended, or its job was cancelled or failed for good, nothing in it moves. */
const underRun = (batch: string) =>
  `EXISTS (SELECT 1 FROM batch_runs q JOIN jobs j ON j.id = q.job_id
    WHERE q.batch_id = ${batch} AND q.ended_at IS NULL AND j.status IN ('queued', 'running'))`;

const GUARDS_ELSEWHERE = [
  ['batches', 'batch_seal_signed'],
  ['batches', 'batch_under_run'],
  ['batch_rows', 'batch_row_insert_under_run'],
  ['batch_rows', 'batch_row_update_under_run'],
  ['submissions', 'submission_under_run'],
  ['submissions', 'submission_sealed_evidence'],
] as const;

async function createSeals(knex: Knex): Promise<void> {
  await knex.raw('CREATE UNIQUE INDEX manifests_one_a_digest ON manifests (batch_id, digest)');
  await knex.schema.createTable('manifest_seals', (t) => {
    t.increments('id');
    t.integer('manifest_id').notNullable().unique().references('manifests.id');
    t.string('digest', 64).notNullable();
    // The very text that was signed, and a JWS without it; the public key as it was then.
    t.text('statement').notNullable();
    t.text('signature').notNullable();
    t.string('kid', 64).notNullable();
    t.text('public_key').notNullable();
    t.string('signed_at', 24).notNullable();
  });
  await addAppendOnlyGuards(knex, 'manifest_seals');
  const says = (name: string, value: string) => `NEW.statement LIKE '%"${name}":' || ${value} || '%'`;
  await addGuard(knex, {
    table: 'manifest_seals',
    name: 'manifest_seal_true',
    event: 'INSERT',
    refuseWhen: `NOT EXISTS (SELECT 1 FROM manifests m JOIN batches b ON b.id = m.batch_id
      WHERE m.id = NEW.manifest_id AND b.status = 'open' AND m.digest = NEW.digest AND ${says('digest', `'"sha-256:' || m.digest || '"'`)}
      AND ${says('rowCount', "m.row_count || ','")} AND ${says('batchNo', `'"' || b.batch_no || '"'`)})`,
  });
  await addGuard(knex, {
    table: 'batches',
    name: 'batch_seal_signed',
    event: 'UPDATE',
    of: ['status'],
    refuseWhen: `NEW.status = 'sealed' AND OLD.status = 'open' AND (SELECT count(*) FROM manifest_seals s JOIN manifests m ON m.id = s.manifest_id
      WHERE m.batch_id = NEW.id AND m.digest = NEW.digest AND s.digest = NEW.digest
        AND s.statement LIKE '%"sealedAt":"' || NEW.sealed_at || '"%') <> 1`,
  });
}

async function createRuns(knex: Knex): Promise<void> {
  await knex.schema.createTable('batch_runs', (t) => {
    t.increments('id');
    t.integer('batch_id').notNullable().references('batches.id').index();
    t.integer('batch_version').notNullable();
    t.string('action', 10).notNullable();
    // What the order said beside the batch, JSON: decree, way of delivery.
    t.text('input').notNullable().defaultTo('{}');
    t.integer('job_id').notNullable().unique().references('jobs.id');
    t.integer('ordered_by_id').notNullable().references('staff.id');
    t.string('ordered_at', 24).notNullable();
    t.integer('total').notNullable();
    // Where a restarted worker goes on; each place is written with what it speaks of. Places are rows of batch_rows.
    t.integer('screened_row').notNullable().defaultTo(0);
    t.integer('screened').notNullable().defaultTo(0);
    // What the screening found so far, and by which lists, JSON.
    t.text('found').notNullable();
    t.text('lists').notNullable();
    // The draft; it may be thrown away later, so the number alone is kept.
    t.integer('manifest_id');
    t.integer('written').notNullable().defaultTo(0);
    t.string('outcome', 10);
    t.string('ended_at', 24);
    t.check('total > 0 AND screened >= 0 AND written BETWEEN 0 AND total');
    t.check('(outcome IS NULL) = (ended_at IS NULL)');
    t.check(`outcome IS NULL OR ${oneOf('outcome', ['done', 'refused', 'given_up'])}`);
    t.check(oneOf('action', ['seal', 'ratify', 'forward']));
    t.check("action = 'seal' OR (manifest_id IS NULL AND written = 0)");
  });
  await knex.raw(
    'CREATE UNIQUE INDEX batch_runs_one_at_a_time ON batch_runs (batch_id) WHERE ended_at IS NULL',
  );
  await addKeptGuards(knex, 'batch_runs', 'batch_run');
  const fixed = [
    'batch_id',
    'batch_version',
    'action',
    'input',
    'job_id',
    'ordered_by_id',
    'ordered_at',
    'total',
  ].map((column) => `NEW.${column} IS DISTINCT FROM OLD.${column}`);
  await addGuard(knex, {
    table: 'batch_runs',
    name: 'batch_run_update',
    event: 'UPDATE',
    refuseWhen: `OLD.ended_at IS NOT NULL OR NEW.written < OLD.written OR ${fixed.join(' OR ')}
      OR (OLD.manifest_id IS NOT NULL AND NEW.manifest_id IS DISTINCT FROM OLD.manifest_id)`,
  });
  await addGuard(knex, {
    table: 'batch_runs',
    name: 'batch_run_insert',
    event: 'INSERT',
    refuseWhen: `NEW.ended_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM batches b WHERE b.id = NEW.batch_id AND b.version = NEW.batch_version
      AND b.status = CASE NEW.action WHEN 'seal' THEN 'open' WHEN 'ratify' THEN 'awaiting_ratification' ELSE 'ratified' END)`,
  });
}

/** While a run is under way, and what a sealed batch's evidence is. */
async function guardRuns(knex: Knex): Promise<void> {
  await addGuard(knex, {
    table: 'batches',
    name: 'batch_under_run',
    event: 'UPDATE',
    of: ['status', 'row_count'],
    refuseWhen: `(NEW.status IS DISTINCT FROM OLD.status OR NEW.row_count <> OLD.row_count) AND ${underRun('OLD.id')}`,
  });
  await addGuard(knex, {
    table: 'batch_rows',
    name: 'batch_row_insert_under_run',
    event: 'INSERT',
    refuseWhen: underRun('NEW.batch_id'),
  });
  await addGuard(knex, {
    table: 'batch_rows',
    name: 'batch_row_update_under_run',
    event: 'UPDATE',
    refuseWhen: underRun('OLD.batch_id'),
  });
  await addGuard(knex, {
    table: 'submissions',
    name: 'submission_under_run',
    event: 'UPDATE',
    of: ['status', 'batch_id'],
    refuseWhen: `OLD.status = 'batched' AND (NEW.status <> OLD.status OR NEW.batch_id IS DISTINCT FROM OLD.batch_id) AND ${underRun('OLD.batch_id')}`,
  });
  // The form is locked from submission on; these are the other things a sealed line says of a registration.
  await addGuard(knex, {
    table: 'submissions',
    name: 'submission_sealed_evidence',
    event: 'UPDATE',
    of: ['identity_check_id', 'identity_outcome', 'round_no'],
    refuseWhen: `OLD.status IN ('batched', 'ratified', 'sent') AND (NEW.identity_check_id IS DISTINCT FROM OLD.identity_check_id
      OR NEW.identity_outcome <> OLD.identity_outcome OR NEW.round_no <> OLD.round_no)
      AND (${underRun('OLD.batch_id')} OR NOT EXISTS (SELECT 1 FROM batches b WHERE b.id = OLD.batch_id AND b.status = 'open'))`,
  });
}

/** Signed seals, and the runs that seal, ratify and forward large batches. */
export async function up(knex: Knex): Promise<void> {
  await createSeals(knex);
  await createRuns(knex);
  await guardRuns(knex);
}

export async function down(knex: Knex): Promise<void> {
  for (const [, name] of GUARDS_ELSEWHERE)
    await knex.raw(isSqlite(knex) ? `DROP TRIGGER guard_${name}` : `DROP FUNCTION guard_${name} CASCADE`);
  await knex.raw('DROP INDEX manifests_one_a_digest');
  for (const table of ['batch_runs', 'manifest_seals']) await knex.schema.dropTable(table);
}
