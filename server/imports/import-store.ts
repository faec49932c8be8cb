import type { Knex } from 'knex';
import type { Actor } from '../audit/audit-service.ts';
import type { Connection } from '../database.ts';
import type { JobStatus } from '../jobs/job-schema.ts';
import type {
  ImportCounts,
  ImportRecord,
  ImportRefusal,
  ImportStatus,
  ImportTotals,
} from './import-schema.ts';
import { STANDING_STATUSES } from './import-rules.ts';

/** A row of `imports` as both engines give it. */
export interface ImportRow {
  id: number;
  office_id: number;
  wave_id: number;
  file_name: string;
  file_sha256: string;
  file_size: number;
  vault_name: string;
  status: ImportStatus;
  control_totals: string;
  file_totals: string | null;
  totals_agree: number | null;
  counts: string;
  refusal: string | null;
  job_id: number | null;
  check_job_id: number | null;
  progress_done: number;
  progress_total: number;
  uploaded_by_id: number;
  committed_by_id: number | null;
  committed_at: string | null;
  created_at: string;
  updated_at: string;
  version: number;
}

/** With what its job tells: `state` is `failed` where the reading ended without a result. */
export type ImportView = ImportRow & { state: ImportStatus; job_status: JobStatus | null };

const STATE = `CASE WHEN imports.status IN ('queued', 'reading') AND jobs.status IN ('failed', 'cancelled')
  THEN 'failed' ELSE imports.status END AS state`;

/** The imports an actor may know of, narrowed in SQL: at the counter those of the own office. */
export function visibleImports(
  connection: Connection,
  actor: Pick<Actor, 'role' | 'officeId'>,
): Knex.QueryBuilder {
  const inner = connection('imports')
    .leftJoin('jobs', 'jobs.id', 'imports.job_id')
    .select('imports.*', connection.raw(STATE), 'jobs.status as job_status');
  if (actor.role === 'intake') void inner.where('imports.office_id', actor.officeId);
  return connection.from(inner.as('imports'));
}

export async function findImport(
  connection: Connection,
  actor: Pick<Actor, 'role' | 'officeId'>,
  id: number,
): Promise<ImportView | null> {
  const row = (await visibleImports(connection, actor).where({ id }).first('*')) as ImportView | undefined;
  return row ?? null;
}

/** For jobs, which answer to nobody's office. */
export async function loadImport(connection: Connection, id: number): Promise<ImportRow> {
  const row = (await connection('imports').where({ id }).first()) as ImportRow | undefined;
  if (!row) throw new Error(`import ${id} has no record`);
  return row;
}

export const jobIsAlive = ({ job_status }: Pick<ImportView, 'job_status'>) =>
  job_status === 'queued' || job_status === 'running';

export function rowToImport(row: ImportView): ImportRecord {
  return {
    id: row.id,
    officeId: row.office_id,
    waveId: row.wave_id,
    fileName: row.file_name,
    fileSize: Number(row.file_size),
    fileDigest: row.file_sha256,
    status: row.state,
    counts: JSON.parse(row.counts) as ImportCounts,
    controlTotals: JSON.parse(row.control_totals) as ImportTotals,
    fileTotals: row.file_totals === null ? null : (JSON.parse(row.file_totals) as ImportTotals),
    totalsAgree: row.totals_agree === null ? null : row.totals_agree === 1,
    progress: { done: row.progress_done, total: row.progress_total },
    refusal: row.refusal === null ? null : (JSON.parse(row.refusal) as ImportRefusal),
    jobId: row.job_id,
    checkJobId: row.check_job_id,
    uploadedById: row.uploaded_by_id,
    committedById: row.committed_by_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    committedAt: row.committed_at,
    version: row.version,
  };
}

export type FileKey = Pick<ImportRow, 'office_id' | 'wave_id' | 'file_sha256'>;

/** The import in which this very file stands already. */
export async function findStanding(connection: Connection, key: FileKey): Promise<ImportView | null> {
  const everywhere = { role: 'coordinator', officeId: 0 } as const;
  const row = (await visibleImports(connection, everywhere)
    .where(key)
    .whereIn('state', STANDING_STATUSES)
    .first('*')) as ImportView | undefined;
  return row ?? null;
}

/** Readings whose job died make room for the file to be uploaded again. */
export async function buryDeadReadings(connection: Connection, key: FileKey, now: string): Promise<void> {
  await connection('imports')
    .where(key)
    .whereIn('status', ['queued', 'reading'])
    .whereIn('job_id', connection('jobs').whereIn('status', ['failed', 'cancelled']).select('id'))
    .update({ status: 'failed', updated_at: now, version: connection.raw('version + 1') });
}

/** Writes a change where the version still matches; false when somebody was faster. */
export async function updateImport(
  connection: Connection,
  row: Pick<ImportRow, 'id' | 'version'>,
  values: Partial<ImportRow>,
): Promise<boolean> {
  const changed = await connection('imports')
    .where({ id: row.id, version: row.version })
    .update({ ...values, version: row.version + 1 });
  return changed === 1;
}
