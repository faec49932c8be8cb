import type { Database } from '../database.ts';
import { holdJob } from '../jobs/job-hold.ts';
import type { JobRun } from '../jobs/job-service.ts';
import type { DuplicateService } from '../submissions/duplicate-service.ts';
import type { Evidence } from '../submissions/submission-evidence.ts';
import { CHECKED_STATUSES } from '../submissions/submission-rules.ts';
import { importIdOf } from './import-job.ts';

export interface CheckDependencies {
  database: Database;
  evidence: Evidence;
  duplicates: DuplicateService;
}

/** Checked in one transaction: identity, lists and near-duplicates of so many stay below what others would notice. */
const AT_ONCE = 300;

/**
 * Gathers the evidence of all that an import made or corrected, so that nobody has to ask for it. Goes on behind the last line
 * that was checked.
 */
export function createImportCheck({ database, evidence, duplicates }: CheckDependencies) {
  const linesAfter = (importId: number, after: number) =>
    database
      .read('import_rows')
      .where({ import_id: importId })
      .whereIn('class', ['new', 'changed'])
      .where('line_no', '>', after)
      .whereNotNull('submission_id')
      .orderBy('line_no')
      .limit(AT_ONCE)
      .select('line_no', 'submission_id') as unknown as Promise<{ line_no: number; submission_id: number }[]>;

  async function checkChunk(run: JobRun, importId: number, ids: readonly number[]): Promise<number> {
    return run.act('import.rows-checked', async (act) => {
      await holdJob(act.trx, run);
      const waiting = (await act
        .trx('submissions')
        .whereIn('id', ids)
        .whereIn('status', CHECKED_STATUSES)
        .orderBy('id')
        .select('id')) as { id: number }[];
      const now = waiting.map(({ id }) => id);
      await evidence.check(act, now, 'import');
      await evidence.screen(act, now, 'submit');
      await duplicates.findPairs(act.trx, now, act.now);
      const details = { jobId: run.id, checked: now.length, of: ids.length };
      act.record({ subject: 'import', subjectId: importId, details });
      return now.length;
    });
  }

  return async function checkImport(run: JobRun): Promise<Record<string, unknown>> {
    const importId = importIdOf(run);
    const total = run.job.progress_total;
    let { line = 0, done = 0, checked = 0 } = (run.checkpoint ?? {}) as Record<string, number>;
    for (;;) {
      const lines = await linesAfter(importId, line);
      const last = lines.at(-1);
      if (!last) return { importId, counts: { done: checked, skipped: done - checked } };
      const now = await checkChunk(
        run,
        importId,
        lines.map((one) => one.submission_id),
      );
      line = last.line_no;
      done = done + lines.length;
      checked = checked + now;
      await run.progress(done, Math.max(total, done), { line, done, checked });
    }
  };
}
