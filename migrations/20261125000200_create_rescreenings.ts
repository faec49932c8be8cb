import type { Knex } from 'knex';
import { addAppendOnlyGuards, addGuard, addKeptGuards, isSqlite, oneOf } from './guards.ts';

/** A test holds these against rescreen-schema.ts and rescreen-rules.ts. */
const CHANGES = [
  'clear_to_hit', 'unknown_to_hit', 'hit_to_other_hit', 'to_unknown', 'hit_to_clear', 'unknown_to_clear',
]; // prettier-ignore
const ANSWERED = "('confirmed', 'pmo_returned', 'pmo_rejected', 'revoked')";

/** Screening of whole waves and batches, and who stood otherwise after it. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('rescreenings', (t) => {
    t.increments('id');
    t.integer('wave_id').notNullable().references('waves.id');
    t.integer('batch_id').references('batches.id').index();
    t.integer('job_id').notNullable().unique().references('jobs.id');
    t.integer('ordered_by_id').notNullable().references('staff.id');
    t.string('ordered_at', 24).notNullable();
    // Registrations that come in afterwards are screened by themselves.
    t.integer('through_id').notNullable();
    t.integer('total').notNullable();
    // Where a restarted worker goes on: written with the results themselves, so that nobody is counted twice.
    t.integer('last_id').notNullable().defaultTo(0);
    t.text('counts').notNullable();
    t.text('lists').notNullable();
    t.text('lists_at_end');
    t.string('ended_at', 24);
    t.index(['wave_id', 'id']);
    t.check('last_id >= 0 AND last_id <= through_id AND total > 0');
  });
  await knex.raw(
    'CREATE UNIQUE INDEX rescreenings_one_at_a_time ON rescreenings (wave_id, coalesce(batch_id, 0)) WHERE ended_at IS NULL',
  );
  await addKeptGuards(knex, 'rescreenings', 'rescreening');
  const fixed = [
    'wave_id', 'batch_id', 'job_id', 'ordered_by_id', 'ordered_at', 'through_id', 'total', 'lists',
  ].map((column) => `NEW.${column} IS DISTINCT FROM OLD.${column}`); // prettier-ignore
  await addGuard(knex, {
    table: 'rescreenings',
    name: 'rescreening_update',
    event: 'UPDATE',
    refuseWhen: `OLD.ended_at IS NOT NULL OR NEW.last_id < OLD.last_id OR ${fixed.join(' OR ')}`,
  });

  await knex.schema.createTable('rescreening_changes', (t) => {
    t.increments('id');
    t.integer('rescreening_id').notNullable().references('rescreenings.id');
    t.integer('submission_id').notNullable().references('submissions.id').index();
    t.string('change', 20).notNullable();
    t.string('before_outcome', 10).notNullable();
    t.string('after_outcome', 10).notNullable();
    t.text('reasons').notNullable();
    t.string('status', 20).notNullable();
    t.integer('only_reports').notNullable();
    t.unique(['rescreening_id', 'submission_id']);
    t.index(['rescreening_id', 'change', 'id']);
    t.check(oneOf('change', CHANGES));
    t.check(oneOf('before_outcome', ['unchecked', 'clear', 'hit', 'unknown']));
    t.check(oneOf('after_outcome', ['clear', 'hit', 'unknown']));
    t.check(`only_reports = (CASE WHEN status IN ${ANSWERED} THEN 1 ELSE 0 END)`);
  });
  await addAppendOnlyGuards(knex, 'rescreening_changes');

  // After the PMO's answer a screening only reports: the result that stood at the answer stays with the registration.
  await addGuard(knex, {
    table: 'submissions',
    name: 'submission_screening_reported',
    event: 'UPDATE',
    of: ['screening_outcome', 'screening_result_id'],
    refuseWhen: `OLD.status IN ${ANSWERED} AND NEW.status = OLD.status AND
      (NEW.screening_outcome IS DISTINCT FROM OLD.screening_outcome OR NEW.screening_result_id IS DISTINCT FROM OLD.screening_result_id)`,
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(
    isSqlite(knex)
      ? 'DROP TRIGGER guard_submission_screening_reported'
      : 'DROP FUNCTION guard_submission_screening_reported CASCADE',
  );
  for (const table of ['rescreening_changes', 'rescreenings']) await knex.schema.dropTable(table);
}
