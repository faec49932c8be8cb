import { insertMany, isPostgres, rawRows } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import type { JobStatus } from '../jobs/job-schema.ts';
import { newestVersions } from '../screening/screening-store.ts';
import { LIST_CODES, type ListResult } from '../screening/screening-schema.ts';
import { RESCREENED_STATUSES, type Standing } from './rescreen-rules.ts';
import type { ListVersions, RescreenChange } from './rescreen-schema.ts';
import type { ScreenedRow } from './submission-evidence.ts';
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
 * The registrations of a scope that are screened again. On SQLite the status is hidden from the planner, which would else
 * read every status of the whole table anew for each part; PostgreSQL, which guesses by it how many there are, would read
 * and sort the whole scope for each part if it were hidden.
 */
function inScope(connection: Connection, { waveId, batchId }: RescreenScope) {
  const query = connection('submissions').where({ 'submissions.wave_id': waveId });
  if (isPostgres(connection)) void query.whereIn('submissions.status', RESCREENED_STATUSES);
  else
    void query.whereRaw(`submissions.status || '' IN (${RESCREENED_STATUSES.map(() => '?').join(', ')})`, [
      ...RESCREENED_STATUSES,
    ]);
  return batchId === null ? query : query.where({ 'submissions.batch_id': batchId });
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

/** A registration to be screened, and how it stood at its last screening; null for whoever never had one. */
export type PersonRow = ScreenedRow & { status: SubmissionRow['status']; before: Standing | null };

interface ScopeRow extends Omit<PersonRow, 'before' | 'said'> {
  screening_result_id: number | null;
  last_result_id: number | null;
  outcome: ListResult;
  blocking: string;
  reason_codes: string;
}

const toPerson = ({
  screening_result_id,
  last_result_id,
  outcome,
  blocking,
  reason_codes,
  ...row
}: ScopeRow): PersonRow => ({
  ...row,
  // One only reported on may have a later result than the one it rests on.
  said: last_result_id !== null && last_result_id === screening_result_id ? reason_codes : null,
  before: last_result_id === null ? null : { outcome, blocking: JSON.parse(blocking) as string[] },
});

/** The next registrations in order of id, held so that none leaves its status before its result stands. */
export async function nextInScope(
  trx: Connection,
  scope: RescreenScope,
  { after, through, limit }: { after: number; through: number; limit: number },
): Promise<PersonRow[]> {
  const last = 'SELECT max(l.id) FROM screening_results l WHERE l.submission_id = submissions.id';
  const rows = (await inScope(trx, scope)
    .leftJoin('screening_results as r', (on) => void on.on('r.id', trx.raw(`(${last})`)))
    .leftJoin('screening_findings as f', 'f.id', 'r.finding_id')
    .where('submissions.id', '>', after)
    .where('submissions.id', '<=', through)
    .orderBy('submissions.id')
    .limit(limit)
    .forUpdate('submissions')
    .select([
      ...['id', 'wave_id', 'nik_bidx', 'birth_date', 'submitted_at', 'status'].map(
        (name) => `submissions.${name}`,
      ),
      ...['submissions.screening_outcome', 'submissions.screening_result_id', 'r.id as last_result_id'],
      ...['f.outcome', 'f.blocking', 'f.reason_codes'],
    ])) as ScopeRow[];
  return rows.map(toPerson);
}

/** Whom the lists will be asked about next, in order of id, which is their place; nobody is held. */
export const niksInScope = (
  connection: Connection,
  scope: RescreenScope,
  { after, through, limit }: { after: number; through: number; limit: number },
): Promise<{ place: number; nik_bidx: string }[]> =>
  inScope(connection, scope)
    .where('id', '>', after)
    .where('id', '<=', through)
    .orderBy('id')
    .limit(limit)
    .select('id as place', 'nik_bidx') as unknown as Promise<{ place: number; nik_bidx: string }[]>;

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
