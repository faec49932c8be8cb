import type { Act, Actor } from '../audit/audit-service.ts';
import type { Connection, Database } from '../database.ts';
import type { DocumentVault } from '../documents/document-vault.ts';
import { blocked, notFound, staleVersion } from '../errors.ts';
import type { JobService } from '../jobs/job-service.ts';
import type { BlindIndex } from '../privacy/blind-index.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import { findWave } from '../reference/reference-store.ts';
import type { DuplicateService } from '../submissions/duplicate-service.ts';
import { isOpen } from '../submissions/submission-entry.ts';
import type { SubmissionService } from '../submissions/submission-service.ts';
import { createImportChanging } from './import-changing.ts';
import { createImportCheck } from './import-check.ts';
import { createImportCommit } from './import-commit.ts';
import { createImportCreating } from './import-creating.ts';
import { clearLines, importIdOf } from './import-job.ts';
import { createImportReading } from './import-reading.ts';
import { commitBlockers, discardBlockers, told, type ImportBlocker } from './import-rules.ts';
import type { ImportCase } from './import-schema.ts';
import {
  findImport,
  jobIsAlive,
  loadImport,
  rowToImport,
  updateImport,
  type ImportView,
} from './import-store.ts';
import { createImportUpload } from './import-upload.ts';
import { createImportVault } from './import-vault.ts';
import { createImportView } from './import-view.ts';

export interface ImportDependencies {
  database: Database;
  jobs: JobService;
  vault: DocumentVault;
  uploadsDir: string;
  encryption: FieldEncryption;
  blindIndex: BlindIndex;
  submissions: SubmissionService;
  duplicates: DuplicateService;
}

/** Recap files: taken in, read as a dry run, committed or discarded; the work behind runs as jobs. */
export function createImportService(dependencies: ImportDependencies) {
  const { database, jobs, vault, encryption, submissions, duplicates } = dependencies;
  const { sealer, evidence } = submissions;
  const importVault = createImportVault(vault);
  const creating = createImportCreating({ sealer });
  const changing = createImportChanging({ sealer, encryption });

  jobs.register('imports.read', createImportReading({ ...dependencies, importVault }));
  jobs.register('imports.commit', createImportCommit({ database, jobs, encryption, creating, changing }));
  jobs.register('imports.check', createImportCheck({ database, evidence, duplicates }));
  jobs.register('imports.clear', async (run) => {
    const row = await loadImport(database.read, importIdOf(run));
    await clearLines(database, run, row.id);
    await importVault.remove(row.vault_name);
    return { importId: row.id };
  });

  async function find(connection: Connection, actor: Actor, id: number): Promise<ImportView> {
    const row = await findImport(connection, actor, id);
    if (!row) throw notFound('import');
    return row;
  }

  async function blockersOf(connection: Connection, row: ImportView, now: string) {
    const wave = await findWave(connection, row.wave_id);
    const { status, counts, controlTotals, fileTotals } = rowToImport(row);
    const waveOpen = wave !== null && isOpen(wave, 'offline', now);
    const facts = { status, counts, controlTotals, fileTotals, jobAlive: jobIsAlive(row), waveOpen };
    return { commit: commitBlockers(facts), discard: discardBlockers(facts) };
  }

  async function caseOf(connection: Connection, row: ImportView, now: string): Promise<ImportCase> {
    const { commit, discard } = await blockersOf(connection, row, now);
    return { ...rowToImport(row), commitBlockers: told(commit), discardBlockers: told(discard) };
  }

  /** The import as the officer saw it, with nothing in the way; else 404 or 409. */
  async function allowed(act: Act, id: number, version: number, command: 'commit' | 'discard') {
    const row = await find(act.trx, act.actor, id);
    const blockers = await blockersOf(act.trx, row, act.now);
    const stands = (of: readonly ImportBlocker[]) => of.length === 0;
    // What stands in the way says more than that the record has moved on.
    if (!stands(blockers[command])) {
      const other = command === 'commit' ? 'discard' : 'commit';
      throw blocked(told(blockers[command]), stands(blockers[other]) ? [other] : []);
    }
    if (row.version !== version) throw staleVersion({ version: row.version, changedAt: row.updated_at });
    return row;
  }

  async function moved(
    act: Act,
    row: ImportView,
    values: Parameters<typeof updateImport>[2],
  ): Promise<ImportCase> {
    if (!(await updateImport(act.trx, row, { ...values, updated_at: act.now })))
      throw staleVersion({ version: row.version + 1 });
    return caseOf(act.trx, await find(act.trx, act.actor, row.id), act.now);
  }

  return {
    upload: createImportUpload({ jobs, importVault }),
    view: createImportView({ database, encryption, find }),

    /** One import with what stands in the way of its next steps; 404 outside the actor's office. */
    async read(actor: Actor, id: number, now: string): Promise<ImportCase> {
      return caseOf(database.read, await find(database.read, actor, id), now);
    },

    /** Orders the commit. From here on it is carried through, whatever happens to the process. */
    async commit(act: Act, id: number, version: number): Promise<ImportCase> {
      const row = await allowed(act, id, version, 'commit');
      const { counts } = rowToImport(row);
      const resumed = row.status === 'committing';
      const total = resumed ? row.progress_total : counts.new + counts.changed;
      const jobId = await jobs.enqueue(act, 'imports.commit', { importId: id }, total);
      act.record({
        subject: 'import',
        subjectId: id,
        before: { status: row.status },
        after: { status: 'committing' },
        details: { jobId, counts, fileDigest: row.file_sha256, resumed },
      });
      return moved(act, row, {
        status: 'committing',
        job_id: jobId,
        ...(resumed ? {} : { committed_by_id: act.actor.id, progress_done: 0, progress_total: total }),
      });
    },

    /** Gives a hand-over up: its rows and its file are deleted, the fact stays. */
    async discard(act: Act, id: number, version: number): Promise<ImportCase> {
      const row = await allowed(act, id, version, 'discard');
      await jobs.enqueue(act, 'imports.clear', { importId: id });
      act.record({
        subject: 'import',
        subjectId: id,
        before: { status: row.status },
        after: { status: 'discarded' },
        details: { fileDigest: row.file_sha256 },
      });
      return moved(act, row, { status: 'discarded' });
    },
  };
}
export type ImportService = ReturnType<typeof createImportService>;
