import type { Knex } from 'knex';
import { oneOf } from './guards.ts';

/** Staff, their sessions, machine tokens and the counters of failed logins. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('staff', (t) => {
    t.increments('id');
    t.string('username', 60).notNullable().unique();
    t.string('full_name', 120).notNullable();
    t.string('role', 20).notNullable();
    t.integer('office_id').notNullable().references('offices.id');
    t.text('password_hash').notNullable();
    t.integer('active').notNullable().defaultTo(1);
    t.integer('must_change_password').notNullable().defaultTo(0);
    // The staff member's own NIK, so that nobody decides on their own registration.
    t.string('nik_bidx', 43).unique();
    t.string('created_at', 24).notNullable();
    t.string('last_login_at', 24);
    t.integer('version').notNullable().defaultTo(1);
    t.check(oneOf('role', ['intake', 'reviewer', 'coordinator', 'approver', 'pmo', 'auditor', 'admin']));
    t.check('active IN (0, 1)');
  });
  await knex.schema.createTable('sessions', (t) => {
    // SHA-256 of the cookie's id: a stolen table opens no session.
    t.string('sid_hash', 64).primary();
    t.integer('staff_id').references('staff.id').index();
    t.text('data').notNullable();
    t.string('user_agent', 200);
    t.string('created_at', 24).notNullable();
    t.string('last_seen_at', 24).notNullable();
    t.string('reauthenticated_at', 24);
    t.string('expires_at', 24).notNullable().index();
  });
  await knex.schema.createTable('api_tokens', (t) => {
    t.increments('id');
    t.string('name', 80).notNullable();
    t.string('token_hash', 64).notNullable().unique();
    t.integer('staff_id').notNullable().references('staff.id');
    t.text('scopes').notNullable();
    t.integer('created_by_id').notNullable().references('staff.id');
    t.string('created_at', 24).notNullable();
    t.string('expires_at', 24).notNullable();
    t.string('last_used_at', 24);
    t.string('revoked_at', 24);
    t.integer('version').notNullable().defaultTo(1);
  });
  // One counter a key; login-throttle.ts says when it lapses.
  await knex.schema.createTable('login_throttle', (t) => {
    t.string('key', 255).primary();
    t.integer('points').notNullable().defaultTo(0);
    t.bigInteger('expire');
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['login_throttle', 'api_tokens', 'sessions', 'staff'])
    await knex.schema.dropTable(table);
}
