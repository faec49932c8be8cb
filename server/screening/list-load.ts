import { insertMany } from '../bulk-sql.ts';
import type { Act } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import { invalid } from '../errors.ts';
import type { RequestContext } from '../http/route.ts';
import type { JobRun, JobService } from '../jobs/job-service.ts';
import type { BlindIndex } from '../privacy/blind-index.ts';
import { endAbandonedLoads } from '../tabular/abandoned-loads.ts';
import { loadReceipt, type LoadTotals } from '../tabular/load-run.ts';
import { receiveUpload, runLoad, type ReceivedFile } from '../tabular/reference-load.ts';
import { readScreeningFile } from '../tabular/reference-file-reader.ts';
import type { ScreeningRow } from '../tabular/reference-file-rules.ts';
import { removeUpload, type PartVault } from '../tabular/sealed-upload.ts';
import type { ListCode } from './screening-schema.ts';
import type { ListVersionRow } from './screening-store.ts';

const KIND = 'screening-list-load';

interface Payload {
  versionId: number;
  parts: string[];
}
interface Dependencies {
  database: Database;
  blindIndex: BlindIndex;
  jobs: JobService;
  vault: PartVault;
}

/** The easternmost office's day: a list dated today there is not from the future. */
const WIT_MS = 9 * 3_600_000;

function assertNotInTheFuture(asOf: string, now: string): void {
  const today = new Date(Date.parse(now) + WIT_MS).toISOString().slice(0, 10);
  if (asOf <= today) return;
  const message = 'must not lie in the future: it is the day the list stands for';
  throw invalid('INVALID_INPUT', `The as-of date ${message}.`, { asOf: message });
}

/** Loads of the screening lists: each a version with an as-of date, asked only once it is complete. */
export function createListLoads({ database, blindIndex, jobs, vault }: Dependencies) {
  const write = (rows: ScreeningRow[], versionId: number) =>
    database.transaction(async (trx) => {
      await insertMany(trx, {
        table: 'screening_list_entries',
        columns: ['version_id', 'nik_bidx', 'note'],
        rows: rows.map((row) => [versionId, blindIndex.nik(row.nik), row.note || null]),
        onConflict: 'ON CONFLICT (version_id, nik_bidx) DO NOTHING',
      });
    });

  const update = (act: Act, versionId: number, values: Partial<ListVersionRow>) =>
    act
      .trx('screening_list_versions')
      .where({ id: versionId })
      .update({ ...values, version: act.trx.raw('version + 1') });

  /** PostgreSQL guesses by its statistics how to look people up, and a list may have grown a thousandfold. */
  async function finish(run: JobRun, version: ListVersionRow, totals: LoadTotals): Promise<void> {
    if (database.engine === 'postgres') await database.write.raw('ANALYZE screening_list_entries');
    await run.act('screening-list.loaded', async (act) => {
      const counted = (await act
        .trx('screening_list_entries')
        .where({ version_id: version.id })
        .count({ n: '*' })
        .first()) as { n: number };
      const rowCount = Number(counted.n);
      await update(act, version.id, {
        status: 'ready',
        row_count: rowCount,
        bad_count: totals.bad,
        loaded_at: act.now,
        errors: JSON.stringify(totals.problems),
      });
      act.record({
        subject: 'screening-list',
        subjectId: version.code,
        before: { status: 'loading' },
        after: { status: 'ready', rowCount, badCount: totals.bad },
        details: { versionId: version.id, listVersion: version.list_version, asOf: version.as_of },
      });
    });
  }

  /** What is left of a version that will never be one. */
  async function clear(versionId: number): Promise<void> {
    const SOME = 5000;
    for (;;) {
      const some = database
        .write('screening_list_entries')
        .where({ version_id: versionId })
        .select('nik_bidx')
        .limit(SOME);
      const removed = await database
        .write('screening_list_entries')
        .where({ version_id: versionId })
        .whereIn('nik_bidx', some)
        .delete();
      if (removed === 0) return;
    }
  }

  async function fail(run: JobRun, version: ListVersionRow, code: string, final: boolean): Promise<void> {
    await run.act('screening-list.load-failed', async (act) => {
      const errors = JSON.stringify([{ line: 0, column: '', code }]);
      await update(act, version.id, { status: 'failed', errors });
      act.record({
        subject: 'screening-list',
        subjectId: version.code,
        after: { status: 'failed' },
        details: { versionId: version.id, listVersion: version.list_version, code },
      });
    });
    if (final) await clear(version.id);
  }

  jobs.register(KIND, async (run) => {
    const { versionId, parts } = run.payload as Payload;
    const version = (await database
      .read('screening_list_versions')
      .where({ id: versionId })
      .first()) as ListVersionRow;
    const more = { versionId, code: version.code, asOf: version.as_of, fileSha256: version.file_sha256 };
    if (version.status === 'ready') {
      // The process died between finishing the load and saying so.
      await removeUpload(vault, parts);
      const problems = JSON.parse(version.errors ?? '[]') as LoadTotals['problems'];
      return loadReceipt({ rows: version.row_count, bad: version.bad_count, problems }, more);
    }
    if (version.status === 'failed') {
      const retried = { status: 'loading', errors: null };
      await database.write('screening_list_versions').where({ id: versionId }).update(retried);
    }
    const totals = await runLoad<ScreeningRow>(run, {
      vault,
      database,
      parts,
      read: readScreeningFile,
      write: (rows) => write(rows, versionId),
      finish: (done) => finish(run, version, done),
      fail: (failure, final) => fail(run, version, failure, final),
    });
    return loadReceipt(totals, more);
  });

  async function repeatedLoad(act: Act, code: ListCode, asOf: string, sha256: string) {
    const newest = (await act
      .trx('screening_list_versions')
      .where({ code })
      .whereNot({ status: 'failed' })
      .orderBy('list_version', 'desc')
      .first()) as ListVersionRow | undefined;
    return newest?.file_sha256 === sha256 && newest.as_of === asOf ? newest : null;
  }

  async function insertVersion(act: Act, code: ListCode, asOf: string, file: ReceivedFile) {
    const last = (await act
      .trx('screening_list_versions')
      .where({ code })
      .max({ n: 'list_version' })
      .first()) as { n: number | null };
    const listVersion = (last.n ?? 0) + 1;
    const [row] = (await act
      .trx('screening_list_versions')
      .insert({
        code,
        list_version: listVersion,
        as_of: asOf,
        file_name: file.fileName,
        file_sha256: file.sha256,
        loaded_by_id: act.actor.id,
        loaded_at: act.now,
        status: 'loading',
      })
      .returning('id')) as { id: number }[];
    return { id: row?.id as number, listVersion };
  }

  async function accept(act: Act, code: ListCode, asOf: string, file: ReceivedFile) {
    await endAbandonedLoads(act.trx, 'screening_list_versions', vault);
    const details = { code, asOf, fileSha256: file.sha256 };
    const before = await repeatedLoad(act, code, asOf, file.sha256);
    if (before) {
      act.record({
        subject: 'screening-list',
        subjectId: code,
        action: 'screening-list.load-repeated',
        details,
      });
      return { id: before.id, jobId: before.job_id, listVersion: before.list_version, repeated: true };
    }
    const { id, listVersion } = await insertVersion(act, code, asOf, file);
    const payload: Payload = { versionId: id, parts: file.parts };
    const jobId = await jobs.enqueue(act, KIND, payload);
    await act.trx('screening_list_versions').where({ id }).update({ job_id: jobId });
    const after = { status: 'loading', listVersion, fileName: file.fileName, size: file.size };
    act.record({ subject: 'screening-list', subjectId: code, after, details });
    return { id, jobId, listVersion, repeated: false };
  }

  return {
    /**
     * Takes a list's file in and queues its load as a new version. The newest load's file and as-of date again change
     * nothing and answer with that version.
     * @param asOf the day the list stands for, yyyy-mm-dd
     * @throws 422 where the file is none of this kind or the day lies in the future
     */
    receive(context: Pick<RequestContext, 'file' | 'act' | 'now'>, code: ListCode, asOf: string) {
      assertNotInTheFuture(asOf, context.now);
      return receiveUpload(context, {
        vault,
        read: readScreeningFile,
        accept: (act, file) => accept(act, code, asOf, file),
      });
    },
  };
}
export type ListLoads = ReturnType<typeof createListLoads>;
