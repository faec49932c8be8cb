import type { Act } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import { toAppError } from '../http/error-handler.ts';
import { holdJob } from '../jobs/job-hold.ts';
import { JobStopped, type JobRun, type JobService } from '../jobs/job-service.ts';
import { receiptOf } from '../jobs/job-store.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import type { ImportChanging } from './import-changing.ts';
import type { ImportCreating, PreparedLine } from './import-creating.ts';
import { importIdOf } from './import-job.ts';
import { openedLine, type OpenedLine } from './import-judging.ts';
import { countByClass, openLines } from './import-row-store.ts';
import { GOOD_CLASSES } from './import-rules.ts';
import type { ImportCounts } from './import-schema.ts';
import { loadImport, type ImportRow } from './import-store.ts';

export interface CommitDependencies {
  database: Database;
  jobs: JobService;
  encryption: FieldEncryption;
  creating: ImportCreating;
  changing: ImportChanging;
}

/** So many rows a transaction: with every index and trigger it stays below what others would notice. */
const AT_ONCE = { new: 1000, changed: 250 } as const;

/** So many rows are opened and sealed before requests, and the chunk being stored, have their turn again. */
const PREPARED_AT_ONCE = 25;
const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * The commit: all good rows of a read hand-over become registrations, in short transactions, each with the mark that its lines
 * are done. Once ordered it always ends: a run that was cut off is taken up where it stopped, and no row is made twice. Each
 * chunk judges its rows again in its own transaction, because their NIKs may have been taken since the dry run.
 */
export function createImportCommit({ database, jobs, encryption, creating, changing }: CommitDependencies) {
  async function commitChunk(run: JobRun, row: ImportRow, size: number, work: (act: Act) => Promise<void>) {
    const done = await run.act('import.rows-committed', async (act) => {
      await holdJob(act.trx, run);
      await work(act);
      const [after] = (await act
        .trx('imports')
        .where({ id: row.id })
        .update({ progress_done: act.trx.raw('progress_done + ?', [size]), updated_at: act.now })
        .returning('progress_done')) as { progress_done: number }[];
      return after?.progress_done ?? 0;
    });
    await run.progress(done, row.progress_total);
  }

  type Work = (act: Act) => Promise<void>;
  interface Chunk {
    last: number;
    size: number;
    work: Work;
  }

  /** The next rows of a class, opened and sealed anew as far as it can be done before their transaction. */
  async function loadChunk(
    run: JobRun,
    row: ImportRow,
    rowClass: (typeof GOOD_CLASSES)[number],
    after: number,
  ): Promise<Chunk | null> {
    const lines = await openLines(database.read, row.id, rowClass, { after, limit: AT_ONCE[rowClass] });
    const last = lines.at(-1)?.line_no;
    if (last === undefined) return null;
    const opened: OpenedLine[] = [];
    const prepared: PreparedLine[] = [];
    for (const [index, line] of lines.entries()) {
      if (index % PREPARED_AT_ONCE === 0) await breathe();
      const one = openedLine(encryption, row.id, line);
      opened.push(one);
      if (rowClass === 'new') prepared.push(creating.prepare(one));
    }
    const work: Work = (act) =>
      rowClass === 'new' ? creating.create(act, run, row, prepared) : changing.change(act, run, row, opened);
    return { last, size: lines.length, work };
  }

  async function commitClass(run: JobRun, row: ImportRow, rowClass: (typeof GOOD_CLASSES)[number]) {
    let chunk = await loadChunk(run, row, rowClass, 0);
    while (chunk) {
      // One part is prepared while the one before is stored; the parts have no row in common.
      const committing = commitChunk(run, row, chunk.size, chunk.work);
      const [next] = await Promise.all([loadChunk(run, row, rowClass, chunk.last), committing]);
      chunk = next;
    }
  }

  async function end(run: JobRun, row: ImportRow, counts: ImportCounts): Promise<number> {
    return run.act('import.committed', async (act) => {
      await holdJob(act.trx, run);
      const checkJobId = await jobs.enqueue(
        act,
        'imports.check',
        { importId: row.id },
        counts.new + counts.changed,
      );
      await act
        .trx('imports')
        .where({ id: row.id, status: 'committing' })
        .update({
          status: 'committed',
          counts: JSON.stringify(counts),
          committed_at: act.now,
          check_job_id: checkJobId,
          progress_done: act.trx.ref('progress_total'),
          updated_at: act.now,
          version: act.trx.raw('version + 1'),
        });
      const details = {
        counts,
        fileDigest: row.file_sha256,
        officeId: row.office_id,
        waveId: row.wave_id,
        checkJobId,
      };
      act.record({
        subject: 'import',
        subjectId: row.id,
        before: { status: 'committing' },
        after: { status: 'committed' },
        details,
      });
      return checkJobId;
    });
  }

  async function commit(run: JobRun, row: ImportRow): Promise<Record<string, unknown>> {
    for (const rowClass of GOOD_CLASSES) await commitClass(run, row, rowClass);
    const rowCounts = await countByClass(database.read, row.id);
    const checkJobId = await end(run, row, rowCounts);
    const receipt = await receiptOf(database.read, run.id);
    const counts = { done: rowCounts.new + rowCounts.changed, ...receipt.counts };
    return { ...receipt, counts, importId: row.id, rowCounts, checkJobId };
  }

  return async function commitImport(run: JobRun): Promise<Record<string, unknown>> {
    const row = await loadImport(database.read, importIdOf(run));
    if (row.status !== 'committing') return { importId: row.id, status: row.status };
    try {
      return await commit(run, row);
    } catch (error) {
      // Two people met in the database: the next try judges the rows anew. A refusal would end the job for good.
      if (!(error instanceof JobStopped) && toAppError(error))
        throw new Error('the commit met another change', { cause: error });
      throw error;
    }
  };
}
