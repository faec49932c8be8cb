import { randomUUID } from 'node:crypto';
import { insertMany, type SqlValue } from '../bulk-sql.ts';
import type { Act } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import type { RequestContext } from '../http/route.ts';
import type { JobRun, JobService } from '../jobs/job-service.ts';
import type { BlindIndex } from '../privacy/blind-index.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import { maskNumber } from '../privacy/privacy-rules.ts';
import { endAbandonedLoads } from '../tabular/abandoned-loads.ts';
import { loadReceipt, type LoadTotals } from '../tabular/load-run.ts';
import { receiveUpload, runLoad, type ReceivedFile } from '../tabular/reference-load.ts';
import { readKtpFile } from '../tabular/reference-file-reader.ts';
import type { KtpRow } from '../tabular/reference-file-rules.ts';
import { removeUpload, type PartVault } from '../tabular/sealed-upload.ts';
import { kkPlace } from './identity-evidence.ts';
import { dueNow } from './identity-queue.ts';

const KIND = 'ktp-load';

export interface KtpLoadRow {
  id: number;
  file_name: string;
  file_sha256: string;
  row_count: number;
  bad_count: number;
  loaded_by_id: number;
  loaded_at: string;
  status: 'loading' | 'ready' | 'failed';
  job_id: number | null;
  errors: string | null;
  version: number;
}

interface Payload {
  loadId: number;
  parts: string[];
  /** Fixed when queued, so that a job taken up again reads the same rows. */
  today: string;
}

interface Dependencies {
  database: Database;
  encryption: FieldEncryption;
  blindIndex: BlindIndex;
  jobs: JobService;
  vault: PartVault;
}

const COLUMNS = [
  'uid',
  'nik_bidx',
  'nik_masked',
  'kk_bidx',
  'kk_enc',
  'full_name',
  'birth_place',
  'birth_date',
  'sex',
  'address',
  'rt',
  'rw',
  'village',
  'district',
  'regency',
  'province',
  'status',
  'load_id',
];
// The new ciphertext is bound to the new uid: both change together.
const UPSERT = `ON CONFLICT (nik_bidx) DO UPDATE SET ${COLUMNS.filter((column) => column !== 'nik_bidx')
  .map((column) => `${column} = excluded.${column}`)
  .join(', ')}`;

/** Loads of the KTP register from Dukcapil's CSV: people are added or replaced by NIK, nobody is removed. */
export function createKtpLoads({ database, encryption, blindIndex, jobs, vault }: Dependencies) {
  function recordRow(row: KtpRow, loadId: number): SqlValue[] {
    const uid = randomUUID();
    return [
      uid,
      blindIndex.nik(row.nik),
      maskNumber(row.nik),
      blindIndex.kk(row.kkNumber),
      encryption.encrypt(row.kkNumber, kkPlace(uid)),
      row.fullName,
      row.birthPlace,
      row.birthDate,
      row.sex,
      row.address,
      row.rt,
      row.rw,
      row.villageName,
      row.districtName,
      row.regencyName,
      row.provinceName,
      row.status,
      loadId,
    ];
  }

  async function write(rows: KtpRow[], loadId: number): Promise<void> {
    // One statement must not meet a person twice: the later line counts, as it would one statement later.
    const lastOfEach = [...new Map(rows.map((row) => [row.nik, row])).values()];
    const records = lastOfEach.map((row) => recordRow(row, loadId));
    await database.transaction((trx) =>
      insertMany(trx, { table: 'ktp_records', columns: COLUMNS, rows: records, onConflict: UPSERT }),
    );
  }

  const update = (act: Act, loadId: number, values: Partial<KtpLoadRow>) =>
    act.trx('ktp_loads').where({ id: loadId }).update({ ...values, version: act.trx.raw('version + 1') }); // prettier-ignore

  const finish = (run: JobRun, loadId: number, totals: LoadTotals) =>
    run.act('ktp-records.loaded', async (act) => {
      await update(act, loadId, {
        status: 'ready',
        row_count: totals.rows,
        bad_count: totals.bad,
        loaded_at: act.now,
        errors: JSON.stringify(totals.problems),
      });
      // Whoever waited for a register to ask has one now.
      await dueNow(act.trx, act.now);
      const after = { status: 'ready', rowCount: totals.rows, badCount: totals.bad };
      act.record({ subject: 'ktp-load', subjectId: loadId, before: { status: 'loading' }, after });
    });

  const fail = (run: JobRun, loadId: number, code: string) =>
    run.act('ktp-records.load-failed', async (act) => {
      await update(act, loadId, {
        status: 'failed',
        errors: JSON.stringify([{ line: 0, column: '', code }]),
      });
      act.record({ subject: 'ktp-load', subjectId: loadId, after: { status: 'failed' }, details: { code } });
    });

  jobs.register(KIND, async (run) => {
    const { loadId, parts, today } = run.payload as Payload;
    const load = (await database.read('ktp_loads').where({ id: loadId }).first()) as KtpLoadRow;
    const more = { loadId, fileSha256: load.file_sha256 };
    if (load.status === 'ready') {
      // The process died between finishing the load and saying so.
      await removeUpload(vault, parts);
      const problems = JSON.parse(load.errors ?? '[]') as LoadTotals['problems'];
      return loadReceipt({ rows: load.row_count, bad: load.bad_count, problems }, more);
    }
    if (load.status === 'failed')
      await database.write('ktp_loads').where({ id: loadId }).update({ status: 'loading', errors: null });
    const totals = await runLoad<KtpRow>(run, {
      vault,
      database,
      parts,
      read: (source) => readKtpFile(source, today),
      write: (rows) => write(rows, loadId),
      finish: (done) => finish(run, loadId, done),
      fail: (code) => fail(run, loadId, code),
    });
    return loadReceipt(totals, more);
  });

  async function accept(act: Act, file: ReceivedFile) {
    await endAbandonedLoads(act.trx, 'ktp_loads', vault);
    const newest = (await act
      .trx('ktp_loads')
      .whereNot({ status: 'failed' })
      .orderBy('id', 'desc')
      .first()) as KtpLoadRow | undefined;
    if (newest?.file_sha256 === file.sha256) {
      const details = { fileSha256: file.sha256 };
      act.record({ subject: 'ktp-load', subjectId: newest.id, action: 'ktp-records.load-repeated', details });
      return { id: newest.id, jobId: newest.job_id, repeated: true };
    }
    const [row] = (await act
      .trx('ktp_loads')
      .insert({
        file_name: file.fileName,
        file_sha256: file.sha256,
        loaded_by_id: act.actor.id,
        loaded_at: act.now,
        status: 'loading',
      })
      .returning('id')) as { id: number }[];
    const loadId = row?.id as number;
    const payload: Payload = { loadId, parts: file.parts, today: act.now.slice(0, 10) };
    const jobId = await jobs.enqueue(act, KIND, payload);
    await act.trx('ktp_loads').where({ id: loadId }).update({ job_id: jobId });
    act.record({
      subject: 'ktp-load',
      subjectId: loadId,
      after: { status: 'loading', fileName: file.fileName, fileSha256: file.sha256, size: file.size },
    });
    return { id: loadId, jobId, repeated: false };
  }

  return {
    /**
     * Takes a register's file in and queues its load. The file of the newest load again changes nothing and answers
     * with that load.
     * @throws 422 where the file is none of this kind
     */
    receive: (context: Pick<RequestContext, 'file' | 'act' | 'now'>) =>
      receiveUpload(context, {
        vault,
        read: (source) => readKtpFile(source, context.now.slice(0, 10)),
        accept,
      }),
  };
}
export type KtpLoads = ReturnType<typeof createKtpLoads>;
