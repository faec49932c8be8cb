import type { Database } from '../database.ts';
import type { Actor } from '../audit/audit-service.ts';
import { runList, type ListDefinition, type ListRequest, type ListResult } from '../http/list-query.ts';
import { DOCUMENT_KINDS, type DocumentDeletionRecord, type DocumentKind } from './document-schema.ts';
import type { DocumentAccess } from './document-service.ts';

export const DOCUMENT_DELETION_LIST: ListDefinition = {
  resource: 'document-deletions',
  fields: {
    id: { column: 'document_deletions.id', type: 'int' },
    submissionId: { column: 'document_deletions.submission_id', type: 'int', sort: false },
    documentId: { column: 'document_deletions.document_id', type: 'int', sort: false },
    kind: { column: 'documents.kind', type: 'text', values: DOCUMENT_KINDS, sort: false },
  },
  defaultSort: ['id', 'DESC'],
};

interface DeletionRow {
  id: number;
  document_id: number;
  submission_id: number;
  kind: DocumentKind;
  sha256: string;
  settled_at: string;
  kept_days: number;
  rule_owner: string;
  deleted_at: string;
}

const rowToDeletion = (row: DeletionRow): DocumentDeletionRecord => ({
  id: row.id,
  documentId: row.document_id,
  submissionId: row.submission_id,
  kind: row.kind,
  sha256: row.sha256,
  settledAt: row.settled_at,
  keptDays: row.kept_days,
  ruleOwner: row.rule_owner,
  deletedAt: row.deleted_at,
});

/** Pictures that are no more, to whoever could have seen them. */
export const listDocumentDeletions = (
  database: Database,
  access: DocumentAccess,
  actor: Actor,
  request: ListRequest,
): Promise<ListResult<DocumentDeletionRecord>> =>
  runList<DeletionRow, DocumentDeletionRecord>(database.read, DOCUMENT_DELETION_LIST, request, {
    from: () =>
      access.narrow(
        database
          .read('document_deletions')
          .join('documents', 'documents.id', 'document_deletions.document_id'),
        actor,
      ),
    columns: ['document_deletions.*', 'documents.kind', 'documents.sha256'],
    toRecord: rowToDeletion,
    idColumn: 'document_deletions.id',
  });
