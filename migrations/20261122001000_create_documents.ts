import type { Knex } from 'knex';
import { addAppendOnlyGuards, addGuard, addKeptGuards, oneOf } from './guards.ts';

/** Scans, photos and signed papers: where the sealed original and the served copy lie, never the bytes themselves. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('documents', (t) => {
    t.increments('id');
    t.integer('submission_id').references('submissions.id').index();
    t.integer('batch_id').references('batches.id').index();
    t.string('kind', 20).notNullable();
    t.string('mime', 40).notNullable();
    t.integer('size').notNullable();
    t.integer('width');
    t.integer('height');
    // Digest of the file as uploaded: the same picture under two NIKs is found by it.
    t.string('sha256', 64).notNullable().index();
    // What the picture looks like in 1024 bits; null for papers, and for one that is of one colour.
    t.string('look', 256);
    t.string('original_name', 64).notNullable().unique();
    t.string('served_name', 64).unique();
    t.integer('uploaded_by_id').notNullable().references('staff.id');
    t.string('created_at', 24).notNullable();
    t.string('deleted_at', 24);
    t.check(oneOf('kind', ['ktp_photo', 'form_scan', 'attestation', 'handover']));
    t.check('(submission_id IS NULL) <> (batch_id IS NULL)');
  });
  // The same file twice on the same registration or batch is the same document.
  for (const owner of ['submission_id', 'batch_id']) {
    await knex.raw(
      `CREATE UNIQUE INDEX documents_once_${owner} ON documents (${owner}, kind, sha256) WHERE ${owner} IS NOT NULL AND deleted_at IS NULL`,
    );
  }
  // The parts of a look by which others are found that differ in a few bits.
  await knex.schema.createTable('document_looks', (t) => {
    t.increments('id');
    t.integer('document_id').notNullable().references('documents.id').index();
    t.string('band', 12).notNullable();
    t.index(['band', 'document_id']);
  });
  await addAppendOnlyGuards(knex, 'document_looks');
  await addKeptGuards(knex, 'documents', 'document');
  await addGuard(knex, {
    table: 'documents',
    name: 'document_update',
    event: 'UPDATE',
    refuseWhen:
      'NEW.sha256 <> OLD.sha256 OR NEW.original_name <> OLD.original_name OR (NEW.deleted_at IS NULL AND NEW.served_name IS DISTINCT FROM OLD.served_name) OR NEW.mime <> OLD.mime OR NEW.uploaded_by_id <> OLD.uploaded_by_id OR NEW.created_at <> OLD.created_at OR NEW.submission_id IS DISTINCT FROM OLD.submission_id OR NEW.batch_id IS DISTINCT FROM OLD.batch_id OR NEW.kind <> OLD.kind OR NEW.look IS DISTINCT FROM OLD.look OR OLD.deleted_at IS NOT NULL',
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('document_looks');
  await knex.schema.dropTable('documents');
}
