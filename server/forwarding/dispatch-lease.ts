import type { Knex } from 'knex';
import type { Connection } from '../database.ts';
import { isMovingSql } from '../batches/row-move-store.ts';
import { LEASE_MS, timeBounds, WORKED_STATUSES } from './delivery-rules.ts';
import type { DispatchRow } from './dispatch-store.ts';
import { STOPPED_NOW } from './sending-switch.ts';

/** So many are looked at: of several workers each finds one that no other took meanwhile. */
const LOOKED_AT = 10;
const TAKEN_AS: Partial<Record<DispatchRow['status'], DispatchRow['status']>> = {
  queued: 'sending',
  sending: 'unknown',
};

/**
 * Deliveries whose time has come and that nobody works on, of batches whose rows have followed: what the PMO answers finds them
 * `sent`. While sending is stopped, only those to ask about.
 */
function due(connection: Connection, now: number): Knex.QueryBuilder {
  const bounds = timeBounds(now);
  return connection('dispatches')
    .whereIn('status', WORKED_STATUSES)
    .whereRaw(`NOT ${isMovingSql('dispatches.batch_id')}`)
    .where(
      (time) =>
        void time
          .where('next_attempt_at', '<=', bounds.now)
          .orWhere('next_attempt_at', '>', bounds.waitAtMost),
    )
    .where(
      (free) =>
        void free
          .whereNull('lease_until')
          .orWhere('lease_until', '<', bounds.now)
          .orWhere('lease_until', '>', bounds.leaseAtMost),
    )
    .where((may) => void may.whereNot('status', 'queued').orWhereRaw(`NOT ${STOPPED_NOW}`));
}

/** Whether there is anything to work on, without taking it. */
export const hasDue = async (connection: Connection, now: number): Promise<boolean> =>
  (await due(connection, now).first('id')) !== undefined;

/**
 * Takes the oldest delivery that is due. What is to be sent is `sending` from here on, written down before the first byte
 * leaves; what somebody died sending is `unknown`.
 */
export async function leaseDispatch(
  connection: Connection,
  owner: string,
  now: number,
): Promise<DispatchRow | null> {
  const found = (await due(connection, now)
    .orderBy('next_attempt_at')
    .limit(LOOKED_AT)
    .select('id', 'version', 'status')) as Pick<DispatchRow, 'id' | 'version' | 'status'>[];
  for (const { id, version, status } of found) {
    const free = connection('dispatches').where({ id, version, status });
    // Somebody may have stopped all sending since it was looked for.
    if (status === 'queued') void free.whereRaw(`NOT ${STOPPED_NOW}`);
    const taken = await free.update({
      status: TAKEN_AS[status] ?? status,
      lease_owner: owner,
      lease_until: new Date(now + LEASE_MS).toISOString(),
      version: version + 1,
    });
    if (taken === 1) return (await connection('dispatches').where({ id }).first()) as DispatchRow;
  }
  return null;
}

/** Keeps a delivery for its worker; false where another took it over. */
export async function renewLease(connection: Connection, id: number, owner: string): Promise<boolean> {
  const kept = await connection('dispatches')
    .where({ id, lease_owner: owner })
    .update({ lease_until: new Date(Date.now() + LEASE_MS).toISOString() });
  return kept === 1;
}

/** The embedded file has one process: whoever still holds a lease died with the one before. */
export async function freeLeases(connection: Connection): Promise<void> {
  await connection('dispatches')
    .whereIn('status', WORKED_STATUSES)
    .whereNotNull('lease_until')
    .update({ lease_until: null, lease_owner: null });
}
