import type { Knex } from 'knex';
import type { Actor } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import { runList, type ListDefinition, type ListRequest, type ListResult } from '../http/list-query.ts';
import { CHANNELS, PROPOSERS } from '../submissions/submission-schema.ts';
import { BATCH_CHANNELS, BATCH_STATUSES, type BatchRecord, type BatchRowRecord } from './batch-schema.ts';
import { batchesVisibleTo, rowToBatch, type BatchRow } from './batch-store.ts';

const text = (column: string, values?: readonly string[]) => ({
  column,
  type: 'text' as const,
  ...(values ? { values } : {}),
});
const int = (column: string) => ({ column, type: 'int' as const });

export const BATCH_LIST: ListDefinition = {
  resource: 'batches',
  fields: {
    id: int('batches.id'),
    batchNo: text('batches.batch_no'),
    channel: text('batches.channel', BATCH_CHANNELS),
    waveId: int('batches.wave_id'),
    officeId: int('batches.office_id'),
    proposer: text('batches.proposer', PROPOSERS),
    status: text('batches.status', BATCH_STATUSES),
    rowCount: int('batches.row_count'),
    digest: { ...text('batches.digest'), sort: false },
    roundNo: int('batches.round_no'),
    composedById: int('batches.composed_by_id'),
    ratifiedById: int('batches.ratified_by_id'),
    decreeNo: text('batches.decree_no'),
    decreeDate: text('batches.decree_date'),
    dispatchNo: text('batches.dispatch_no'),
    sealedAt: text('batches.sealed_at'),
    submittedAt: text('batches.submitted_at'),
    ratifiedAt: text('batches.ratified_at'),
    sentAt: text('batches.sent_at'),
    acknowledgedAt: text('batches.acknowledged_at'),
    settledAt: text('batches.settled_at'),
    createdAt: text('batches.created_at'),
    updatedAt: text('batches.updated_at'),
    compositionId: int('batches.composition_id'),
    version: int('batches.version'),
  },
  defaultSort: ['id', 'DESC'],
  search: (query: Knex.QueryBuilder, typed: string) => {
    const like = `${typed.toLowerCase().replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
    void query.where(
      (either) =>
        void ['batches.batch_no', 'batches.decree_no', 'batches.dispatch_no'].reduce(
          (part, column) => part.orWhereRaw("lower(??) LIKE ? ESCAPE '\\'", [column, like]),
          either,
        ),
    );
  },
};

/** One page of the batches the actor may know of. */
export function listBatches(
  database: Database,
  actor: Actor,
  request: ListRequest,
): Promise<ListResult<BatchRecord>> {
  return runList<BatchRow, BatchRecord>(database.read, BATCH_LIST, request, {
    from: () => batchesVisibleTo(database.read('batches'), actor),
    columns: 'batches.*',
    toRecord: rowToBatch,
    idColumn: 'batches.id',
  });
}

export const BATCH_ROW_LIST: ListDefinition = {
  resource: 'rows',
  fields: {
    id: int('s.id'),
    registrationNo: text('s.registration_no'),
    fullName: text('s.full_name'),
    channel: text('s.channel', CHANNELS),
    status: text('s.status'),
    officeId: int('s.office_id'),
    proposer: text('s.proposer', PROPOSERS),
    sex: text('s.sex', ['L', 'P']),
    regionCode: text('s.region_code'),
    roundNo: int('s.round_no'),
    identityOutcome: text('s.identity_outcome'),
    screeningOutcome: text('s.screening_outcome'),
    result: text('a.result', ['CONFIRMED', 'RETURNED', 'REJECTED']),
    live: { column: 'r.live', type: 'bool' },
    addedAt: text('r.added_at'),
  },
  defaultSort: ['registrationNo', 'ASC'],
  search: (query, typed) =>
    void query.whereRaw("upper(s.full_name) LIKE ? ESCAPE '\\'", [
      `%${typed.toUpperCase().replace(/[\\%_]/g, (character) => `\\${character}`)}%`,
    ]),
};

interface JoinedRow {
  id: number;
  registration_no: string;
  full_name: string;
  nik_masked: string;
  channel: BatchRowRecord['channel'];
  status: string;
  office_id: number;
  proposer: BatchRowRecord['proposer'];
  sex: string;
  region_code: string;
  round_no: number;
  identity_outcome: string;
  checked_at: string | null;
  screening_outcome: string;
  screened_at: string | null;
  result: BatchRowRecord['result'];
  pmo_code: string | null;
  reason_code: string | null;
  answer_note: string | null;
  live: number;
  added_at: string;
  carried_from_id: number | null;
  carried_from_no: string | null;
  version: number;
}

const COLUMNS = [
  's.id', 's.registration_no', 's.full_name', 's.nik_masked', 's.channel', 's.status', 's.office_id', 's.proposer', 's.sex',
  's.region_code', 's.round_no', 's.identity_outcome', 'c.checked_at', 's.screening_outcome', 'q.screened_at', 'a.result',
  'a.pmo_code', 'a.reason_code', 'a.note as answer_note', 'r.live', 'r.added_at', 's.version', 'r.carried_from_id', 'f.batch_no as carried_from_no',
]; // prettier-ignore

const rowToRecord = (row: JoinedRow): BatchRowRecord => ({
  id: row.id,
  registrationNo: row.registration_no,
  fullName: row.full_name,
  nikMasked: row.nik_masked,
  channel: row.channel,
  status: row.status,
  officeId: row.office_id,
  proposer: row.proposer,
  sex: row.sex,
  regionCode: row.region_code,
  roundNo: row.round_no,
  identityOutcome: row.identity_outcome,
  identityCheckedAt: row.checked_at,
  screeningOutcome: row.screening_outcome,
  screenedAt: row.screened_at,
  result: row.result,
  pmoCode: row.pmo_code,
  reasonCode: row.reason_code,
  answerNote: row.answer_note,
  live: row.live === 1,
  addedAt: row.added_at,
  carriedFromId: row.carried_from_id,
  carriedFromNo: row.carried_from_no,
  version: row.version,
});

/**
 * One page of the rows of a batch, masked: while it is composed those in it, from the seal on those of its manifest,
 * also when they have left for the next round since.
 */
export function listBatchRows(
  database: Database,
  batch: BatchRow,
  manifestId: number | null,
  request: ListRequest,
): Promise<ListResult<BatchRowRecord>> {
  const { read } = database;
  const answers = () =>
    read('pmo_answers as p')
      .join('dispatches as d', 'd.id', 'p.dispatch_id')
      .where({ 'd.batch_id': batch.id })
      .select('p.submission_id', 'p.result', 'p.pmo_code', 'p.reason_code', 'p.note')
      .as('a');
  const from = () => {
    const rows = read('batch_rows as r')
      .join('submissions as s', 's.id', 'r.submission_id')
      .leftJoin('identity_checks as c', 'c.id', 's.identity_check_id')
      .leftJoin('screening_results as q', 'q.id', 's.screening_result_id')
      .leftJoin(answers(), 'a.submission_id', 's.id')
      .leftJoin('batches as f', 'f.id', 'r.carried_from_id')
      .where({ 'r.batch_id': batch.id });
    if (manifestId === null) return rows.where({ 'r.live': 1 });
    return rows
      .join('manifest_lines as l', 'l.submission_id', 'r.submission_id')
      .where({ 'l.manifest_id': manifestId })
      .whereRaw(
        'r.id = (SELECT max(x.id) FROM batch_rows x WHERE x.submission_id = r.submission_id AND x.batch_id = r.batch_id)',
      );
  };
  return runList<JoinedRow, BatchRowRecord>(read, BATCH_ROW_LIST, request, {
    from,
    columns: COLUMNS,
    toRecord: rowToRecord,
    idColumn: 's.id',
    ...(request.conditions.length === 0 && !request.q
      ? { count: { total: batch.row_count, capped: false } }
      : {}),
  });
}
