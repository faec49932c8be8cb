import { isPostgres, rawRows } from '../../server/bulk-sql.ts';
import type { Connection } from '../../server/database.ts';

/** What somebody with the database's own password can do: alters what the guards refuse, and puts them back. */
export async function tamper(write: Connection, table: string, work: () => Promise<unknown>): Promise<void> {
  if (isPostgres(write)) {
    await write.raw(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    try {
      await work();
    } finally {
      await write.raw(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    }
    return;
  }
  const guards = await rawRows<{ name: string; sql: string }>(
    write,
    "SELECT name, sql FROM sqlite_master WHERE tbl_name = ? AND type = 'trigger' AND name LIKE 'guard_%'",
    [table],
  );
  for (const { name } of guards) await write.raw(`DROP TRIGGER ${name}`);
  try {
    await work();
  } finally {
    for (const { sql } of guards) await write.raw(sql);
  }
}
