import type { Knex } from 'knex';
import { addGuard, addKeptGuards, isSqlite, oneOf } from './guards.ts';

/** Where a registration has ended; the same stands in `document-retention-rules.ts`. */
export const SETTLED = ['confirmed', 'pmo_rejected', 'rejected', 'withdrawn', 'revoked'];

/** What is left of a picture whose time is over: that it was there, until when it had to be kept, and who ordered so. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('document_deletions', (t) => {
    t.increments('id');
    t.integer('document_id').notNullable().unique().references('documents.id');
    t.integer('submission_id').notNullable().references('submissions.id').index();
    // Of the registration: where it ended, and since when.
    t.string('settled_status', 20).notNullable();
    t.string('settled_at', 24).notNullable();
    // The rule as it was on that day.
    t.integer('kept_days').notNullable();
    t.string('kept_until', 24).notNullable();
    t.string('rule_owner', 120).notNullable();
    t.string('deleted_at', 24).notNullable();
    t.string('files_gone_at', 24);
    t.check('kept_days >= 1 AND settled_at < kept_until AND kept_until <= deleted_at');
  });
  await knex.raw(
    'CREATE INDEX document_deletions_unfinished ON document_deletions (id) WHERE files_gone_at IS NULL',
  );
  await addKeptGuards(knex, 'document_deletions', 'document_deletion');
  const fixed = ['document_id', 'submission_id', 'settled_status', 'settled_at', 'kept_days', 'kept_until', 'rule_owner', 'deleted_at']
    .map((column) => `NEW.${column} IS DISTINCT FROM OLD.${column}`)
    .join(' OR '); // prettier-ignore
  await addGuard(knex, {
    table: 'document_deletions',
    name: 'document_deletion_update',
    event: 'UPDATE',
    refuseWhen: `OLD.files_gone_at IS NOT NULL OR NEW.files_gone_at IS NULL OR ${fixed}`,
  });
  // A picture of a registration goes only with a record of it, and only once the registration has ended.
  await addGuard(knex, {
    table: 'document_deletions',
    name: 'document_deletion_settled',
    event: 'INSERT',
    refuseWhen: `NEW.files_gone_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM documents d JOIN submissions s ON s.id = d.submission_id
      WHERE d.id = NEW.document_id AND d.deleted_at IS NULL AND d.kind = 'ktp_photo' AND s.id = NEW.submission_id AND s.status = NEW.settled_status
        AND ${oneOf('s.status', SETTLED)}
        AND NEW.settled_at = (SELECT max(t.at) FROM submission_transitions t WHERE t.submission_id = s.id))`,
  });
  await addGuard(knex, {
    table: 'documents',
    name: 'document_deleted_recorded',
    event: 'UPDATE',
    of: ['deleted_at'],
    refuseWhen: `NEW.deleted_at IS NOT NULL AND NEW.submission_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM document_deletions x WHERE x.document_id = NEW.id AND x.deleted_at = NEW.deleted_at)`,
  });
}

export async function down(knex: Knex): Promise<void> {
  const name = 'document_deleted_recorded';
  await knex.raw(isSqlite(knex) ? `DROP TRIGGER guard_${name}` : `DROP FUNCTION guard_${name} CASCADE`);
  await knex.schema.dropTable('document_deletions');
}
