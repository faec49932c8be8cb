import type { Knex } from 'knex';
import { addAppendOnlyGuards, addGuard, isSqlite, oneOf } from './guards.ts';

const OUTCOMES = [
  'matched',
  'partial',
  'mismatched',
  'not_found',
  'inactive',
  'duplicate',
  'deceased',
  'unavailable',
];

/** The local KTP register, the checks made against it and how partial matches were settled. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('ktp_loads', (t) => {
    t.increments('id');
    t.string('file_name', 200).notNullable();
    t.string('file_sha256', 64).notNullable();
    t.integer('row_count').notNullable().defaultTo(0);
    t.integer('bad_count').notNullable().defaultTo(0);
    t.integer('loaded_by_id').notNullable().references('staff.id');
    t.string('loaded_at', 24).notNullable();
    t.string('status', 10).notNullable();
    t.integer('job_id').references('jobs.id');
    // The first bad lines: line, column and code of each, never a value.
    t.text('errors');
    t.integer('version').notNullable().defaultTo(1);
    t.index(['status', 'id']);
    t.check(oneOf('status', ['loading', 'ready', 'failed']));
  });
  await knex.schema.createTable('ktp_records', (t) => {
    t.increments('id');
    t.string('uid', 36).notNullable();
    t.string('nik_bidx', 43).notNullable().unique();
    t.string('nik_masked', 16).notNullable();
    t.string('kk_bidx', 43).notNullable().index();
    t.binary('kk_enc').notNullable();
    // As long as the reader of the register's file takes them.
    t.string('full_name', 200).notNullable();
    t.string('birth_place', 200).notNullable();
    t.string('birth_date', 10).notNullable();
    t.string('sex', 1).notNullable();
    t.string('address', 200).notNullable();
    t.string('rt', 200);
    t.string('rw', 200);
    t.string('village', 200);
    t.string('district', 200);
    t.string('regency', 200);
    t.string('province', 200);
    t.string('status', 10).notNullable();
    t.integer('load_id').notNullable().references('ktp_loads.id');
    t.check(oneOf('status', ['AKTIF', 'MENINGGAL', 'GANDA', 'NONAKTIF']));
  });
  // Names are looked up by their beginning; PostgreSQL does that only in the order of bytes.
  const byBeginning = isSqlite(knex) ? 'full_name' : 'full_name varchar_pattern_ops';
  await knex.raw(`CREATE INDEX ktp_records_name ON ktp_records (${byBeginning}, id)`);
  await knex.schema.createTable('identity_checks', (t) => {
    t.increments('id');
    t.integer('submission_id').notNullable().references('submissions.id');
    t.string('source', 20).notNullable();
    t.string('source_version', 40);
    t.string('outcome', 12).notNullable();
    t.integer('name_score');
    t.integer('threshold').notNullable();
    t.string('response_code', 10);
    t.text('fields').notNullable();
    // Keyed digests of both values of each field: what was compared can be proved without being kept.
    t.text('digests').notNullable().defaultTo('{}');
    t.text('warnings').notNullable();
    t.text('reason_codes').notNullable();
    // Keyed digest of what was sent: equal only while no input changed.
    t.string('inputs_digest', 64).notNullable();
    t.string('trigger', 20).notNullable();
    t.integer('checked_by_id').references('staff.id');
    t.string('checked_at', 24).notNullable();
    t.index(['submission_id', 'id']);
    t.index(['outcome', 'id']);
    t.index(['checked_at', 'id']);
    t.check(oneOf('outcome', OUTCOMES));
  });
  await knex.schema.createTable('identity_settlements', (t) => {
    t.increments('id');
    t.integer('check_id').notNullable().references('identity_checks.id');
    t.integer('submission_id').notNullable().references('submissions.id').index();
    t.integer('reader_no').notNullable();
    t.integer('reader_id').notNullable().references('staff.id');
    t.string('verdict', 12).notNullable();
    t.string('reason_code', 30).notNullable();
    t.text('note');
    t.string('at', 24).notNullable();
    t.unique(['check_id', 'reader_no']);
    // Each reader is another person.
    t.unique(['check_id', 'reader_id']);
    t.check(oneOf('verdict', ['same_person', 'different']));
    t.check('reader_no IN (1, 2, 3)');
    t.check('reader_no < 3 OR (note IS NOT NULL AND length(trim(note)) > 0)');
  });
  await addAppendOnlyGuards(knex, 'identity_checks');
  await addAppendOnlyGuards(knex, 'identity_settlements');
  await addGuard(knex, {
    table: 'identity_settlements',
    name: 'settlement_on_partial',
    event: 'INSERT',
    refuseWhen: `NOT EXISTS (SELECT 1 FROM identity_checks c JOIN submissions n ON n.id = c.submission_id AND n.identity_check_id = c.id AND n.identity_stale = 0
      WHERE c.id = NEW.check_id AND c.submission_id = NEW.submission_id AND c.outcome = 'partial')`,
  });
  const earlier = (which: string) =>
    `FROM identity_settlements e WHERE e.check_id = NEW.check_id AND e.reader_no ${which}`;
  // One reader after the other, and a third only between two who disagree.
  await addGuard(knex, {
    table: 'identity_settlements',
    name: 'settlement_order',
    event: 'INSERT',
    refuseWhen: `(NEW.reader_no = 2 AND (SELECT count(*) ${earlier('= 1')}) = 0)
      OR (NEW.reader_no = 3 AND (SELECT count(DISTINCT e.verdict) ${earlier('< 3')}) < 2)`,
  });
  /** Hands that keep a person from deciding on a registration: theirs on the data, or the data being their own. */
  const bound = (
    submission: string,
    person: string,
    role = "'reviewer'",
  ) => `(${submission}.keyed_by_id = ${person}
    OR EXISTS (SELECT 1 FROM imports i WHERE i.id = ${submission}.import_id AND (i.uploaded_by_id = ${person} OR i.committed_by_id = ${person}))
    OR EXISTS (SELECT 1 FROM submission_revisions r WHERE r.submission_id = ${submission}.id AND r.edited_by_id = ${person})
    OR EXISTS (SELECT 1 FROM staff f WHERE f.id = ${person} AND (f.nik_bidx = ${submission}.nik_bidx OR f.role <> ${role})))`;
  await addGuard(knex, {
    table: 'identity_settlements',
    name: 'settlement_four_eyes',
    event: 'INSERT',
    refuseWhen: `EXISTS (SELECT 1 FROM submissions n WHERE n.id = NEW.submission_id AND ${bound('n', 'NEW.reader_id', "CASE WHEN NEW.reader_no = 3 THEN 'coordinator' ELSE 'reviewer' END")})`,
  });
  // Four eyes, fresh evidence and nobody's own registration: refused here even when every rule above was bypassed.
  // Two verdicts of `same_person`: a third reader exists only where the first two disagree, so his is then one of the two.
  const settled = `(SELECT count(*) FROM identity_settlements s WHERE s.check_id = NEW.identity_check_id AND s.verdict = 'same_person') = 2`;
  await addGuard(knex, {
    table: 'submissions',
    name: 'submission_verified',
    event: 'UPDATE',
    of: ['status'],
    refuseWhen: `NEW.status = 'verified' AND OLD.status = 'in_review' AND (NEW.decided_by_id IS NULL OR ${bound('NEW', 'NEW.decided_by_id')}
      OR NEW.identity_stale <> 0 OR NEW.screening_outcome <> 'clear'
      OR NOT (NEW.identity_outcome = 'matched' OR (NEW.identity_outcome = 'partial' AND ${settled})))`,
  });
  await addGuard(knex, {
    table: 'submissions',
    name: 'submission_rejected',
    event: 'UPDATE',
    of: ['status'],
    refuseWhen: `NEW.status = 'rejected' AND OLD.status = 'in_review' AND (NEW.decided_by_id IS NULL OR ${bound('NEW', 'NEW.decided_by_id')})`,
  });
  // An outcome is that of a check of this very registration, and what went stale is made fresh by a later check alone.
  await addGuard(knex, {
    table: 'submissions',
    name: 'submission_check_true',
    event: 'UPDATE',
    of: ['identity_outcome', 'identity_check_id', 'identity_stale'],
    refuseWhen: `((NEW.identity_outcome IS DISTINCT FROM OLD.identity_outcome OR NEW.identity_check_id IS DISTINCT FROM OLD.identity_check_id) AND NOT EXISTS
      (SELECT 1 FROM identity_checks c WHERE c.id = NEW.identity_check_id AND c.submission_id = NEW.id AND c.outcome = NEW.identity_outcome))
      OR (OLD.identity_stale = 1 AND NEW.identity_stale = 0 AND NEW.identity_check_id <= OLD.identity_check_id)`,
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['identity_settlements', 'identity_checks', 'ktp_records', 'ktp_loads']) {
    await knex.schema.dropTable(table);
  }
}
