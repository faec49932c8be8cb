import type { Act } from '../audit/audit-service.ts';
import type { Connection } from '../database.ts';
import type { DocumentService, PreparedDocument } from '../documents/document-service.ts';
import { conflict, invalid } from '../errors.ts';
import { bindSignOff } from '../sign-off/sign-off-store.ts';
import { assertBatchAllowed } from './batch-facts.ts';
import type { AttachPaper, BatchPaperRecord, BatchRecord } from './batch-schema.ts';
import { changeBatch, lockBatch, rowToBatch, type BatchRow } from './batch-store.ts';

function assertDigest(batch: BatchRow, digest: string): void {
  if (digest === batch.digest) return;
  throw invalid(
    'DIGEST_DIFFERS',
    'The digest printed on this paper is not the one of this batch: it was signed for another list. Print the paper again and have it signed.',
    { digest: 'differs from the batch' },
  );
}

/**
 * Attaches a signed paper to a sealed batch. The digest is the one printed on it; another one answers 422. `keptName`
 * names the scan's file where it became the batch's, and is null where the very same scan was there already.
 */
export async function attachPaper(
  act: Act,
  documents: Pick<DocumentService, 'add'>,
  id: number,
  input: AttachPaper,
  scan: PreparedDocument,
): Promise<{ batch: BatchRecord; keptName: string | null }> {
  const batch = await lockBatch(act, id, input.version ?? null);
  await assertBatchAllowed(act.trx, 'attach-paper', batch, act.actor);
  assertDigest(batch, input.digest);
  const { document, repeated } = await documents.add(act, { batchId: id }, input.kind, scan);
  await act.trx('batch_papers').insert({
    batch_id: id,
    kind: input.kind,
    digest: input.digest,
    document_id: document.id,
    attached_by_id: act.actor.id,
    attached_at: act.now,
  });
  const details = { kind: input.kind, documentId: document.id, sha256: scan.sha256 };
  const after = await changeBatch(act, batch, 'attach-paper', {}, { details });
  return { batch: rowToBatch(after), keptName: repeated ? null : scan.originalName };
}

/** Puts a sealed batch before its signers and the approver; an offline one needs both signed papers of this digest. */
export async function submitBatch(act: Act, id: number, version: number): Promise<BatchRecord> {
  const batch = await lockBatch(act, id, version);
  await assertBatchAllowed(act.trx, 'submit', batch, act.actor);
  await bindSignOff(act.trx, batch, act.now);
  const values = { submitted_at: act.now, submitted_by_id: act.actor.id };
  return rowToBatch(await changeBatch(act, batch, 'submit', values));
}

/** The papers attached to a batch, the newest of each kind last; `current` while their digest is the batch's. */
export async function papersOf(connection: Connection, batch: BatchRow): Promise<BatchPaperRecord[]> {
  const rows = (await connection('batch_papers').where({ batch_id: batch.id }).orderBy('id')) as {
    kind: BatchPaperRecord['kind'];
    digest: string;
    document_id: number;
    attached_by_id: number;
    attached_at: string;
  }[];
  return rows.map((row) => ({
    kind: row.kind,
    digest: row.digest,
    documentId: row.document_id,
    attachedById: row.attached_by_id,
    attachedAt: row.attached_at,
    current: row.digest === batch.digest,
  }));
}

/** 409 where a paper or manifest is asked of a batch that was not sealed, or a decree of one not ratified. */
export function assertPrintable(batch: BatchRow, paper: 'sealed' | 'ratified'): void {
  const printable = paper === 'sealed' ? batch.digest !== null : batch.decree_no !== null;
  if (printable) return;
  throw conflict(
    paper === 'sealed' ? 'NOT_SEALED' : 'NOT_RATIFIED',
    paper === 'sealed'
      ? 'The batch is not sealed: there is no digest to print or sign yet.'
      : 'The batch is not ratified: there is no decree yet.',
  );
}
