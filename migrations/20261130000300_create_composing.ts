import type { Knex } from 'knex';
import { addGuard } from './guards.ts';

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

/** Composing at scale: what reconciliation reads, and what keeps a batch's making explainable. */
export async function up(knex: Knex): Promise<void> {
  await reconciliation(knex);
}

export async function down(knex: Knex): Promise<void> {
  for (const index of ['submissions_reconciled', 'pmo_answers_reconciled', 'manifest_lines_of_person'])
    await knex.raw(`DROP INDEX ${index}`);
}
