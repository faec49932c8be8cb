import { openSqlite, type Connection, type Database } from '../database.ts';
import { BackupError } from './backup-manifest.ts';

/** Tables that never lose a row: what the copy holds lies between what was there before and after. */
const GROWING = [
  'audit_events',
  'submissions',
  'submission_transitions',
  'identity_checks',
  'screening_results',
  'documents',
  'batches',
  'manifests',
  'dispatches',
  'pmo_answers',
  'staff',
  'waves',
  'offices',
] as const;

export type Counts = Record<string, number>;

export async function countTables(connection: Connection): Promise<Counts> {
  const counts: Counts = {};
  for (const table of GROWING) {
    const [row] = (await connection(table).count({ n: '*' })) as { n: number }[];
    counts[table] = Number(row?.n ?? 0);
  }
  return counts;
}

export async function lastMigration(connection: Connection): Promise<string> {
  const row = (await connection('schema_migrations').orderBy('id', 'desc').first('name')) as
    { name: string } | undefined;
  return row?.name ?? '';
}

/** Opens a database file, runs `work` and closes it again. */
export async function withDatabase<T>(file: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openSqlite(file, 1);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** Throws BackupError where SQLite finds the file damaged or a row pointing nowhere. */
export async function assertIntact({ write }: Database): Promise<void> {
  const found = (await write.raw('PRAGMA integrity_check(1)')) as { integrity_check: string }[];
  if (found[0]?.integrity_check !== 'ok')
    throw new BackupError(`the copy is damaged: ${found[0]?.integrity_check ?? 'no answer'}`);
  const dangling = (await write.raw('PRAGMA foreign_key_check')) as { table: string }[];
  if (dangling.length > 0)
    throw new BackupError(
      `the copy has ${dangling.length} rows that point nowhere, first in ${dangling[0]?.table}`,
    );
}

/** The copy against the live database, which was written to all the while. Throws BackupError where rows are missing. */
export function assertBetween(before: Counts, copy: Counts, after: Counts): void {
  for (const table of GROWING) {
    const [least, held, most] = [before[table] ?? 0, copy[table] ?? 0, after[table] ?? 0];
    if (held < least || held > most)
      throw new BackupError(`the copy holds ${held} rows of ${table}, not between ${least} and ${most}`);
  }
}
