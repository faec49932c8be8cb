import type { Knex } from 'knex';
import { addAppendOnlyGuards, addGuard, addKeptGuards, isSqlite, oneOf } from './guards.ts';

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
    t.index(['composition_id', 'part', 'submission_id']);
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

/** An override that lets a row of this office do this at this moment: the same as `covers` in lateness-rules.ts. */
const covering = (act: string, wave: string, office: string, at: string) =>
  `late_overrides o WHERE o.wave_id = ${wave} AND o.act = '${act}' AND o.status = 'consented'
    AND (o.office_id IS NULL OR o.office_id = ${office}) AND o.answered_at <= ${at} AND o.until >= ${at}`;

interface Late {
  name: string;
  table: string;
  event: 'INSERT' | 'UPDATE OF status';
  /** When the row may be late at all. */
  when: string;
  act: 'compose' | 'resubmit';
  submission: string;
  batch: string;
  at: string;
}

/** What comes in late is refused without an override, and listed with it by the database itself. */
async function holdDeadline(knex: Knex, late: Late): Promise<void> {
  const overdue = `FROM submissions s JOIN waves w ON w.id = s.wave_id
    WHERE s.id = ${late.submission} AND w.handover_deadline < ${late.at}`;
  const cover = covering(late.act, 's.wave_id', 's.office_id', late.at);
  await addGuard(knex, {
    table: late.table,
    name: late.name,
    event: late.event === 'INSERT' ? 'INSERT' : 'UPDATE',
    ...(late.event === 'INSERT' ? {} : { of: ['status'] }),
    refuseWhen: `${late.when} AND EXISTS (SELECT 1 ${overdue} AND NOT EXISTS (SELECT 1 FROM ${cover}))`,
  });
  const write = `INSERT INTO late_corrections (override_id, submission_id, act, batch_id, deadline, at)
    SELECT (SELECT max(o.id) FROM ${cover}), s.id, '${late.act}', ${late.batch}, w.handover_deadline, ${late.at} ${overdue};`;
  if (isSqlite(knex)) {
    await knex.raw(
      `CREATE TRIGGER list_${late.name} AFTER ${late.event} ON ${late.table} WHEN ${late.when} BEGIN ${write} END`,
    );
    return;
  }
  await knex.raw(
    `CREATE FUNCTION list_${late.name}() RETURNS trigger LANGUAGE plpgsql AS $list$
     BEGIN IF ${late.when} THEN ${write} END IF; RETURN NULL; END $list$`,
  );
  await knex.raw(
    `CREATE TRIGGER list_${late.name} AFTER ${late.event} ON ${late.table} FOR EACH ROW EXECUTE FUNCTION list_${late.name}()`,
  );
}

/** Overrides of a hand-over deadline: ordered by one, consented to by another role, and every row that used one. */
async function lateness(knex: Knex): Promise<void> {
  await knex.schema.createTable('late_overrides', (t) => {
    t.increments('id');
    t.integer('wave_id').notNullable().references('waves.id');
    t.string('act', 10).notNullable();
    t.integer('office_id').references('offices.id');
    t.text('reason').notNullable();
    t.string('until', 24).notNullable();
    t.string('status', 10).notNullable().defaultTo('ordered');
    t.integer('ordered_by_id').notNullable().references('staff.id');
    t.string('ordered_at', 24).notNullable();
    t.integer('answered_by_id').references('staff.id');
    t.string('answered_at', 24);
    t.text('answer_note');
    t.integer('version').notNullable().defaultTo(1);
    t.index(['wave_id', 'status', 'act']);
    t.check(oneOf('act', ['compose', 'resubmit']));
    t.check(oneOf('status', ['ordered', 'consented', 'declined']));
    t.check('length(reason) >= 10');
    t.check('answered_by_id IS NULL OR answered_by_id <> ordered_by_id');
    t.check(
      "(status = 'ordered') = (answered_by_id IS NULL) AND (answered_by_id IS NULL) = (answered_at IS NULL)",
    );
  });
  await knex.schema.createTable('late_corrections', (t) => {
    t.increments('id');
    t.integer('override_id').notNullable().references('late_overrides.id').index();
    t.integer('submission_id').notNullable().references('submissions.id').index();
    t.string('act', 10).notNullable();
    t.integer('batch_id').references('batches.id');
    t.string('deadline', 24).notNullable();
    t.string('at', 24).notNullable();
  });
  await addAppendOnlyGuards(knex, 'late_corrections');
  await addKeptGuards(knex, 'late_overrides', 'late_override');
  const staff = (person: string, role: string) =>
    `EXISTS (SELECT 1 FROM staff f WHERE f.id = ${person} AND f.role = '${role}' AND f.active = 1)`;
  await addGuard(knex, {
    table: 'late_overrides',
    name: 'late_override_order',
    event: 'INSERT',
    refuseWhen: `NEW.status <> 'ordered' OR NOT ${staff('NEW.ordered_by_id', 'coordinator')}`,
  });
  const kept = ['wave_id', 'act', 'office_id', 'reason', 'until', 'ordered_by_id', 'ordered_at'];
  await addGuard(knex, {
    table: 'late_overrides',
    name: 'late_override_answer',
    event: 'UPDATE',
    refuseWhen: `OLD.status <> 'ordered' OR NEW.status = 'ordered' OR NOT ${staff('NEW.answered_by_id', 'approver')}
      OR ${kept.map((column) => `NEW.${column} IS DISTINCT FROM OLD.${column}`).join(' OR ')}`,
  });
  await holdDeadline(knex, {
    name: 'batch_row_late',
    table: 'batch_rows',
    event: 'INSERT',
    when: '1 = 1',
    act: 'compose',
    submission: 'NEW.submission_id',
    batch: 'NEW.batch_id',
    at: 'NEW.added_at',
  });
  await holdDeadline(knex, {
    name: 'submission_late',
    table: 'submissions',
    event: 'UPDATE OF status',
    when: "(OLD.status = 'needs_correction' AND NEW.status = 'submitted')",
    act: 'resubmit',
    submission: 'NEW.id',
    batch: 'NULL',
    at: 'NEW.updated_at',
  });
}

/** Composing at scale: what reconciliation reads, and what keeps a batch's making explainable. */
export async function up(knex: Knex): Promise<void> {
  await reconciliation(knex);
  await compositions(knex);
  await lateness(knex);
}

export async function down(knex: Knex): Promise<void> {
  for (const index of ['submissions_reconciled', 'pmo_answers_reconciled', 'manifest_lines_of_person'])
    await knex.raw(`DROP INDEX ${index}`);
  for (const table of [
    'late_corrections',
    'late_overrides',
    'composition_places',
    'batch_compositions',
    'waiting_list_seeds',
  ])
    await knex.schema.dropTable(table);
}
