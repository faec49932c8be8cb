import type { Act } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import { invalid } from '../errors.ts';
import type { RequestContext } from '../http/route.ts';
import { JobStopped, type JobRun } from '../jobs/job-service.ts';
import { fileSource, type ByteSource } from './byte-source.ts';
import { asUploadError, loadFile, type LoadSteps, type LoadTotals } from './load-run.ts';
import {
  removeUpload,
  sealedSource,
  sealUpload,
  type PartVault,
  type SealedUpload,
} from './sealed-upload.ts';
import type { ReferenceBatch } from './reference-file-reader.ts';

/** An upload ready to be loaded, with the name it came under. */
export interface ReceivedFile extends SealedUpload {
  fileName: string;
}

type AnyBatches = (source: ByteSource) => AsyncGenerator<ReferenceBatch<unknown>>;

/** Reads as far as the first rows, so that a file of another kind is refused at once and not by a job. */
async function assertReadable(path: string, read: AnyBatches): Promise<void> {
  const batches = read(fileSource(path));
  try {
    await batches.next();
  } catch (error) {
    throw asUploadError(error) ?? error;
  } finally {
    await batches.return(undefined);
  }
}

/** A file's name goes into lists and logs: no NIK, no control characters. */
const safeName = (name: string) => name.replace(/\p{Cc}/gu, '').replace(/\d{6,}/g, '…').slice(0, 200); // prettier-ignore

/**
 * Takes an uploaded file in: looks into it, seals it into the vault and lets `accept` queue its load in the route's act.
 * What `accept` does not keep (a file loaded before, a repeated request) leaves the vault again.
 */
export async function receiveUpload<T extends { repeated: boolean }>(
  context: Pick<RequestContext, 'file' | 'act'>,
  options: { vault: PartVault; read: AnyBatches; accept(act: Act, file: ReceivedFile): Promise<T> },
): Promise<T> {
  const { file } = context;
  if (!file) throw invalid('FILE_MISSING', 'Send the CSV file in the field "file".', { file: 'is missing' });
  await assertReadable(file.path, options.read);
  const sealed = await sealUpload(options.vault, file.path);
  let accepted: T | null = null;
  let kept = false;
  try {
    const answer = await context.act(async (act) => {
      accepted = await options.accept(act, { ...sealed, fileName: safeName(file.originalName) });
      return accepted;
    });
    kept = accepted !== null && !answer.repeated;
    return answer;
  } finally {
    if (!kept) await removeUpload(options.vault, sealed.parts);
  }
}

export interface LoadJob<Row> {
  vault: PartVault;
  database: Database;
  parts: string[];
  read(source: ByteSource): AsyncGenerator<ReferenceBatch<Row>>;
  write: LoadSteps<Row>['write'];
  /** Makes the load valid, in an act of its own. */
  finish(totals: LoadTotals): Promise<void>;
  /** Notes why it came to nothing; `final` when it will not be tried again. */
  fail(code: string, final: boolean): Promise<void>;
}

/** Loads a sealed upload: valid only when complete, refused as a whole when it cannot be read, gone from the vault after. */
export async function runLoad<Row>(run: JobRun, job: LoadJob<Row>): Promise<LoadTotals> {
  const source = sealedSource(job.vault, job.parts);
  try {
    const totals = await loadFile(run, { read: () => job.read(source), write: job.write });
    await job.finish(totals);
    await removeUpload(job.vault, job.parts);
    return totals;
  } catch (error) {
    await noteFailure(run, job, error);
    throw asUploadError(error) ?? error;
  }
}

async function noteFailure<Row>(run: JobRun, job: LoadJob<Row>, error: unknown): Promise<void> {
  const refused = asUploadError(error);
  if (error instanceof JobStopped && !(await wasCancelled(run, job.database))) return;
  const final = refused !== null || error instanceof JobStopped;
  await job.fail(refused?.code ?? (final ? 'CANCELLED' : 'INTERNAL'), final);
  if (final) await removeUpload(job.vault, job.parts);
}

async function wasCancelled(run: JobRun, database: Database): Promise<boolean> {
  const job = (await database.read('jobs').where({ id: run.id }).first('status')) as
    { status: string } | undefined;
  return job?.status === 'cancelled';
}
