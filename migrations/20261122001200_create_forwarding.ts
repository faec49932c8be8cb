import type { Knex } from 'knex';
import { addAppendOnlyGuards, addGuard, addKeptGuards, oneOf } from './guards.ts';

const STATUSES = [
  'queued',
  'sending',
  'unknown',
  'pending',
  'by_file',
  'delivered',
  'acknowledged',
  'refused',
  'failed',
];

/** From each status to which; a test holds the pairs against delivery-rules.ts. What the PMO holds is not queued again. */
export const MOVES: Record<string, readonly string[]> = {
  queued: ['sending', 'by_file'],
  sending: ['queued', 'unknown', 'pending', 'delivered', 'refused', 'failed'],
  unknown: ['queued', 'pending', 'delivered', 'refused', 'failed'],
  pending: ['queued', 'delivered', 'refused', 'failed'],
  by_file: ['delivered', 'unknown'],
  failed: ['unknown', 'by_file'],
  delivered: ['acknowledged', 'refused'],
};
const allowedMove = Object.entries(MOVES)
  .map(([from, to]) => `(OLD.status = '${from}' AND ${oneOf('NEW.status', to)})`)
  .join(' OR ');
const receipt = (of: string) => `EXISTS (SELECT 1 FROM pmo_deliveries p WHERE p.dispatch_id = NEW.id ${of})`;

/** The outbox to the PMO, what arrived in its inbox, and its answers. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('dispatches', (t) => {
    t.increments('id');
    t.string('dispatch_no', 40).notNullable().unique();
    t.integer('batch_id').notNullable().references('batches.id');
    t.integer('manifest_id').notNullable().references('manifests.id');
    t.string('idempotency_key', 64).notNullable().unique();
    t.string('digest', 64).notNullable();
    t.integer('row_count').notNullable();
    t.integer('round_no').notNullable();
    t.string('status', 12).notNullable().defaultTo('queued');
    t.integer('attempts').notNullable().defaultTo(0);
    t.integer('tries').notNullable().defaultTo(0);
    t.string('pending_since', 24);
    t.string('next_attempt_at', 24).notNullable();
    t.string('lease_owner', 40);
    t.string('lease_until', 24);
    t.text('last_error');
    t.integer('queued_by_id').notNullable().references('staff.id');
    t.string('queued_at', 24).notNullable();
    t.string('delivered_at', 24);
    t.string('acknowledged_at', 24);
    t.integer('acknowledged_by_id').references('staff.id');
    t.string('refused_at', 24);
    t.integer('refused_by_id').references('staff.id');
    t.text('refusal');
    t.integer('version').notNullable().defaultTo(1);
    t.index(['status', 'next_attempt_at']);
    t.index(['batch_id', 'id']);
    t.check(oneOf('status', STATUSES));
  });
  // A batch has at most one delivery that the PMO has not refused: a retry never makes a second.
  await knex.raw(
    "CREATE UNIQUE INDEX dispatches_one_live ON dispatches (batch_id) WHERE status <> 'refused'",
  );
  await addKeptGuards(knex, 'dispatches', 'dispatch');
  // Delivered is what the PMO holds; a person at the PMO ends a delivery by name, its system by its receipt or refusal.
  await addGuard(knex, {
    table: 'dispatches',
    name: 'dispatch_moves',
    event: 'UPDATE',
    of: ['status'],
    refuseWhen: `NEW.status <> OLD.status AND (NOT (${allowedMove})
      OR (NEW.status = 'delivered' AND NOT ${receipt('')})
      OR (NEW.status = 'acknowledged' AND NEW.acknowledged_by_id IS NULL
        AND NOT ${receipt("AND p.source <> 'inbox' AND p.received_count = NEW.row_count AND p.received_digest = NEW.digest")})
      OR (NEW.status = 'refused' AND NEW.refused_by_id IS NULL AND (NEW.refusal IS NULL
        OR NOT EXISTS (SELECT 1 FROM dispatch_attempts a WHERE a.dispatch_id = NEW.id AND a.result = 'refused'))))`,
  });
  await addGuard(knex, {
    table: 'dispatches',
    name: 'dispatch_fixed',
    event: 'UPDATE',
    refuseWhen:
      'NEW.dispatch_no <> OLD.dispatch_no OR NEW.batch_id <> OLD.batch_id OR NEW.manifest_id <> OLD.manifest_id OR NEW.idempotency_key <> OLD.idempotency_key OR NEW.digest <> OLD.digest OR NEW.row_count <> OLD.row_count',
  });
  await addGuard(knex, {
    table: 'dispatches',
    name: 'dispatch_true',
    event: 'INSERT',
    refuseWhen: `NEW.status <> 'queued' OR NOT EXISTS (SELECT 1 FROM batches b JOIN manifests m ON m.batch_id = b.id
      WHERE b.id = NEW.batch_id AND m.id = NEW.manifest_id AND b.digest = NEW.digest AND m.digest = NEW.digest AND b.row_count = NEW.row_count AND b.status IN ('ratified', 'sent'))`,
  });
  const delivery = (status: string) =>
    `EXISTS (SELECT 1 FROM dispatches d WHERE d.batch_id = NEW.id AND d.digest = NEW.digest AND d.status ${status})`;
  // A batch is sent, acknowledged and open to another delivery only as its delivery is.
  await addGuard(knex, {
    table: 'batches',
    name: 'batch_sent_true',
    event: 'UPDATE',
    refuseWhen: `(NEW.status = 'sent' AND OLD.status = 'ratified' AND NOT ${delivery("= 'queued' AND d.dispatch_no = NEW.dispatch_no")})
      OR (NEW.status = 'acknowledged' AND OLD.status = 'sent' AND NOT ${delivery("= 'acknowledged'")})
      OR (NEW.status = 'ratified' AND OLD.status = 'sent' AND ${delivery("<> 'refused'")})`,
  });
  await knex.schema.createTable('dispatch_attempts', (t) => {
    t.increments('id');
    t.integer('dispatch_id').notNullable().references('dispatches.id').index();
    t.integer('attempt_no').notNullable();
    t.string('kind', 4).notNullable();
    t.string('result', 12).notNullable();
    t.text('detail');
    t.string('at', 24).notNullable();
    t.unique(['dispatch_id', 'attempt_no']);
    t.check(oneOf('kind', ['send', 'ask']));
    t.check(
      oneOf('result', ['accepted', 'pending', 'refused', 'absent', 'differs', 'unclear', 'unreachable']),
    );
  });
  await addAppendOnlyGuards(knex, 'dispatch_attempts');
  // What the PMO has received, counted and digested by itself: this console's inbox, or the receipt of its own system.
  await knex.schema.createTable('pmo_deliveries', (t) => {
    t.increments('id');
    t.string('idempotency_key', 64).notNullable().unique();
    t.string('dispatch_no', 40).notNullable().unique();
    t.integer('dispatch_id').notNullable().references('dispatches.id');
    t.integer('received_count').notNullable();
    t.string('received_digest', 64).notNullable();
    t.string('received_at', 24).notNullable();
    t.string('source', 6).notNullable().defaultTo('inbox');
    // The receipt as it came, and who brought it where it came as a file.
    t.text('receipt');
    t.integer('recorded_by_id').references('staff.id');
    t.check(oneOf('source', ['inbox', 'http', 'file']));
    t.check("source = 'inbox' OR receipt IS NOT NULL");
    t.check("(source = 'file') = (recorded_by_id IS NOT NULL)");
  });
  await addAppendOnlyGuards(knex, 'pmo_deliveries');
  await addGuard(knex, {
    table: 'pmo_deliveries',
    name: 'pmo_delivery_agrees',
    event: 'INSERT',
    refuseWhen: `NEW.source <> 'inbox' AND NOT EXISTS (SELECT 1 FROM dispatches d WHERE d.id = NEW.dispatch_id
      AND d.dispatch_no = NEW.dispatch_no AND d.row_count = NEW.received_count AND d.digest = NEW.received_digest)`,
  });
  await knex.schema.createTable('pmo_answer_files', (t) => {
    t.increments('id');
    t.integer('batch_id').notNullable().references('batches.id').index();
    t.string('file_name', 200).notNullable();
    t.string('file_sha256', 64).notNullable();
    t.text('counts').notNullable();
    t.integer('uploaded_by_id').notNullable().references('staff.id');
    t.string('uploaded_at', 24).notNullable();
    t.unique(['batch_id', 'file_sha256']);
  });
  await knex.schema.createTable('pmo_answers', (t) => {
    t.increments('id');
    t.integer('dispatch_id').notNullable().references('dispatches.id');
    t.integer('submission_id').notNullable().references('submissions.id').index();
    t.string('result', 10).notNullable();
    t.string('pmo_code', 40);
    t.string('reason_code', 30);
    t.text('note');
    t.string('answered_at', 24).notNullable();
    t.string('source', 10).notNullable();
    t.integer('answer_file_id').references('pmo_answer_files.id');
    t.integer('recorded_by_id').references('staff.id');
    t.string('recorded_at', 24).notNullable();
    t.unique(['dispatch_id', 'submission_id']);
    t.index(['dispatch_id', 'result']);
    t.check(oneOf('result', ['CONFIRMED', 'RETURNED', 'REJECTED']));
    t.check(oneOf('source', ['console', 'file', 'api']));
  });
  await addAppendOnlyGuards(knex, 'pmo_answer_files');
  await addAppendOnlyGuards(knex, 'pmo_answers');
  await addGuard(knex, {
    table: 'pmo_answers',
    name: 'pmo_answer_of_delivery',
    event: 'INSERT',
    refuseWhen: `NOT EXISTS (SELECT 1 FROM dispatches d JOIN manifest_lines l ON l.manifest_id = d.manifest_id
      WHERE d.id = NEW.dispatch_id AND l.submission_id = NEW.submission_id AND d.status = 'acknowledged')
      OR EXISTS (SELECT 1 FROM submissions s JOIN staff f ON f.nik_bidx = s.nik_bidx WHERE s.id = NEW.submission_id AND f.id = NEW.recorded_by_id)`,
  });
  await addGuard(knex, {
    table: 'batches',
    name: 'batch_settled_true',
    event: 'UPDATE',
    refuseWhen: `NEW.status = 'settled' AND OLD.status = 'acknowledged' AND NEW.row_count <> (SELECT count(*) FROM pmo_answers a
      JOIN dispatches d ON d.id = a.dispatch_id WHERE d.batch_id = NEW.id AND d.status = 'acknowledged')`,
  });
  // What an answer file said that could not be taken as it stands: somebody's work, with its line.
  await knex.schema.createTable('pmo_answer_issues', (t) => {
    t.increments('id');
    t.integer('answer_file_id').notNullable().references('pmo_answer_files.id').index();
    t.integer('batch_id').notNullable().references('batches.id').index();
    t.integer('line_no').notNullable();
    t.string('code', 30).notNullable();
    t.text('detail').notNullable();
    t.string('status', 10).notNullable().defaultTo('open');
    t.integer('closed_by_id').references('staff.id');
    t.string('closed_at', 24);
    t.text('note');
    t.integer('version').notNullable().defaultTo(1);
    t.check(oneOf('status', ['open', 'closed']));
  });
  await addKeptGuards(knex, 'pmo_answer_issues', 'pmo_answer_issue');
  await addGuard(knex, {
    table: 'submissions',
    name: 'submission_answered',
    event: 'UPDATE',
    of: ['status'],
    refuseWhen: `OLD.status = 'sent' AND NEW.status IN ('confirmed', 'pmo_returned', 'pmo_rejected') AND NOT EXISTS
      (SELECT 1 FROM pmo_answers a JOIN dispatches d ON d.id = a.dispatch_id WHERE a.submission_id = NEW.id AND d.batch_id = NEW.batch_id
        AND a.result = CASE NEW.status WHEN 'confirmed' THEN 'CONFIRMED' WHEN 'pmo_returned' THEN 'RETURNED' ELSE 'REJECTED' END)`,
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of [
    'pmo_answer_issues', 'pmo_answers', 'pmo_answer_files', 'pmo_deliveries', 'dispatch_attempts', 'dispatches',
  ]) await knex.schema.dropTable(table); // prettier-ignore
}
