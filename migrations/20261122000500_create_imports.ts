import type { Knex } from 'knex';
import { addGuard, addKeptGuards, oneOf } from './guards.ts';

/** Recap files and what the dry run found in each of their rows. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('imports', (t) => {
    t.increments('id');
    t.integer('office_id').notNullable().references('offices.id');
    t.integer('wave_id').notNullable().references('waves.id');
    t.string('file_name', 200).notNullable();
    t.string('file_sha256', 64).notNullable();
    t.bigInteger('file_size').notNullable();
    t.string('vault_name', 64).notNullable();
    t.string('status', 12).notNullable().defaultTo('queued');
    t.text('control_totals').notNullable();
    t.text('file_totals');
    t.integer('totals_agree');
    t.text('counts').notNullable();
    t.text('refusal');
    // The reading while it is read, the commit from then on.
    t.integer('job_id').references('jobs.id');
    // Gathers the evidence of what was committed.
    t.integer('check_job_id').references('jobs.id');
    t.integer('progress_done').notNullable().defaultTo(0);
    t.integer('progress_total').notNullable().defaultTo(0);
    t.integer('uploaded_by_id').notNullable().references('staff.id');
    t.integer('committed_by_id').references('staff.id');
    t.string('committed_at', 24);
    t.string('created_at', 24).notNullable();
    t.string('updated_at', 24).notNullable();
    t.integer('version').notNullable().defaultTo(1);
    t.index(['office_id', 'id']);
    t.index(['wave_id', 'id']);
    t.check(
      oneOf('status', [
        'queued',
        'reading',
        'ready',
        'refused',
        'committing',
        'committed',
        'discarded',
        'failed',
      ]),
    );
    t.check('totals_agree IS NULL OR totals_agree IN (0, 1)');
    t.check("status <> 'committed' OR committed_by_id IS NOT NULL");
  });
  // The same hand-over stands once, whoever uploads it again.
  await knex.raw(
    `CREATE UNIQUE INDEX imports_one_of_a_file ON imports (office_id, wave_id, file_sha256)
     WHERE status NOT IN ('refused', 'discarded', 'failed')`,
  );
  // Whoever uploaded or committed has keyed its rows: that is not forgotten, and a finished one is not begun again.
  await addKeptGuards(knex, 'imports', 'import');
  await addGuard(knex, {
    table: 'imports',
    name: 'import_fixed',
    event: 'UPDATE',
    refuseWhen: `NEW.office_id <> OLD.office_id OR NEW.wave_id <> OLD.wave_id OR NEW.file_sha256 <> OLD.file_sha256
      OR NEW.uploaded_by_id <> OLD.uploaded_by_id
      OR (OLD.committed_by_id IS NOT NULL AND NEW.committed_by_id IS DISTINCT FROM OLD.committed_by_id)
      OR (OLD.status IN ('committed', 'discarded') AND NEW.status <> OLD.status)`,
  });
  await knex.schema.createTable('import_rows', (t) => {
    t.integer('import_id').notNullable().references('imports.id');
    t.integer('line_no').notNullable();
    t.string('row_id', 60);
    t.string('class', 10).notNullable();
    t.text('errors');
    t.string('nik_bidx', 43);
    t.string('fingerprint', 64);
    // The whole row as JSON, encrypted: it holds NIK and KK.
    t.binary('payload').notNullable();
    t.integer('submission_id');
    t.primary(['import_id', 'line_no']);
    t.index(['import_id', 'class', 'line_no']);
    t.check(oneOf('class', ['new', 'same', 'changed', 'conflict', 'bad']));
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('import_rows');
  await knex.schema.dropTable('imports');
}
