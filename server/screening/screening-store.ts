import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
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

/** What was found, the same for many people; each is kept once (`screening_findings`). */
export interface FindingRow {
  id: number;
  rule_set_code: string;
  rule_set_version: number;
  outcome: 'clear' | 'hit' | 'unknown';
  lists: string;
  reason_codes: string;
  blocking: string;
}
export type Finding = Omit<FindingRow, 'id'>;

const FINDING_COLUMNS = ['rule_set_code', 'rule_set_version', 'outcome', 'lists', 'reason_codes', 'blocking'] as const; // prettier-ignore

/** A result with its finding. */
export interface ScreeningResultRow extends Omit<FindingRow, 'id'> {
  id: number;
  submission_id: number;
  trigger: string;
  age: number;
  screened_at: string;
  screened_by_id: number | null;
}

export const RESULT_COLUMNS = [
  ...['id', 'submission_id', 'trigger', 'age', 'screened_at', 'screened_by_id'].map((name) => `screening_results.${name}`),
  ...FINDING_COLUMNS.map((name) => `screening_findings.${name}`),
]; // prettier-ignore

/** Results with their findings. */
export const resultsWithFindings = (connection: Connection): Knex.QueryBuilder =>
  connection('screening_results').join(
    'screening_findings',
    'screening_findings.id',
    'screening_results.finding_id',
  );

export const digestOfFinding = (finding: Finding): string =>
  createHash('sha256')
    .update(JSON.stringify(FINDING_COLUMNS.map((column) => finding[column])))
    .digest('hex');

/** Ids of findings by their digest; those not met before are added. */
export async function keepFindings(
  connection: Connection,
  findings: ReadonlyMap<string, Finding>,
): Promise<Map<string, number>> {
  const digests = [...findings.keys()];
  const known = async () =>
    new Map(
      (
        (await whereAny(connection('screening_findings'), connection, 'digest', digests).select(
          'id',
          'digest',
        )) as { id: number; digest: string }[]
      ).map(({ id, digest }) => [digest, id]),
    );
  const before = await known();
  const missing = [...findings].filter(([digest]) => !before.has(digest));
  if (missing.length === 0) return before;
  await insertMany(connection, {
    table: 'screening_findings',
    columns: ['digest', ...FINDING_COLUMNS],
    rows: missing.map(([digest, finding]) => [digest, ...FINDING_COLUMNS.map((column) => finding[column])]),
    onConflict: 'ON CONFLICT (digest) DO NOTHING',
  });
  return known();
}

/** Appends results of one screening; gives the id of each by its submission. */
export async function insertResults(
  connection: Connection,
  people: readonly { submissionId: number; findingId: number; outcome: FindingRow['outcome']; age: number }[],
  same: Pick<ScreeningResultRow, 'trigger' | 'screened_at' | 'screened_by_id'>,
): Promise<Map<number, number>> {
  const inserted = await insertMany<{ id: number; submission_id: number }>(connection, {
    table: 'screening_results',
    columns: ['submission_id', 'finding_id', 'outcome', 'age'],
    rows: people.map(({ submissionId, findingId, outcome, age }) => [submissionId, findingId, outcome, age]),
    same,
    returning: ['id', 'submission_id'],
  });
  return new Map(inserted.map(({ id, submission_id }) => [submission_id, id]));
}
