import type { Knex } from 'knex';
import { oneOf } from './guards.ts';

/** Files made of a list for somebody: where their sealed parts lie, what they hold, and until when. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('exports', (t) => {
    t.increments('id');
    // A job taken up again after a crash writes one file, not two.
    t.integer('job_id').notNullable().unique().references('jobs.id');
    t.integer('created_by_id').notNullable().references('staff.id');
    t.string('format', 4).notNullable();
    t.string('file_name', 80).notNullable();
    t.integer('row_count').notNullable();
    t.string('sha256', 64).notNullable();
    t.integer('size').notNullable();
    t.text('parts').notNullable();
    t.string('created_at', 24).notNullable();
    t.string('expires_at', 24).notNullable().index();
    t.string('deleted_at', 24);
    t.check(oneOf('format', ['csv', 'xlsx']));
    t.check('row_count >= 0 AND size > 0');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('exports');
}
