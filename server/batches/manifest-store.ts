import { createHash } from 'node:crypto';
import { insertMany, whereAny, type SqlValue } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import { findWaveWithRules } from '../reference/reference-store.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import { SealError } from '../privacy/sealed-record.ts';
import type { FormSealer } from '../submissions/submission-form.ts';
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
  submission: SubmissionRow;
  line: string;
}

/** A line as it was sealed. */
export interface StoredLine {
  position: number;
  submissionId: number;
  line: string;
}

const linePlace = (manifestId: number, position: number) => ({
  table: 'manifest_lines',
  column: 'line',
  rowUid: `${manifestId}:${position}`,
});

type SourceRow = SubmissionRow & { office_code: string; checked_at: string | null };

/** The registrations in the batch in the order of their numbers: by bytes, whatever the database's collation. */
async function orderedIds(connection: Connection, batchId: number): Promise<number[]> {
  const rows = (await connection('batch_rows as r')
    .join('submissions as s', 's.id', 'r.submission_id')
    .where({ 'r.batch_id': batchId, 'r.live': 1 })
    .select('s.id', 's.registration_no')) as { id: number; registration_no: string }[];
  return rows.sort((a, b) => (a.registration_no < b.registration_no ? -1 : 1)).map((row) => row.id);
}

/** Walks the batch as it stands now, a thousand rows in memory at a time. */
export async function* liveLines(
  connection: Connection,
  sealer: FormSealer,
  batch: Pick<BatchRow, 'id' | 'wave_id'>,
  screeningAsOf: string,
): AsyncGenerator<LiveLine[]> {
  const rules = await findWaveWithRules(connection, batch.wave_id);
  if (!rules) throw new Error(`wave ${batch.wave_id} has no record`);
  const ruleSet = `${rules.ruleSet.code}@${rules.ruleSet.rulesVersion}`;
  const ids = await orderedIds(connection, batch.id);
  for (let at = 0; at < ids.length; at += CHUNK) {
    const chunk = ids.slice(at, at + CHUNK);
    const query = connection('submissions as s')
      .join('offices as o', 'o.id', 's.office_id')
      .leftJoin('identity_checks as c', 'c.id', 's.identity_check_id')
      .select('s.*', 'o.code as office_code', 'c.checked_at');
    const found = (await whereAny(query, connection, 's.id', chunk)) as SourceRow[];
    const byId = new Map(found.map((row) => [row.id, row]));
    yield chunk.map((id) => {
      const row = byId.get(id) as SourceRow;
      const context = {
        officeCode: row.office_code,
        identityCheckedAt: row.checked_at,
        screeningAsOf,
        ruleSet,
      };
      return { submission: row, line: manifestLine(row, sealer.formOf(row), context) };
    });
  }
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

/**
 * Writes the manifest of a batch. The lines are walked twice, since each is encrypted for its manifest and the
 * manifest is never changed once its digest stands in it; memory stays that of a thousand rows.
 */
export async function writeManifest(
  connection: Connection,
  { sealer, encryption }: { sealer: FormSealer; encryption: FieldEncryption },
  batch: Pick<BatchRow, 'id' | 'wave_id'>,
  seal: { screeningAsOf: string; sealedById: number },
): Promise<{ manifestId: number; rows: number; digest: string }> {
  const { rows, digest } = await digestLive(connection, sealer, batch, seal.screeningAsOf);
  const [manifest] = (await connection('manifests')
    .insert({
      batch_id: batch.id,
      digest,
      row_count: rows,
      screening_as_of: seal.screeningAsOf,
      sealed_by_id: seal.sealedById,
      sealed_at: seal.screeningAsOf,
    })
    .returning('id')) as { id: number }[];
  const manifestId = (manifest as { id: number }).id;
  const written = lineDigest();
  let position = 0;
  for await (const lines of liveLines(connection, sealer, batch, seal.screeningAsOf)) {
    const records = lines.map(({ submission, line }): SqlValue[] => {
      written.add(line);
      position += 1;
      const sealed = encryption.encrypt(line, linePlace(manifestId, position));
      return [
        manifestId,
        position,
        submission.id,
        submission.office_id,
        submission.proposer,
        submission.round_no,
        submission.region_code,
        sealed,
      ];
    });
    await insertMany(connection, {
      table: 'manifest_lines',
      columns: [
        'manifest_id',
        'position',
        'submission_id',
        'office_id',
        'proposer',
        'round_no',
        'region_code',
        'line',
      ],
      rows: records,
    });
  }
  if (written.end().digest !== digest) throw new Error('a row changed while the batch was being sealed');
  return { manifestId, rows, digest };
}

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
