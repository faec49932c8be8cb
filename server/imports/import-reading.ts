import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../database.ts';
import { holdJob } from '../jobs/job-hold.ts';
import type { JobRun } from '../jobs/job-service.ts';
import { regencyCodes } from '../reference/reference-store.ts';
import { RecapFileError } from '../tabular/recap-file-error.ts';
import { clearLines, importIdOf } from './import-job.ts';
import { insertLines } from './import-row-store.ts';
import { NO_COUNTS } from './import-rules.ts';
import type { ImportCounts, ImportTotals } from './import-schema.ts';
import { openStaging, type StagedLine, type Staging, type StagingDependencies } from './import-staging.ts';
import { loadImport, type ImportRow } from './import-store.ts';
import type { ImportVault } from './import-vault.ts';
import { knownAmong } from './known-registrations.ts';
import { totalsAgree } from './recap-file-rules.ts';
import { readRecapInWorker } from './recap-reader-client.ts';
import type { RecapProgress } from './recap-reader.ts';
import type { RecapRow } from './recap-schema.ts';

export interface ReadingDependencies extends StagingDependencies {
  database: Database;
  importVault: ImportVault;
  uploadsDir: string;
}

/** The office discarded the import while it was being read. */
class Discarded extends Error {
  override name = 'Discarded';
}

const WIB_MS = 7 * 3_600_000;
const todayInJakarta = () => new Date(Date.now() + WIB_MS).toISOString().slice(0, 10);

/** A breath between pieces of work on the main thread, so that requests are answered in between. */
const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));
const KEYED_AT_ONCE = 250;

/**
 * The dry run: reads a sealed hand-over in a thread of its own, says of each row what would become of it, and keeps the rows
 * sealed until they are committed. A reading that was cut off starts again from an empty table, so nothing is read twice.
 */
export function createImportReading({
  database,
  importVault,
  uploadsDir,
  encryption,
  blindIndex,
}: ReadingDependencies) {
  /** Changes an import that is still being read. */
  async function writeWhileReading(
    run: JobRun,
    importId: number,
    values: Partial<ImportRow>,
    lines: readonly StagedLine[] = [],
  ): Promise<void> {
    await database.transaction(async (trx) => {
      await holdJob(trx, run);
      const kept = await trx('imports')
        .where({ id: importId })
        .whereIn('status', ['queued', 'reading'])
        .update({ ...values, status: 'reading' });
      if (kept === 0) throw new Discarded();
      await insertLines(trx, importId, lines);
    });
  }

  async function stageChunk(
    staging: Staging,
    row: ImportRow,
    rows: readonly RecapRow[],
  ): Promise<StagedLine[]> {
    const keyed = [];
    for (const [index, one] of rows.entries()) {
      if (index > 0 && index % KEYED_AT_ONCE === 0) await breathe();
      keyed.push(staging.key(one));
    }
    const keys = keyed.flatMap(({ key }) => key ?? []);
    const known = await knownAmong(database.read, { officeId: row.office_id, waveId: row.wave_id }, keys);
    const lines: StagedLine[] = [];
    for (const [index, one] of keyed.entries()) {
      if (index > 0 && index % KEYED_AT_ONCE === 0) await breathe();
      lines.push(staging.stage(one, known));
    }
    return lines;
  }

  async function readFile(run: JobRun, row: ImportRow, path: string) {
    const staging = openStaging(row.id, { encryption, blindIndex });
    const counts: ImportCounts = { ...NO_COUNTS };
    // One part is stored while the next is classified and sealed.
    let storing: Promise<void> = Promise.resolve();
    const store = async (lines: StagedLine[], { done, total }: RecapProgress) => {
      for (const line of lines) counts[line.class] += 1;
      const values = { counts: JSON.stringify(counts), progress_done: done, progress_total: total };
      await writeWhileReading(run, row.id, values, lines);
      await run.progress(done, total);
    };
    const storeBehind = (lines: StagedLine[], progress: RecapProgress): Promise<void> => {
      const before = storing;
      storing = before.then(() => store(lines, progress));
      // Whoever waits for it next hears of a failure.
      storing.catch(() => undefined);
      return before;
    };
    const onRows = async (rows: RecapRow[], progress: RecapProgress) =>
      storeBehind(await stageChunk(staging, row, rows), progress);
    const context = { knownRegions: await regencyCodes(database.read), today: todayInJakarta() };
    const { totals } = await readRecapInWorker(path, { context, onRows }).finally(() => storing);
    return { counts, totals };
  }

  async function ready(run: JobRun, row: ImportRow, counts: ImportCounts, fileTotals: ImportTotals) {
    return run.act('import.read', async (act) => {
      await holdJob(act.trx, run);
      // Typed anew while the file was being read, the totals of now are the ones that count.
      const { control_totals, status } = await loadImport(act.trx, row.id);
      if (status !== 'reading') throw new Discarded();
      const { agree } = totalsAgree(JSON.parse(control_totals) as ImportTotals, fileTotals);
      await act
        .trx('imports')
        .where({ id: row.id })
        .update({
          status: 'ready',
          counts: JSON.stringify(counts),
          file_totals: JSON.stringify(fileTotals),
          totals_agree: agree ? 1 : 0,
          progress_done: act.trx.ref('progress_total'),
          updated_at: act.now,
          version: act.trx.raw('version + 1'),
        });
      const receipt = { importId: row.id, status: 'ready', counts, fileTotals, totalsAgree: agree };
      act.record({ subject: 'import', subjectId: row.id, details: receipt });
      return receipt;
    });
  }

  /** Nothing is kept of a file that was refused but why, and its digest. */
  async function refuse(run: JobRun, row: ImportRow, { code, words }: RecapFileError) {
    await clearLines(database, run, row.id);
    const receipt = await run.act('import.refused', async (act) => {
      await holdJob(act.trx, run);
      const kept = await act
        .trx('imports')
        .where({ id: row.id, status: 'reading' })
        .update({
          status: 'refused',
          counts: JSON.stringify(NO_COUNTS),
          refusal: JSON.stringify({ code, message: words }),
          updated_at: act.now,
          version: act.trx.raw('version + 1'),
        });
      if (kept === 0) throw new Discarded();
      act.record({ subject: 'import', subjectId: row.id, details: { code, fileDigest: row.file_sha256 } });
      return { importId: row.id, status: 'refused', code, message: words };
    });
    await importVault.remove(row.vault_name);
    return receipt;
  }

  async function readSealed(run: JobRun, row: ImportRow): Promise<Record<string, unknown>> {
    // The same name each time: what a killed reading left behind is overwritten and deleted by the next.
    const path = join(uploadsDir, `import-${row.id}.reading`);
    try {
      await importVault.unseal(row.vault_name, path, row.file_sha256);
      const { counts, totals } = await readFile(run, row, path);
      return await ready(run, row, counts, totals);
    } catch (error) {
      if (error instanceof RecapFileError) return refuse(run, row, error);
      throw error;
    } finally {
      await rm(path, { force: true });
    }
  }

  return async function readImport(run: JobRun): Promise<Record<string, unknown>> {
    const row = await loadImport(database.read, importIdOf(run));
    // A run that was killed right after refusing the file left its copy behind.
    if (row.status === 'refused') await importVault.remove(row.vault_name);
    if (row.status !== 'queued' && row.status !== 'reading') return { importId: row.id, status: row.status };
    try {
      await writeWhileReading(run, row.id, { counts: JSON.stringify(NO_COUNTS), progress_done: 0 });
      await clearLines(database, run, row.id);
      return await readSealed(run, row);
    } catch (error) {
      if (error instanceof Discarded) return { importId: row.id, status: 'discarded' };
      throw error;
    }
  };
}
