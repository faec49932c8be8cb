import type { Connection, Database } from '../database.ts';

const COLUMNS = 'wave_id, status, channel, office_id, region_code';
/** Deltas folded in one transaction: some 50 ms of the writer, so that nobody notices. */
const CHUNK = 10_000;

export interface Fold {
  /** Deltas taken out and sums put in their place. */
  taken: number;
  /** Ids up to here have been folded: fresh deltas are above. */
  upTo: number;
}

async function highest(connection: Connection): Promise<number> {
  const [row] = (await connection('submission_counters').max({ id: 'id' })) as { id: number | null }[];
  return Number(row?.id ?? 0);
}

/** Deltas entered since a fold that went so far: whether folding again is worth it. */
export async function freshDeltas(connection: Connection, since: number): Promise<number> {
  const [row] = (await connection('submission_counters').where('id', '>', since).count({ n: '*' })) as {
    n: number;
  }[];
  return Number(row?.n ?? 0);
}

/** One transaction: the lowest ids of SQLite's one writer, who has nobody beside him. */
async function foldOnSqlite(trx: Connection, last: number): Promise<number> {
  const rows = (await trx('submission_counters')
    .where('id', '<=', last)
    .orderBy('id')
    .limit(CHUNK)
    .select('id')) as { id: number }[];
  const end = rows.at(-1)?.id;
  if (end === undefined) return 0;
  await trx.raw(
    `INSERT INTO submission_counters (${COLUMNS}, delta)
     SELECT ${COLUMNS}, sum(delta) FROM submission_counters WHERE id <= ? GROUP BY ${COLUMNS} HAVING sum(delta) <> 0`,
    [end],
  );
  return trx('submission_counters').where('id', '<=', end).delete();
}

/**
 * One statement: exactly the rows it deletes are summed. A lower id that another transaction has yet to commit is not
 * seen and so not lost; rows a second server is folding are skipped.
 */
async function foldOnPostgres(trx: Connection, last: number): Promise<number> {
  const answer = (await trx.raw(
    `WITH taken AS (
       DELETE FROM submission_counters WHERE id IN
         (SELECT id FROM submission_counters WHERE id <= ? ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED)
       RETURNING ${COLUMNS}, delta),
     put AS (
       INSERT INTO submission_counters (${COLUMNS}, delta)
       SELECT ${COLUMNS}, sum(delta) FROM taken GROUP BY ${COLUMNS} HAVING sum(delta) <> 0)
     SELECT count(*) AS n FROM taken`,
    [last, CHUNK],
  )) as { rows: { n: number }[] };
  return Number(answer.rows[0]?.n ?? 0);
}

/**
 * Sums the counters' deltas, so that a total stays a short sum. The totals are the same before, during and after, also
 * while others write.
 */
export async function foldCounters(database: Database): Promise<Fold> {
  const fold = database.engine === 'sqlite' ? foldOnSqlite : foldOnPostgres;
  const last = await highest(database.read);
  let taken = 0;
  for (;;) {
    const more = await database.transaction((trx) => fold(trx, last));
    taken += more;
    if (more === 0) return { taken, upTo: await highest(database.read) };
  }
}
