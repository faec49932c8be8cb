import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { invalid } from '../errors.ts';
import { command, list, read, type RequestContext, type RouteRecord } from '../http/route.ts';
import { DOCUMENT_DELETION_LIST } from './document-deletions.ts';
import {
  DocumentDeletionRecord,
  DocumentRecord,
  MAX_DOCUMENT_BYTES,
  SubmissionDocumentKind,
} from './document-schema.ts';
import type { DocumentService } from './document-service.ts';
import { DOCUMENT_LIST } from './document-store.ts';
import { idOf } from '../http/address-id.ts';

/** The fields beside the file; multipart sends every one as text. */
export const AttachDocument = z.strictObject({
  submissionId: z.coerce.number().int().positive(),
  kind: SubmissionDocumentKind,
});

/** A file of somebody else's making: it may show itself and nothing more (security.md section 4). */
function lockDown({ res }: RequestContext): void {
  res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  res.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Cache-Control', 'no-store');
}

async function serve(documents: DocumentService, context: RequestContext) {
  const { document, open } = await documents.content(context.actor, idOf(context.params));
  await context.note({
    subject: 'document',
    subjectId: Number(document.id),
    details: { kind: document.kind, submissionId: document.submissionId, batchId: document.batchId },
  });
  const picture = document.mime === 'image/jpeg';
  lockDown(context);
  return {
    kind: 'bytes' as const,
    body: await open(),
    mime: document.mime,
    fileName: `document-${document.id}.${picture ? 'jpg' : 'pdf'}`,
    inline: picture,
  };
}

/** Photos and scans of registrations, and the signed papers of batches. */
export function documentRoutes(documents: DocumentService): RouteRecord[] {
  return [
    command('/documents', {
      permission: 'document.attach',
      audit: 'document.attached',
      summary: 'Attach a photo or scan (JPEG or PNG, 10 MB) to a registration of the own office',
      body: AttachDocument,
      response: DocumentRecord,
      status: 201,
      upload: { maxBytes: MAX_DOCUMENT_BYTES },
      handle: async ({ actor, file, body, act }) => {
        if (!file)
          throw invalid('FILE_MISSING', 'Send the picture in the field "file".', { file: 'is missing' });
        const { document, repeated } = await documents.attach(
          actor,
          { bytes: () => readFile(file.path), ...body },
          act,
        );
        return { kind: 'json', status: repeated ? 200 : 201, body: document };
      },
    }),
    list('/documents', {
      permission: 'document.read',
      audit: { none: 'names and digests; reading a picture leaves its own event' },
      summary: 'Documents the actor may see',
      list: DOCUMENT_LIST,
      response: DocumentRecord,
      handle: ({ actor }, request) => documents.list(actor, request),
    }),
    list('/document-deletions', {
      permission: 'document.read',
      audit: { none: 'that a picture was deleted; nobody’s picture' },
      summary: 'Pictures deleted because their time was over',
      list: DOCUMENT_DELETION_LIST,
      response: DocumentDeletionRecord,
      handle: ({ actor }, request) => documents.listDeletions(actor, request),
    }),
    read('/documents/:id', {
      permission: 'document.read',
      audit: { none: 'name and digest; reading the picture leaves its own event' },
      summary: 'One document’s record',
      response: DocumentRecord,
      handle: ({ actor, params }) => documents.find(actor, idOf(params)),
    }),
    read('/documents/:id/content', {
      permission: 'document.read',
      audit: 'document.read',
      summary: 'The picture as it is served (re-encoded), or the PDF as a download',
      handle: (context) => serve(documents, context),
    }),
    read('/submissions/:id/documents', {
      permission: 'document.read',
      audit: { none: 'names and digests; reading a picture leaves its own event' },
      summary: 'The documents of one registration',
      response: z.array(DocumentRecord),
      handle: ({ actor, params }) => documents.ofSubmission(actor, idOf(params)),
    }),
  ];
}
