import type { Knex } from 'knex';
import { addGuard, isSqlite } from './guards.ts';

const SIGNS = ['nik_ends_zero', 'nik_tag', 'nik_next_tag'];

const INDEXES = {
  // Every row meets the condition; it keeps SQLite, which has no statistics, from reading a whole wave by this index for
  // a query that never meant it: only a query that states the condition is planned through it.
  submissions_signals:
    '(wave_id, office_id, keyed_by_id, identity_outcome, nik_ends_zero) WHERE keyed_by_id > 0',
  submissions_signal_phones: '(wave_id, office_id, phone, nik_tag, keyed_by_id) WHERE phone IS NOT NULL',
  submissions_signal_tags:
    '(wave_id, office_id, nik_tag, nik_next_tag, keyed_by_id) WHERE nik_tag IS NOT NULL',
  // Always empty, import_id is there for SQLite, which looks for it in the row otherwise.
  submissions_keyed_by_hand:
    '(wave_id, office_id, keyed_by_id, created_at, import_id) WHERE import_id IS NULL',
  submissions_decided: '(wave_id, decided_by_id, decided_at) WHERE decided_by_id IS NOT NULL',
};

/**
 * What the signals for coordinators are counted from. NIKs are sealed, so three signs of each are kept beside it: whether
 * it ends in 0, a short keyed tag, and the tag of the number after it. Registrations older than this have none, which
 * means not known.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE submissions ADD COLUMN nik_ends_zero integer CHECK (nik_ends_zero IN (0, 1))');
  await knex.raw('ALTER TABLE submissions ADD COLUMN nik_tag integer');
  await knex.raw('ALTER TABLE submissions ADD COLUMN nik_next_tag integer');
  for (const [name, on] of Object.entries(INDEXES))
    await knex.raw(`CREATE INDEX ${name} ON submissions ${on}`);
  const changed = SIGNS.map((name) => `NEW.${name} IS DISTINCT FROM OLD.${name}`).join(' OR ');
  await addGuard(knex, {
    table: 'submissions',
    name: 'submission_nik_signs',
    event: 'UPDATE',
    of: SIGNS,
    refuseWhen: `OLD.nik_tag IS NOT NULL AND NEW.nik_bidx = OLD.nik_bidx AND (${changed})`,
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`DROP TRIGGER guard_submission_nik_signs${isSqlite(knex) ? '' : ' ON submissions'}`);
  if (!isSqlite(knex)) await knex.raw('DROP FUNCTION guard_submission_nik_signs()');
  for (const name of Object.keys(INDEXES)) await knex.raw(`DROP INDEX ${name}`);
  for (const name of SIGNS) await knex.raw(`ALTER TABLE submissions DROP COLUMN ${name}`);
}
