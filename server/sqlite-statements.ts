import type { Database, RunResult, Statement } from 'sqlite3';

/** Statements kept ready on one connection; the system has some two hundred that come again and again. */
const MOST_KEPT = 256;
/** Longer texts are bulk inserts: dear to keep, and a parse is little beside their work. */
const LONGEST_KEPT = 8192;
const COMES_AGAIN = /^\s*(?:select|insert|update|delete|with|begin|commit)\b/i;

type Method = 'all' | 'run';
export type StatementDone = (
  this: Pick<RunResult, 'lastID' | 'changes'>,
  error: Error | null,
  rows?: unknown[],
) => void;

/** By connection, least recently used first. */
const kept = new WeakMap<Database, Map<string, Statement>>();

function prepare(connection: Database, sql: string): Promise<Statement> {
  return new Promise((resolve, reject) => {
    const statement = connection.prepare(sql, (error: Error | null) =>
      error ? reject(error) : resolve(statement),
    );
  });
}

async function statementOf(connection: Database, sql: string): Promise<Statement> {
  const statements = kept.get(connection) ?? new Map<string, Statement>();
  kept.set(connection, statements);
  const known = statements.get(sql);
  if (known) {
    statements.delete(sql);
    statements.set(sql, known);
    return known;
  }
  const statement = await prepare(connection, sql);
  // Two at once may have prepared the same text: one is kept, the other given back.
  statements.get(sql)?.finalize();
  statements.set(sql, statement);
  const oldest = statements.keys().next().value as string;
  if (statements.size > MOST_KEPT) {
    statements.get(oldest)?.finalize();
    statements.delete(oldest);
  }
  return statement;
}

/** A statement that failed may still hold its snapshot: it is closed, and prepared anew when it comes again. */
function drop(connection: Database, sql: string): void {
  kept.get(connection)?.get(sql)?.finalize();
  kept.get(connection)?.delete(sql);
}

/**
 * Runs a statement, prepared once a connection. Parsing is a third of a short read, and of an update it is the
 * greater part: SQLite compiles every trigger of the table with it.
 */
export function runStatement(
  connection: Database,
  method: Method,
  sql: string,
  bindings: unknown,
  done: StatementDone,
): void {
  if (sql.length > LONGEST_KEPT || !COMES_AGAIN.test(sql)) {
    connection[method](sql, bindings, done);
    return;
  }
  statementOf(connection, sql).then(
    (statement) =>
      void statement[method](bindings, function (this: RunResult, error: Error | null, rows?: unknown[]) {
        const { lastID, changes } = this;
        if (error) drop(connection, sql);
        // A copy: the statement may run again before the caller reads it.
        done.call({ lastID, changes }, error, rows);
      }),
    (error: Error) => done.call({ lastID: 0, changes: 0 }, error),
  );
}

/** Gives a connection's statements back: it cannot be closed while one is open. */
export function forgetStatements(connection: Database): Promise<void> {
  const statements = [...(kept.get(connection)?.values() ?? [])];
  kept.delete(connection);
  return Promise.all(
    statements.map((statement) => new Promise<void>((resolve) => statement.finalize(() => resolve()))),
  ).then(() => undefined);
}
