import type { Connection } from '../database.ts';
import { removeUpload, type PartVault } from './sealed-upload.ts';

/**
 * Marks loads failed whose job was cancelled before it began, and takes their files out of the vault: nothing else would
 * ever end them, and the same file could not be loaded again.
 */
export async function endAbandonedLoads(
  trx: Connection,
  table: 'ktp_loads' | 'screening_list_versions',
  vault: PartVault,
): Promise<void> {
  const dead = (await trx(table)
    .join('jobs', 'jobs.id', `${table}.job_id`)
    .where(`${table}.status`, 'loading')
    .whereIn('jobs.status', ['cancelled', 'failed'])
    .select(`${table}.id`, 'jobs.payload')) as { id: number; payload: string }[];
  for (const { id, payload } of dead) {
    const errors = JSON.stringify([{ line: 0, column: '', code: 'CANCELLED' }]);
    await trx(table).where({ id }).update({ status: 'failed', errors });
    await removeUpload(vault, (JSON.parse(payload) as { parts: string[] }).parts);
  }
}
