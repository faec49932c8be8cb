import type { Knex } from 'knex';

/** How many rows a query finds. For short stretches of an index: totals of registrations come from the counters. */
export async function countRows(query: Knex.QueryBuilder): Promise<number> {
  const rows = (await query.count({ n: '*' })) as { n: number | string }[];
  return Number(rows[0]?.n ?? 0);
}
