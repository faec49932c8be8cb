import pg from 'pg';

export type Engine = 'sqlite' | 'postgres';

/** The server on which tests make and drop databases of their own. */
export const POSTGRES_URL =
  process.env['LOKET_TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** What must be there: `LOKET_TEST_REQUIRE=postgres,browser` turns a skip into a failure. */
export const REQUIRED: ReadonlySet<string> = new Set(
  (process.env['LOKET_TEST_REQUIRE'] ?? '').split(',').map((name) => name.trim()),
);

/** Runs statements on the server itself, outside any test database. */
export async function onPostgresServer(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: POSTGRES_URL, connectionTimeoutMillis: 3000 });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

async function reachable(): Promise<boolean> {
  try {
    await onPostgresServer('select 1');
    return true;
  } catch (error) {
    if (REQUIRED.has('postgres')) throw error;
    const how = 'start PostgreSQL 15 or newer, or name one with LOKET_TEST_POSTGRES_URL';
    process.stderr.write(`skipping PostgreSQL: nothing answers at 127.0.0.1:5432; ${how}\n`);
    return false;
  }
}

/** The engines the tests run on: SQLite always, PostgreSQL wherever it answers. */
export const ENGINES: readonly Engine[] = (await reachable()) ? ['sqlite', 'postgres'] : ['sqlite'];
