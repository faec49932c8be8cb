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

/** By connection, least recently used first; a statement on its way counts, so that no text is prepared twice. */
const kept = new WeakMap<Database, Map<string, Promise<Statement>>>();

function prepare(connection: Database, sql: string): Promise<Statement> {
  return new Promise((resolve, reject) => {
    const statement = connection.prepare(sql, (error: Error | null) =>
      error ? reject(error) : resolve(statement),
    );
  });
}

/** Closes a statement after what it still has to run; one that could not be prepared has nothing to close. */
function giveBack(statement: Promise<Statement> | undefined): Promise<void> {
  return statement
    ? statement.then(
        (ready) => new Promise<void>((resolve) => ready.finalize(() => resolve())),
        () => undefined,
      )
    : Promise.resolve();
}

function statementOf(connection: Database, sql: string): Promise<Statement> {
  const statements = kept.get(connection) ?? new Map<string, Promise<Statement>>();
  kept.set(connection, statements);
  const statement = statements.get(sql) ?? prepare(connection, sql);
  statements.delete(sql);
  statements.set(sql, statement);
  const oldest = statements.keys().next().value as string;
  if (statements.size > MOST_KEPT) {
    void giveBack(statements.get(oldest));
    statements.delete(oldest);
  }
  return statement;
}

/** A statement that failed may still hold its snapshot: it is closed, and prepared anew when it comes again. */
function drop(connection: Database, sql: string, failed: Promise<Statement>): void {
  const statements = kept.get(connection);
  // Another of its kind may stand there by now, prepared after this one failed.
  if (statements?.get(sql) !== failed) return;
  statements.delete(sql);
  void giveBack(failed);
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
  const statement = statementOf(connection, sql);
  statement.then(
    (ready) =>
      void ready[method](bindings, function (this: RunResult, error: Error | null, rows?: unknown[]) {
        const { lastID, changes } = this;
        if (error) drop(connection, sql, statement);
        // A copy: the statement may run again before the caller reads it.
        done.call({ lastID, changes }, error, rows);
      }),
    (error: Error) => {
      drop(connection, sql, statement);
      done.call({ lastID: 0, changes: 0 }, error);
    },
  );
}

/** Gives a connection's statements back: it cannot be closed while one is open. */
export async function forgetStatements(connection: Database): Promise<void> {
  const statements = [...(kept.get(connection)?.values() ?? [])];
  kept.delete(connection);
  await Promise.all(statements.map(giveBack));
}
