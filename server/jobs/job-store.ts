import type { Connection } from '../database.ts';
import type { JobRecord, JobStatus, Receipt } from './job-schema.ts';

export interface JobRow {
  id: number;
  kind: string;
  status: JobStatus;
  payload: string;
  progress_done: number;
  progress_total: number;
  checkpoint: string | null;
  receipt: string | null;
  error: string | null;
  attempts: number;
  run_at: string;
  lease_owner: string | null;
  lease_until: string | null;
  created_by_id: number;
  request_id: string;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  version: number;
}

export function rowToJob(row: JobRow): JobRecord {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    progress: { done: row.progress_done, total: row.progress_total },
    receipt: row.receipt === null ? null : (JSON.parse(row.receipt) as Record<string, unknown>),
    error: row.error,
    createdById: row.created_by_id,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    version: row.version,
  };
}

const LISTED_ROWS = 1000;

/** The receipt of a bulk act, from its recorded outcomes. */
export async function receiptOf(connection: Connection, jobId: number): Promise<Receipt> {
  const outcomes = (await connection('job_outcomes').where({ job_id: jobId }).orderBy('id')) as {
    item_id: number;
    outcome: 'done' | 'skipped' | 'failed';
    reasons: string | null;
  }[];
  const counts: Record<string, number> = {};
  const byReason = new Map<string, number>();
  const rows = outcomes.map((row) => {
    const reasons = row.reasons === null ? [] : (JSON.parse(row.reasons) as string[]);
    counts[row.outcome] = (counts[row.outcome] ?? 0) + 1;
    for (const code of reasons) byReason.set(code, (byReason.get(code) ?? 0) + 1);
    return { id: row.item_id, outcome: row.outcome, reasons };
  });
  const reasons = [...byReason].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count);
  // What was skipped is what somebody must look at: it comes first.
  rows.sort((a, b) => Number(a.outcome === 'done') - Number(b.outcome === 'done'));
  return { counts, reasons, rows: rows.slice(0, LISTED_ROWS), truncated: rows.length > LISTED_ROWS };
}

/** Takes the oldest due job whose lease is free; null when there is none. */
export async function leaseJob(
  connection: Connection,
  owner: string,
  now: string,
  until: string,
): Promise<JobRow | null> {
  const due = (await connection('jobs')
    .where((either) => {
      void either.where({ status: 'queued' }).where('run_at', '<=', now);
      void either.orWhere(
        (stalled) => void stalled.where({ status: 'running' }).where('lease_until', '<', now),
      );
    })
    .orderBy('id')
    .limit(5)
    .select('id', 'version')) as { id: number; version: number }[];
  for (const { id, version } of due) {
    const taken = await connection('jobs')
      .where({ id, version })
      .update({
        status: 'running',
        lease_owner: owner,
        lease_until: until,
        started_at: connection.raw('coalesce(started_at, ?)', [now]),
        attempts: connection.raw('attempts + 1'),
        version: version + 1,
      });
    if (taken === 1) return (await connection('jobs').where({ id }).first()) as JobRow;
  }
  return null;
}
