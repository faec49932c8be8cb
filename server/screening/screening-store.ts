import { insertMany, whereAny, type SqlValue } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import { LIST_CODES, type ListCode } from './screening-schema.ts';

export interface ListVersionRow {
  id: number;
  code: ListCode;
  list_version: number;
  as_of: string;
  file_name: string;
  file_sha256: string;
  row_count: number;
  bad_count: number;
  loaded_by_id: number;
  loaded_at: string;
  status: 'loading' | 'ready' | 'failed';
  job_id: number | null;
  errors: string | null;
  version: number;
}

/** The newest finished load of each list; a list never loaded is null. */
export async function newestVersions(
  connection: Connection,
): Promise<Record<ListCode, ListVersionRow | null>> {
  const newest = connection('screening_list_versions')
    .where({ status: 'ready' })
    .groupBy('code')
    .select('code')
    .max({ list_version: 'list_version' })
    .as('newest');
  const rows = (await connection('screening_list_versions as v')
    .join(newest, (on) => void on.on('newest.code', 'v.code').andOn('newest.list_version', 'v.list_version'))
    .select('v.*')) as ListVersionRow[];
  return Object.fromEntries(
    LIST_CODES.map((code) => [code, rows.find((row) => row.code === code) ?? null]),
  ) as Record<ListCode, ListVersionRow | null>;
}

/** Which of these people stand on a list, in one statement. */
export async function listedAmong(
  connection: Connection,
  versionId: number,
  nikBidxs: readonly string[],
): Promise<Set<string>> {
  const query = connection('screening_list_entries').where({ version_id: versionId }).select('nik_bidx');
  const rows = (await whereAny(query, connection, 'nik_bidx', nikBidxs)) as { nik_bidx: string }[];
  return new Set(rows.map((row) => row.nik_bidx));
}

export interface ScreeningResultRow {
  id: number;
  submission_id: number;
  trigger: string;
  rule_set_code: string;
  rule_set_version: number;
  outcome: 'clear' | 'hit' | 'unknown';
  lists: string;
  reason_codes: string;
  blocking: string;
  age: number;
  screened_at: string;
  screened_by_id: number | null;
}

const RESULT_COLUMNS = [
  'submission_id',
  'trigger',
  'rule_set_code',
  'rule_set_version',
  'outcome',
  'lists',
  'reason_codes',
  'blocking',
  'age',
  'screened_at',
  'screened_by_id',
] as const satisfies readonly (keyof ScreeningResultRow)[];

/** Appends results; gives the id of each by its submission. */
export async function insertResults(
  connection: Connection,
  results: readonly Omit<ScreeningResultRow, 'id'>[],
): Promise<Map<number, number>> {
  const inserted = await insertMany<{ id: number; submission_id: number }>(connection, {
    table: 'screening_results',
    columns: RESULT_COLUMNS,
    rows: results.map((result) => RESULT_COLUMNS.map((column): SqlValue => result[column])),
    returning: ['id', 'submission_id'],
  });
  return new Map(inserted.map((row) => [row.submission_id, row.id]));
}
