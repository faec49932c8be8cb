import type { Connection } from '../database.ts';
import type { ListDefinition } from '../http/list-query.ts';
import { bandsOf } from './document-look-rules.ts';
import { DOCUMENT_KINDS, type DocumentKind, type DocumentRecord } from './document-schema.ts';

/** A row of `documents`: where the sealed original and the served copy lie. */
export interface DocumentRow {
  id: number;
  submission_id: number | null;
  batch_id: number | null;
  kind: DocumentKind;
  mime: DocumentRecord['mime'];
  size: number;
  width: number | null;
  height: number | null;
  sha256: string;
  look: string | null;
  original_name: string;
  /** Null where the original itself is served: a checked PDF. */
  served_name: string | null;
  uploaded_by_id: number;
  created_at: string;
  deleted_at: string | null;
}

export const DOCUMENT_LIST: ListDefinition = {
  resource: 'documents',
  fields: {
    id: { column: 'documents.id', type: 'int' },
    submissionId: { column: 'documents.submission_id', type: 'int', sort: false },
    batchId: { column: 'documents.batch_id', type: 'int', sort: false },
    kind: { column: 'documents.kind', type: 'text', values: DOCUMENT_KINDS, sort: false },
  },
  defaultSort: ['id', 'DESC'],
};

export function rowToDocument(row: DocumentRow): DocumentRecord {
  return {
    id: row.id,
    ...(row.submission_id === null ? {} : { submissionId: row.submission_id }),
    ...(row.batch_id === null ? {} : { batchId: row.batch_id }),
    kind: row.kind,
    mime: row.mime,
    size: row.size,
    width: row.width,
    height: row.height,
    sha256: row.sha256,
    uploadedById: row.uploaded_by_id,
    createdAt: row.created_at,
  };
}

/** Documents that still have their files. */
export const keptDocuments = (connection: Connection) =>
  connection('documents').whereNull('documents.deleted_at');

/** The documents of a registration that still have their files, the oldest first. */
export const documentsOfSubmission = (connection: Connection, submissionId: number): Promise<DocumentRow[]> =>
  keptDocuments(connection).where({ submission_id: submissionId }).orderBy('id') as unknown as Promise<
    DocumentRow[]
  >;

/** What a document belongs to: one person's registration, or a batch. */
export type DocumentOwner = { submissionId: number } | { batchId: number };

export const ownerColumns = (owner: DocumentOwner) =>
  'submissionId' in owner ? { submission_id: owner.submissionId } : { batch_id: owner.batchId };

/** The same file, uploaded for the same thing before. */
export async function findSameDocument(
  connection: Connection,
  owner: DocumentOwner,
  kind: DocumentKind,
  sha256: string,
): Promise<DocumentRow | null> {
  const row = (await keptDocuments(connection)
    .where({ ...ownerColumns(owner), kind, sha256 })
    .first()) as DocumentRow | undefined;
  return row ?? null;
}

/** Inserts a document, or gives null where the same one was inserted at the same moment. */
export async function insertDocument(
  connection: Connection,
  values: Omit<DocumentRow, 'id' | 'deleted_at' | 'submission_id' | 'batch_id'> &
    Partial<Pick<DocumentRow, 'submission_id' | 'batch_id'>>,
): Promise<DocumentRow | null> {
  const [row] = (await connection('documents')
    .insert(values)
    .onConflict()
    .ignore()
    .returning('*')) as DocumentRow[];
  if (row?.look) {
    const bands = bandsOf(row.look).map((band) => ({ document_id: row.id, band }));
    await connection('document_looks').insert(bands);
  }
  return row ?? null;
}
