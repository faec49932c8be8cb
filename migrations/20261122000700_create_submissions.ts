import type { Knex } from 'knex';
import {
  addAppendOnlyGuards,
  addGuard,
  addKeptGuards,
  addTransitionTable,
  isSqlite,
  oneOf,
} from './guards.ts';
import { submissionListIndexes } from './submission-list-indexes.ts';

const STATUSES = [
  'draft', 'submitted', 'in_review', 'needs_correction', 'on_hold', 'verified', 'batched', 'ratified', 'sent',
  'confirmed', 'pmo_returned', 'pmo_rejected', 'rejected', 'withdrawn', 'revoked',
]; // prettier-ignore

/** The pairs of domain.md section 5; a test holds them against submission-rules.ts. */
const TRANSITIONS = [
  ['draft', 'submitted'], ['draft', 'withdrawn'],
  ['submitted', 'in_review'], ['submitted', 'withdrawn'],
  ['in_review', 'on_hold'], ['in_review', 'needs_correction'], ['in_review', 'rejected'], ['in_review', 'verified'], ['in_review', 'withdrawn'],
  ['on_hold', 'in_review'], ['on_hold', 'withdrawn'],
  ['needs_correction', 'submitted'], ['needs_correction', 'withdrawn'],
  ['rejected', 'submitted'],
  ['verified', 'in_review'], ['verified', 'batched'], ['verified', 'withdrawn'],
  ['batched', 'verified'], ['batched', 'ratified'], ['batched', 'withdrawn'],
  ['ratified', 'sent'], ['ratified', 'withdrawn'],
  ['sent', 'confirmed'], ['sent', 'pmo_returned'], ['sent', 'pmo_rejected'], ['sent', 'ratified'],
  ['pmo_returned', 'needs_correction'],
  ['confirmed', 'revoked'],
] as const; // prettier-ignore

const FORM_COLUMNS = [
  'full_name', 'nik_bidx', 'kk_bidx', 'birth_place', 'birth_date', 'sex', 'email', 'phone', 'ktp_address', 'domicile_address',
  'region_code', 'education_level', 'employment_status', 'desired_training', 'proposer', 'luring_reason', 'came_in_person',
  'original_ktp_seen', 'presence_note', 'declarations', 'name_key', 'nik_enc', 'nik_masked', 'kk_enc', 'kk_masked',
]; // prettier-ignore
const IDENTITY_COLUMNS = [
  'nik_bidx',
  'kk_bidx',
  'full_name',
  'birth_place',
  'birth_date',
  'sex',
  'ktp_address',
];

const FIXED_COLUMNS = [
  'uid', 'registration_no', 'wave_id', 'office_id', 'channel', 'keyed_by_id', 'created_at', 'import_id', 'row_id',
]; // prettier-ignore
const COUNTED_COLUMNS = ['wave_id', 'status', 'channel', 'office_id', 'region_code'];

const changed = (columns: readonly string[]) =>
  `(${columns.map((column) => `NEW.${column} IS DISTINCT FROM OLD.${column}`).join(' OR ')})`;

async function createTable(knex: Knex): Promise<void> {
  await knex.schema.createTable('submissions', (t) => {
    t.increments('id');
    // Named before the row has an id: the encrypted fields are bound to it.
    t.string('uid', 36).notNullable().unique();
    t.string('registration_no', 24).notNullable().unique();
    t.string('channel', 10).notNullable();
    t.string('status', 20).notNullable();
    t.integer('wave_id').notNullable().references('waves.id');
    t.integer('office_id').notNullable().references('offices.id');
    t.string('proposer', 20).notNullable();
    t.string('luring_reason', 20);
    t.string('full_name', 60).notNullable();
    t.string('name_key', 80).notNullable();
    t.binary('nik_enc').notNullable();
    t.string('nik_bidx', 43).notNullable();
    t.string('nik_masked', 16).notNullable();
    t.binary('kk_enc').notNullable();
    t.string('kk_bidx', 43).notNullable();
    t.string('kk_masked', 16).notNullable();
    t.string('birth_place', 60).notNullable();
    t.string('birth_date', 10).notNullable();
    t.string('sex', 1).notNullable();
    t.string('email', 120);
    t.string('phone', 20);
    t.string('ktp_address', 200).notNullable();
    t.string('domicile_address', 200);
    t.string('region_code', 8).notNullable();
    t.string('education_level', 20).notNullable();
    t.string('employment_status', 24).notNullable();
    t.string('desired_training', 120);
    t.integer('came_in_person');
    t.integer('original_ktp_seen');
    t.string('presence_note', 300);
    t.text('declarations');
    t.integer('assignee_id').references('staff.id');
    t.string('lease_until', 24);
    t.integer('identity_check_id');
    t.string('identity_outcome', 12).notNullable().defaultTo('unchecked');
    t.integer('identity_stale').notNullable().defaultTo(0);
    t.integer('screening_result_id');
    t.string('screening_outcome', 10).notNullable().defaultTo('unchecked');
    t.integer('duplicate_count').notNullable().defaultTo(0);
    t.text('reason_codes');
    t.integer('batch_id').references('batches.id');
    t.integer('round_no').notNullable().defaultTo(1);
    t.integer('keyed_by_id').notNullable().references('staff.id');
    t.integer('decided_by_id').references('staff.id');
    t.integer('import_id').references('imports.id');
    t.string('row_id', 60);
    t.string('fingerprint', 64);
    t.string('submitted_at', 24);
    t.string('decided_at', 24);
    t.string('due_at', 24);
    t.string('created_at', 24).notNullable();
    t.string('updated_at', 24).notNullable();
    t.integer('version').notNullable().defaultTo(1);
    t.check(oneOf('channel', ['online', 'offline', 'assisted']));
    t.check(oneOf('status', STATUSES));
    t.check(oneOf('sex', ['L', 'P']));
    t.check('length(full_name) BETWEEN 1 AND 60');
    t.check("status = 'draft' OR status = 'withdrawn' OR submitted_at IS NOT NULL");
    t.check(
      "status NOT IN ('verified', 'batched', 'ratified', 'sent', 'confirmed') OR decided_by_id IS NOT NULL",
    );
    t.check("status NOT IN ('batched', 'ratified', 'sent', 'confirmed') OR batch_id IS NOT NULL");
    t.check('decided_by_id IS NULL OR decided_by_id <> keyed_by_id');
    t.check('identity_stale IN (0, 1)');
    t.check('nik_masked <> nik_bidx');
  });
  const indexes = [
    `CREATE UNIQUE INDEX submissions_one_nik_a_wave ON submissions (wave_id, nik_bidx) WHERE status <> 'withdrawn'`,
    // The row id first: rows are looked up by it, and no statistics make another index look as good.
    `CREATE UNIQUE INDEX submissions_one_recap_row ON submissions (row_id, office_id, wave_id) WHERE row_id IS NOT NULL`,
    'CREATE INDEX submissions_nik ON submissions (nik_bidx)',
    'CREATE INDEX submissions_kk ON submissions (kk_bidx)',
    ...submissionListIndexes(),
    'CREATE INDEX submissions_by_assignee ON submissions (assignee_id, status, due_at, id) WHERE assignee_id IS NOT NULL',
    'CREATE INDEX submissions_by_batch ON submissions (batch_id, id) WHERE batch_id IS NOT NULL',
    'CREATE INDEX submissions_by_import ON submissions (import_id, id) WHERE import_id IS NOT NULL',
    'CREATE INDEX submissions_born ON submissions (birth_date, name_key, full_name, phone, email)',
    'CREATE INDEX submissions_phone ON submissions (phone) WHERE phone IS NOT NULL',
    'CREATE INDEX submissions_email ON submissions (email) WHERE email IS NOT NULL',
  ];
  for (const sql of indexes) await knex.raw(sql);
  // Room for a whole wave's new check or screening beside the old: a row that moves to another page is written anew in all
  // thirty indexes: measured, ten times as dear as one that stays, for less than twice the table.
  if (!isSqlite(knex)) await knex.raw('ALTER TABLE submissions SET (fillfactor = 50)');
}

async function createFacts(knex: Knex): Promise<void> {
  await knex.schema.createTable('submission_transitions', (t) => {
    t.increments('id');
    t.integer('submission_id').notNullable().references('submissions.id');
    t.string('action', 20).notNullable();
    t.string('from_status', 20);
    t.string('to_status', 20).notNullable();
    t.integer('actor_id').references('staff.id');
    t.string('actor_role', 20).notNullable();
    t.string('at', 24).notNullable();
    t.text('reason_codes');
    t.text('note');
    t.string('rule_set_code', 40);
    t.integer('rule_set_version');
    t.integer('batch_id').references('batches.id');
    t.string('request_id', 40).notNullable();
    t.index(['submission_id', 'id']);
    t.index(['actor_id', 'at']);
    t.index(['action', 'at']);
  });
  await knex.schema.createTable('submission_revisions', (t) => {
    t.increments('id');
    t.integer('submission_id').notNullable().references('submissions.id');
    t.integer('revision_no').notNullable();
    t.integer('edited_by_id').notNullable().references('staff.id');
    t.string('edited_at', 24).notNullable();
    t.text('changed_fields').notNullable();
    // The form as it was before this edit, JSON, encrypted.
    t.binary('before_enc').notNullable();
    t.unique(['submission_id', 'revision_no']);
  });
  await knex.schema.createTable('submission_notes', (t) => {
    t.increments('id');
    t.integer('submission_id').notNullable().references('submissions.id').index();
    t.integer('author_id').notNullable().references('staff.id');
    t.text('text').notNullable();
    t.string('at', 24).notNullable();
  });
  for (const table of ['submission_transitions', 'submission_revisions', 'submission_notes']) {
    await addAppendOnlyGuards(knex, table);
  }
}

async function addSubmissionGuards(knex: Knex): Promise<void> {
  const guardUpdate = (name: string, of: readonly string[], refuseWhen: string) =>
    addGuard(knex, { table: 'submissions', name, event: 'UPDATE', of, refuseWhen });
  await addTransitionTable(knex, 'submission_status_transitions', 'submissions', TRANSITIONS);
  await addGuard(knex, {
    table: 'submissions',
    name: 'submission_insert',
    event: 'INSERT',
    refuseWhen: `NEW.status NOT IN ('draft', 'submitted') OR NEW.identity_outcome <> 'unchecked' OR NEW.screening_outcome <> 'unchecked'
      OR NEW.identity_check_id IS NOT NULL OR NEW.screening_result_id IS NOT NULL OR NEW.decided_by_id IS NOT NULL OR NEW.batch_id IS NOT NULL`,
  });
  await addKeptGuards(knex, 'submissions', 'submission');
  await guardUpdate(
    'submission_version',
    ['status', ...FORM_COLUMNS],
    `(NEW.status IS DISTINCT FROM OLD.status OR ${changed(FORM_COLUMNS)}) AND NEW.version <> OLD.version + 1`,
  );
  await guardUpdate('submission_fixed', FIXED_COLUMNS, changed(FIXED_COLUMNS));
  await guardUpdate(
    'submission_name_locked',
    ['full_name'],
    'OLD.submitted_at IS NOT NULL AND NEW.full_name IS DISTINCT FROM OLD.full_name',
  );
  await guardUpdate(
    'submission_form_locked',
    FORM_COLUMNS,
    `OLD.status NOT IN ('draft', 'needs_correction') AND ${changed(FORM_COLUMNS)}`,
  );
  // Who decided is named by the decision, and forgotten only where it is undone.
  await guardUpdate(
    'submission_decider',
    ['decided_by_id'],
    `NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id AND NOT (
      (NEW.decided_by_id IS NOT NULL AND OLD.status = 'in_review' AND NEW.status IN ('verified', 'rejected'))
      OR (NEW.decided_by_id IS NULL AND NEW.status <> OLD.status AND NEW.status IN ('submitted', 'in_review', 'needs_correction')))`,
  );
  await guardUpdate(
    'submission_check_stale',
    IDENTITY_COLUMNS,
    `NEW.identity_outcome <> 'unchecked' AND NEW.identity_stale = 0 AND ${changed(IDENTITY_COLUMNS)}`,
  );
}

/** Deltas instead of one row per total: twenty reviewers never wait for the same counter. A worker folds them. */
async function createCounters(knex: Knex): Promise<void> {
  await knex.schema.createTable('submission_counters', (t) => {
    t.bigIncrements('id');
    t.integer('wave_id').notNullable();
    t.string('status', 20).notNullable();
    t.string('channel', 10).notNullable();
    t.integer('office_id').notNullable();
    t.string('region_code', 8).notNullable();
    t.integer('delta').notNullable();
    t.index(
      ['wave_id', 'status', 'channel', 'office_id', 'region_code', 'delta'],
      'submission_counters_totals',
    );
  });
  const columns = COUNTED_COLUMNS.join(', ');
  const add = (row: string, delta: number) =>
    `INSERT INTO submission_counters (${columns}, delta) VALUES (${columns
      .split(', ')
      .map((column) => `${row}.${column}`)
      .join(', ')}, ${delta});`;
  const moved = changed(COUNTED_COLUMNS);
  if (isSqlite(knex)) {
    await knex.raw(
      `CREATE TRIGGER submissions_count_insert AFTER INSERT ON submissions BEGIN ${add('NEW', 1)} END`,
    );
    await knex.raw(
      `CREATE TRIGGER submissions_count_update AFTER UPDATE OF ${columns} ON submissions WHEN ${moved} BEGIN ${add('OLD', -1)} ${add('NEW', 1)} END`,
    );
    return;
  }
  await knex.raw(
    `CREATE FUNCTION submissions_count() RETURNS trigger LANGUAGE plpgsql AS $count$
     BEGIN
       IF TG_OP = 'UPDATE' THEN ${add('OLD', -1)} END IF;
       ${add('NEW', 1)}
       RETURN NULL;
     END $count$`,
  );
  await knex.raw(
    'CREATE TRIGGER submissions_count_insert AFTER INSERT ON submissions FOR EACH ROW EXECUTE FUNCTION submissions_count()',
  );
  await knex.raw(
    `CREATE TRIGGER submissions_count_update AFTER UPDATE OF ${columns} ON submissions FOR EACH ROW WHEN (${moved}) EXECUTE FUNCTION submissions_count()`,
  );
}

async function createNameSearch(knex: Knex): Promise<void> {
  if (isSqlite(knex)) {
    await knex.raw(
      `CREATE VIRTUAL TABLE submission_names USING fts5(full_name, content='submissions', content_rowid='id', tokenize='trigram')`,
    );
    await knex.raw(
      'CREATE TRIGGER submissions_names_insert AFTER INSERT ON submissions BEGIN INSERT INTO submission_names (rowid, full_name) VALUES (NEW.id, NEW.full_name); END',
    );
    await knex.raw(
      `CREATE TRIGGER submissions_names_update AFTER UPDATE OF full_name ON submissions WHEN NEW.full_name <> OLD.full_name BEGIN
         INSERT INTO submission_names (submission_names, rowid, full_name) VALUES ('delete', OLD.id, OLD.full_name);
         INSERT INTO submission_names (rowid, full_name) VALUES (NEW.id, NEW.full_name); END`,
    );
    return;
  }
  await knex.raw('CREATE EXTENSION IF NOT EXISTS pg_trgm');
  await knex.raw('CREATE INDEX submissions_names ON submissions USING gin (full_name gin_trgm_ops)');
}

/** Registrations, their facts (transitions, revisions, notes), their guards, their counters and the name search. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex);
  await createFacts(knex);
  await addSubmissionGuards(knex);
  await createCounters(knex);
  await createNameSearch(knex);
}

export async function down(knex: Knex): Promise<void> {
  if (isSqlite(knex)) await knex.raw('DROP TABLE submission_names');
  for (const table of [
    'submission_counters', 'submission_notes', 'submission_revisions', 'submission_transitions', 'submissions', 'submission_status_transitions',
  ]) await knex.schema.dropTable(table); // prettier-ignore
}
