import type { Knex } from 'knex';
import { addAppendOnlyGuards, addGuard, oneOf } from './guards.ts';

/** What the reconciliation sheet adds up, so that 600,000 rows in three rounds are read from indexes alone. */
async function reconciliation(knex: Knex): Promise<void> {
  // The region as sealed: a correction may change it for the next round.
  await knex.schema.alterTable('manifest_lines', (t) => {
    t.string('region_code', 8);
  });
  await addGuard(knex, {
    table: 'manifest_lines',
    name: 'manifest_line_region',
    event: 'INSERT',
    refuseWhen: 'NEW.region_code IS NULL',
  });
  const sealedAs = 'office_id, proposer, round_no, region_code';
  for (const sql of [
    // In the order of the answers, which are then met one beside the other.
    'DROP INDEX manifest_lines_reconciled',
    `CREATE INDEX manifest_lines_reconciled ON manifest_lines (manifest_id, submission_id, ${sealedAs})`,
    // The rounds a registration went through before the one it is in.
    `CREATE INDEX manifest_lines_of_person ON manifest_lines (submission_id, manifest_id, ${sealedAs})`,
    'CREATE INDEX pmo_answers_reconciled ON pmo_answers (dispatch_id, submission_id, result)',
    'CREATE INDEX submissions_reconciled ON submissions (wave_id, round_no, status, office_id, proposer, region_code, batch_id)',
  ])
    await knex.raw(sql);
}

/** Batches made of a filter in one act: the plan, everybody's place in it, and the seed of the wave's lots. */
async function compositions(knex: Knex): Promise<void> {
  await knex.schema.createTable('waiting_list_seeds', (t) => {
    t.increments('id');
    // Once a wave: whoever could draw again could draw until it pleases.
    t.integer('wave_id').notNullable().unique().references('waves.id');
    t.string('seed', 64).notNullable();
    t.integer('drawn_by_id').notNullable().references('staff.id');
    t.string('drawn_at', 24).notNullable();
    t.check('length(seed) = 64');
  });
  await knex.schema.createTable('batch_compositions', (t) => {
    t.increments('id');
    t.integer('wave_id').notNullable().references('waves.id');
    t.string('channel', 10).notNullable();
    t.text('filter').notNullable();
    t.text('split').notNullable();
    t.string('rule', 40);
    t.string('seed', 64);
    t.integer('found').notNullable();
    t.integer('fits').notNullable();
    t.integer('quota_left').notNullable();
    t.integer('taken').notNullable();
    t.text('blockers').notNullable();
    t.integer('job_id').unique().references('jobs.id');
    t.integer('created_by_id').notNullable().references('staff.id');
    t.string('created_at', 24).notNullable();
    t.check(oneOf('channel', ['online', 'offline']));
    t.check('taken <= fits AND fits <= found');
    // Nobody is left out without an order that says why.
    t.check('taken = fits OR (rule IS NOT NULL AND seed IS NOT NULL)');
  });
  await knex.schema.createTable('composition_places', (t) => {
    t.increments('id');
    t.integer('composition_id').notNullable().references('batch_compositions.id');
    t.integer('position').notNullable();
    t.integer('submission_id').notNullable().references('submissions.id').index();
    // Which of its batches the row goes to; null: it was left out.
    t.integer('part');
    t.integer('lowered').notNullable();
    t.string('verified_on', 10).notNullable();
    t.string('lot', 64);
    t.unique(['composition_id', 'position']);
    t.unique(['composition_id', 'submission_id']);
    t.index(['composition_id', 'part', 'position']);
    t.check('lowered IN (0, 1)');
  });
  for (const table of ['waiting_list_seeds', 'batch_compositions', 'composition_places'])
    await addAppendOnlyGuards(knex, table);
  await addGuard(knex, {
    table: 'batch_compositions',
    name: 'composition_seed',
    event: 'INSERT',
    refuseWhen: `NEW.seed IS NOT NULL AND NOT EXISTS (SELECT 1 FROM waiting_list_seeds w WHERE w.wave_id = NEW.wave_id AND w.seed = NEW.seed)`,
  });
  for (const sql of [
    'ALTER TABLE batches ADD COLUMN composition_id INTEGER REFERENCES batch_compositions (id)',
    'ALTER TABLE batches ADD COLUMN composition_part INTEGER',
    'CREATE UNIQUE INDEX batches_of_composition ON batches (composition_id, composition_part) WHERE composition_id IS NOT NULL',
    // The batch a row was in before: of an earlier round, or one it was taken out of.
    'ALTER TABLE batch_rows ADD COLUMN carried_from_id INTEGER REFERENCES batches (id)',
  ])
    await knex.raw(sql);
  await addGuard(knex, {
    table: 'batch_rows',
    name: 'batch_row_carried',
    event: 'INSERT',
    refuseWhen: `NEW.carried_from_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM batch_rows r
      WHERE r.submission_id = NEW.submission_id AND r.batch_id = NEW.carried_from_id AND r.live = 0)`,
  });
}

/** Composing at scale: what reconciliation reads, and what keeps a batch's making explainable. */
export async function up(knex: Knex): Promise<void> {
  await reconciliation(knex);
  await compositions(knex);
}

export async function down(knex: Knex): Promise<void> {
  for (const index of ['submissions_reconciled', 'pmo_answers_reconciled', 'manifest_lines_of_person'])
    await knex.raw(`DROP INDEX ${index}`);
  for (const table of ['composition_places', 'batch_compositions', 'waiting_list_seeds'])
    await knex.schema.dropTable(table);
}
