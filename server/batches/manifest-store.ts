import { createHash } from 'node:crypto';
import { whereAny } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import { findWaveWithRules } from '../reference/reference-store.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import { SealError } from '../privacy/sealed-record.ts';
import { FORM_ROW_COLUMNS, type FormRow, type FormSealer } from '../submissions/submission-form.ts';
import type { SubmissionRow } from '../submissions/submission-store.ts';
import { manifestLine } from './manifest-line.ts';
import type { BatchRow } from './batch-store.ts';

const CHUNK = 1000;

export interface ManifestRow {
  id: number;
  batch_id: number;
  digest: string;
  row_count: number;
  screening_as_of: string;
  sealed_by_id: number;
  sealed_at: string;
}

/** A registration in the batch with its manifest line, in the order of the manifest. */
export interface LiveLine {
  submission: SourceRow;
  line: string;
}

/** A line as it was sealed. */
export interface StoredLine {
  position: number;
  submissionId: number;
  line: string;
}

export const linePlace = (manifestId: number, position: number) => ({
  table: 'manifest_lines',
  column: 'line',
  rowUid: `${manifestId}:${position}`,
});

/** What a line says of a registration beside its form, and what its numbers are found by. */
const SOURCE_COLUMNS = [
  ...FORM_ROW_COLUMNS,
  'id', 'registration_no', 'row_id', 'office_id', 'identity_outcome', 'round_no', 'nik_bidx', 'nik_masked', 'kk_bidx', 'kk_masked',
] as const satisfies readonly (keyof SubmissionRow)[]; // prettier-ignore
export type SourceRow = FormRow &
  Pick<SubmissionRow, (typeof SOURCE_COLUMNS)[number]> & { office_code: string; checked_at: string | null };

/** The registrations in the batch in the order of their numbers: by bytes, whatever the database's collation. */
export async function orderedIds(connection: Connection, batchId: number): Promise<number[]> {
  const rows = (await connection('batch_rows as r')
    .join('submissions as s', 's.id', 'r.submission_id')
    .where({ 'r.batch_id': batchId, 'r.live': 1 })
    .select('s.id', 's.registration_no')) as { id: number; registration_no: string }[];
  return rows.sort((a, b) => (a.registration_no < b.registration_no ? -1 : 1)).map((row) => row.id);
}

/** What every line of one manifest says alike. */
export interface ManifestSource {
  ruleSet: string;
  screeningAsOf: string;
}

export async function manifestSource(
  connection: Connection,
  waveId: number,
  screeningAsOf: string,
): Promise<ManifestSource> {
  const rules = await findWaveWithRules(connection, waveId);
  if (!rules) throw new Error(`wave ${waveId} has no record`);
  return { ruleSet: `${rules.ruleSet.code}@${rules.ruleSet.rulesVersion}`, screeningAsOf };
}

/** Some registrations as they stand, in the order of `ids`. */
export async function sourceRows(connection: Connection, ids: readonly number[]): Promise<SourceRow[]> {
  const query = connection('submissions as s')
    .join('offices as o', 'o.id', 's.office_id')
    .leftJoin('identity_checks as c', 'c.id', 's.identity_check_id')
    .select(...SOURCE_COLUMNS.map((column) => `s.${column}`), 'o.code as office_code', 'c.checked_at');
  const found = (await whereAny(query, connection, 's.id', ids)) as SourceRow[];
  const byId = new Map(found.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) as SourceRow);
}

export const lineOf = (
  sealer: FormSealer,
  row: SourceRow,
  source: ManifestSource,
  numbers?: { nik: string; kkNumber: string },
): string =>
  manifestLine(row, sealer.formOf(row, numbers), {
    ...source,
    officeCode: row.office_code,
    identityCheckedAt: row.checked_at,
  });

/** Lines of registrations in the order of `ids`, in parts; while one part is worked on, the next is read. */
export async function* linesInParts(
  connection: Connection,
  sealer: FormSealer,
  ids: readonly number[],
  source: ManifestSource,
  size: number,
): AsyncGenerator<LiveLine[]> {
  const readFrom = (at: number) => {
    const rows = sourceRows(connection, ids.slice(at, at + size));
    // A failure is told to whoever waits for the part; nobody may any more.
    rows.catch(() => undefined);
    return rows;
  };
  let next = readFrom(0);
  for (let at = 0; at < ids.length; at += size) {
    const rows = await next;
    if (at + size < ids.length) next = readFrom(at + size);
    yield rows.map((row) => ({ submission: row, line: lineOf(sealer, row, source) }));
  }
}

/** Walks the batch as it stands now, a thousand rows in memory at a time. */
export async function* liveLines(
  connection: Connection,
  sealer: FormSealer,
  batch: Pick<BatchRow, 'id' | 'wave_id'>,
  screeningAsOf: string,
): AsyncGenerator<LiveLine[]> {
  const source = await manifestSource(connection, batch.wave_id, screeningAsOf);
  const ids = await orderedIds(connection, batch.id);
  yield* linesInParts(connection, sealer, ids, source, CHUNK);
}

/** Counts and digests lines as they pass: SHA-256 over each line and a newline, in order. */
export function lineDigest() {
  const hash = createHash('sha256');
  let rows = 0;
  return {
    add(line: string): void {
      hash.update(line).update('\n');
      rows += 1;
    },
    end: () => ({ rows, digest: hash.digest('hex') }),
  };
}

/** Gives null where a sealed number or line was altered: a key that is missing is our fault and stays an error. */
async function unlessTampered<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SealError && error.code !== 'UNKNOWN_KEY') return null;
    throw error;
  }
}

type Digested = { rows: number; digest: string };

async function digestLive(
  connection: Connection,
  sealer: FormSealer,
  batch: Pick<BatchRow, 'id' | 'wave_id'>,
  screeningAsOf: string,
): Promise<Digested> {
  const seen = lineDigest();
  for await (const lines of liveLines(connection, sealer, batch, screeningAsOf))
    for (const { line } of lines) seen.add(line);
  return seen.end();
}

/** The digest of a batch as it stands now: the sealed one as long as nobody changed a row; null where one was forged. */
export const digestOfLive = (...about: Parameters<typeof digestLive>): Promise<Digested | null> =>
  unlessTampered(() => digestLive(...about));

/** The manifest that the batch's digest stands for. */
export async function findManifest(
  connection: Connection,
  batch: Pick<BatchRow, 'id' | 'digest'>,
): Promise<ManifestRow | null> {
  const row = (await connection('manifests')
    .where({ batch_id: batch.id, digest: batch.digest ?? '' })
    .orderBy('id', 'desc')
    .first()) as ManifestRow | undefined;
  return row ?? null;
}

/**
 * The lines of a manifest as they were sealed, in order, a thousand at a time.
 * @throws SealError where a line was altered or moved to another place
 */
export async function* storedLines(
  connection: Connection,
  encryption: FieldEncryption,
  manifestId: number,
): AsyncGenerator<StoredLine[]> {
  for (let last = 0; ;) {
    const rows = (await connection('manifest_lines')
      .where({ manifest_id: manifestId })
      .where('position', '>', last)
      .orderBy('position')
      .limit(CHUNK)
      .select('position', 'submission_id', 'line')) as {
      position: number;
      submission_id: number;
      line: Buffer;
    }[];
    if (rows.length === 0) return;
    yield rows.map((row) => ({
      position: row.position,
      submissionId: row.submission_id,
      line: encryption.decrypt(row.line, linePlace(manifestId, row.position)),
    }));
    last = rows.at(-1)?.position ?? last;
  }
}

/** Count and digest of a manifest from its own lines; null where a line was forged. */
export function digestOfStored(
  connection: Connection,
  encryption: FieldEncryption,
  manifestId: number,
): Promise<Digested | null> {
  return unlessTampered(async () => {
    const seen = lineDigest();
    for await (const lines of storedLines(connection, encryption, manifestId))
      for (const { line } of lines) seen.add(line);
    return seen.end();
  });
}
