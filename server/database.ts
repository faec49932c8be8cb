import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import knexFactory, { type Knex } from 'knex';
import SqliteDialect from 'knex/lib/dialects/sqlite3/index.js';
import SqliteTransaction from 'knex/lib/dialects/sqlite3/execution/sqlite-transaction.js';
import pg from 'pg';
import type { Database as Sqlite } from 'sqlite3';
import { migrationSource } from '../migrations/index.ts';
import { CHECKPOINT_PAGES, keepCheckpointing } from './sqlite-checkpoints.ts';
import { forgetStatements, runStatement, type StatementDone } from './sqlite-statements.ts';

/** A plain connection or an open transaction; every store method takes one. */
export type Connection = Knex;

export interface Database {
  engine: 'sqlite' | 'postgres';
  /** For reads outside a transaction; refuses writes on SQLite. */
  read: Connection;
  /** For single writes outside a transaction (leases, sessions). */
  write: Connection;
  /** Runs `work` in one write transaction; any error rolls all of it back. */
  transaction<T>(work: (trx: Knex.Transaction) => Promise<T>): Promise<T>;
  migrate(onStep?: (name: string) => void): Promise<void>;
  close(): Promise<void>;
}

/**
 * SQLite's own BEGIN takes the write lock only at the first write, and two readers that both want to write then fail
 * with SQLITE_BUSY. BEGIN IMMEDIATE waits its turn instead.
 */
class ImmediateTransaction extends SqliteTransaction {
  override begin(connection: unknown): Promise<unknown> {
    return this.query(connection, 'BEGIN IMMEDIATE;');
  }
}

class ImmediateSqlite extends SqliteDialect {
  override transaction(container: unknown, config: unknown, outerTx: unknown): unknown {
    return new ImmediateTransaction(this, container, config, outerTx);
  }

  /** knex asks a connection for `all` or `run`; here both go through the statements kept on it. */
  override _query(connection: Sqlite, query: unknown): Promise<unknown> {
    const statements = {
      all: (sql: string, bindings: unknown, done: StatementDone) =>
        runStatement(connection, 'all', sql, bindings, done),
      run: (sql: string, bindings: unknown, done: StatementDone) =>
        runStatement(connection, 'run', sql, bindings, done),
    };
    return super._query(statements, query);
  }

  override async destroyRawConnection(connection: Sqlite): Promise<void> {
    await forgetStatements(connection);
    await super.destroyRawConnection(connection);
  }
}

type RawSqlite = {
  run(sql: string, done: (error: Error | null) => void): void;
  exec(sql: string, done: (error: Error | null) => void): void;
};

const WRITER_PRAGMAS =
  'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA trusted_schema=OFF; PRAGMA busy_timeout=10000; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; ' +
  `PRAGMA wal_autocheckpoint=${CHECKPOINT_PAGES};`;
const READER_PRAGMAS =
  'PRAGMA query_only=ON; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=10000; PRAGMA cache_size=-32768; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;';
/** It writes nothing but what is committed already, and for that as carefully as the writer. */
const CHECKPOINT_PRAGMAS = 'PRAGMA query_only=ON; PRAGMA synchronous=FULL; PRAGMA busy_timeout=0;';
/** Older SQLite corrupts a WAL database in a rare race. */
const OLDEST_SQLITE = [3, 51, 3];

function sqlitePool(filename: string, pragmas: string, size: number): Knex {
  return knexFactory({
    client: ImmediateSqlite as unknown as typeof Knex.Client,
    connection: { filename },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: size,
      afterCreate: (raw: RawSqlite, done: (error: Error | null, raw: RawSqlite) => void) =>
        raw.exec(pragmas, (error) => done(error, raw)),
    },
  });
}

async function assertSqliteVersion(read: Knex): Promise<void> {
  const rows: { version: string }[] = await read.raw('select sqlite_version() as version');
  const version = rows[0]?.version ?? '0.0.0';
  const parts = version.split('.').map(Number);
  const older = OLDEST_SQLITE.findIndex((wanted, at) => parts[at] !== wanted);
  if (older >= 0 && (parts[older] ?? 0) < (OLDEST_SQLITE[older] ?? 0)) {
    throw new Error(
      `SQLite ${version} is older than ${OLDEST_SQLITE.join('.')}: reinstall the sqlite3 package`,
    );
  }
}

async function runMigrations(knex: Knex, onStep?: (name: string) => void): Promise<void> {
  const config = { migrationSource, tableName: 'schema_migrations' };
  const [, pending] = (await knex.migrate.list(config)) as [unknown[], string[]];
  for (const name of pending) {
    onStep?.(name);
    await knex.migrate.up(config);
  }
}

/** A folder made for the database is its owner's alone: names and addresses stand in it in clear. */
const OWNER_ONLY = 0o700;

/** Opens the embedded SQLite file: one writer, a few readers beside it. */
export async function openSqlite(filename: string, readers = 3): Promise<Database> {
  mkdirSync(dirname(filename), { recursive: true, mode: OWNER_ONLY });
  const write = sqlitePool(filename, WRITER_PRAGMAS, 1);
  await write.raw('select 1');
  const read = sqlitePool(filename, READER_PRAGMAS, readers);
  await assertSqliteVersion(read);
  const stopCheckpoints = keepCheckpointing(sqlitePool(filename, CHECKPOINT_PRAGMAS, 1));
  return {
    engine: 'sqlite',
    read,
    write,
    transaction: (work) => write.transaction(work),
    migrate: (onStep) => runMigrations(write, onStep),
    close: async () => {
      await stopCheckpoints();
      await read.destroy();
      await write.destroy();
    },
  };
}

/**
 * Holds a file as long as this process lives, by a lock of the operating system: kill -9 lets go of it as well. Gives
 * the release, or null where another process holds it.
 */
export async function holdAlone(filename: string): Promise<(() => Promise<void>) | null> {
  mkdirSync(dirname(filename), { recursive: true, mode: OWNER_ONLY });
  const lock = sqlitePool(filename, 'PRAGMA busy_timeout=0;', 1);
  try {
    // In memory, so that nothing but the lock itself lies beside the database.
    for (const sql of ['PRAGMA journal_mode=MEMORY', 'PRAGMA locking_mode=EXCLUSIVE', 'BEGIN EXCLUSIVE'])
      await lock.raw(sql);
    return () => lock.destroy();
  } catch (error) {
    await lock.destroy();
    if ((error as { code?: string }).code === 'SQLITE_BUSY') return null;
    throw error;
  }
}

const INT8_OID = 20;
const NUMERIC_OID = 1700;

/** Opens PostgreSQL; any number of processes may share one database. */
export async function openPostgres(url: string, poolSize = 10): Promise<Database> {
  // Ids and counts stay far below 2^53.
  pg.types.setTypeParser(INT8_OID, Number);
  pg.types.setTypeParser(NUMERIC_OID, Number);
  const knex = knexFactory({
    client: 'pg',
    connection: {
      connectionString: url,
      options:
        '-c statement_timeout=120000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000',
    },
    pool: { min: 1, max: poolSize },
  });
  await knex.raw('select 1');
  return {
    engine: 'postgres',
    read: knex,
    write: knex,
    transaction: (work) => knex.transaction(work),
    migrate: (onStep) => runMigrations(knex, onStep),
    close: () => knex.destroy(),
  };
}

/** Opens what the configuration names: `DATABASE_URL`, else the SQLite file in the data directory. */
export function openDatabase(config: { databaseUrl: string | null; sqliteFile: string }): Promise<Database> {
  return config.databaseUrl ? openPostgres(config.databaseUrl) : openSqlite(config.sqliteFile);
}
