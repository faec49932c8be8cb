import type { Knex } from 'knex';
import { addAppendOnlyGuards, addGuard, addKeptGuards, isSqlite, oneOf } from './guards.ts';

const OUTCOMES = ['clear', 'hit', 'unknown'];
const LISTS = ['excluded_posts', 'education', 'aid', 'prior_recipients', 'blacklist'];

/** Screening lists by version, results, the places of a KK, and pairs that may be one person. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('screening_list_versions', (t) => {
    t.increments('id');
    t.string('code', 20).notNullable();
    t.integer('list_version').notNullable();
    t.string('as_of', 10).notNullable();
    t.string('file_name', 200).notNullable();
    t.string('file_sha256', 64).notNullable();
    t.integer('row_count').notNullable().defaultTo(0);
    t.integer('bad_count').notNullable().defaultTo(0);
    t.integer('loaded_by_id').notNullable().references('staff.id');
    t.string('loaded_at', 24).notNullable();
    t.string('status', 10).notNullable();
    t.integer('job_id').references('jobs.id');
    t.text('errors');
    t.integer('version').notNullable().defaultTo(1);
    t.unique(['code', 'list_version']);
    t.index(['code', 'status', 'id']);
    t.check(oneOf('code', LISTS));
    t.check(oneOf('status', ['loading', 'ready', 'failed']));
  });
  await knex.schema.createTable('screening_list_entries', (t) => {
    t.integer('version_id').notNullable().references('screening_list_versions.id');
    t.string('nik_bidx', 43).notNullable();
    t.string('note', 200);
    t.primary(['version_id', 'nik_bidx']);
  });
  // What rules and versions of lists say of somebody on these lists and of this age group: a whole wave has a few dozen.
  await knex.schema.createTable('screening_findings', (t) => {
    t.increments('id');
    // SHA-256 of all that follows, so that each is kept once.
    t.string('digest', 64).notNullable().unique();
    t.string('rule_set_code', 40).notNullable();
    t.integer('rule_set_version').notNullable();
    t.string('outcome', 10).notNullable();
    t.text('lists').notNullable();
    t.text('reason_codes').notNullable();
    t.text('blocking').notNullable();
    t.check(oneOf('outcome', OUTCOMES));
  });
  await addAppendOnlyGuards(knex, 'screening_findings');
  await knex.schema.createTable('screening_results', (t) => {
    t.increments('id');
    t.integer('submission_id').notNullable().references('submissions.id');
    t.integer('finding_id').notNullable().references('screening_findings.id');
    t.string('trigger', 10).notNullable();
    // The finding's own, for the lists of results and for the guard below.
    t.string('outcome', 10).notNullable();
    t.integer('age').notNullable();
    t.string('screened_at', 24).notNullable();
    t.integer('screened_by_id').references('staff.id');
    t.index(['submission_id', 'id']);
    t.index(['outcome', 'id']);
    t.index(['screened_at', 'id']);
    t.check(oneOf('trigger', ['submit', 'demand', 'verify', 'seal', 'ratify', 'send']));
    t.check(oneOf('outcome', OUTCOMES));
  });
  await addAppendOnlyGuards(knex, 'screening_results');
  await addGuard(knex, {
    table: 'screening_results',
    name: 'screening_result_of_finding',
    event: 'INSERT',
    refuseWhen:
      'NOT EXISTS (SELECT 1 FROM screening_findings f WHERE f.id = NEW.finding_id AND f.outcome = NEW.outcome)',
  });
  await addGuard(knex, {
    table: 'submissions',
    name: 'submission_screening_true',
    event: 'UPDATE',
    of: ['screening_outcome', 'screening_result_id'],
    refuseWhen: `(NEW.screening_outcome IS DISTINCT FROM OLD.screening_outcome OR NEW.screening_result_id IS DISTINCT FROM OLD.screening_result_id) AND NOT EXISTS
      (SELECT 1 FROM screening_results r WHERE r.id = NEW.screening_result_id AND r.submission_id = NEW.id AND r.outcome = NEW.screening_outcome)`,
  });

  // Nobody is judged by other rules than those they registered under: rules never change, and a wave keeps its own.
  await addAppendOnlyGuards(knex, 'rule_sets');
  await addGuard(knex, {
    table: 'waves',
    name: 'wave_rules_in_use',
    event: 'UPDATE',
    refuseWhen:
      'NEW.rule_set_id <> OLD.rule_set_id AND EXISTS (SELECT 1 FROM submissions s WHERE s.wave_id = NEW.id)',
  });

  // A place of a KK card, taken when somebody of that KK is verified and given back when they leave the road.
  await knex.schema.createTable('kk_reservations', (t) => {
    t.increments('id');
    t.string('kk_bidx', 43).notNullable();
    t.integer('slot').notNullable();
    t.integer('submission_id').notNullable().references('submissions.id');
    t.string('taken_at', 24).notNullable();
    t.string('released_at', 24);
    t.check('slot >= 1');
  });
  await knex.raw(
    'CREATE UNIQUE INDEX kk_reservations_slot ON kk_reservations (kk_bidx, slot) WHERE released_at IS NULL',
  );
  await knex.raw(
    'CREATE UNIQUE INDEX kk_reservations_one ON kk_reservations (submission_id) WHERE released_at IS NULL',
  );
  await addKeptGuards(knex, 'kk_reservations', 'kk_reservation');
  // A place is taken on the registration's own card, and where its rule set has a limit never beyond that: places are
  // numbered and one person's each, so nobody is counted here, where two at once could not see each other.
  const limit = isSqlite(knex)
    ? "json_extract(u.rules, '$.kkLimit')"
    : "CAST(CAST(u.rules AS json) ->> 'kkLimit' AS integer)";
  await addGuard(knex, {
    table: 'kk_reservations',
    name: 'kk_reservation_insert',
    event: 'INSERT',
    refuseWhen: `NEW.released_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM submissions s JOIN waves w ON w.id = s.wave_id
      JOIN rule_sets u ON u.id = w.rule_set_id WHERE s.id = NEW.submission_id AND s.kk_bidx = NEW.kk_bidx
        AND (${limit} IS NULL OR NEW.slot <= ${limit}))`,
  });
  await addGuard(knex, {
    table: 'kk_reservations',
    name: 'kk_reservation_update',
    event: 'UPDATE',
    refuseWhen:
      'OLD.released_at IS NOT NULL OR NEW.kk_bidx <> OLD.kk_bidx OR NEW.slot <> OLD.slot OR NEW.submission_id <> OLD.submission_id OR NEW.taken_at <> OLD.taken_at',
  });
  await addGuard(knex, {
    table: 'kk_reservations',
    name: 'kk_reservation_held',
    event: 'UPDATE',
    refuseWhen: `NEW.released_at IS NOT NULL AND EXISTS (SELECT 1 FROM submissions s WHERE s.id = OLD.submission_id
      AND s.status IN ('verified', 'batched', 'ratified', 'sent', 'confirmed', 'revoked'))`,
  });
  await addGuard(knex, {
    table: 'submissions',
    name: 'submission_kk_place',
    event: 'UPDATE',
    of: ['status'],
    refuseWhen: `NEW.status = 'verified' AND OLD.status = 'in_review' AND NOT EXISTS
      (SELECT 1 FROM kk_reservations k WHERE k.submission_id = NEW.id AND k.kk_bidx = NEW.kk_bidx AND k.released_at IS NULL)`,
  });

  await knex.schema.createTable('duplicate_pairs', (t) => {
    t.increments('id');
    t.integer('first_id').notNullable().references('submissions.id');
    t.integer('second_id').notNullable().references('submissions.id').index();
    t.integer('score').notNullable();
    t.text('reasons').notNullable();
    t.string('status', 16).notNullable().defaultTo('open');
    t.integer('decided_by_id').references('staff.id');
    t.string('decided_at', 24);
    t.text('note');
    t.string('found_at', 24).notNullable();
    t.integer('version').notNullable().defaultTo(1);
    t.unique(['first_id', 'second_id']);
    t.index(['status', 'id']);
    t.check('first_id < second_id');
    t.check(oneOf('status', ['open', 'not_duplicate', 'same_person']));
    t.check("(status = 'open') = (decided_by_id IS NULL)");
  });
  await addKeptGuards(knex, 'duplicate_pairs', 'duplicate_pair');
}

export async function down(knex: Knex): Promise<void> {
  for (const table of [
    'duplicate_pairs', 'kk_reservations', 'screening_results', 'screening_findings', 'screening_list_entries', 'screening_list_versions',
  ]) await knex.schema.dropTable(table); // prettier-ignore
}
