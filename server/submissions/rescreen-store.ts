import { insertMany, rawRows, whereAny } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import type { JobStatus } from '../jobs/job-schema.ts';
import { newestVersions } from '../screening/screening-store.ts';
import { LIST_CODES, type ListResult } from '../screening/screening-schema.ts';
import { RESCREENED_STATUSES, type Standing } from './rescreen-rules.ts';
import type { ListVersions, RescreenChange } from './rescreen-schema.ts';
import type { SubmissionRow } from './submission-store.ts';

/** What a re-screening is about: a whole wave, or one batch of it. */
export interface RescreenScope {
  waveId: number;
  batchId: number | null;
}

/** A row of `rescreenings`. */
export interface RescreeningRow {
  id: number;
  wave_id: number;
  batch_id: number | null;
  job_id: number;
  ordered_by_id: number;
  ordered_at: string;
  through_id: number;
  total: number;
  last_id: number;
  counts: string;
  lists: string;
  lists_at_end: string | null;
  ended_at: string | null;
}

export const scopeOf = (row: Pick<RescreeningRow, 'wave_id' | 'batch_id'>): RescreenScope => ({
  waveId: row.wave_id,
  batchId: row.batch_id,
});

/**
 * The registrations of a scope that are screened again. The status is hidden from the planner: SQLite would else read
 * every status of the whole table anew for each part.
 */
function inScope(connection: Connection, { waveId, batchId }: RescreenScope) {
  const statuses = RESCREENED_STATUSES.map(() => '?').join(', ');
  const query = connection('submissions')
    .where({ wave_id: waveId })
    .whereRaw(`status || '' IN (${statuses})`, [...RESCREENED_STATUSES]);
  return batchId === null ? query : query.where({ batch_id: batchId });
}

/** How many a re-screening would be about, and the last of them. */
export async function measureScope(
  connection: Connection,
  scope: RescreenScope,
): Promise<{ total: number; throughId: number }> {
  const [found] = (await inScope(connection, scope).count({ n: '*' }).max({ id: 'id' })) as {
    n: number;
    id: number | null;
  }[];
  return { total: Number(found?.n ?? 0), throughId: found?.id ?? 0 };
}

export type PersonRow = Pick<SubmissionRow, 'id' | 'nik_bidx' | 'birth_date' | 'submitted_at' | 'status'>;

/** The next registrations in order of id, held so that none leaves its status before its result stands. */
export function nextInScope(
  trx: Connection,
  scope: RescreenScope,
  { after, through, limit }: { after: number; through: number; limit: number },
): Promise<PersonRow[]> {
  return inScope(trx, scope)
    .where('id', '>', after)
    .where('id', '<=', through)
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .select('id', 'nik_bidx', 'birth_date', 'submitted_at', 'status') as unknown as Promise<PersonRow[]>;
}

/** How each of these stood at their last screening; whoever never had one is not in the map. */
export async function lastStandings(
  connection: Connection,
  ids: readonly number[],
): Promise<Map<number, Standing>> {
  const last = whereAny(connection('screening_results'), connection, 'submission_id', ids)
    .groupBy('submission_id')
    .max('id');
  const rows = (await connection('screening_results')
    .whereIn('id', last)
    .select('submission_id', 'outcome', 'blocking')) as {
    submission_id: number;
    outcome: ListResult;
    blocking: string;
  }[];
  return new Map(
    rows.map((row) => [
      row.submission_id,
      { outcome: row.outcome, blocking: JSON.parse(row.blocking) as string[] },
    ]),
  );
}

export interface ChangeRow {
  submissionId: number;
  change: RescreenChange;
  before: ListResult | 'unchecked';
  after: ListResult;
  reasons: readonly string[];
  status: string;
  onlyReports: boolean;
}

export async function insertChanges(
  trx: Connection,
  rescreeningId: number,
  changes: readonly ChangeRow[],
): Promise<void> {
  await insertMany(trx, {
    table: 'rescreening_changes',
    columns: ['rescreening_id', 'submission_id', 'change', 'before_outcome', 'after_outcome', 'reasons', 'status', 'only_reports'],
    rows: changes.map((one) => [
      rescreeningId, one.submissionId, one.change, one.before, one.after, JSON.stringify(one.reasons), one.status,
      one.onlyReports ? 1 : 0,
    ]),
  }); // prettier-ignore
}

export async function versionsNow(connection: Connection): Promise<ListVersions> {
  const newest = await newestVersions(connection);
  return Object.fromEntries(
    LIST_CODES.map((code) => [code, newest[code]?.list_version ?? null]),
  ) as ListVersions;
}

/** The re-screening of this scope that has not ended, with its job's status; null where there is none. */
export async function openRescreening(
  trx: Connection,
  { waveId, batchId }: RescreenScope,
): Promise<(RescreeningRow & { job_status: JobStatus }) | null> {
  const rows = await rawRows<RescreeningRow & { job_status: JobStatus }>(
    trx,
    `SELECT r.*, j.status AS job_status FROM rescreenings r JOIN jobs j ON j.id = r.job_id
     WHERE r.wave_id = ? AND coalesce(r.batch_id, 0) = ? AND r.ended_at IS NULL`,
    [waveId, batchId ?? 0],
  );
  return rows[0] ?? null;
}

export const rescreeningOfJob = async (connection: Connection, jobId: number): Promise<RescreeningRow> => {
  const row = (await connection('rescreenings').where({ job_id: jobId }).first()) as
    RescreeningRow | undefined;
  if (!row) throw new Error(`job ${jobId} has no re-screening`);
  return row;
};
