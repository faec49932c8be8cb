import type { Act, Actor } from '../audit/audit-service.ts';
import type { JobRow } from './job-store.ts';

/** What a job's handler gets while it runs. */
export interface JobRun<P = unknown> {
  id: number;
  payload: P;
  job: JobRow;
  /** Whoever queued the job, with the role they have now. */
  actor: Actor;
  /** Where an earlier run of this job stopped. */
  checkpoint: unknown;
  /** Saves progress and place, renews the lease; throws JobStopped when the job was cancelled or the server drains. */
  progress(done: number, total: number, checkpoint?: unknown): Promise<void>;
  /** Acts in the name of whoever queued the job. */
  act<T>(action: string, work: (act: Act) => Promise<T>): Promise<T>;
}

/** A handler may give the job's receipt. */
export type JobHandler = (run: JobRun) => Promise<Record<string, unknown> | void>;

/** The job must stop here: cancelled, or the server is going down and another takes it up from the checkpoint. */
export class JobStopped extends Error {
  override name = 'JobStopped';
}

export function createJobService() {
  const handlers = new Map<string, JobHandler>();
  let wake: () => void = () => undefined;
  return {
    /** Names the handler of a kind of job; done once, in services.ts. */
    register(kind: string, handler: JobHandler): void {
      if (handlers.has(kind)) throw new Error(`job kind ${kind} is registered twice`);
      handlers.set(kind, handler);
    },
    handlerOf: (kind: string): JobHandler | undefined => handlers.get(kind),
    onEnqueue(listener: () => void): void {
      wake = listener;
    },
    /** Queues a job in the act's own transaction: it runs only if the act stands. */
    async enqueue(act: Act, kind: string, payload: unknown, total = 0): Promise<number> {
      if (!handlers.has(kind)) throw new Error(`no handler for job kind ${kind}`);
      const [row] = (await act
        .trx('jobs')
        .insert({
          kind,
          payload: JSON.stringify(payload),
          progress_total: total,
          run_at: act.now,
          created_by_id: act.actor.id,
          request_id: act.requestId,
          created_at: act.now,
        })
        .returning('id')) as { id: number }[];
      setImmediate(() => wake());
      return row?.id as number;
    },
    /** Enters work the act did at once as a job that has ended, so that its receipt is read as every other. */
    async done(act: Act, kind: string, receipt: Record<string, unknown>, total: number): Promise<number> {
      const [row] = (await act
        .trx('jobs')
        .insert({
          kind,
          payload: '{}',
          status: 'succeeded',
          receipt: JSON.stringify(receipt),
          progress_done: total,
          progress_total: total,
          run_at: act.now,
          created_by_id: act.actor.id,
          request_id: act.requestId,
          created_at: act.now,
          started_at: act.now,
          finished_at: act.now,
        })
        .returning('id')) as { id: number }[];
      return row?.id as number;
    },
  };
}
export type JobService = ReturnType<typeof createJobService>;
