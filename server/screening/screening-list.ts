import type { Knex } from 'knex';
import type { Connection } from '../database.ts';
import type { ListDefinition } from '../http/list-query.ts';
import { contains } from '../http/list-search.ts';
import type { ReasonCode } from '../reference/reason-schema.ts';
import { listState } from './screening-rules.ts';
import {
  LIST_VERSION_STATUSES,
  SCREENING_TRIGGERS,
  type ListLineProblem,
  type ListVersionRecord,
  type ScreeningListRecord,
  type ScreeningResultRecord,
  type ScreeningView,
} from './screening-record-schema.ts';
import { LIST_CODES, LIST_RESULTS, type ListCode } from './screening-schema.ts';
import {
  RESULT_COLUMNS,
  resultsWithFindings,
  type ListVersionRow,
  type ScreeningResultRow,
} from './screening-store.ts';

const result = (column: string) => `screening_results.${column}`;

export const SCREENING_RESULT_LIST: ListDefinition = {
  resource: 'screening-results',
  fields: {
    id: { column: result('id'), type: 'int' },
    submissionId: { column: result('submission_id'), type: 'int' },
    outcome: { column: result('outcome'), type: 'text', values: LIST_RESULTS, sort: false },
    trigger: { column: result('trigger'), type: 'text', values: SCREENING_TRIGGERS, sort: false },
    ruleSetCode: { column: 'screening_findings.rule_set_code', type: 'text', sort: false },
    screenedById: { column: result('screened_by_id'), type: 'int', sort: false },
    screenedAt: { column: result('screened_at'), type: 'text' },
    waveId: { column: 'submissions.wave_id', type: 'int', sort: false },
  },
  defaultSort: ['id', 'DESC'],
  search: contains('submissions.full_name', 'submissions.registration_no'),
};

export const SCREENING_RESULT_COLUMNS = [
  ...RESULT_COLUMNS,
  'submissions.registration_no',
  'submissions.full_name',
  'submissions.screening_result_id',
];

/** Results with the registration they are about. */
export const screeningResults = (connection: Connection): Knex.QueryBuilder =>
  resultsWithFindings(connection).join('submissions', 'submissions.id', 'screening_results.submission_id');

export type ListedResultRow = ScreeningResultRow & {
  registration_no: string;
  full_name: string;
  screening_result_id: number | null;
};

export const rowToScreeningResult = (row: ListedResultRow): ScreeningResultRecord => ({
  id: row.id,
  submissionId: row.submission_id,
  registrationNo: row.registration_no,
  fullName: row.full_name,
  outcome: row.outcome,
  trigger: row.trigger,
  screenedAt: row.screened_at,
  screenedById: row.screened_by_id,
  age: row.age,
  ruleSetCode: row.rule_set_code,
  ruleSetVersion: row.rule_set_version,
  lists: JSON.parse(row.lists) as ScreeningView['lists'],
  reasonCodes: JSON.parse(row.reason_codes) as ReasonCode[],
  blocking: JSON.parse(row.blocking) as ReasonCode[],
  current: row.screening_result_id === row.id,
});

export const LIST_VERSION_LIST: ListDefinition = {
  resource: 'screening-list-versions',
  fields: {
    id: { column: 'id', type: 'int' },
    listVersion: { column: 'list_version', type: 'int' },
    asOf: { column: 'as_of', type: 'text' },
    status: { column: 'status', type: 'text', values: LIST_VERSION_STATUSES },
    rowCount: { column: 'row_count', type: 'int' },
    loadedAt: { column: 'loaded_at', type: 'text' },
    loadedById: { column: 'loaded_by_id', type: 'int' },
  },
  defaultSort: ['listVersion', 'DESC'],
};

export const rowToListVersion = (row: ListVersionRow): ListVersionRecord => ({
  id: row.id,
  code: row.code,
  listVersion: row.list_version,
  asOf: row.as_of,
  fileName: row.file_name,
  fileSha256: row.file_sha256,
  rowCount: row.row_count,
  badCount: row.bad_count,
  status: row.status,
  loadedById: row.loaded_by_id,
  loadedAt: row.loaded_at,
  jobId: row.job_id,
  errors: JSON.parse(row.errors ?? '[]') as ListLineProblem[],
  version: row.version,
});

/** The five lists as a list of records: the newest finished load is joined in, so all its fields filter and sort. */
export const SCREENING_LIST_LIST: ListDefinition = {
  resource: 'screening-lists',
  fields: {
    id: { column: 'lists.code', type: 'text', values: LIST_CODES },
    code: { column: 'lists.code', type: 'text', values: LIST_CODES },
    listVersion: { column: 'v.list_version', type: 'int' },
    asOf: { column: 'v.as_of', type: 'text' },
    rowCount: { column: 'v.row_count', type: 'int' },
    loadedAt: { column: 'v.loaded_at', type: 'text' },
  },
  defaultSort: ['code', 'ASC'],
};
export const SCREENING_LIST_COLUMNS = [
  'lists.code',
  'v.list_version',
  'v.as_of',
  'v.row_count',
  'v.bad_count',
  'v.loaded_at',
  'v.loaded_by_id',
];
export interface ListedListRow {
  id: number;
  code: ListCode;
  list_version: number | null;
  as_of: string | null;
  row_count: number | null;
  bad_count: number | null;
  loaded_at: string | null;
  loaded_by_id: number | null;
}

export function screeningLists(connection: Connection): Knex.QueryBuilder {
  const codes = LIST_CODES.map(() => 'SELECT ? AS code').join(' UNION ALL ');
  const newest = `SELECT MAX(n.list_version) FROM screening_list_versions n WHERE n.code = lists.code AND n.status = 'ready'`;
  return connection
    .from(connection.raw(`(${codes}) AS lists`, [...LIST_CODES]))
    .leftJoin(
      'screening_list_versions as v',
      (on) => void on.on('v.code', 'lists.code').andOn('v.list_version', connection.raw(`(${newest})`)),
    );
}

const VERSIONS_SHOWN = 20;
const DEFAULT_MAX_AGE_DAYS = 30;

/** How old a list may be for the strictest wave still open. */
async function strictestMaxAge(connection: Connection, now: string): Promise<number> {
  const row = (await connection('waves')
    .where('closes_at', '>', now)
    .min({ days: 'list_max_age_days' })
    .first()) as { days: number | null };
  return row.days ?? DEFAULT_MAX_AGE_DAYS;
}

/** Completes listed lists with their age and their newest loads. */
export async function describeLists(
  connection: Connection,
  rows: readonly ListedListRow[],
  now: string,
): Promise<ScreeningListRecord[]> {
  const maxAgeDays = await strictestMaxAge(connection, now);
  const records: ScreeningListRecord[] = [];
  for (const row of rows) {
    const versions = (await connection('screening_list_versions')
      .where({ code: row.code })
      .orderBy('list_version', 'desc')
      .limit(VERSIONS_SHOWN)) as ListVersionRow[];
    const state = listState(row.as_of === null ? null : { asOf: row.as_of }, {
      now: new Date(now),
      maxAgeDays,
    });
    records.push({
      id: row.code,
      code: row.code,
      listVersion: row.list_version,
      asOf: row.as_of,
      rowCount: row.row_count,
      badCount: row.bad_count,
      loadedAt: row.loaded_at,
      loadedById: row.loaded_by_id,
      ageDays: state.ageDays,
      stale: state.code !== 'FRESH',
      maxAgeDays,
      versions: versions.map(rowToListVersion),
    });
  }
  return records;
}
