import type { Knex } from 'knex';
import { oneOf } from './guards.ts';

/** Regions, offices, rule sets and waves. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('regions', (t) => {
    t.string('code', 8).primary();
    t.string('name', 120).notNullable();
    t.string('kind', 10).notNullable();
    t.string('parent_code', 8).index();
    t.check(oneOf('kind', ['province', 'regency', 'district']));
  });
  await knex.schema.createTable('offices', (t) => {
    t.increments('id');
    t.string('code', 30).notNullable().unique();
    t.string('name', 160).notNullable();
    t.string('kind', 10).notNullable();
    t.string('region_code', 8).references('regions.code');
    t.integer('version').notNullable().defaultTo(1);
    t.check(oneOf('kind', ['ministry', 'dinas', 'pmo']));
  });
  await knex.schema.createTable('rule_sets', (t) => {
    t.increments('id');
    t.string('code', 40).notNullable();
    t.integer('rules_version').notNullable().defaultTo(1);
    t.text('citation').notNullable();
    t.string('effective_from', 10).notNullable();
    t.text('rules').notNullable();
    t.integer('version').notNullable().defaultTo(1);
    t.unique(['code', 'rules_version']);
  });
  await knex.schema.createTable('waves', (t) => {
    t.increments('id');
    t.string('code', 40).notNullable().unique();
    t.string('name', 160).notNullable();
    t.integer('rule_set_id').notNullable().references('rule_sets.id');
    t.string('opens_at', 24).notNullable();
    t.string('closes_at', 24).notNullable();
    t.string('handover_deadline', 24);
    t.integer('quota').notNullable();
    t.integer('lease_minutes').notNullable().defaultTo(30);
    t.integer('check_max_age_days').notNullable().defaultTo(30);
    t.integer('list_max_age_days').notNullable().defaultTo(30);
    t.text('required_documents').notNullable();
    t.integer('version').notNullable().defaultTo(1);
    t.check('quota >= 0');
    t.check('lease_minutes BETWEEN 1 AND 1440');
    t.check('check_max_age_days >= 0 AND list_max_age_days >= 0');
    t.check('opens_at < closes_at');
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['waves', 'rule_sets', 'offices', 'regions']) await knex.schema.dropTable(table);
}
