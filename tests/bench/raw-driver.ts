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

const openSqliteConnection = (file: string): Promise<Connection> =>
  new Promise((resolve, reject) => {
    const database = new sqlite3.Database(file, sqlite3.OPEN_READONLY, (failed) => {
      if (failed) return reject(failed);
      database.exec(
        'PRAGMA cache_size=-32768; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;',
        (error) => (error ? reject(error) : resolve(connection)),
      );
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

/** As many bare connections as the system has readers, shared by whoever comes first. */
export async function openRawDriver(
  target: { sqliteFile: string } | { databaseUrl: string },
  connections: number,
): Promise<RawDriver> {
  const all: Connection[] = [];
  for (let index = 0; index < connections; index += 1)
    all.push(
      'sqliteFile' in target
        ? await openSqliteConnection(target.sqliteFile)
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
