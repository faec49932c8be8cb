import type { Connection, Database } from '../database.ts';
import { JobStopped, type JobRun } from '../jobs/job-service.ts';
import { deleteLines } from './import-row-store.ts';

/** What every job of an import is queued with. */
export type ImportJobPayload = { importId: number };

export const importIdOf = (run: JobRun): number => (run.payload as ImportJobPayload).importId;

/**
 * Proves inside a transaction that this worker still has the job, and keeps others from taking it until the transaction
 * ends: a worker that fell asleep and was replaced must not write beside its successor.
 * @throws JobStopped when the job was cancelled or taken over
 */
export async function holdJob(trx: Connection, { job }: JobRun): Promise<void> {
  const held = await trx('jobs')
    .where({ id: job.id, lease_owner: job.lease_owner, status: 'running' })
    .update({ lease_until: trx.ref('lease_until') });
  if (held === 0) throw new JobStopped('cancelled, or taken over');
}

const DELETED_AT_ONCE = 2000;

/** Deletes all lines of an import, in short transactions so that nobody waits long. */
export async function clearLines(database: Database, run: JobRun, importId: number): Promise<void> {
  for (;;) {
    const deleted = await database.transaction(async (trx) => {
      await holdJob(trx, run);
      return deleteLines(trx, importId, DELETED_AT_ONCE);
    });
    if (deleted < DELETED_AT_ONCE) return;
  }
}
