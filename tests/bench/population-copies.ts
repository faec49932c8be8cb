import { isPostgres, rawRows } from '../../server/bulk-sql.ts';
import type { Database } from '../../server/database.ts';

/** Keying, checking and deciding more than these one by one takes hours; what lists cost depends on rows and values alone. */
export const MOST_MADE = 100_000;

const COUNTED = 'wave_id, status, channel, office_id, region_code';

/** What must differ between a registration and its copies, who are other people; their place in the process is the same. */
const differing = (copy: number, postgres: boolean): Record<string, string> => {
  const four = String(copy).padStart(4, '0');
  return {
    birth_date: postgres
      ? `to_char(CAST(birth_date AS date) + ${copy}, 'YYYY-MM-DD')`
      : `date(birth_date, '+${copy} days')`,
    phone: `phone || '${copy}'`,
    email: `'${copy}.' || email`,
    uid: `'${String(copy).padStart(8, '0')}' || substr(uid, 9)`,
    registration_no: `registration_no || '.${copy}'`,
    nik_bidx: `substr(nik_bidx, 1, 39) || '${four}'`,
    kk_bidx: `substr(kk_bidx, 1, 39) || '${four}'`,
    row_id: `row_id || '.${copy}'`,
    submitted_at: `substr(submitted_at, 1, 20) || '${String(copy).padStart(3, '0')}Z'`,
  };
};

async function columnsOf({ read }: Database): Promise<string[]> {
  const row = (await read('submissions').first()) as Record<string, unknown>;
  return Object.keys(row).filter((name) => name !== 'id');
}

/** Guards refuse rows that come in decided, and an index is made faster than it is kept. */
async function withoutGuards(database: Database, work: () => Promise<void>): Promise<void> {
  const { write } = database;
  if (isPostgres(write)) {
    await write.raw('ALTER TABLE submissions DISABLE TRIGGER ALL');
    await work();
    await write.raw('ALTER TABLE submissions ENABLE TRIGGER ALL');
    return;
  }
  const kept = await rawRows<{ type: string; name: string; sql: string }>(
    write,
    "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = 'submissions' AND type IN ('trigger', 'index') AND sql IS NOT NULL",
    [],
  );
  for (const { type, name } of kept) await write.raw(`DROP ${type} ${name}`);
  await work();
  for (const { type, sql } of kept) if (type === 'index') await write.raw(sql);
  for (const { type, sql } of kept) if (type === 'trigger') await write.raw(sql);
  await write.raw("INSERT INTO submission_names (submission_names) VALUES ('rebuild')");
}

/** Copies registrations of all waves but one until there are `rows` of them, with the totals of the counters. */
export async function copyRegistrations(
  database: Database,
  { rows, exceptWave = 0, onStep }: { rows: number; exceptWave?: number; onStep: (text: string) => void },
): Promise<void> {
  const { write } = database;
  const columns = await columnsOf(database);
  const [{ last } = { last: 0 }] = (await write('submissions').max({ last: 'id' })) as { last: number }[];
  const [counted] = (await write('submissions').whereNot({ wave_id: exceptWave }).count({ n: '*' })) as { n: number }[]; // prettier-ignore
  const n = Number(counted?.n ?? 0);
  await withoutGuards(database, async () => {
    for (let copy = 1; copy * n < rows; copy += 1) {
      const changed = differing(copy, isPostgres(write));
      const values = columns.map((name) => changed[name] ?? name).join(', ');
      await write.raw(
        `INSERT INTO submissions (${columns.join(', ')}) SELECT ${values} FROM submissions WHERE id <= ? AND wave_id <> ? ORDER BY id LIMIT ?`,
        [last, exceptWave, rows - copy * n],
      );
      onStep(`${Math.min((copy + 1) * n, rows)} registrations`);
    }
  });
  await write.raw(
    `INSERT INTO submission_counters (${COUNTED}, delta) SELECT ${COUNTED}, count(*) FROM submissions WHERE id > ? GROUP BY ${COUNTED}`,
    [last],
  );
}
