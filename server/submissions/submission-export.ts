import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { SheetData } from 'write-excel-file/node';
import type { Act, Actor } from '../audit/audit-service.ts';
import type { Connection, Database } from '../database.ts';
import { invalid, notFound } from '../errors.ts';
import type { JobRun, JobService } from '../jobs/job-service.ts';
import { removeUpload, sealedSource, type PartVault, type SealedUpload } from '../tabular/sealed-upload.ts';
import { CSV_OPTIONS, printableCell, textCell, titleCell } from '../tabular/spreadsheet-text.ts';
import { EXPORT_TITLES, exportCells, type ExportRow, type Watermark } from './submission-export-columns.ts';
import type { ExportFormat } from './submission-bulk-schema.ts';
import type { ExportReceipt, ExportSubmissions } from './submission-export-schema.ts';
import type { SubmissionBulk } from './submission-bulk.ts';
import { visibleTo } from './submission-store.ts';

export interface ExportDependencies {
  database: Database;
  jobs: JobService;
  vault: PartVault;
  bulk: Pick<SubmissionBulk, 'frozenIds'>;
}

interface Payload {
  ids: number[];
  format: ExportFormat;
}

interface ExportFile {
  id: number;
  job_id: number;
  format: ExportFormat;
  file_name: string;
  row_count: number;
  sha256: string;
  size: number;
  parts: string;
  expires_at: string;
}

const CHUNK = 1000;
const PART_BYTES = 4 * 1024 * 1024;
/** A workbook is built in memory whole; a longer list leaves as CSV. */
const MOST_XLSX_ROWS = 50_000;
const KEPT_MS = 7 * 86_400_000;

async function rowsOf(connection: Connection, actor: Actor, ids: readonly number[]): Promise<ExportRow[]> {
  return (await visibleTo(connection('submissions'), actor)
    .join('waves', 'waves.id', 'submissions.wave_id')
    .join('offices', 'offices.id', 'submissions.office_id')
    .leftJoin('batches', 'batches.id', 'submissions.batch_id')
    .whereIn('submissions.id', ids as number[])
    .orderBy('submissions.id')
    .select('submissions.*', {
      wave_code: 'waves.code',
      office_code: 'offices.code',
      batch_no: 'batches.batch_no',
    })) as ExportRow[];
}

/** Bytes as they come, gathered to the size of a part. */
async function* inParts(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const waiting: Buffer[] = [];
  let size = 0;
  for await (const piece of bytes) {
    waiting.push(piece);
    size += piece.length;
    if (size < PART_BYTES) continue;
    yield Buffer.concat(waiting.splice(0));
    size = 0;
  }
  if (size > 0) yield Buffer.concat(waiting);
}

/** Seals a file part by part as it is made, so that a long one never stands in memory, nor on the disk in clear. */
async function sealStream(vault: PartVault, bytes: AsyncIterable<Buffer>): Promise<SealedUpload> {
  const hash = createHash('sha256');
  const parts: string[] = [];
  let size = 0;
  try {
    for await (const part of inParts(bytes)) {
      hash.update(part);
      size += part.length;
      parts.push((await vault.put(part)).name);
    }
  } catch (error) {
    await removeUpload(vault, parts);
    throw error;
  }
  return { parts, sha256: hash.digest('hex'), size };
}

async function* oneBuffer(bytes: Promise<Buffer>): AsyncGenerator<Buffer> {
  yield await bytes;
}

async function workbook(rows: AsyncIterable<string[]>): Promise<Buffer> {
  const data: SheetData = [EXPORT_TITLES.map(titleCell)];
  for await (const cells of rows) data.push(cells.map(textCell));
  const columns = EXPORT_TITLES.map(() => ({ width: 20 }));
  // Loaded by whoever wants a workbook: most servers run for days without one.
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  return writeXlsxFile(data, { sheet: 'Pendaftaran', columns, stickyRowsCount: 1 }).toBuffer();
}

function csvBytes(rows: AsyncIterable<string[]>): AsyncIterable<Buffer> {
  const csv = stringify({ ...CSV_OPTIONS, header: true, columns: [...EXPORT_TITLES] });
  const source = Readable.from(rows);
  source.on('error', (error) => csv.destroy(error));
  return source.pipe(csv);
}

const receiptFor = (file: ExportFile): ExportReceipt => ({
  file: {
    name: file.file_name,
    format: file.format,
    rows: file.row_count,
    size: file.size,
    sha256: file.sha256,
    expiresAt: file.expires_at,
  },
});

/** Lists that leave the house: masked, safe to open in a spreadsheet, marked with who and when, made by a job. */
export function createSubmissionExport({ database, jobs, vault, bulk }: ExportDependencies) {
  async function* cellsOf(run: JobRun, counted: { rows: number }): AsyncGenerator<string[]> {
    const { ids } = run.payload as Payload;
    const { actor } = run;
    const mark: Watermark = { by: `${actor.fullName} (${actor.username})`, at: run.job.created_at };
    for (let at = 0; at < ids.length; at += CHUNK) {
      const chunk = ids.slice(at, at + CHUNK);
      for (const row of await rowsOf(database.read, actor, chunk)) {
        counted.rows += 1;
        yield exportCells(row, mark).map(printableCell);
      }
      await run.progress(Math.min(at + CHUNK, ids.length), ids.length);
    }
  }

  jobs.register('submissions.export', async (run) => {
    const made = (await database.read('exports').where({ job_id: run.id }).first()) as ExportFile | undefined;
    if (made) return receiptFor(made);
    const { format } = run.payload as Payload;
    const counted = { rows: 0 };
    const rows = cellsOf(run, counted);
    // Written outside any transaction: only the record of the finished file is an act.
    const { parts, sha256, size } = await sealStream(
      vault,
      format === 'csv' ? csvBytes(rows) : oneBuffer(workbook(rows)),
    );
    const stamp = run.job.created_at.slice(0, 16).replaceAll(/\D/g, '');
    return run.act('submission.exported', async (act) => {
      const file = {
        job_id: run.id,
        created_by_id: act.actor.id,
        format,
        file_name: `pendaftaran-${stamp}-${run.id}.${format}`,
        row_count: counted.rows,
        sha256,
        size,
        parts: JSON.stringify(parts),
        created_at: act.now,
        expires_at: new Date(Date.parse(act.now) + KEPT_MS).toISOString(),
      };
      await act.trx('exports').insert(file);
      act.record({
        subject: 'job',
        subjectId: run.id,
        details: { format, rows: counted.rows, sha256, size },
      });
      return receiptFor({ ...file, id: 0 });
    });
  });

  return {
    /** Queues an export of the rows as they are selected now. @throws 422 `TOO_MANY_ROWS` */
    async queue(act: Act, { format, ...selection }: ExportSubmissions): Promise<{ jobId: number }> {
      const ids = await bulk.frozenIds(act.trx, act.actor, selection);
      if (ids.length === 0)
        throw invalid('NOTHING_SELECTED', 'None of these registrations is there for you.', {
          ids: 'none found',
        });
      if (format === 'xlsx' && ids.length > MOST_XLSX_ROWS)
        throw invalid(
          'TOO_MANY_ROWS',
          `A workbook takes at most ${MOST_XLSX_ROWS} rows; these are ${ids.length}. Choose CSV.`,
          { format: 'csv' },
        );
      const payload: Payload = { ids, format };
      const jobId = await jobs.enqueue(act, 'submissions.export', payload, ids.length);
      act.record({ subject: 'job', subjectId: jobId, details: { format, count: ids.length } });
      return { jobId };
    },

    /** The finished file of one's own job. @throws 404 for another's, for none, and after its time */
    async file(actor: Actor, jobId: number, now: string): Promise<{ file: ExportFile; body: Readable }> {
      const file = (await database
        .read('exports')
        .where({ job_id: jobId, created_by_id: actor.id, deleted_at: null })
        .where('expires_at', '>', now)
        .first()) as ExportFile | undefined;
      if (!file) throw notFound('export');
      const parts = JSON.parse(file.parts) as string[];
      return { file, body: sealedSource(vault, parts).stream() };
    },
  };
}
export type SubmissionExport = ReturnType<typeof createSubmissionExport>;

/** Deletes files whose time is over, first from the vault; returns how many. */
export async function sweepExports(database: Database, vault: PartVault, now: string): Promise<number> {
  const over = (await database
    .read('exports')
    .where('expires_at', '<=', now)
    .whereNull('deleted_at')
    .select('id', 'parts')) as { id: number; parts: string }[];
  for (const { id, parts } of over) {
    await removeUpload(vault, JSON.parse(parts) as string[]);
    await database.write('exports').where({ id }).update({ deleted_at: now });
  }
  return over.length;
}
