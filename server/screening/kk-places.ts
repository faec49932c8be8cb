import { rawRows, whereAny } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';

/** Somebody holds a place of a KK card, over all batches and waves. */
export interface KkPlace {
  submissionId: number;
  slot: number;
}

/** Each try that lost met somebody who took a place meanwhile; so many at once do not belong to one family. */
const MOST_TRIES = 100;

export async function placesTaken(connection: Connection, kkBidx: string): Promise<KkPlace[]> {
  const rows = (await connection('kk_reservations')
    .where({ kk_bidx: kkBidx })
    .whereNull('released_at')
    .orderBy('slot')
    .select('submission_id', 'slot')) as { submission_id: number; slot: number }[];
  return rows.map((row) => ({ submissionId: row.submission_id, slot: row.slot }));
}

const livePlace = (connection: Connection, submissionId: number) =>
  connection('kk_reservations')
    .where({ submission_id: submissionId })
    .whereNull('released_at')
    .first('kk_bidx') as Promise<{ kk_bidx: string } | undefined>;

/**
 * Takes the lowest free slot if fewer than `limit` are taken, seen and done in one statement. Two people at once aim
 * at the same slot and the unique index lets one in; DO NOTHING keeps the other's transaction usable on PostgreSQL.
 */
const TAKE = `
  INSERT INTO kk_reservations (kk_bidx, slot, submission_id, taken_at)
  SELECT free.kk_bidx, free.slot, free.submission_id, free.taken_at FROM (
    SELECT CAST(? AS VARCHAR(43)) AS kk_bidx, MIN(c.slot) AS slot, CAST(? AS INTEGER) AS submission_id, CAST(? AS VARCHAR(24)) AS taken_at
    FROM (SELECT 1 AS slot UNION ALL SELECT k.slot + 1 FROM kk_reservations k WHERE k.kk_bidx = ? AND k.released_at IS NULL) c
    WHERE NOT EXISTS (SELECT 1 FROM kk_reservations t WHERE t.kk_bidx = ? AND t.slot = c.slot AND t.released_at IS NULL)
  ) free
  WHERE CAST(? AS INTEGER) IS NULL
    OR (SELECT count(*) FROM kk_reservations n WHERE n.kk_bidx = ? AND n.released_at IS NULL) < CAST(? AS INTEGER)
  ON CONFLICT DO NOTHING RETURNING id`;

/**
 * Takes a place of the KK for a registration; false when `limit` others hold one (null = no limit). Taking it twice is
 * taking it once; a registration whose KK number was corrected gives its old place back.
 */
export async function takePlace(
  trx: Connection,
  {
    submissionId,
    kkBidx,
    limit,
    now,
  }: { submissionId: number; kkBidx: string; limit: number | null; now: string },
): Promise<boolean> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const bindings = [kkBidx, submissionId, now, kkBidx, kkBidx, limit, kkBidx, limit];
    const taken = await rawRows<{ id: number }>(trx, TAKE, bindings);
    if (taken.length > 0) return true;
    // It holds one already, perhaps since a transaction that ended just now; or one of the KK it had before.
    const held = await livePlace(trx, submissionId);
    if (held?.kk_bidx === kkBidx) return true;
    if (held) {
      await givePlacesBack(trx, [submissionId], now);
      continue;
    }
    if (limit !== null && (await placesTaken(trx, kkBidx)).length >= limit) return false;
  }
  throw new Error(`no place of a KK card found in ${MOST_TRIES} tries`);
}

/** Gives the places of registrations back; one that holds none is no error. */
export async function givePlacesBack(
  trx: Connection,
  submissionIds: readonly number[],
  now: string,
): Promise<void> {
  const held = trx('kk_reservations').whereNull('released_at');
  await whereAny(held, trx, 'submission_id', submissionIds).update({ released_at: now });
}
