import { insertMany, whereAny } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import type { PairStatus } from './duplicate-schema.ts';

export interface FoundPair {
  firstId: number;
  secondId: number;
  score: number;
  reasons: readonly string[];
}
export const pairKey = (pair: { firstId: number; secondId: number }) => `${pair.firstId}:${pair.secondId}`;

/** The pairs already stored about these registrations, by `pairKey`. */
export async function storedPairs(
  connection: Connection,
  ids: readonly number[],
): Promise<Map<string, { id: number; score: number; status: PairStatus }>> {
  const stored = new Map<string, { id: number; score: number; status: PairStatus }>();
  for (const column of ['first_id', 'second_id']) {
    const rows = (await whereAny(
      connection('duplicate_pairs').select('id', 'first_id', 'second_id', 'score', 'status'),
      connection,
      column,
      ids,
    )) as { id: number; first_id: number; second_id: number; score: number; status: PairStatus }[];
    for (const row of rows)
      stored.set(pairKey({ firstId: row.first_id, secondId: row.second_id }), {
        id: row.id,
        score: row.score,
        status: row.status,
      });
  }
  return stored;
}

/** Stores new pairs; a pair that somebody stored at the same moment is left to them. Gives those stored now. */
export function insertPairs(
  connection: Connection,
  pairs: readonly FoundPair[],
  now: string,
): Promise<{ first_id: number; second_id: number }[]> {
  return insertMany<{ first_id: number; second_id: number }>(connection, {
    table: 'duplicate_pairs',
    columns: ['first_id', 'second_id', 'score', 'reasons', 'found_at', 'status', 'version'],
    rows: pairs.map((pair) => [
      pair.firstId, pair.secondId, pair.score, JSON.stringify(pair.reasons), now, 'open', 1,
    ]), // prettier-ignore
    onConflict: 'ON CONFLICT (first_id, second_id) DO NOTHING',
    returning: ['first_id', 'second_id'],
  });
}

/** More was found about a pair still open; a decided one keeps what it was decided on. */
export const raisePair = (connection: Connection, id: number, pair: FoundPair) =>
  connection('duplicate_pairs')
    .where({ id, status: 'open' })
    .update({
      score: pair.score,
      reasons: JSON.stringify(pair.reasons),
      version: connection.raw('version + 1'),
    });

/**
 * Adds to the number of open pairs of registrations. Deltas, as a count made beside another transaction's would miss
 * its pair; locked in order, so that two such acts wait for each other instead of dying.
 */
export async function addToDuplicateCounts(
  connection: Connection,
  deltas: ReadonlyMap<number, number>,
): Promise<void> {
  if (deltas.size === 0) return;
  const ids = [...deltas.keys()];
  await whereAny(connection('submissions').select('id').orderBy('id').forUpdate(), connection, 'id', ids);
  const byDelta = new Map<number, number[]>();
  for (const [id, delta] of deltas) byDelta.set(delta, [...(byDelta.get(delta) ?? []), id]);
  for (const [delta, some] of byDelta) {
    await whereAny(connection('submissions'), connection, 'id', some).update({
      duplicate_count: connection.raw('duplicate_count + ?', [delta]),
    });
  }
}
