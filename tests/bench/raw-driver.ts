import pg from 'pg';
import sqlite3 from 'sqlite3';

export interface RawStatement {
  sql: string;
  bindings: readonly unknown[];
}

/** The bare driver: connections and SQL, nothing of the system around it. */
export interface RawDriver {
  run(statement: RawStatement): Promise<unknown[]>;
  close(): Promise<void>;
}

type Connection = RawDriver;

const READER_PRAGMAS = 'PRAGMA cache_size=-32768; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;';
/** Those of the system's own writer that bear on its speed. */
const WRITER_PRAGMAS =
  'PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA busy_timeout=10000; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;';

const openSqliteConnection = (file: string, mode: number, pragmas: string): Promise<Connection> =>
  new Promise((resolve, reject) => {
    const database = new sqlite3.Database(file, mode, (failed) => {
      if (failed) return reject(failed);
      database.exec(pragmas, (error) => (error ? reject(error) : resolve(connection)));
    });
    const connection: Connection = {
      run: ({ sql, bindings }) =>
        new Promise((done, fail) =>
          database.all(sql, bindings, (error, rows) => (error ? fail(error) : done(rows))),
        ),
      close: () => new Promise((done, fail) => database.close((error) => (error ? fail(error) : done()))),
    };
  });

async function openPostgresConnection(url: string): Promise<Connection> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    run: async ({ sql, bindings }) => (await client.query(sql, bindings as unknown[])).rows as unknown[],
    close: () => client.end(),
  };
}

export type RawTarget = { sqliteFile: string } | { databaseUrl: string };

/** One bare connection that may write. */
export const openRawWriter = (target: RawTarget): Promise<RawDriver> =>
  'sqliteFile' in target
    ? openSqliteConnection(target.sqliteFile, sqlite3.OPEN_READWRITE, WRITER_PRAGMAS)
    : openPostgresConnection(target.databaseUrl);

/** As many bare connections as the system has readers, shared by whoever comes first. */
export async function openRawDriver(target: RawTarget, connections: number): Promise<RawDriver> {
  const all: Connection[] = [];
  for (let index = 0; index < connections; index += 1)
    all.push(
      'sqliteFile' in target
        ? await openSqliteConnection(target.sqliteFile, sqlite3.OPEN_READONLY, READER_PRAGMAS)
        : await openPostgresConnection(target.databaseUrl),
    );
  const free = [...all];
  const waiting: ((connection: Connection) => void)[] = [];
  const acquire = () => {
    const one = free.pop();
    return one ? Promise.resolve(one) : new Promise<Connection>((resolve) => waiting.push(resolve));
  };
  const release = (one: Connection) => {
    const next = waiting.shift();
    if (next) next(one);
    else free.push(one);
  };
  return {
    run: async (statement) => {
      const one = await acquire();
      try {
        return await one.run(statement);
      } finally {
        release(one);
      }
    },
    close: async () => {
      for (const one of all) await one.close();
    },
  };
}
