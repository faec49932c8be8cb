import type { Connection } from '../database.ts';
import type { DelegationRecord } from './sign-off-schema.ts';
import { namesOf } from './sign-off-store.ts';

export interface DelegationRow {
  id: number;
  from_id: number;
  to_id: number;
  starts_at: string;
  ends_at: string;
  reason: string;
  ordered_by_id: number;
  ordered_at: string;
  consented_by_id: number | null;
  consented_at: string | null;
  ended_at: string | null;
  version: number;
}

function stateOf(row: DelegationRow, now: string): DelegationRecord['state'] {
  if (row.ended_at !== null) return 'ended';
  if (now >= row.ends_at) return 'past';
  if (row.consented_at === null) return 'proposed';
  return now < row.starts_at ? 'coming' : 'in_force';
}

export async function toDelegations(
  connection: Connection,
  rows: readonly DelegationRow[],
  now: string,
): Promise<DelegationRecord[]> {
  const person = await namesOf(
    connection,
    rows.flatMap((row) => [row.from_id, row.to_id, row.ordered_by_id, row.consented_by_id]),
  );
  return rows.map((row) => ({
    id: row.id,
    from: person(row.from_id),
    to: person(row.to_id),
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    state: stateOf(row, now),
    reason: row.reason,
    orderedBy: person(row.ordered_by_id),
    orderedAt: row.ordered_at,
    consentedBy: row.consented_by_id === null ? null : person(row.consented_by_id),
    consentedAt: row.consented_at,
    endedAt: row.ended_at,
    version: row.version,
  }));
}

/** Delegations to a person that hold at this instant: whose signature they may give. */
export async function delegationsTo(
  connection: Connection,
  staffId: number,
  now: string,
): Promise<{ id: number; from_id: number }[]> {
  return (await connection('delegations')
    .where({ to_id: staffId })
    .whereNotNull('consented_at')
    .whereNull('ended_at')
    .where('starts_at', '<=', now)
    .where('ends_at', '>', now)
    .orderBy('id')
    .select('id', 'from_id')) as { id: number; from_id: number }[];
}
