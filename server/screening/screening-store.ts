import { insertMany, whereAny } from '../bulk-sql.ts';
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

/** Which of these people stand on which of some versions of lists, in one statement. */
export async function listedAmong(
  connection: Connection,
  versionIds: readonly number[],
  nikBidxs: readonly string[],
): Promise<{ version_id: number; nik_bidx: string }[]> {
  if (versionIds.length === 0) return [];
  const query = connection('screening_list_entries').whereIn('version_id', versionIds);
  return whereAny(query, connection, 'nik_bidx', nikBidxs).select(
    'version_id',
    'nik_bidx',
  ) as unknown as Promise<{ version_id: number; nik_bidx: string }[]>;
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

/** What results of one screening may have in common; the texts are long, and few of them occur. */
export type SharedFinding = Omit<ScreeningResultRow, 'id' | 'submission_id' | 'age'>;

/** Appends results of people about whom the same was found; gives the id of each by its submission. */
export async function insertResults(
  connection: Connection,
  finding: SharedFinding,
  people: readonly { submissionId: number; age: number }[],
): Promise<{ id: number; submission_id: number }[]> {
  return insertMany<{ id: number; submission_id: number }>(connection, {
    table: 'screening_results',
    columns: ['submission_id', 'age'],
    rows: people.map(({ submissionId, age }) => [submissionId, age]),
    same: finding,
    returning: ['id', 'submission_id'],
  });
}
