import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Act, Actor } from '../audit/audit-service.ts';
import { rowsMoving } from '../batches/row-move-store.ts';
import type { Services } from '../services.ts';
import type { RehearsalClock } from './rehearsal-clock.ts';
import type { Progress } from './rehearsal-progress.ts';

const LOOK_EVERY_MS = 50;

interface JobState {
  kind: string;
  status: string;
  error: string | null;
  progress_done: number;
  progress_total: number;
}

/** What a route would give to a service: the file, the person and an act of their own. */
export interface DeskRequest<B> {
  actor: Actor;
  body: B;
  file: { path: string; originalName: string; size: number };
  now: string;
  act<T>(work: (act: Act) => Promise<T>): Promise<T>;
}

/** Acts in the name of people, and waits for the jobs that carry them on. */
export function createDesk(services: Services, clock: RehearsalClock, progress: Progress) {
  const { audit, database } = services;

  const act = <T>(actor: Actor, action: string, work: (act: Act) => Promise<T>): Promise<T> =>
    audit.act({ action, actor, requestId: randomUUID() }, work);

  return {
    act,

    request<B>(
      actor: Actor,
      action: string,
      file: { path: string; name: string; size: number },
      body: B,
    ): DeskRequest<B> {
      return {
        actor,
        body,
        file: { path: file.path, originalName: file.name, size: file.size },
        now: clock.now().toISOString(),
        act: (work) => act(actor, action, work),
      };
    },

    /** Waits until a job has ended. Throws where it did not succeed. */
    async finished(jobId: number): Promise<void> {
      for (;;) {
        const job = (await database
          .read('jobs')
          .where({ id: jobId })
          .first('kind', 'status', 'error', 'progress_done', 'progress_total')) as JobState;
        progress.at(job.progress_done, job.progress_total, `job ${job.kind}`);
        if (job.status === 'succeeded') return;
        if (job.status !== 'queued' && job.status !== 'running')
          throw new Error(`job ${jobId} ended as ${job.status}: ${job.error ?? ''}`);
        await wait(LOOK_EVERY_MS);
      }
    },

    /** Waits until the registrations of a batch stand where it does. */
    async followed(batchId: number): Promise<void> {
      for (;;) {
        const moving = await rowsMoving(database.read, batchId);
        if (!moving) return;
        progress.at(moving.moved, moving.total, 'registrations following');
        await wait(LOOK_EVERY_MS);
      }
    },
  };
}
export type Desk = ReturnType<typeof createDesk>;
