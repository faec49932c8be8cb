import { insertMany, type SqlValue } from '../bulk-sql.ts';
import type { Connection, Database } from '../database.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import type { FormSealer } from '../submissions/submission-form.ts';
import type { BatchRow } from './batch-store.ts';
import { abandonedDrafts } from './batch-run-store.ts';
import { lineDigest, linePlace, liveLines, type LiveLine } from './manifest-store.ts';

/** So many go in one statement: others do not notice it. */
const DELETED_AT_ONCE = 2000;

/** Begins a manifest: a draft without a digest, which nobody sees and which may be thrown away. */
export async function beginManifest(
  connection: Connection,
  batchId: number,
  draft: { rowCount: number; screeningAsOf: string; sealedById: number },
): Promise<number> {
  const [row] = (await connection('manifests')
    .insert({
      batch_id: batchId,
      row_count: draft.rowCount,
      screening_as_of: draft.screeningAsOf,
      sealed_by_id: draft.sealedById,
      sealed_at: draft.screeningAsOf,
    })
    .returning('id')) as { id: number }[];
  return (row as { id: number }).id;
}

/** A line as it is stored: its place, how reconciliation counts it, and the line itself encrypted for that place. */
export type LineRecord = readonly SqlValue[];

/** The lines as they are stored. @param after lines that stand before these in the manifest */
export const lineRecords = (
  encryption: FieldEncryption,
  manifestId: number,
  after: number,
  lines: readonly LiveLine[],
): LineRecord[] =>
  lines.map(({ submission, line }, index) => {
    const position = after + index + 1;
    const sealed = encryption.encrypt(line, linePlace(manifestId, position));
    const { id, office_id, proposer, round_no, region_code } = submission;
    return [manifestId, position, id, office_id, proposer, round_no, region_code, sealed];
  });

export const insertLines = (connection: Connection, rows: readonly LineRecord[]) =>
  insertMany(connection, {
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
    rows,
  });

/** Completes a draft by the digest of its lines; from here on it is a fact. */
export const completeManifest = (
  connection: Connection,
  manifestId: number,
  values: { digest: string; sealedAt: string },
) =>
  connection('manifests')
    .where({ id: manifestId })
    .update({ digest: values.digest, sealed_at: values.sealedAt });

/** Writes all lines of a batch into a draft; memory stays that of a thousand rows. */
export async function writeManifest(
  connection: Connection,
  { sealer, encryption }: { sealer: FormSealer; encryption: FieldEncryption },
  batch: Pick<BatchRow, 'id' | 'wave_id' | 'row_count'>,
  seal: { screeningAsOf: string; sealedById: number },
): Promise<{ manifestId: number; rows: number; digest: string }> {
  const manifestId = await beginManifest(connection, batch.id, { ...seal, rowCount: batch.row_count });
  const seen = lineDigest();
  let written = 0;
  for await (const lines of liveLines(connection, sealer, batch, seal.screeningAsOf)) {
    await insertLines(connection, lineRecords(encryption, manifestId, written, lines));
    for (const { line } of lines) seen.add(line);
    written += lines.length;
  }
  return { manifestId, ...seen.end() };
}

/** Throws a draft away, in parts that keep nobody waiting; a manifest with a digest is refused by the database. */
export async function discardDraft(write: Connection, manifestId: number): Promise<void> {
  for (;;) {
    const last = (await write('manifest_lines')
      .where({ manifest_id: manifestId })
      .max({ at: 'position' })) as {
      at: number | null;
    }[];
    const at = last[0]?.at ?? null;
    if (at === null) break;
    await write('manifest_lines')
      .where({ manifest_id: manifestId })
      .where('position', '>', at - DELETED_AT_ONCE)
      .delete();
  }
  await write('manifests').where({ id: manifestId }).whereNull('digest').delete();
}

/** Throws away the drafts that nobody is writing any more, of one batch or of all. */
export async function sweepDrafts(
  { read, write }: Pick<Database, 'read' | 'write'>,
  batchId?: number,
): Promise<void> {
  for (const draft of await abandonedDrafts(read, batchId)) await discardDraft(write, draft);
}
