import { z } from 'zod';

/** What a document is: the applicant's KTP photo, the signed form, or a signed paper of a batch. */
export const DOCUMENT_KINDS = ['ktp_photo', 'form_scan', 'attestation', 'handover'] as const;
export const DocumentKind = z.enum(DOCUMENT_KINDS);
export type DocumentKind = z.infer<typeof DocumentKind>;

/** Documents of one person's submission; the others belong to a batch. */
export const SUBMISSION_DOCUMENT_KINDS = [
  'ktp_photo',
  'form_scan',
] as const satisfies readonly DocumentKind[];
export const SubmissionDocumentKind = z.enum(SUBMISSION_DOCUMENT_KINDS);
export type SubmissionDocumentKind = z.infer<typeof SubmissionDocumentKind>;

/** Signed papers of a batch; only these may be PDF. */
export const BATCH_PAPER_KINDS = ['attestation', 'handover'] as const satisfies readonly DocumentKind[];
export const BatchPaperKind = z.enum(BATCH_PAPER_KINDS);
export type BatchPaperKind = z.infer<typeof BatchPaperKind>;

/** Largest upload in bytes (10 MB), pictures and PDFs alike. */
export const MAX_DOCUMENT_BYTES = 10 * 1024 * 1024;
/** Largest picture in pixels, width times height. */
export const MAX_IMAGE_PIXELS = 40_000_000;

/** SHA-256 in 64 lower-case hexadecimal digits. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * A stored document as the API shows it. `mime`, `size` (bytes), `width` and `height` (pixels, null for PDF)
 * describe what is served; `sha256` is of the file as uploaded, which stays sealed.
 */
export const DocumentRecord = z.strictObject({
  id: z.union([z.number().int().positive(), z.string().min(1)]),
  submissionId: z.union([z.number().int().positive(), z.string().min(1)]).optional(),
  batchId: z.union([z.number().int().positive(), z.string().min(1)]).optional(),
  kind: DocumentKind,
  mime: z.enum(['image/jpeg', 'application/pdf']),
  size: z.number().int().positive(),
  width: z.number().int().positive().nullable(),
  height: z.number().int().positive().nullable(),
  sha256: Sha256,
  uploadedById: z.union([z.number().int().positive(), z.string().min(1)]),
  createdAt: z.iso.datetime(),
});
export type DocumentRecord = z.infer<typeof DocumentRecord>;

/** What is left of a picture whose time was over: when its registration ended, the rule as it was, and when it went. */
export const DocumentDeletionRecord = z.strictObject({
  id: z.number().int(),
  documentId: z.number().int(),
  submissionId: z.number().int(),
  kind: DocumentKind,
  sha256: Sha256,
  settledAt: z.iso.datetime(),
  keptDays: z.number().int(),
  ruleOwner: z.string(),
  deletedAt: z.iso.datetime(),
});
export type DocumentDeletionRecord = z.infer<typeof DocumentDeletionRecord>;
