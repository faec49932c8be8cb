import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { Act, Actor } from '../audit/audit-service.ts';
import type { Connection, Database } from '../database.ts';
import { notFound } from '../errors.ts';
import { runList, type ListRequest, type ListResult } from '../http/list-query.ts';
import { DocumentError } from './document-error.ts';
import { listDocumentDeletions } from './document-deletions.ts';
import { MAX_DOCUMENT_BYTES, type DocumentKind, type DocumentRecord } from './document-schema.ts';
import {
  DOCUMENT_LIST,
  findSameDocument,
  insertDocument,
  keptDocuments,
  ownerColumns,
  rowToDocument,
  type DocumentOwner,
  type DocumentRow,
} from './document-store.ts';
import type { DocumentVault } from './document-vault.ts';
import type { ImagePipeline } from './image-pipeline.ts';
import { inspectUpload } from './upload-inspection.ts';

/** Who may see and attach is known above documents, where registrations and batches are. */
export interface DocumentAccess {
  /** Narrows a query over `documents` to those the actor may know of. */
  narrow<Q extends Knex.QueryBuilder>(query: Q, actor: Actor): Q;
  /** Throws 404 where the registration is not the actor's to know of. */
  maySee(connection: Connection, actor: Actor, submissionId: number): Promise<void>;
  /** Throws 404 or 409 where the actor may not attach anything to the registration now. */
  mayAttach(connection: Connection, actor: Actor, submissionId: number): Promise<void>;
}

/** An upload judged and stored, but not yet anybody's. */
export interface PreparedDocument {
  sha256: string;
  mime: DocumentRecord['mime'];
  size: number;
  width: number | null;
  height: number | null;
  look: string | null;
  originalName: string;
  servedName: string | null;
}

export interface DocumentServiceDependencies {
  database: Database;
  vault: DocumentVault;
  images: ImagePipeline;
  access: DocumentAccess;
}

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

export function createDocumentService({ database, vault, images, access }: DocumentServiceDependencies) {
  async function find(actor: Actor, id: number): Promise<DocumentRow> {
    const row = (await access
      .narrow(keptDocuments(database.read), actor)
      .where('documents.id', id)
      .first('documents.*')) as DocumentRow | undefined;
    if (!row) throw notFound('document');
    return row;
  }

  /** Judges an upload and stores it sealed; `pdf` also takes a PDF without active content. Throws DocumentError. */
  async function prepare(bytes: Buffer, takes: { pdf: boolean }): Promise<PreparedDocument> {
    if (bytes.length > MAX_DOCUMENT_BYTES) throw new DocumentError('TOO_LARGE');
    const sha256 = sha256Of(bytes);
    if (takes.pdf && inspectUpload(bytes) === 'pdf') {
      await images.checkPdf(bytes);
      const { name, size } = await vault.put(bytes);
      return {
        sha256,
        mime: 'application/pdf',
        size,
        width: null,
        height: null,
        look: null,
        originalName: name,
        servedName: null,
      };
    }
    const picture = await images.reencodeImage(bytes);
    const original = await vault.put(bytes);
    const served = await vault.put(picture.bytes);
    const { width, height, look } = picture;
    return {
      ...{ sha256, mime: 'image/jpeg', size: served.size, width, height, look },
      ...{ originalName: original.name, servedName: served.name },
    };
  }

  /** Takes the files of an upload back that became nobody's. */
  async function discard(prepared: PreparedDocument): Promise<void> {
    for (const name of [prepared.originalName, prepared.servedName]) if (name) await vault.remove(name);
  }

  /** Enters a prepared upload; the same file for the same thing gives the record of the first time. */
  async function add(
    act: Act,
    owner: DocumentOwner,
    kind: DocumentKind,
    prepared: PreparedDocument,
  ): Promise<{ document: DocumentRecord; repeated: boolean }> {
    const { sha256, mime, size, width, height } = prepared;
    const inserted = await insertDocument(act.trx, {
      ...ownerColumns(owner),
      ...{ kind, mime, size, width, height, sha256 },
      // Signed forms all look alike: only copies of cards are told by their looks.
      look: kind === 'ktp_photo' ? prepared.look : null,
      original_name: prepared.originalName,
      served_name: prepared.servedName,
      uploaded_by_id: act.actor.id,
      created_at: act.now,
    });
    const row = inserted ?? (await findSameDocument(act.trx, owner, kind, sha256));
    if (!row) throw new Error('a document was neither inserted nor found');
    act.record({
      // Its own name: the act may be about the batch whose paper this is.
      action: 'document.attached',
      subject: 'document',
      subjectId: row.id,
      details: { ...owner, kind, sha256, size: row.size, repeated: inserted === null },
    });
    return { document: rowToDocument(row), repeated: inserted === null };
  }

  return {
    prepare,
    discard,
    add,

    /** Attaches a picture to a registration; its bytes are asked for once the actor may. */
    async attach(
      actor: Actor,
      upload: { bytes: () => Promise<Buffer>; submissionId: number; kind: DocumentKind },
      act: <T>(work: (act: Act) => Promise<T>) => Promise<T>,
    ): Promise<{ document: DocumentRecord; repeated: boolean }> {
      // Refused before the picture is decoded; asked again inside the transaction.
      await access.mayAttach(database.read, actor, upload.submissionId);
      const prepared = await prepare(await upload.bytes(), { pdf: false });
      let kept = false;
      try {
        return await act(async (one) => {
          await access.mayAttach(one.trx, actor, upload.submissionId);
          const added = await add(one, { submissionId: upload.submissionId }, upload.kind, prepared);
          kept = !added.repeated;
          return added;
        });
      } catch (error) {
        kept = false;
        throw error;
      } finally {
        if (!kept) await discard(prepared);
      }
    },

    find: async (actor: Actor, id: number): Promise<DocumentRecord> => rowToDocument(await find(actor, id)),

    /** What is served of a document, in clear. Note the reading before sending it. */
    async content(actor: Actor, id: number): Promise<{ document: DocumentRecord; open(): Promise<Buffer> }> {
      const row = await find(actor, id);
      return { document: rowToDocument(row), open: () => vault.get(row.served_name ?? row.original_name) };
    },

    async ofSubmission(actor: Actor, submissionId: number): Promise<DocumentRecord[]> {
      await access.maySee(database.read, actor, submissionId);
      const rows = (await access
        .narrow(keptDocuments(database.read), actor)
        .where('documents.submission_id', submissionId)
        .orderBy('documents.id')
        .select('documents.*')) as DocumentRow[];
      return rows.map(rowToDocument);
    },

    list: (actor: Actor, request: ListRequest): Promise<ListResult<DocumentRecord>> =>
      runList<DocumentRow, DocumentRecord>(database.read, DOCUMENT_LIST, request, {
        from: () => access.narrow(keptDocuments(database.read), actor),
        columns: 'documents.*',
        toRecord: rowToDocument,
        idColumn: 'documents.id',
      }),

    listDeletions: (actor: Actor, request: ListRequest) =>
      listDocumentDeletions(database, access, actor, request),
  };
}
export type DocumentService = ReturnType<typeof createDocumentService>;
