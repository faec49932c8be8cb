import type { Knex } from 'knex';

/** True on SQLite, false on PostgreSQL: migrations run on both. */
export function isSqlite(knex: Knex): boolean {
  return String(knex.client.config.client) !== 'pg';
}

interface Guard {
  table: string;
  /** Also the code the error carries, e.g. `GUARD_NAME_LOCKED`. */
  name: string;
  event: 'INSERT' | 'UPDATE' | 'DELETE';
  /**
   * Of an UPDATE: the columns without which the condition cannot become true. An update that sets none of them does not ask,
   * and with a dozen guards on a table asking is most of what a bulk update costs.
   */
  of?: readonly string[];
  /** SQL over NEW and OLD that must be false; the same text serves both engines. */
  refuseWhen: string;
  /** What PostgreSQL locks first, where two at once would each not see the other; SQLite has one writer. */
  lockFirst?: string;
}

/** A trigger that refuses a write against an invariant, even one made by raw SQL. */
export async function addGuard(knex: Knex, guard: Guard): Promise<void> {
  const { table, name, refuseWhen, lockFirst = '' } = guard;
  const event = guard.of ? `${guard.event} OF ${guard.of.join(', ')}` : guard.event;
  const code = `GUARD_${name.toUpperCase()}`;
  if (isSqlite(knex)) {
    await knex.raw(
      `CREATE TRIGGER guard_${name} BEFORE ${event} ON ${table} FOR EACH ROW WHEN ${refuseWhen}
       BEGIN SELECT RAISE(ABORT, '${code}'); END`,
    );
    return;
  }
  const row = guard.event === 'DELETE' ? 'OLD' : 'NEW';
  await knex.raw(
    `CREATE FUNCTION guard_${name}() RETURNS trigger LANGUAGE plpgsql AS $guard$
     BEGIN
       ${lockFirst}
       IF ${refuseWhen} THEN RAISE EXCEPTION '${code}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
       RETURN ${row};
     END $guard$`,
  );
  await knex.raw(
    `CREATE TRIGGER guard_${name} BEFORE ${event} ON ${table} FOR EACH ROW EXECUTE FUNCTION guard_${name}()`,
  );
}

/**
 * Rows that are never deleted (or only `unless`, SQL over OLD): neither one by one nor by TRUNCATE (PostgreSQL), which fires no row's trigger, nor by
 * INSERT OR REPLACE (SQLite), whose deletions fire none on a connection without `recursive_triggers`.
 */
export async function addKeptGuards(knex: Knex, table: string, name = table, unless?: string): Promise<void> {
  const refuseDelete = unless ? `NOT (${unless})` : '1 = 1';
  await addGuard(knex, { table, name: `${name}_delete`, event: 'DELETE', refuseWhen: refuseDelete });
  if (isSqlite(knex)) {
    const columns = (await knex.raw(`PRAGMA table_info(${table})`)) as { name: string }[];
    if (!columns.some((column) => column.name === 'id')) return;
    const refuseWhen = `EXISTS (SELECT 1 FROM ${table} r WHERE r.id = NEW.id)`;
    return addGuard(knex, { table, name: `${name}_replace`, event: 'INSERT', refuseWhen });
  }
  await knex.raw(
    `CREATE FUNCTION guard_${name}_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$
     BEGIN RAISE EXCEPTION 'GUARD_${name.toUpperCase()}_TRUNCATE' USING ERRCODE = 'integrity_constraint_violation'; END $guard$`,
  );
  await knex.raw(
    `CREATE TRIGGER guard_${name}_truncate BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION guard_${name}_truncate()`,
  );
}

/** Rows that are facts: written once, never changed, never deleted. */
export async function addAppendOnlyGuards(knex: Knex, table: string): Promise<void> {
  await addGuard(knex, { table, name: `${table}_update`, event: 'UPDATE', refuseWhen: '1 = 1' });
  await addKeptGuards(knex, table);
}

/** `column IN ('a','b')` as a CHECK on a new table's column list. */
export function oneOf(column: string, values: readonly string[]): string {
  return `${column} IN (${values.map((value) => `'${value}'`).join(', ')})`;
}

/** A table of the allowed status changes, and a trigger that refuses every other. */
export async function addTransitionTable(
  knex: Knex,
  table: string,
  subject: string,
  pairs: readonly (readonly [string, string])[],
): Promise<void> {
  await knex.schema.createTable(table, (t) => {
    t.string('from_status', 30).notNullable();
    t.string('to_status', 30).notNullable();
    t.primary(['from_status', 'to_status']);
  });
  await knex(table).insert(pairs.map(([from_status, to_status]) => ({ from_status, to_status })));
  await addGuard(knex, {
    table: subject,
    name: `${subject}_transition`,
    event: 'UPDATE',
    of: ['status'],
    refuseWhen: `NEW.status IS DISTINCT FROM OLD.status AND NOT EXISTS (SELECT 1 FROM ${table} t WHERE t.from_status = OLD.status AND t.to_status = NEW.status)`,
  });
}
