import type { Connection } from '../database.ts';
import { JobStopped, type JobRun } from './job-service.ts';

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
