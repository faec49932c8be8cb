import type { Connection } from '../database.ts';
import type { PairStatus } from './duplicate-schema.ts';
import type { Blocker } from './submission-rules.ts';

/** A registration in one of these no longer stands beside another. */
const OFF_THE_ROAD = ['rejected', 'withdrawn', 'pmo_rejected', 'revoked'];

interface OtherRow {
  status: PairStatus;
  other_status: string;
  other_id: number;
}

/**
 * What its pairs put in the way of verifying a registration: open pairs, and each one found to be the same person while
 * the other registration is still on the road (domain.md section 8). Empty = nothing.
 */
export async function duplicateBlockers(connection: Connection, submissionId: number): Promise<Blocker[]> {
  const otherSide = connection.raw('CASE WHEN p.first_id = ? THEN p.second_id ELSE p.first_id END', [
    submissionId,
  ]);
  const rows = (await connection('duplicate_pairs as p')
    .where((either) => void either.where('p.first_id', submissionId).orWhere('p.second_id', submissionId))
    .whereIn('p.status', ['open', 'same_person'])
    .join('submissions as o', 'o.id', otherSide)
    .select('p.status', 'o.status as other_status', 'o.id as other_id')) as OtherRow[];
  const open = rows.filter((row) => row.status === 'open').length;
  const same = rows.filter((row) => row.status === 'same_person' && !OFF_THE_ROAD.includes(row.other_status));
  return [
    ...(open > 0 ? [{ code: 'DUPLICATE', count: open }] : []),
    ...same.map((row) => ({ code: 'SAME_PERSON', otherId: row.other_id })),
  ];
}
