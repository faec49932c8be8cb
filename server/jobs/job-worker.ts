import { randomUUID } from 'node:crypto';
import type { AuditService } from '../audit/audit-service.ts';
import type { AuthService } from '../auth/auth-service.ts';
import type { Database } from '../database.ts';
import { toAppError } from '../http/error-handler.ts';
import type { Logger } from '../logger.ts';
import { createWorkRounds } from '../work-rounds.ts';
import { JobStopped, type JobRun, type JobService } from './job-service.ts';
import { leaseJob, type JobRow } from './job-store.ts';

const LEASE_SECONDS = 60;
const MOST_ATTEMPTS = 5;

interface Dependencies {
  database: Database;
  audit: AuditService;
  auth: AuthService;
  jobs: JobService;
  logger: Logger;
}

const later = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

/**
 * Takes queued jobs one at a time. A job whose process died is taken up again once its lease is over, from its last
 * checkpoint; any number of processes may run a worker on the same database.
 */
export function createJobWorker({ database, audit, auth, jobs, logger }: Dependencies) {
  const owner = randomUUID();

  async function saveProgress(row: JobRow, done: number, total: number, checkpoint: unknown): Promise<void> {
    const kept = await database
      .write('jobs')
      .where({ id: row.id, lease_owner: owner, status: 'running' })
      .update({
        progress_done: done,
        progress_total: total,
        lease_until: later(LEASE_SECONDS),
        ...(checkpoint === undefined ? {} : { checkpoint: JSON.stringify(checkpoint) }),
      });
    if (kept === 0) throw new JobStopped('cancelled, or taken over');
    if (rounds.stopping()) throw new JobStopped('draining');
  }

  async function finish(
    row: JobRow,
    status: 'succeeded' | 'failed',
    values: Record<string, unknown>,
  ): Promise<void> {
    await database
      .write('jobs')
      .where({ id: row.id, lease_owner: owner, status: 'running' })
      .update({
        status,
        finished_at: new Date().toISOString(),
        lease_until: null,
        version: database.write.raw('version + 1'),
        ...values,
      });
  }

  /** A long statement must not lose the job to another process: the lease is renewed on the side. */
  function keepLease(row: JobRow): NodeJS.Timeout {
    return setInterval(
      () => {
        database
          .write('jobs')
          .where({ id: row.id, lease_owner: owner, status: 'running' })
          .update({ lease_until: later(LEASE_SECONDS) })
          .catch((error: unknown) =>
            logger.warn({ jobId: row.id, kind: (error as Error).name }, 'lease not renewed'),
          );
      },
      (LEASE_SECONDS * 1000) / 3,
    );
  }

  async function giveBack(row: JobRow): Promise<void> {
    await database
      .write('jobs')
      .where({ id: row.id, lease_owner: owner, status: 'running' })
      .update({ status: 'queued', lease_owner: null, lease_until: null, attempts: row.attempts - 1 });
  }

  async function failed(row: JobRow, error: unknown): Promise<void> {
    const known = toAppError(error);
    if (!known || known.status >= 500) {
      const places = error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 8) : [];
      // An engine's refusal has a code and no place; its text may hold values and stays out of the log.
      const { name, code } = error as Error & { code?: unknown };
      logger.error({ jobId: row.id, kind: row.kind, error: name, code, places }, 'job failed');
      if (row.attempts < MOST_ATTEMPTS) {
        const wait = 2 ** row.attempts;
        await database
          .write('jobs')
          .where({ id: row.id, lease_owner: owner, status: 'running' })
          .update({ status: 'queued', run_at: later(wait), lease_owner: null, lease_until: null });
        return;
      }
    }
    await finish(row, 'failed', {
      error: known
        ? `${known.code}: ${known.message}`
        : 'INTERNAL: the job failed several times; nothing it had not reported done was changed',
    });
  }

  async function run(row: JobRow): Promise<void> {
    const handler = jobs.handlerOf(row.kind);
    const actor = await auth.actorOf(row.created_by_id);
    if (!handler || !actor) {
      await finish(row, 'failed', {
        error: handler
          ? 'ACCOUNT_CLOSED: whoever queued this job has no account any more'
          : `UNKNOWN_KIND: ${row.kind}`,
      });
      return;
    }
    const lease = keepLease(row);
    const context: JobRun = {
      id: row.id,
      payload: JSON.parse(row.payload) as unknown,
      job: row,
      actor,
      checkpoint: row.checkpoint === null ? null : (JSON.parse(row.checkpoint) as unknown),
      progress: (done, total, checkpoint) => saveProgress(row, done, total, checkpoint),
      act: (action, work) => audit.act({ action, actor, requestId: row.request_id }, work),
    };
    try {
      const receipt = await handler(context);
      await finish(row, 'succeeded', { receipt: receipt ? JSON.stringify(receipt) : null });
    } catch (error) {
      if (!(error instanceof JobStopped)) await failed(row, error);
      else if (rounds.stopping()) await giveBack(row);
    } finally {
      clearInterval(lease);
    }
  }

  async function round(): Promise<void> {
    for (;;) {
      if (rounds.stopping()) return;
      const row = await leaseJob(database.write, owner, new Date().toISOString(), later(LEASE_SECONDS));
      if (!row) return;
      await run(row);
    }
  }

  /** The embedded file has one process: whatever still claims to run died with the one before. */
  async function takeBack(): Promise<void> {
    if (database.engine !== 'sqlite') return;
    await database
      .write('jobs')
      .where({ status: 'running' })
      .update({ lease_until: new Date(0).toISOString() });
  }

  const rounds = createWorkRounds({ name: 'jobs', takeBack, round, logger });
  return {
    start(): void {
      jobs.onEnqueue(() => void rounds.wake());
      rounds.start();
    },
    /** Stops after the current row; the job goes back to the queue with its checkpoint. */
    drain: rounds.drain,
  };
}
export type JobWorker = ReturnType<typeof createJobWorker>;
