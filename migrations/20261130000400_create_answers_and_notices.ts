import type { Knex } from 'knex';
import { addAppendOnlyGuards, addGuard, addKeptGuards, isSqlite, oneOf } from './guards.ts';
import { createNotices, dropNotices } from './notice-tables.ts';

const ISSUE_COLUMNS = [
  'id', 'answer_file_id', 'batch_id', 'line_no', 'code', 'detail', 'status', 'closed_by_id', 'closed_at', 'note', 'version',
]; // prettier-ignore

async function createCalls(knex: Knex): Promise<void> {
  // One signed request of the PMO's system, with what came of it; the same body again is the same call.
  await knex.schema.createTable('pmo_answer_calls', (t) => {
    t.increments('id');
    t.integer('dispatch_id').notNullable().references('dispatches.id');
    t.integer('batch_id').notNullable().references('batches.id').index();
    t.string('body_sha256', 64).notNullable();
    t.text('counts').notNullable();
    t.integer('recorded_by_id').notNullable().references('staff.id');
    t.string('request_id', 40).notNullable();
    t.string('received_at', 24).notNullable();
    t.unique(['dispatch_id', 'body_sha256']);
  });
  await addAppendOnlyGuards(knex, 'pmo_answer_calls');
  // Remembered for as long as the clock would let a copy of the request in.
  await knex.schema.createTable('pmo_nonces', (t) => {
    t.string('nonce', 64).primary();
    t.string('expires_at', 24).notNullable().index();
  });
  // Answers that were quicker than the acknowledgement: kept as they were said, judged when their time has come.
  await knex.schema.createTable('pmo_early_answers', (t) => {
    t.increments('id');
    t.integer('answer_call_id').notNullable().references('pmo_answer_calls.id');
    t.integer('dispatch_id').notNullable().references('dispatches.id');
    t.integer('position_no').notNullable();
    t.text('said').notNullable();
    t.string('applied_at', 24);
    t.unique(['answer_call_id', 'position_no']);
  });
  await knex.raw(
    'CREATE INDEX pmo_early_answers_waiting ON pmo_early_answers (dispatch_id, id) WHERE applied_at IS NULL',
  );
  await addKeptGuards(knex, 'pmo_early_answers', 'pmo_early_answer');
  await addGuard(knex, {
    table: 'pmo_early_answers',
    name: 'pmo_early_answer_once',
    event: 'UPDATE',
    refuseWhen: `OLD.applied_at IS NOT NULL OR NEW.applied_at IS NULL OR NEW.answer_call_id <> OLD.answer_call_id
      OR NEW.dispatch_id <> OLD.dispatch_id OR NEW.position_no <> OLD.position_no OR NEW.said <> OLD.said
      OR NOT EXISTS (SELECT 1 FROM dispatches d WHERE d.id = NEW.dispatch_id AND d.status = 'acknowledged')`,
  });
  await knex.raw(
    'ALTER TABLE pmo_answers ADD COLUMN answer_call_id integer REFERENCES pmo_answer_calls (id)',
  );
}

const SOURCES = oneOf('source', ['console', 'file', 'api']);
/** A work item names the line of a file, or the position in a call, or (console) neither. */
const PLACES = `(source = 'file' AND answer_file_id IS NOT NULL AND line_no IS NOT NULL)
  OR (source = 'api' AND answer_call_id IS NOT NULL AND position_no IS NOT NULL) OR source = 'console'`;

/** SQLite cannot loosen a column: the table is made anew, and its rows and guards with it. */
async function widenIssues(knex: Knex): Promise<void> {
  if (!isSqlite(knex)) {
    for (const column of ['answer_file_id', 'line_no'])
      await knex.raw(`ALTER TABLE pmo_answer_issues ALTER COLUMN ${column} DROP NOT NULL`);
    await knex.raw(`ALTER TABLE pmo_answer_issues
      ADD COLUMN source varchar(10) NOT NULL DEFAULT 'file' CHECK (${SOURCES}),
      ADD COLUMN answer_call_id integer REFERENCES pmo_answer_calls (id),
      ADD COLUMN position_no integer,
      ADD CONSTRAINT pmo_answer_issues_place CHECK (${PLACES})`);
  } else {
    await knex.schema.createTable('pmo_answer_issues_new', (t) => {
      t.increments('id');
      t.integer('answer_file_id').references('pmo_answer_files.id');
      t.integer('batch_id').notNullable().references('batches.id');
      t.integer('line_no');
      t.string('code', 30).notNullable();
      t.text('detail').notNullable();
      t.string('status', 10).notNullable().defaultTo('open');
      t.integer('closed_by_id').references('staff.id');
      t.string('closed_at', 24);
      t.text('note');
      t.integer('version').notNullable().defaultTo(1);
      t.string('source', 10).notNullable().defaultTo('file');
      t.integer('answer_call_id').references('pmo_answer_calls.id');
      t.integer('position_no');
      t.check(oneOf('status', ['open', 'closed']));
      t.check(SOURCES);
      t.check(PLACES);
    });
    const columns = ISSUE_COLUMNS.join(', ');
    await knex.raw(`INSERT INTO pmo_answer_issues_new (${columns}) SELECT ${columns} FROM pmo_answer_issues`);
    await knex.raw('DROP TABLE pmo_answer_issues');
    await knex.raw('ALTER TABLE pmo_answer_issues_new RENAME TO pmo_answer_issues');
    for (const column of ['answer_file_id', 'batch_id'])
      await knex.raw(`CREATE INDEX pmo_answer_issues_${column}_index ON pmo_answer_issues (${column})`);
    await addKeptGuards(knex, 'pmo_answer_issues', 'pmo_answer_issue');
  }
  await knex.raw('CREATE INDEX pmo_answer_issues_call ON pmo_answer_issues (answer_call_id)');
}

async function createCodes(knex: Knex): Promise<void> {
  // What each code of the PMO means here; the program knows its own codes without a row.
  await knex.schema.createTable('pmo_codes', (t) => {
    t.increments('id');
    t.string('code', 40).notNullable().unique();
    t.string('reason_code', 30).notNullable();
    t.string('cause', 12).notNullable();
    t.string('remedy_id', 400).notNullable();
    t.string('remedy_en', 400).notNullable();
    t.integer('carries_over').notNullable();
    t.string('updated_at', 24).notNullable();
    t.integer('version').notNullable().defaultTo(1);
    t.check(oneOf('cause', ['applicant', 'office', 'ministry', 'pmo']));
    t.check('carries_over IN (0, 1)');
    t.check('code = upper(code)');
  });
  await addKeptGuards(knex, 'pmo_codes', 'pmo_code');
  await addGuard(knex, {
    table: 'pmo_codes',
    name: 'pmo_code_fixed',
    event: 'UPDATE',
    refuseWhen: 'NEW.code <> OLD.code OR NEW.version <> OLD.version + 1',
  });
  await knex.raw('CREATE INDEX pmo_answers_refused ON pmo_answers (id) WHERE result <> \'CONFIRMED\''); // prettier-ignore
}

/** The PMO's system answers by itself; its codes have a meaning here; whoever is decided about is told. */
export async function up(knex: Knex): Promise<void> {
  await createCalls(knex);
  await widenIssues(knex);
  await createCodes(knex);
  await knex.raw(
    'ALTER TABLE waves ADD COLUMN answer_days integer NOT NULL DEFAULT 14 CHECK (answer_days BETWEEN 1 AND 365)',
  );
  await createNotices(knex);
}

export async function down(knex: Knex): Promise<void> {
  await dropNotices(knex);
  await knex.raw('ALTER TABLE waves DROP COLUMN answer_days');
  for (const table of ['pmo_codes', 'pmo_early_answers', 'pmo_nonces']) await knex.schema.dropTable(table);
}
