import type { Act, Actor } from '../audit/audit-service.ts';
import { AppError, forbidden, invalid } from '../errors.ts';
import type { RequestContext } from '../http/route.ts';
import type { JobService } from '../jobs/job-service.ts';
import { findOffice, findWave } from '../reference/reference-store.ts';
import { assertOpen } from '../submissions/submission-entry.ts';
import { kindOfFile, readHead } from '../tabular/file-kind.ts';
import { RecapFileError } from '../tabular/recap-file-error.ts';
import { NO_COUNTS } from './import-rules.ts';
import type { CreateImport, ImportAccepted, ImportTotals } from './import-schema.ts';
import {
  buryDeadReadings,
  findStanding,
  updateImport,
  type FileKey,
  type ImportView,
} from './import-store.ts';
import type { ImportVault, SealedImport } from './import-vault.ts';
import { totalsAgree } from './recap-file-rules.ts';
import { warmRecapReader } from './recap-reader-client.ts';

export interface UploadDependencies {
  jobs: JobService;
  importVault: ImportVault;
}

/** A hand-over as it was taken in. */
interface Received extends SealedImport {
  fileName: string;
  officeId: number;
  waveId: number;
  totals: ImportTotals;
}

const LONGEST_NAME = 200;

/** A file's name goes into lists and the log: without a NIK and without what no column takes. */
export const safeFileName = (name: string): string =>
  name.replace(/[\p{Cc}\p{Cs}]/gu, '').replace(/\d{14,}/g, '…').slice(0, LONGEST_NAME) || 'rekap'; // prettier-ignore

/** The office whose hand-over it is: at the counter one's own, whatever is asked. */
function officeOf(actor: Actor, asked: number | undefined): number {
  if (asked !== undefined && actor.role === 'intake' && asked !== actor.officeId)
    throw forbidden('OTHER_OFFICE', 'You hand in recaps of your own office only.');
  return asked ?? actor.officeId;
}

/** What cannot be a recap at all is refused at once, and not by a job. */
async function assertReadable(path: string): Promise<void> {
  try {
    kindOfFile(await readHead(path));
  } catch (error) {
    if (!(error instanceof RecapFileError)) throw error;
    throw invalid(error.code, error.words.en, { file: error.words.en }, { words: error.words });
  }
}

const accepted = (row: ImportView, repeated: boolean): ImportAccepted => ({
  id: row.id,
  jobId: row.job_id as number,
  status: row.state,
  repeated,
});

/** Takes recap files in: sealed at once, so that they survive whatever happens to the process, and queued to be read. */
export function createImportUpload({ jobs, importVault }: UploadDependencies) {
  /** The same file with other totals corrects a typing error; once it is being committed nothing changes any more. */
  async function standing(act: Act, row: ImportView, { totals }: Received): Promise<ImportAccepted> {
    const given = JSON.stringify(totals);
    const restated = given !== row.control_totals && ['queued', 'reading', 'ready'].includes(row.state);
    if (restated) {
      const counted = row.file_totals === null ? null : (JSON.parse(row.file_totals) as ImportTotals);
      const agree = counted === null ? null : Number(totalsAgree(totals, counted).agree);
      await updateImport(act.trx, row, { control_totals: given, totals_agree: agree, updated_at: act.now });
    }
    act.record({
      action: restated ? 'import.totals-restated' : 'import.repeated',
      subject: 'import',
      subjectId: row.id,
      ...(restated ? { before: { controlTotals: JSON.parse(row.control_totals) as unknown } } : {}),
      ...(restated ? { after: { controlTotals: totals } } : {}),
      details: { fileDigest: row.file_sha256 },
    });
    return accepted(row, true);
  }

  async function assertDestination(act: Act, { officeId, waveId }: Received): Promise<void> {
    const wave = await findWave(act.trx, waveId);
    if (!wave) throw invalid('UNKNOWN_WAVE', 'There is no such wave.', { waveId: 'unknown' });
    if (!(await findOffice(act.trx, officeId)))
      throw invalid('UNKNOWN_OFFICE', 'There is no such office.', { officeId: 'unknown' });
    assertOpen(wave, 'offline', act.now);
  }

  async function insert(act: Act, received: Received, key: FileKey): Promise<ImportAccepted | null> {
    const [row] = (await act
      .trx('imports')
      .insert({
        ...key,
        file_name: received.fileName,
        file_size: received.size,
        vault_name: received.name,
        control_totals: JSON.stringify(received.totals),
        counts: JSON.stringify(NO_COUNTS),
        uploaded_by_id: act.actor.id,
        created_at: act.now,
        updated_at: act.now,
      })
      .onConflict()
      .ignore()
      .returning('id')) as { id: number }[];
    if (!row) return null;
    const jobId = await jobs.enqueue(act, 'imports.read', { importId: row.id });
    await act.trx('imports').where({ id: row.id }).update({ job_id: jobId });
    const { officeId, waveId, fileName, size, sha256, totals } = received;
    act.record({
      subject: 'import',
      subjectId: row.id,
      after: { officeId, waveId, fileName, fileSize: size, fileDigest: sha256, controlTotals: totals },
    });
    return { id: row.id, jobId, status: 'queued', repeated: false };
  }

  async function accept(act: Act, received: Received): Promise<ImportAccepted> {
    const key = { office_id: received.officeId, wave_id: received.waveId, file_sha256: received.sha256 };
    await buryDeadReadings(act.trx, key, act.now);
    const known = await findStanding(act.trx, key);
    if (known) return standing(act, known, received);
    await assertDestination(act, received);
    const fresh = await insert(act, received, key);
    if (fresh) return fresh;
    // Uploaded twice in the same moment: the other one came first.
    const other = await findStanding(act.trx, key);
    if (!other) throw new AppError(503, 'BUSY', 'The same file is being uploaded. Try again in a moment.');
    return standing(act, other, received);
  }

  /**
   * Takes an upload in as the route's act. The very file that stands already is answered with its import; what the act
   * does not keep leaves the vault again.
   */
  return async function upload(
    context: Pick<RequestContext<CreateImport>, 'file' | 'body' | 'actor' | 'act'>,
  ): Promise<ImportAccepted> {
    const { file, body, actor } = context;
    if (!file) throw invalid('FILE_MISSING', 'Send the recap in the field "file".', { file: 'is missing' });
    const officeId = officeOf(actor, body.officeId);
    await assertReadable(file.path);
    warmRecapReader();
    const sealed = await importVault.seal(file.path);
    const fileName = safeFileName(file.originalName);
    let own: ImportAccepted | null = null;
    let kept = false;
    try {
      const answer = await context.act(async (act) => {
        own = await accept(act, { ...sealed, ...body, officeId, fileName });
        return own;
      });
      kept = own !== null && !answer.repeated;
      return answer;
    } finally {
      if (!kept) await importVault.remove(sealed.name);
    }
  };
}
export type ImportUpload = ReturnType<typeof createImportUpload>;
