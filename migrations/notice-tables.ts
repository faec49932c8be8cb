import type { Knex } from 'knex';
import { addAppendOnlyGuards, addGuard, addKeptGuards, isSqlite, oneOf } from './guards.ts';

/** The decisions somebody is told of, with the status each leaves; a test holds them against notice-rules.ts. */
export const NOTICE_KINDS_OF_ACTS = [
  ['confirm', 'confirmed', 'confirmed'],
  ['reject', 'rejected', 'rejected'],
  ['pmo-reject', 'pmo_rejected', 'pmo_rejected'],
  ['return', 'correction', 'needs_correction'],
  ['revoke', 'revoked', 'revoked'],
] as const;

/** Status changes of a notice; a test holds them against notice-rules.ts. */
export const NOTICE_MOVE_PAIRS = [
  ['new', 'held'], ['new', 'dropped'],
  ['held', 'sending'], ['held', 'to_print'], ['held', 'dropped'],
  ['sending', 'sent'], ['sending', 'held'], ['sending', 'failed'],
  ['failed', 'held'], ['failed', 'to_print'], ['failed', 'dropped'],
  ['to_print', 'printing'], ['to_print', 'dropped'],
  ['printing', 'printed'], ['printing', 'to_print'],
] as const; // prettier-ignore

const STATUSES = [...new Set(NOTICE_MOVE_PAIRS.flat())];

const kindOf = `CASE NEW.action ${NOTICE_KINDS_OF_ACTS.map(([action, kind]) => `WHEN '${action}' THEN '${kind}'`).join(' ')} END`;
const statusOf = `CASE NEW.kind ${NOTICE_KINDS_OF_ACTS.map(([, kind, status]) => `WHEN '${kind}' THEN '${status}'`).join(' ')} END`;
const actions = NOTICE_KINDS_OF_ACTS.map(([action]) => `'${action}'`).join(', ');

/** In the transaction of the decision itself, however it is made: nobody can forget to tell the person. */
async function addOutboxTrigger(knex: Knex): Promise<void> {
  const insert = `INSERT INTO notices (submission_id, transition_id, office_id, kind, decided_at)
    SELECT NEW.submission_id, NEW.id, s.office_id, ${kindOf}, NEW.at FROM submissions s WHERE s.id = NEW.submission_id;`;
  if (isSqlite(knex)) {
    await knex.raw(
      `CREATE TRIGGER notices_of_decisions AFTER INSERT ON submission_transitions WHEN NEW.action IN (${actions}) BEGIN ${insert} END`,
    );
    return;
  }
  await knex.raw(
    `CREATE FUNCTION notices_of_decisions() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN ${insert} RETURN NULL; END $body$`,
  );
  await knex.raw(
    `CREATE TRIGGER notices_of_decisions AFTER INSERT ON submission_transitions FOR EACH ROW
     WHEN (NEW.action IN (${actions})) EXECUTE FUNCTION notices_of_decisions()`,
  );
}

async function addNoticeGuards(knex: Knex): Promise<void> {
  await addKeptGuards(knex, 'notices', 'notice');
  const moves = NOTICE_MOVE_PAIRS.map(
    ([from, to]) => `(OLD.status = '${from}' AND NEW.status = '${to}')`,
  ).join(' OR ');
  await addGuard(knex, {
    table: 'notices',
    name: 'notice_moves',
    event: 'UPDATE',
    refuseWhen: `NEW.status <> OLD.status AND NOT (${moves})`,
  });
  await addGuard(knex, {
    table: 'notices',
    name: 'notice_fixed',
    event: 'UPDATE',
    refuseWhen: `NEW.submission_id <> OLD.submission_id OR NEW.transition_id <> OLD.transition_id OR NEW.kind <> OLD.kind
      OR NEW.decided_at <> OLD.decided_at OR (OLD.due_at IS NOT NULL AND NEW.due_at IS DISTINCT FROM OLD.due_at)
      OR (OLD.message_id IS NOT NULL AND NEW.message_id IS DISTINCT FROM OLD.message_id)
      OR (OLD.status IN ('sent', 'printed', 'dropped') AND NEW.status = OLD.status)`,
  });
  // Nothing is told before its time, nor what does not hold any more.
  await addGuard(knex, {
    table: 'notices',
    name: 'notice_final',
    event: 'UPDATE',
    refuseWhen: `NEW.status IN ('sending', 'printing') AND NEW.status <> OLD.status AND (
      NEW.due_at IS NULL OR NEW.released_at IS NULL OR NEW.released_at < NEW.due_at OR NEW.due_at < NEW.decided_at
      OR NOT EXISTS (SELECT 1 FROM submissions s WHERE s.id = NEW.submission_id AND s.status = ${statusOf})
      OR EXISTS (SELECT 1 FROM submission_transitions t WHERE t.submission_id = NEW.submission_id AND t.id > NEW.transition_id
        AND t.to_status <> ${statusOf}))`,
  });
}

/** Notices to applicants: an outbox, its attempts, and the letters printed for people without e-mail. */
export async function createNotices(knex: Knex): Promise<void> {
  await knex.schema.createTable('notice_prints', (t) => {
    t.increments('id');
    t.integer('office_id').notNullable().references('offices.id');
    t.integer('letters').notNullable();
    t.string('status', 10).notNullable().defaultTo('open');
    t.integer('made_by_id').notNullable().references('staff.id');
    t.string('made_at', 24).notNullable();
    t.integer('ended_by_id').references('staff.id');
    t.string('ended_at', 24);
    t.integer('version').notNullable().defaultTo(1);
    t.check(oneOf('status', ['open', 'printed', 'cancelled']));
    t.check("status = 'open' OR (ended_by_id IS NOT NULL AND ended_at IS NOT NULL)");
  });
  await addKeptGuards(knex, 'notice_prints', 'notice_print');
  await addGuard(knex, {
    table: 'notice_prints',
    name: 'notice_print_ended',
    event: 'UPDATE',
    refuseWhen: "OLD.status <> 'open' OR NEW.office_id <> OLD.office_id OR NEW.letters <> OLD.letters",
  });
  await knex.schema.createTable('notices', (t) => {
    t.increments('id');
    t.integer('submission_id').notNullable().references('submissions.id').index();
    // One notice a decision, whoever works on the outbox.
    t.integer('transition_id').notNullable().unique().references('submission_transitions.id');
    t.integer('office_id').notNullable().references('offices.id');
    t.string('kind', 16).notNullable();
    t.string('status', 10).notNullable().defaultTo('new');
    t.string('decided_at', 24).notNullable();
    t.string('due_at', 24);
    t.string('released_at', 24);
    t.string('message_id', 120).unique();
    t.string('sent_to', 120);
    t.string('text_sha256', 64);
    t.integer('attempts').notNullable().defaultTo(0);
    t.string('next_attempt_at', 24);
    t.string('lease_owner', 40);
    t.string('lease_until', 24);
    t.string('last_error', 200);
    t.integer('print_id').references('notice_prints.id').index();
    t.string('ended_at', 24);
    t.integer('version').notNullable().defaultTo(1);
    t.index(['status', 'office_id', 'id']);
    t.index(['status', 'next_attempt_at', 'id']);
    t.check(oneOf('kind', NOTICE_KINDS_OF_ACTS.map(([, kind]) => kind))); // prettier-ignore
    t.check(oneOf('status', STATUSES));
    t.check("status NOT IN ('sent', 'printed', 'dropped') OR ended_at IS NOT NULL");
    t.check("status NOT IN ('printing', 'printed') OR print_id IS NOT NULL");
    t.check("status <> 'sent' OR message_id IS NOT NULL");
  });
  await addNoticeGuards(knex);
  await addOutboxTrigger(knex);
  await knex.schema.createTable('notice_attempts', (t) => {
    t.increments('id');
    t.integer('notice_id').notNullable().references('notices.id');
    t.integer('attempt_no').notNullable();
    t.string('result', 12).notNullable();
    t.string('detail', 200);
    t.string('at', 24).notNullable();
    t.unique(['notice_id', 'attempt_no']);
    t.check(oneOf('result', ['sent', 'refused', 'unreachable']));
  });
  await addAppendOnlyGuards(knex, 'notice_attempts');
}

export async function dropNotices(knex: Knex): Promise<void> {
  await knex.raw(
    isSqlite(knex)
      ? 'DROP TRIGGER notices_of_decisions'
      : 'DROP TRIGGER notices_of_decisions ON submission_transitions',
  );
  for (const table of ['notice_attempts', 'notices', 'notice_prints']) await knex.schema.dropTable(table);
}
