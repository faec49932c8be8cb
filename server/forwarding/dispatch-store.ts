import type { Knex } from 'knex';
import type { Act, Actor } from '../audit/audit-service.ts';
import type { Connection } from '../database.ts';
import { staleVersion } from '../errors.ts';
import type { ListDefinition } from '../http/list-query.ts';
import { DISPATCH_STATUSES, type DispatchDetail, type DispatchRecord } from './forwarding-schema.ts';

/** A row of `dispatches`, as both engines give it. */
export interface DispatchRow {
  id: number;
  dispatch_no: string;
  batch_id: number;
  manifest_id: number;
  idempotency_key: string;
  digest: string;
  row_count: number;
  round_no: number;
  status: DispatchRecord['status'];
  attempts: number;
  tries: number;
  pending_since: string | null;
  next_attempt_at: string;
  lease_owner: string | null;
  lease_until: string | null;
  last_error: string | null;
  queued_by_id: number;
  queued_at: string;
  delivered_at: string | null;
  acknowledged_at: string | null;
  acknowledged_by_id: number | null;
  refused_at: string | null;
  refused_by_id: number | null;
  refusal: string | null;
  version: number;
}

export type NamedDispatchRow = DispatchRow & { batch_no: string; wave_id: number };

export interface DeliveryRow {
  source: 'inbox' | 'http' | 'file';
  received_count: number;
  received_digest: string;
  received_at: string;
}

export function rowToDispatch(row: NamedDispatchRow): DispatchRecord {
  return {
    id: row.id,
    dispatchNo: row.dispatch_no,
    batchId: row.batch_id,
    batchNo: row.batch_no,
    waveId: row.wave_id,
    digest: row.digest,
    rowCount: row.row_count,
    roundNo: row.round_no,
    status: row.status,
    attempts: row.attempts,
    tries: row.tries,
    nextAttemptAt: row.next_attempt_at,
    pendingSince: row.pending_since,
    lastError: row.last_error,
    queuedById: row.queued_by_id,
    queuedAt: row.queued_at,
    deliveredAt: row.delivered_at,
    acknowledgedAt: row.acknowledged_at,
    acknowledgedById: row.acknowledged_by_id,
    refusedAt: row.refused_at,
    refusedById: row.refused_by_id,
    refusal: row.refusal === null ? null : (JSON.parse(row.refusal) as DispatchRecord['refusal']),
    version: row.version,
  };
}

export const DISPATCH_LIST: ListDefinition = {
  resource: 'dispatches',
  fields: {
    id: { column: 'd.id', type: 'int' },
    dispatchNo: { column: 'd.dispatch_no', type: 'text' },
    batchId: { column: 'd.batch_id', type: 'int' },
    batchNo: { column: 'b.batch_no', type: 'text' },
    waveId: { column: 'b.wave_id', type: 'int' },
    status: { column: 'd.status', type: 'text', values: DISPATCH_STATUSES },
    rowCount: { column: 'd.row_count', type: 'int' },
    roundNo: { column: 'd.round_no', type: 'int' },
    attempts: { column: 'd.attempts', type: 'int' },
    queuedAt: { column: 'd.queued_at', type: 'text' },
    deliveredAt: { column: 'd.delivered_at', type: 'text' },
    acknowledgedAt: { column: 'd.acknowledged_at', type: 'text' },
    refusedAt: { column: 'd.refused_at', type: 'text' },
  },
  defaultSort: ['id', 'DESC'],
  search: (query, text) =>
    void query.whereRaw("lower(d.dispatch_no) LIKE ? ESCAPE '\\'", [
      `${text.toLowerCase().replace(/[\\%_]/g, (character) => `\\${character}`)}%`,
    ]),
};

/** What the PMO may know of: deliveries that reached it. */
const AT_THE_PMO = ['delivered', 'acknowledged', 'refused'];

/** Deliveries with their batch, as far as the actor may know of them. */
export function dispatchesVisibleTo(connection: Connection, actor: Pick<Actor, 'role'>): Knex.QueryBuilder {
  const query = connection('dispatches as d').join('batches as b', 'b.id', 'd.batch_id');
  return actor.role === 'pmo' ? query.whereIn('d.status', AT_THE_PMO) : query;
}

export async function findDispatch(
  connection: Connection,
  actor: Pick<Actor, 'role'>,
  id: number,
): Promise<NamedDispatchRow | null> {
  const row = (await dispatchesVisibleTo(connection, actor)
    .where('d.id', id)
    .first('d.*', 'b.batch_no', 'b.wave_id')) as NamedDispatchRow | undefined;
  return row ?? null;
}

/** Changes a delivery in somebody's name, with its trace; 409 where it has moved since they looked. */
export async function changeDispatch(
  act: Act,
  row: NamedDispatchRow,
  version: number,
  values: Partial<DispatchRow>,
): Promise<DispatchRecord> {
  const changed =
    row.version === version
      ? await act
          .trx('dispatches')
          .where({ id: row.id, version })
          .update({ ...values, version: version + 1 })
      : 0;
  if (changed === 0) throw staleVersion({ version: Math.max(row.version, version + 1) });
  const after = { ...row, ...values, version: version + 1 };
  act.record({
    subject: 'dispatch',
    subjectId: row.id,
    before: { status: row.status },
    after: { status: after.status },
    details: { dispatchNo: row.dispatch_no, attempts: row.attempts },
  });
  return rowToDispatch(after);
}

/** The delivery of a batch that the PMO has not refused; at most one (a constraint). */
export async function liveDispatch(connection: Connection, batchId: number): Promise<DispatchRow> {
  const row = (await connection('dispatches')
    .where({ batch_id: batchId })
    .whereNot({ status: 'refused' })
    .first()) as DispatchRow | undefined;
  if (!row) throw new Error(`batch ${batchId} is forwarded without a delivery`);
  return row;
}

/** What the PMO holds of a delivery; null as long as nothing arrived. */
export async function receivedDelivery(
  connection: Connection,
  dispatchId: number,
): Promise<DeliveryRow | null> {
  const row = (await connection('pmo_deliveries').where({ dispatch_id: dispatchId }).first()) as
    DeliveryRow | undefined;
  return row ?? null;
}

/** A delivery with its attempts, what arrived of it, and who took its package out as a file. */
export async function dispatchDetail(connection: Connection, row: NamedDispatchRow): Promise<DispatchDetail> {
  const attempts = (await connection('dispatch_attempts')
    .where({ dispatch_id: row.id })
    .orderBy('attempt_no')) as (Omit<DispatchDetail['attemptLog'][number], 'attemptNo'> & {
    attempt_no: number;
  })[];
  const downloads = (await connection('package_downloads').where({ dispatch_id: row.id }).orderBy('id')) as {
    digest: string;
    downloaded_by_id: number;
    downloaded_at: string;
  }[];
  const delivery = await receivedDelivery(connection, row.id);
  return {
    ...rowToDispatch(row),
    attemptLog: attempts.map(({ attempt_no, kind, result, detail, at }) => ({
      attemptNo: attempt_no,
      kind,
      result,
      detail,
      at,
    })),
    delivery: delivery && {
      source: delivery.source,
      receivedCount: delivery.received_count,
      receivedDigest: delivery.received_digest,
      receivedAt: delivery.received_at,
    },
    downloads: downloads.map((one) => ({
      byId: one.downloaded_by_id,
      at: one.downloaded_at,
      digest: one.digest,
    })),
  };
}

/** The SHA-256 of the newest scan of the signed handover minutes for this digest; null where there is none. */
export async function handoverScan(
  connection: Connection,
  dispatch: Pick<DispatchRow, 'batch_id' | 'digest'>,
): Promise<string | null> {
  const paper = (await connection('batch_papers as p')
    .join('documents as d', 'd.id', 'p.document_id')
    .where({ 'p.batch_id': dispatch.batch_id, 'p.kind': 'handover', 'p.digest': dispatch.digest })
    .orderBy('p.id', 'desc')
    .first('d.sha256')) as { sha256: string } | undefined;
  return paper?.sha256 ?? null;
}
