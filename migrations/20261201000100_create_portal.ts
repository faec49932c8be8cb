import type { Knex } from 'knex';
import { addAppendOnlyGuards, addGuard, addKeptGuards, isSqlite, oneOf } from './guards.ts';

/** Service accounts' names begin with what no account of a person may begin with (auth-schema.ts). */
const IS_SERVICE = "OLD.username LIKE '~%'";

/** An account by which programs of the house act: nobody ever logs in with it, whatever an administrator sets. */
async function guardServiceAccounts(knex: Knex): Promise<void> {
  await addGuard(knex, {
    table: 'staff',
    name: 'staff_service_insert',
    event: 'INSERT',
    refuseWhen: "NEW.username LIKE '~%' AND (NEW.active <> 0 OR NEW.role <> 'intake')",
  });
  await addGuard(knex, {
    table: 'staff',
    name: 'staff_service_update',
    event: 'UPDATE',
    refuseWhen: `(${IS_SERVICE} OR NEW.username LIKE '~%') AND (NEW.username <> OLD.username OR NEW.active <> 0 OR NEW.role <> OLD.role
      OR NEW.office_id <> OLD.office_id OR NEW.password_hash <> OLD.password_hash)`,
  });
}

async function createApplicants(knex: Knex): Promise<void> {
  await knex.schema.createTable('applicants', (t) => {
    t.increments('id');
    // Named before the row has an id: the encrypted fields are bound to it.
    t.string('uid', 36).notNullable().unique();
    t.string('full_name', 60).notNullable();
    t.binary('email_enc');
    t.string('email_digest', 64);
    t.binary('phone_enc');
    t.text('password_hash');
    t.string('email_verified_at', 24);
    t.string('phone_verified_at', 24);
    t.string('created_at', 24).notNullable();
    t.string('last_login_at', 24);
    t.string('deleted_at', 24);
    // Either a whole account, or one that keeps nothing of the person.
    t.check(
      `(deleted_at IS NULL AND length(full_name) BETWEEN 1 AND 60 AND email_enc IS NOT NULL AND email_digest IS NOT NULL
        AND phone_enc IS NOT NULL AND password_hash IS NOT NULL)
       OR (deleted_at IS NOT NULL AND full_name = '' AND email_enc IS NULL AND email_digest IS NULL AND phone_enc IS NULL
        AND password_hash IS NULL)`,
    );
  });
  await knex.raw(
    'CREATE UNIQUE INDEX applicants_verified ON applicants (email_digest) WHERE email_verified_at IS NOT NULL',
  );
  await knex.raw(
    'CREATE UNIQUE INDEX applicants_unverified ON applicants (email_digest) WHERE email_verified_at IS NULL',
  );
  // What nobody ever proved to be theirs may go.
  await addKeptGuards(
    knex,
    'applicants',
    'applicant',
    'OLD.email_verified_at IS NULL AND OLD.deleted_at IS NULL',
  );
  await addGuard(knex, {
    table: 'applicants',
    name: 'applicant_name_locked',
    event: 'UPDATE',
    refuseWhen: 'NEW.full_name IS DISTINCT FROM OLD.full_name AND NEW.deleted_at IS NULL',
  });
  await addGuard(knex, {
    table: 'applicants',
    name: 'applicant_fixed',
    event: 'UPDATE',
    refuseWhen: `OLD.deleted_at IS NOT NULL OR NEW.uid <> OLD.uid OR NEW.created_at <> OLD.created_at
      OR (OLD.email_verified_at IS NOT NULL AND NEW.email_verified_at IS DISTINCT FROM OLD.email_verified_at)
      OR (NEW.deleted_at IS NULL AND NEW.email_digest IS DISTINCT FROM OLD.email_digest)`,
  });
  await addGuard(knex, {
    table: 'applicants',
    name: 'applicant_registered',
    event: 'UPDATE',
    refuseWhen:
      'NEW.deleted_at IS NOT NULL AND EXISTS (SELECT 1 FROM portal_registrations r WHERE r.applicant_id = NEW.id)',
  });
}

async function createProofs(knex: Knex): Promise<void> {
  const ofApplicant = (t: Knex.CreateTableBuilder) =>
    t.integer('applicant_id').notNullable().references('applicants.id').onDelete('CASCADE');
  await knex.schema.createTable('applicant_sessions', (t) => {
    t.increments('id');
    ofApplicant(t).index();
    // SHA-256 of the cookie: a stolen table opens no session.
    t.string('sid_hash', 64).notNullable().unique();
    t.string('created_at', 24).notNullable();
    t.string('last_seen_at', 24).notNullable();
    t.string('expires_at', 24).notNullable().index();
  });
  await knex.schema.createTable('applicant_codes', (t) => {
    t.increments('id');
    ofApplicant(t);
    t.string('purpose', 16).notNullable();
    t.string('token_digest', 64).unique();
    t.string('code_digest', 64).notNullable();
    t.string('created_at', 24).notNullable();
    t.string('expires_at', 24).notNullable().index();
    t.integer('tries').notNullable().defaultTo(0);
    // A new code is the end of the old one.
    t.unique(['applicant_id', 'purpose']);
    t.check(oneOf('purpose', ['verify_email', 'verify_phone', 'reset']));
    t.check('tries BETWEEN 0 AND 5');
  });
  await knex.schema.createTable('portal_messages', (t) => {
    t.increments('id');
    t.integer('applicant_id').references('applicants.id').onDelete('CASCADE').index();
    t.string('uid', 36).notNullable().unique();
    t.string('kind', 20).notNullable();
    t.string('status', 10).notNullable().defaultTo('queued');
    // Where it goes and what stands in it; nothing of it is kept once it has left.
    t.binary('sealed');
    t.string('message_id', 120).unique();
    t.integer('attempts').notNullable().defaultTo(0);
    t.string('created_at', 24).notNullable();
    t.string('expires_at', 24).notNullable();
    t.string('next_attempt_at', 24);
    t.string('lease_owner', 40);
    t.string('lease_until', 24);
    t.string('last_error', 200);
    t.string('ended_at', 24);
    t.index(['status', 'next_attempt_at', 'id']);
    t.check(oneOf('kind', ['verify', 'known', 'reset', 'password_changed', 'phone_code', 'nothing']));
    t.check(oneOf('status', ['queued', 'sending', 'sent', 'failed', 'dropped']));
    t.check(
      "(status IN ('queued', 'sending') AND sealed IS NOT NULL AND ended_at IS NULL) OR (status IN ('sent', 'failed', 'dropped') AND sealed IS NULL AND ended_at IS NOT NULL)",
    );
  });
}

async function createForms(knex: Knex): Promise<void> {
  await knex.schema.createTable('portal_drafts', (t) => {
    t.increments('id');
    t.string('uid', 36).notNullable().unique();
    t.integer('applicant_id').notNullable().references('applicants.id');
    t.integer('wave_id').notNullable().references('waves.id');
    // The form as far as it is filled, JSON, encrypted.
    t.binary('form_enc').notNullable();
    t.string('created_at', 24).notNullable();
    t.string('updated_at', 24).notNullable();
    t.integer('version').notNullable().defaultTo(0);
    t.unique(['applicant_id', 'wave_id']);
  });
  await addGuard(knex, {
    table: 'portal_drafts',
    name: 'portal_draft_submitted',
    event: 'INSERT',
    refuseWhen:
      'EXISTS (SELECT 1 FROM portal_registrations r WHERE r.applicant_id = NEW.applicant_id AND r.wave_id = NEW.wave_id)',
  });
  await knex.schema.createTable('portal_draft_documents', (t) => {
    t.increments('id');
    t.integer('draft_id').notNullable().references('portal_drafts.id').onDelete('CASCADE');
    t.string('kind', 20).notNullable();
    t.string('mime', 40).notNullable();
    t.integer('size').notNullable();
    t.integer('width');
    t.integer('height');
    t.string('sha256', 64).notNullable();
    t.string('original_name', 64).notNullable().unique();
    t.string('look', 256);
    t.string('served_name', 64).unique();
    t.string('created_at', 24).notNullable();
    t.unique(['draft_id', 'kind', 'sha256']);
    t.check(oneOf('kind', ['ktp_photo', 'form_scan']));
  });
  await knex.schema.createTable('portal_registrations', (t) => {
    t.increments('id');
    t.integer('submission_id').notNullable().unique().references('submissions.id');
    t.integer('applicant_id').notNullable().references('applicants.id');
    t.integer('wave_id').notNullable().references('waves.id');
    t.string('created_at', 24).notNullable();
    // Whoever withdrew registers again in another wave.
    t.unique(['applicant_id', 'wave_id']);
  });
  await addAppendOnlyGuards(knex, 'portal_registrations');
  // In the applicant's own and unchanged name, by somebody whose address is proved.
  await addGuard(knex, {
    table: 'portal_registrations',
    name: 'portal_registration_insert',
    event: 'INSERT',
    refuseWhen: `NOT EXISTS (SELECT 1 FROM submissions s JOIN applicants a ON a.id = NEW.applicant_id
      WHERE s.id = NEW.submission_id AND s.channel = 'online' AND s.wave_id = NEW.wave_id AND s.full_name = a.full_name
        AND a.email_verified_at IS NOT NULL AND a.deleted_at IS NULL)`,
  });
}

/** The applicants' portal: accounts, what proves them, what is sent to them, and forms before and after they are handed in. */
export async function up(knex: Knex): Promise<void> {
  await guardServiceAccounts(knex);
  await createApplicants(knex);
  await createProofs(knex);
  await createForms(knex);
}

const TABLES = [
  'portal_registrations',
  'portal_draft_documents',
  'portal_drafts',
  'portal_messages',
  'applicant_codes',
  'applicant_sessions',
  'applicants',
];

export async function down(knex: Knex): Promise<void> {
  for (const name of ['staff_service_insert', 'staff_service_update'])
    await knex.raw(isSqlite(knex) ? `DROP TRIGGER guard_${name}` : `DROP FUNCTION guard_${name} CASCADE`);
  if (isSqlite(knex)) await knex.raw('DROP TRIGGER guard_applicant_registered');
  for (const table of TABLES) await knex.schema.dropTable(table);
}
