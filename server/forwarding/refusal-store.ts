import type { Knex } from 'knex';
import type { Connection } from '../database.ts';
import type { ListDefinition } from '../http/list-query.ts';
import { contains } from '../http/list-search.ts';
import { REASON_CODES, type ReasonCode } from '../reference/reason-code-schema.ts';
import { PROPOSERS } from '../submissions/submission-schema.ts';
import { ANSWER_RESULTS } from './forwarding-schema.ts';
import { ownMeaning } from './pmo-code-rules.ts';
import { CAUSES } from './pmo-code-schema.ts';
import { CARRIED_STATUSES, type RefusalCount } from './refusal-rules.ts';
import type { RefusalRecord } from './refusal-schema.ts';

// Our own codes mean what the program says, unless the table says otherwise: the same rule as `meaningOf`, in SQL.
const CODE_SQL = 'coalesce(upper(a.pmo_code), a.reason_code)';
const ofOwn = (value: (code: ReasonCode) => string) =>
  `CASE ${CODE_SQL} ${REASON_CODES.map((code) => `WHEN '${code}' THEN ${value(code)}`).join(' ')} END`;
const CAUSE_SQL = `coalesce(c.cause, ${ofOwn((code) => `'${ownMeaning(code).cause}'`)})`;
const CARRIES_SQL = `coalesce(c.carries_over, ${ofOwn((code) => (ownMeaning(code).carriesOver ? '1' : '0'))}, 0)`;
const OPEN_SQL = `(a.result = 'RETURNED' AND s.status IN (${CARRIED_STATUSES.map((status) => `'${status}'`).join(', ')})
  AND NOT EXISTS (SELECT 1 FROM pmo_answers z WHERE z.submission_id = a.submission_id AND z.id > a.id))`;
const CAN_CARRY_SQL = `(${OPEN_SQL} AND ${CARRIES_SQL} = 1)`;

export interface RefusalRow {
  id: number;
  submission_id: number;
  registration_no: string;
  full_name: string;
  wave_id: number;
  office_id: number;
  office_name: string;
  proposer: RefusalRecord['proposer'];
  round_no: number;
  batch_id: number;
  batch_no: string;
  result: RefusalRecord['result'];
  code: string;
  reason_code: RefusalRecord['reasonCode'];
  cause: RefusalRecord['cause'];
  can_carry: number | boolean;
  note: string | null;
  answered_at: string;
  status: RefusalRecord['submissionStatus'];
}

export const rowToRefusal = (row: RefusalRow): RefusalRecord => ({
  id: row.id,
  submissionId: row.submission_id,
  registrationNo: row.registration_no,
  fullName: row.full_name,
  waveId: row.wave_id,
  officeId: row.office_id,
  officeName: row.office_name,
  proposer: row.proposer,
  roundNo: row.round_no,
  batchId: row.batch_id,
  batchNo: row.batch_no,
  result: row.result,
  code: row.code,
  reasonCode: row.reason_code,
  cause: row.cause,
  canCarry: Boolean(row.can_carry),
  note: row.note,
  answeredAt: row.answered_at,
  submissionStatus: row.status,
});

export const REFUSAL_LIST: ListDefinition = {
  resource: 'pmo-refusals',
  fields: {
    id: { column: 'a.id', type: 'int' },
    submissionId: { column: 'a.submission_id', type: 'int' },
    waveId: { column: 'b.wave_id', type: 'int' },
    officeId: { column: 'l.office_id', type: 'int' },
    proposer: { column: 'l.proposer', type: 'text', values: PROPOSERS },
    roundNo: { column: 'l.round_no', type: 'int' },
    batchId: { column: 'd.batch_id', type: 'int' },
    result: { column: 'a.result', type: 'text', values: ANSWER_RESULTS },
    reasonCode: { column: 'a.reason_code', type: 'text', values: REASON_CODES },
    answeredAt: { column: 'a.answered_at', type: 'text' },
    code: {
      column: 'a.pmo_code',
      type: 'text',
      sort: false,
      narrow: (query, { value }) => {
        const codes = [value].flat().map(String);
        void query.whereRaw(`${CODE_SQL} IN (${codes.map(() => '?').join(', ')})`, codes);
      },
    },
    cause: {
      column: 'c.cause',
      type: 'text',
      values: CAUSES,
      sort: false,
      narrow: (query, { value }) =>
        void (value === null
          ? query.whereRaw(`${CAUSE_SQL} IS NULL`)
          : query.whereRaw(`${CAUSE_SQL} = ?`, [String(value)])),
    },
    canCarry: {
      column: 'a.id',
      type: 'bool',
      sort: false,
      narrow: (query, { value }) => void query.whereRaw(value === 1 ? CAN_CARRY_SQL : `NOT ${CAN_CARRY_SQL}`),
    },
  },
  defaultSort: ['id', 'DESC'],
  search: contains('s.registration_no', 's.full_name'),
};

/** Answers that confirm nobody, with the row as it was delivered. */
export const refusals = (connection: Connection): Knex.QueryBuilder =>
  connection('pmo_answers as a')
    .join('dispatches as d', 'd.id', 'a.dispatch_id')
    .join('batches as b', 'b.id', 'd.batch_id')
    .join('manifest_lines as l', (on) => {
      void on.on('l.manifest_id', 'd.manifest_id').andOn('l.submission_id', 'a.submission_id');
    })
    .join('submissions as s', 's.id', 'a.submission_id')
    .join('offices as o', 'o.id', 'l.office_id')
    .leftJoin('pmo_codes as c', 'c.code', connection.raw('upper(a.pmo_code)'))
    .whereNot('a.result', 'CONFIRMED');

export const refusalColumns = (connection: Connection) => [
  ...['a.id', 'a.submission_id', 's.registration_no', 's.full_name', 'b.wave_id', 'l.office_id', 'l.proposer'],
  ...['l.round_no', 'd.batch_id', 'b.batch_no', 'a.result', 'a.reason_code', 'a.note', 'a.answered_at', 's.status'],
  'o.name as office_name',
  connection.raw(`${CODE_SQL} AS code, ${CAUSE_SQL} AS cause, ${CAN_CARRY_SQL} AS can_carry`),
]; // prettier-ignore

export interface ClinicFilter {
  waveId: number;
  roundNo: number | null;
  proposer: string | null;
}

/** Answers of a wave by code and office. */
export async function refusalCounts(
  connection: Connection,
  { waveId, roundNo, proposer }: ClinicFilter,
): Promise<RefusalCount[]> {
  const query = refusals(connection).where('b.wave_id', waveId);
  if (roundNo !== null) void query.where('l.round_no', roundNo);
  if (proposer !== null) void query.where('l.proposer', proposer);
  const rows = (await query
    .groupByRaw(`${CODE_SQL}, l.office_id, o.name`)
    .select('l.office_id', 'o.name')
    .select(
      connection.raw(`${CODE_SQL} AS code, min(a.reason_code) AS reason_code,
        sum(CASE WHEN a.result = 'RETURNED' THEN 1 ELSE 0 END) AS returned,
        sum(CASE WHEN a.result = 'REJECTED' THEN 1 ELSE 0 END) AS rejected,
        sum(CASE WHEN ${OPEN_SQL} THEN 1 ELSE 0 END) AS open_rows`),
    )) as {
    office_id: number;
    name: string;
    code: string;
    reason_code: ReasonCode;
    returned: number;
    rejected: number;
    open_rows: number;
  }[];
  return rows.map((row) => ({
    code: row.code,
    reasonCode: row.reason_code,
    officeId: row.office_id,
    officeName: row.name,
    returned: Number(row.returned),
    rejected: Number(row.rejected),
    open: Number(row.open_rows),
  }));
}

/** The rounds of a wave that were delivered. */
export async function roundsOf(connection: Connection, waveId: number): Promise<number[]> {
  const rounds = (await connection('dispatches as d')
    .join('batches as b', 'b.id', 'd.batch_id')
    .where('b.wave_id', waveId)
    .distinct('d.round_no')
    .pluck('d.round_no')) as number[];
  return rounds.sort((a, b) => a - b);
}
