import type { Knex } from 'knex';
import { handsOn } from './batch-hands.ts';
import { addAppendOnlyGuards, addGuard, addKeptGuards, isSqlite, oneOf } from './guards.ts';

/** Who is in which batch, the sealed manifests and the signed papers; and what ratifying asks of the database. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('batch_rows', (t) => {
    t.increments('id');
    t.integer('batch_id').notNullable().references('batches.id');
    t.integer('submission_id').notNullable().references('submissions.id').index();
    t.integer('live').notNullable().defaultTo(1);
    t.integer('added_by_id').notNullable().references('staff.id');
    t.string('added_at', 24).notNullable();
    t.integer('removed_by_id').references('staff.id');
    t.string('removed_at', 24);
    t.text('removed_reason');
    t.index(['batch_id', 'live', 'id']);
    t.check('live IN (0, 1)');
    t.check('(live = 1) = (removed_at IS NULL)');
  });
  await knex.raw(
    'CREATE UNIQUE INDEX batch_rows_one_live_batch ON batch_rows (submission_id) WHERE live = 1',
  );
  await addKeptGuards(knex, 'batch_rows', 'batch_row');
  await addGuard(knex, {
    table: 'batch_rows',
    name: 'batch_row_insert',
    event: 'INSERT',
    refuseWhen: `NEW.live <> 1 OR NOT EXISTS (SELECT 1 FROM batches b JOIN submissions s ON s.id = NEW.submission_id
      WHERE b.id = NEW.batch_id AND b.status = 'open' AND b.wave_id = s.wave_id AND (b.channel = 'offline') = (s.channel = 'offline') AND s.status = 'verified')`,
  });
  // A row leaves its batch while that is open, or, for good, once the PMO has answered for it.
  await addGuard(knex, {
    table: 'batch_rows',
    name: 'batch_row_update',
    event: 'UPDATE',
    refuseWhen: `OLD.live = 0 OR NEW.batch_id <> OLD.batch_id OR NEW.submission_id <> OLD.submission_id OR NEW.added_by_id <> OLD.added_by_id OR NOT EXISTS
      (SELECT 1 FROM batches b WHERE b.id = OLD.batch_id AND (b.status = 'open' OR (b.status IN ('acknowledged', 'settled')
        AND EXISTS (SELECT 1 FROM submissions s WHERE s.id = OLD.submission_id AND s.status IN ('pmo_returned', 'pmo_rejected', 'needs_correction')))))`,
  });

  await knex.schema.createTable('manifests', (t) => {
    t.increments('id');
    t.integer('batch_id').notNullable().references('batches.id').index();
    // Absent while the manifest is being written: a draft, which nobody sees.
    t.string('digest', 64);
    t.integer('row_count').notNullable();
    t.string('screening_as_of', 24).notNullable();
    t.integer('sealed_by_id').notNullable().references('staff.id');
    t.string('sealed_at', 24).notNullable();
    t.check('row_count > 0');
  });
  await knex.schema.createTable('manifest_lines', (t) => {
    t.integer('manifest_id').notNullable().references('manifests.id');
    t.integer('position').notNullable();
    t.integer('submission_id').notNullable().references('submissions.id');
    // As they stood when sealed: reconciliation adds up by them long after the registration moved on.
    t.integer('office_id').notNullable().references('offices.id');
    t.string('proposer', 20).notNullable();
    t.integer('round_no').notNullable();
    // One canonical JSON line, encrypted: it holds NIK and KK.
    t.binary('line').notNullable();
    t.primary(['manifest_id', 'position']);
    t.unique(['manifest_id', 'submission_id']);
    // Reconciliation reads this index alone, never the lines themselves.
    t.index(
      ['manifest_id', 'office_id', 'proposer', 'round_no', 'submission_id'],
      'manifest_lines_reconciled',
    );
  });
  // A draft is completed once, by its digest, or thrown away; from there on manifest and lines are facts.
  const fixed = ['batch_id', 'row_count', 'screening_as_of', 'sealed_by_id'].map(
    (column) => `NEW.${column} IS DISTINCT FROM OLD.${column}`,
  );
  await addGuard(knex, {
    table: 'manifests',
    name: 'manifests_update',
    event: 'UPDATE',
    refuseWhen: `OLD.digest IS NOT NULL OR NEW.digest IS NULL OR ${fixed.join(' OR ')}`,
  });
  await addKeptGuards(knex, 'manifests', 'manifests', 'OLD.digest IS NULL');
  await addGuard(knex, {
    table: 'manifest_lines',
    name: 'manifest_lines_update',
    event: 'UPDATE',
    refuseWhen: '1 = 1',
  });
  const isDraft = (id: string) =>
    `EXISTS (SELECT 1 FROM manifests m WHERE m.id = ${id} AND m.digest IS NULL)`;
  await addKeptGuards(knex, 'manifest_lines', 'manifest_lines', isDraft('OLD.manifest_id'));
  // A manifest is begun and written while its batch is still open; nothing is added to it later.
  const notOpen = (batch: string) =>
    `NOT EXISTS (SELECT 1 FROM batches b WHERE b.id = ${batch} AND b.status = 'open')`;
  await addGuard(knex, {
    table: 'manifests',
    name: 'manifest_closed',
    event: 'INSERT',
    refuseWhen: `NEW.digest IS NOT NULL OR ${notOpen('NEW.batch_id')}`,
  });
  await addGuard(knex, {
    table: 'manifest_lines',
    name: 'manifest_line_closed',
    event: 'INSERT',
    refuseWhen: `NOT ${isDraft('NEW.manifest_id')} OR ${notOpen('(SELECT m.batch_id FROM manifests m WHERE m.id = NEW.manifest_id)')}`,
  });

  await knex.schema.createTable('batch_papers', (t) => {
    t.increments('id');
    t.integer('batch_id').notNullable().references('batches.id').index();
    t.string('kind', 12).notNullable();
    t.string('digest', 64).notNullable();
    t.integer('document_id').notNullable().references('documents.id');
    t.integer('attached_by_id').notNullable().references('staff.id');
    t.string('attached_at', 24).notNullable();
    t.check(oneOf('kind', ['attestation', 'handover']));
  });
  await knex.schema.createTable('batch_transitions', (t) => {
    t.increments('id');
    t.integer('batch_id').notNullable().references('batches.id');
    t.string('action', 20).notNullable();
    t.string('from_status', 24);
    t.string('to_status', 24).notNullable();
    t.integer('actor_id').references('staff.id');
    t.string('actor_role', 20).notNullable();
    t.string('at', 24).notNullable();
    t.text('reason_codes');
    t.text('note');
    t.string('digest', 64);
    t.string('request_id', 40).notNullable();
    t.index(['batch_id', 'id']);
  });
  await addAppendOnlyGuards(knex, 'batch_papers');
  await addAppendOnlyGuards(knex, 'batch_transitions');

  await addGuard(knex, {
    table: 'batches',
    name: 'batch_four_eyes',
    event: 'UPDATE',
    refuseWhen: `NEW.status = 'ratified' AND OLD.status = 'awaiting_ratification' AND (NEW.ratified_by_id IS NULL
      OR NEW.ratified_by_id = NEW.composed_by_id OR NEW.ratified_by_id IS NOT DISTINCT FROM NEW.sealed_by_id
      OR NOT EXISTS (SELECT 1 FROM staff f WHERE f.id = NEW.ratified_by_id AND f.role = 'approver' AND f.active = 1) OR ${handsOn('NEW.id', 'NEW.ratified_by_id')})`,
  });
  // Rows of a ratified batch count from that moment, whether or not they were moved yet.
  const kept = `(SELECT count(*) FROM submissions s WHERE s.wave_id = NEW.wave_id AND s.batch_id <> NEW.id AND (s.status IN ('ratified', 'sent', 'confirmed')
    OR (s.status = 'batched' AND EXISTS (SELECT 1 FROM batches o WHERE o.id = s.batch_id AND o.status = 'ratified'))))`;
  await addGuard(knex, {
    table: 'batches',
    name: 'batch_quota',
    event: 'UPDATE',
    lockFirst: `IF NEW.status = 'ratified' AND OLD.status = 'awaiting_ratification' THEN
         PERFORM 1 FROM waves w WHERE w.id = NEW.wave_id FOR UPDATE; END IF;`,
    refuseWhen: `NEW.status = 'ratified' AND OLD.status = 'awaiting_ratification'
      AND ${kept} + NEW.row_count > (SELECT w.quota FROM waves w WHERE w.id = NEW.wave_id)`,
  });
  // Written as products in the order in which they are read: left to itself SQLite may walk the whole batch for each of its rows.
  await addGuard(knex, {
    table: 'batches',
    name: 'batch_seal_true',
    event: 'UPDATE',
    refuseWhen: `NEW.status = 'sealed' AND OLD.status = 'open' AND NOT EXISTS (SELECT 1 FROM manifests m WHERE m.batch_id = NEW.id
      AND m.digest = NEW.digest AND m.row_count = NEW.row_count
      AND m.row_count = (SELECT count(*) FROM batch_rows r WHERE r.batch_id = NEW.id AND r.live = 1)
      AND m.row_count = (SELECT count(*) FROM batch_rows r CROSS JOIN submissions s CROSS JOIN manifest_lines l
        WHERE r.batch_id = NEW.id AND r.live = 1 AND s.id = r.submission_id AND s.status = 'batched' AND s.batch_id = NEW.id
          AND l.manifest_id = m.id AND l.submission_id = r.submission_id)
      AND m.row_count = (SELECT count(*) FROM manifest_lines l WHERE l.manifest_id = m.id))`,
  });
  await addGuard(knex, {
    table: 'batches',
    name: 'batch_papers_signed',
    event: 'UPDATE',
    refuseWhen: `NEW.status = 'awaiting_ratification' AND OLD.status = 'sealed' AND NEW.channel = 'offline' AND (SELECT count(DISTINCT p.kind)
      FROM batch_papers p WHERE p.batch_id = NEW.id AND p.digest = NEW.digest) < 2`,
  });
  await addGuard(knex, {
    table: 'submissions',
    name: 'submission_batched',
    event: 'UPDATE',
    of: ['status'],
    refuseWhen: `NEW.status = 'batched' AND OLD.status = 'verified' AND NOT EXISTS
      (SELECT 1 FROM batch_rows r WHERE r.submission_id = NEW.id AND r.batch_id = NEW.batch_id AND r.live = 1)`,
  });
  await addGuard(knex, {
    table: 'submissions',
    name: 'submission_with_batch',
    event: 'UPDATE',
    of: ['status', 'batch_id'],
    refuseWhen: `(NEW.status = 'ratified' AND OLD.status IN ('batched', 'sent') AND NOT EXISTS (SELECT 1 FROM batches b JOIN batch_rows r ON r.batch_id = b.id
        WHERE b.id = NEW.batch_id AND b.status = 'ratified' AND r.submission_id = NEW.id AND r.live = 1))
      OR (OLD.status IN ('batched', 'ratified', 'sent', 'confirmed') AND NEW.status IN ('batched', 'ratified', 'sent', 'confirmed', 'pmo_returned', 'pmo_rejected', 'revoked')
        AND NEW.batch_id IS DISTINCT FROM OLD.batch_id)
      OR (OLD.status = 'verified' AND NEW.status IN ('in_review', 'withdrawn') AND EXISTS (SELECT 1 FROM batch_rows r WHERE r.submission_id = NEW.id AND r.live = 1))
      OR (NEW.status = 'sent' AND OLD.status = 'ratified' AND NOT EXISTS (SELECT 1 FROM batches b WHERE b.id = NEW.batch_id AND b.status = 'sent'))
      OR (NEW.status IN ('verified', 'withdrawn') AND OLD.status IN ('batched', 'ratified') AND NOT EXISTS (SELECT 1 FROM batches b WHERE b.id = OLD.batch_id AND b.status IN ('open', 'cancelled')))`,
  });
  if (!isSqlite(knex)) await knex.raw('CREATE INDEX manifests_latest ON manifests (batch_id, id DESC)');
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['batch_transitions', 'batch_papers', 'manifest_lines', 'manifests', 'batch_rows']) {
    await knex.schema.dropTable(table);
  }
}
