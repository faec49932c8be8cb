import type { Knex } from 'knex';
import type { Act, Actor } from '../audit/audit-service.ts';
import type { Connection } from '../database.ts';
import { notFound, staleVersion } from '../errors.ts';
import { NO_COUNTS, type BatchCounts, type BatchRecord, type BatchTransitionRecord } from './batch-schema.ts';
import { BATCH_STATUS_AFTER, EVENT_FOR_BATCH_ACTION, type BatchAction } from './batch-rules.ts';

/** A row of `batches`, as both engines give it. */
export interface BatchRow {
  id: number;
  batch_no: string;
  channel: BatchRecord['channel'];
  wave_id: number;
  office_id: number | null;
  proposer: BatchRecord['proposer'];
  status: BatchRecord['status'];
  row_count: number;
  counts: string;
  digest: string | null;
  round_no: number;
  composed_by_id: number;
  sealed_by_id: number | null;
  sealed_at: string | null;
  submitted_by_id: number | null;
  submitted_at: string | null;
  ratified_by_id: number | null;
  ratified_at: string | null;
  ratified_digest: string | null;
  decree_no: string | null;
  decree_date: string | null;
  dispatch_no: string | null;
  sent_at: string | null;
  acknowledged_at: string | null;
  settled_at: string | null;
  created_at: string;
  updated_at: string;
  composition_id: number | null;
  version: number;
}

export function rowToBatch(row: BatchRow): BatchRecord {
  return {
    id: row.id,
    batchNo: row.batch_no,
    channel: row.channel,
    waveId: row.wave_id,
    officeId: row.office_id,
    proposer: row.proposer,
    status: row.status,
    rowCount: row.row_count,
    counts: { ...NO_COUNTS, ...(JSON.parse(row.counts) as Partial<BatchCounts>) },
    digest: row.digest,
    roundNo: row.round_no,
    composedById: row.composed_by_id,
    sealedById: row.sealed_by_id,
    sealedAt: row.sealed_at,
    submittedById: row.submitted_by_id,
    submittedAt: row.submitted_at,
    ratifiedById: row.ratified_by_id,
    ratifiedAt: row.ratified_at,
    decreeNo: row.decree_no,
    decreeDate: row.decree_date,
    dispatchNo: row.dispatch_no,
    sentAt: row.sent_at,
    acknowledgedAt: row.acknowledged_at,
    settledAt: row.settled_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    compositionId: row.composition_id,
    version: row.version,
  };
}

/** What has left for the PMO: all that its staff may see. */
export const AT_THE_PMO = ['sent', 'acknowledged', 'settled'] as const;

/** Narrows a query to the batches the actor may know of. */
export function batchesVisibleTo<Q extends Knex.QueryBuilder>(query: Q, actor: Pick<Actor, 'role'>): Q {
  if (actor.role === 'pmo') void query.whereIn('batches.status', AT_THE_PMO as unknown as string[]);
  return query;
}

/** The batch, where the actor may know of it. Throws 404 otherwise. */
export async function findBatch(
  connection: Connection,
  actor: Pick<Actor, 'role'>,
  id: number,
): Promise<BatchRow> {
  const row = (await batchesVisibleTo(connection('batches'), actor).where('batches.id', id).first()) as
    BatchRow | undefined;
  if (!row) throw notFound('batch');
  return row;
}

async function staleBatch(connection: Connection, row: BatchRow) {
  const last = (await connection('batch_transitions')
    .leftJoin('staff', 'staff.id', 'batch_transitions.actor_id')
    .where({ batch_id: row.id })
    .orderBy('batch_transitions.id', 'desc')
    .first('staff.full_name', 'batch_transitions.action', 'batch_transitions.at')) as
    { full_name: string | null; action: string; at: string } | undefined;
  return staleVersion({
    version: row.version,
    changedBy: last?.full_name ?? null,
    changedAt: last?.at ?? null,
    change: last?.action ?? null,
  });
}

/**
 * The batch, held until the act ends: whoever comes second waits here (PostgreSQL; SQLite has one writer) and then
 * sees the new version. Throws 404, or 409 where `version` is not the one the caller saw.
 */
export async function lockBatch(act: Act, id: number, version: number | null): Promise<BatchRow> {
  const row = (await batchesVisibleTo(act.trx('batches'), act.actor)
    .where('batches.id', id)
    .forUpdate()
    .first()) as BatchRow | undefined;
  if (!row) throw notFound('batch');
  if (version !== null && row.version !== version) throw await staleBatch(act.trx, row);
  return row;
}

/** What an act leaves beside the new columns. */
export interface BatchTrace {
  reasonCodes?: readonly string[];
  note?: string | null;
  details?: Record<string, unknown>;
}

/** Leaves a step in the history of a batch; `after` is the batch as the step left it. */
export async function traceStep(
  act: Act,
  row: BatchRow,
  action: BatchAction,
  after: BatchRow = row,
  { reasonCodes = [], note = null }: BatchTrace = {},
): Promise<void> {
  await act.trx('batch_transitions').insert({
    batch_id: row.id,
    action,
    from_status: row.status,
    to_status: after.status,
    // Nobody of the staff has the number 0: the PMO's own system.
    actor_id: act.actor.id || null,
    actor_role: act.actor.role,
    at: act.now,
    reason_codes: reasonCodes.length > 0 ? JSON.stringify(reasonCodes) : null,
    note,
    digest: after.digest,
    request_id: act.requestId,
  });
}

/** Writes an act on a batch: status by the table, columns, version, history and event, or 409 for the slower of two. */
export async function changeBatch(
  act: Act,
  row: BatchRow,
  action: BatchAction,
  values: Partial<BatchRow> = {},
  { reasonCodes = [], note = null, details = {} }: BatchTrace = {},
): Promise<BatchRow> {
  const after: BatchRow = {
    ...row,
    ...values,
    status: BATCH_STATUS_AFTER[action] ?? row.status,
    updated_at: act.now,
    version: row.version + 1,
  };
  const changed = await act
    .trx('batches')
    .where({ id: row.id, version: row.version })
    .update({ ...values, status: after.status, updated_at: after.updated_at, version: after.version });
  if (changed === 0) throw await staleBatch(act.trx, after);
  await traceStep(act, row, action, after, { reasonCodes, note });
  act.record({
    action: EVENT_FOR_BATCH_ACTION[action],
    subject: 'batch',
    subjectId: row.id,
    before: { status: row.status, ...(note ? { note: null } : {}) },
    after: { status: after.status, ...(note ? { note } : {}) },
    details: { action, digest: after.digest, rows: after.row_count, reasons: reasonCodes, ...details },
  });
  return after;
}

/** The registrations that are in the batch now, by id. */
export async function liveRowIds(connection: Connection, batchId: number): Promise<number[]> {
  const rows = (await connection('batch_rows')
    .where({ batch_id: batchId, live: 1 })
    .orderBy('id')
    .select('submission_id')) as { submission_id: number }[];
  return rows.map((row) => row.submission_id);
}

interface Group {
  sex: 'L' | 'P';
  proposer: BatchCounts['byProposer'][number]['proposer'];
  office_id: number;
  rows: number;
  round_no: number;
}

function addUp<K extends string | number>(groups: readonly Group[], key: (group: Group) => K): [K, number][] {
  const sums = new Map<K, number>();
  for (const group of groups) sums.set(key(group), (sums.get(key(group)) ?? 0) + Number(group.rows));
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The columns that tell how many rows a batch holds and of which kind, counted from its live rows. */
export async function countedColumns(
  connection: Connection,
  batchId: number,
): Promise<Pick<BatchRow, 'row_count' | 'counts' | 'round_no'>> {
  const groups = (await connection('batch_rows as r')
    .join('submissions as s', 's.id', 'r.submission_id')
    .where({ 'r.batch_id': batchId, 'r.live': 1 })
    .groupBy('s.sex', 's.proposer', 's.office_id')
    .select('s.sex', 's.proposer', 's.office_id')
    .count({ rows: '*' })
    .max({ round_no: 's.round_no' })) as unknown as Group[];
  const bySex = new Map(addUp(groups, (group) => group.sex));
  const counts: BatchCounts = {
    rows: groups.reduce((sum, group) => sum + Number(group.rows), 0),
    male: bySex.get('L') ?? 0,
    female: bySex.get('P') ?? 0,
    byProposer: addUp(groups, (group) => group.proposer).map(([proposer, rows]) => ({ proposer, rows })),
    byOffice: addUp(groups, (group) => group.office_id).map(([officeId, rows]) => ({ officeId, rows })),
  };
  return {
    row_count: counts.rows,
    counts: JSON.stringify(counts),
    round_no: Math.max(1, ...groups.map((group) => group.round_no)),
  };
}

interface TransitionRow {
  id: number;
  action: string;
  from_status: string | null;
  to_status: string;
  actor_id: number | null;
  full_name: string | null;
  actor_role: string;
  at: string;
  reason_codes: string | null;
  note: string | null;
  digest: string | null;
}

/** Every step of a batch, oldest first, with the name of whoever did it. */
export async function batchHistory(connection: Connection, id: number): Promise<BatchTransitionRecord[]> {
  const rows = (await connection('batch_transitions')
    .leftJoin('staff', 'staff.id', 'batch_transitions.actor_id')
    .where({ batch_id: id })
    .orderBy('batch_transitions.id')
    .select('batch_transitions.*', 'staff.full_name')) as TransitionRow[];
  return rows.map((row) => ({
    id: row.id,
    action: row.action,
    fromStatus: row.from_status,
    toStatus: row.to_status,
    actorId: row.actor_id,
    actorName: row.full_name,
    actorRole: row.actor_role,
    at: row.at,
    reasons: row.reason_codes === null ? [] : (JSON.parse(row.reason_codes) as string[]),
    note: row.note,
    digest: row.digest,
  }));
}
