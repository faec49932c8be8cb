import type { Connection } from '../database.ts';
import type { JobStatus } from '../jobs/job-schema.ts';
import { newestVersions } from '../screening/screening-store.ts';
import type { SubmissionStatus } from '../submissions/submission-schema.ts';
import { withBatchMessages } from './batch-blocker-rules.ts';
import type { BatchBlocker } from './batch-rules.ts';
import type { BatchRunRecord, RunAction } from './batch-run-schema.ts';

/** A row of `batch_runs`. */
export interface BatchRunRow {
  id: number;
  batch_id: number;
  batch_version: number;
  action: RunAction;
  input: string;
  job_id: number;
  ordered_by_id: number;
  ordered_at: string;
  total: number;
  screened_row: number;
  screened: number;
  found: string;
  lists: string;
  manifest_id: number | null;
  written: number;
  outcome: 'done' | 'refused' | 'given_up' | null;
  ended_at: string | null;
}

/** What the screening of a run found so far. */
export interface RunFindings {
  hits: { count: number; rows: { id: number; reasons: string[] }[] };
  unknown: { count: number; rows: number[] };
  /** Once the run was refused: what the order is answered with. */
  blockers?: BatchBlocker[];
}

export const NOTHING_FOUND: RunFindings = { hits: { count: 0, rows: [] }, unknown: { count: 0, rows: [] } };

const NAMED_ROWS = 1000;

/** Adds what one part found; rows beyond the first thousand are only counted. */
export function addFindings(
  before: RunFindings,
  part: { hits: readonly { id: number; blocking: string[] }[]; unknown: readonly number[] },
): RunFindings {
  const hits = part.hits.map(({ id, blocking }) => ({ id, reasons: blocking }));
  return {
    hits: {
      count: before.hits.count + hits.length,
      rows: [...before.hits.rows, ...hits].slice(0, NAMED_ROWS),
    },
    unknown: {
      count: before.unknown.count + part.unknown.length,
      rows: [...before.unknown.rows, ...part.unknown].slice(0, NAMED_ROWS),
    },
  };
}

export async function runOfJob(connection: Connection, jobId: number): Promise<BatchRunRow> {
  const row = (await connection('batch_runs').where({ job_id: jobId }).first()) as BatchRunRow | undefined;
  if (!row) throw new Error(`job ${jobId} takes no batch a step`);
  return row;
}

/** The newest run of a batch with how its job stands; null where there was none. */
export async function latestRun(
  connection: Connection,
  batchId: number,
): Promise<(BatchRunRow & { job_status: JobStatus }) | null> {
  const row = (await connection('batch_runs as q')
    .join('jobs as j', 'j.id', 'q.job_id')
    .where({ 'q.batch_id': batchId })
    .orderBy('q.id', 'desc')
    .first('q.*', 'j.status as job_status')) as (BatchRunRow & { job_status: JobStatus }) | undefined;
  return row ?? null;
}

/** As the guards see it: a run whose job was cancelled or failed for good holds nothing any more. */
export const isUnderWay = (run: { ended_at: string | null; job_status: JobStatus }): boolean =>
  run.ended_at === null && (run.job_status === 'queued' || run.job_status === 'running');

export function toBatchRunRecord(run: BatchRunRow & { job_status: JobStatus }): BatchRunRecord {
  const { blockers = [] } = JSON.parse(run.found) as RunFindings;
  return {
    jobId: run.job_id,
    action: run.action,
    state: run.outcome ?? (isUnderWay(run) ? 'running' : 'given_up'),
    total: run.total,
    screened: run.screened,
    written: run.written,
    orderedById: run.ordered_by_id,
    orderedAt: run.ordered_at,
    endedAt: run.ended_at,
    blockers: withBatchMessages(blockers),
  };
}

/** Which load of each list counts now, as one text to compare. */
export async function listsNow(connection: Connection): Promise<string> {
  const newest = await newestVersions(connection);
  return JSON.stringify(
    Object.entries(newest)
      .map(([code, row]) => [code, row?.list_version ?? null])
      .sort(),
  );
}

/** The next rows of the batch behind a place, by their own ids. */
export async function rowsBehind(
  connection: Connection,
  batchId: number,
  place: { after: number; limit: number },
): Promise<{ id: number; submissionId: number }[]> {
  const rows = (await connection('batch_rows')
    .where({ batch_id: batchId, live: 1 })
    .where('id', '>', place.after)
    .orderBy('id')
    .limit(place.limit)
    .select('id', 'submission_id')) as { id: number; submission_id: number }[];
  return rows.map((row) => ({ id: row.id, submissionId: row.submission_id }));
}

/** Whom the lists will be asked about next; a place is a row of `batch_rows`. */
export const peopleBehind = (
  connection: Connection,
  batchId: number,
  place: { after: number; limit: number },
): Promise<{ place: number; nik_bidx: string }[]> =>
  connection('batch_rows as r')
    .join('submissions as s', 's.id', 'r.submission_id')
    .where({ 'r.batch_id': batchId, 'r.live': 1 })
    .where('r.id', '>', place.after)
    .orderBy('r.id')
    .limit(place.limit)
    .select('r.id as place', 's.nik_bidx') as unknown as Promise<{ place: number; nik_bidx: string }[]>;

/** Drafts of manifests that no run under way is writing: left by a run that was cancelled, refused or killed. */
export async function abandonedDrafts(connection: Connection, batchId?: number): Promise<number[]> {
  const query = connection('manifests as m')
    .whereNull('m.digest')
    .whereNotExists(
      connection('batch_runs as q')
        .join('jobs as j', 'j.id', 'q.job_id')
        .whereRaw("q.manifest_id = m.id AND q.ended_at IS NULL AND j.status IN ('queued', 'running')")
        .select(connection.raw('1')),
    );
  if (batchId !== undefined) void query.where({ 'm.batch_id': batchId });
  return ((await query.select('m.id')) as { id: number }[]).map(({ id }) => id);
}

/** Rows of a batch that may not take its step as they stand: not where they must be, or not clear. */
export async function rowsNotReady(
  connection: Connection,
  batchId: number,
  status: SubmissionStatus,
): Promise<number> {
  const [found] = (await connection('batch_rows as r')
    .join('submissions as s', 's.id', 'r.submission_id')
    .where({ 'r.batch_id': batchId, 'r.live': 1 })
    .where((either) => void either.whereNot('s.status', status).orWhereNot('s.screening_outcome', 'clear'))
    .count({ n: '*' })) as { n: number }[];
  return Number(found?.n ?? 0);
}
