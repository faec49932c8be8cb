import type { Database } from '../database.ts';
import { holdJob } from '../jobs/job-hold.ts';
import type { JobRun } from '../jobs/job-service.ts';
import { deleteLines } from './import-row-store.ts';

/** What every job of an import is queued with. */
export type ImportJobPayload = { importId: number };

export const importIdOf = (run: JobRun): number => (run.payload as ImportJobPayload).importId;

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
