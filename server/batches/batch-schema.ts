import { z } from 'zod';
import { BATCH_PAPER_KINDS } from '../documents/document-schema.ts';
import { REASON_CODES } from '../reference/reason-schema.ts';
import { BatchRunRecord, RowsMoving } from './batch-run-schema.ts';
import { SealFacts } from './seal-schema.ts';
import { CHANNELS, isoDate, PROPOSERS } from '../submissions/submission-schema.ts';

/** The words of a batch (domain.md section 6) and the shapes that cross the wire (api.md, Batches). */
export const BATCH_STATUSES = [
  'open',
  'sealed',
  'awaiting_ratification',
  'ratified',
  'sent',
  'acknowledged',
  'settled',
  'cancelled',
] as const;
export type BatchStatus = (typeof BATCH_STATUSES)[number];

/** A batch is online or offline; assisted registrations go with the online ones (domain.md section 1). */
export const BATCH_CHANNELS = ['online', 'offline'] as const;
export type BatchChannel = (typeof BATCH_CHANNELS)[number];

const id = z.number().int().positive();
const version = z.number().int().positive();
const count = z.number().int().min(0);
const note = z
  .string()
  .trim()
  .max(1000)
  .nullish()
  .transform((text) => (text ? text : null));
const reasons = z.array(z.enum(REASON_CODES)).min(1).max(10);
const grounds = z.string().trim().min(3).max(1000);
const ids = z.array(id).min(1).max(10_000);

/** SHA-256 as people copy it from a paper: groups and capitals are forgiven. */
export const Digest = z
  .string()
  .max(200)
  .transform((text) => text.replace(/\s+/g, '').toLowerCase())
  .pipe(z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'));

export const CreateBatch = z.strictObject({
  waveId: id,
  channel: z.enum(BATCH_CHANNELS),
  /** Only rows of this office. */
  officeId: id.nullish().transform((value) => value ?? null),
  /** Only rows of this proposer. */
  proposer: z
    .enum(PROPOSERS)
    .nullish()
    .transform((value) => value ?? null),
});
export type CreateBatch = z.output<typeof CreateBatch>;

/** Rows by hand, or by a filter of the registrations' list with the number of rows it showed. */
export const AddRows = z
  .strictObject({
    version: version.optional(),
    ids: ids.optional(),
    filter: z.record(z.string(), z.unknown()).optional(),
    expectedCount: count.optional(),
  })
  .refine((body) => (body.ids === undefined) !== (body.filter === undefined), {
    path: ['ids'],
    message: 'give ids, or filter with expectedCount',
  })
  .refine((body) => body.filter === undefined || body.expectedCount !== undefined, {
    path: ['expectedCount'],
    message: 'say how many rows the filter showed',
  });
export type AddRows = z.output<typeof AddRows>;

export const RemoveRows = z.strictObject({ version: version.optional(), ids, reason: grounds });
export type RemoveRows = z.output<typeof RemoveRows>;

export const VersionedBatch = z.strictObject({ version });
/** Why, as `reason` or as `note`; one of them must say it. */
export const WithReason = z
  .strictObject({ version, reason: grounds.optional(), note })
  .refine((body) => body.reason ?? body.note, { path: ['reason'], message: 'say why' });
export const CancelBatch = z.strictObject({ version, reason: grounds.optional(), note });
export const Ratify = z.strictObject({
  version,
  password: z.string().min(1).max(200),
  decreeNo: z
    .string()
    .trim()
    .min(1)
    .max(80)
    .transform((text) => text.replace(/\s+/g, ' ')),
  decreeDate: isoDate,
});
export type Ratify = z.output<typeof Ratify>;
/** Without `rows` the whole batch goes back to be composed again; with them, those rows leave it as well. */
export const SendBack = z.strictObject({ version, reasons, note, rows: ids.optional() });
export type SendBack = z.output<typeof SendBack>;
/** The text fields beside a signed paper's file (multipart: everything arrives as text). */
export const AttachPaper = z.strictObject({
  kind: z.enum(BATCH_PAPER_KINDS),
  digest: Digest,
  version: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number)
    .optional(),
});
export type AttachPaper = z.output<typeof AttachPaper>;

/** How the rows of a batch divide; each part adds up to `rows`. */
export const BatchCounts = z.object({
  rows: count,
  male: count,
  female: count,
  byProposer: z.array(z.object({ proposer: z.enum(PROPOSERS), rows: count })),
  byOffice: z.array(z.object({ officeId: id, rows: count })),
});
export type BatchCounts = z.infer<typeof BatchCounts>;
export const NO_COUNTS: BatchCounts = { rows: 0, male: 0, female: 0, byProposer: [], byOffice: [] };

const instant = z.string().nullable();
const person = z.number().int().nullable();

/** One batch as lists give it. */
export const BatchRecord = z.object({
  id: z.number().int(),
  batchNo: z.string(),
  channel: z.enum(BATCH_CHANNELS),
  waveId: z.number().int(),
  officeId: z.number().int().nullable(),
  proposer: z.enum(PROPOSERS).nullable(),
  status: z.enum(BATCH_STATUSES),
  rowCount: count,
  counts: BatchCounts,
  digest: z.string().nullable(),
  roundNo: z.number().int(),
  composedById: z.number().int(),
  sealedById: person,
  sealedAt: instant,
  submittedById: person,
  submittedAt: instant,
  ratifiedById: person,
  ratifiedAt: instant,
  decreeNo: z.string().nullable(),
  decreeDate: z.string().nullable(),
  dispatchNo: z.string().nullable(),
  sentAt: instant,
  acknowledgedAt: instant,
  settledAt: instant,
  createdAt: z.string(),
  updatedAt: z.string(),
  /** The act of composing it was made in. */
  compositionId: z.number().int().nullable(),
  version: z.number().int(),
});
export type BatchRecord = z.infer<typeof BatchRecord>;

/** A signed paper as attached; `current` while its digest is the batch's. */
export const BatchPaperRecord = z.object({
  kind: z.enum(BATCH_PAPER_KINDS),
  digest: z.string(),
  documentId: z.number().int(),
  attachedById: z.number().int(),
  attachedAt: z.string(),
  current: z.boolean(),
});
export type BatchPaperRecord = z.infer<typeof BatchPaperRecord>;

/** One batch as its own page reads it. */
export const BatchDetail = BatchRecord.extend({
  papers: z.array(BatchPaperRecord),
  quotaLeft: z.number().int(),
  /** Who signed the digest, by key, and when; null while it is not sealed. */
  seal: SealFacts.nullable(),
  /** The newest step that a job was to take; null where requests took them all. */
  run: BatchRunRecord.nullable(),
  /** Rows that still follow the batch to its status; null where all stand there. */
  moving: RowsMoving.nullable(),
});
export type BatchDetail = z.infer<typeof BatchDetail>;

/** A row that was not taken, and every reason why. */
export const SkippedRow = z.object({
  id: z.number().int(),
  registrationNo: z.string().nullable(),
  reasons: z.array(z.string()),
});
export type SkippedRow = z.infer<typeof SkippedRow>;
/** What adding rows did: how many came in, and which did not (the first thousand by name, all by reason). */
export const RowsAdded = z.object({
  added: count,
  skipped: z.array(SkippedRow),
  skippedCount: count,
  reasons: z.array(z.object({ code: z.string(), count })),
  batch: BatchRecord,
});
export type RowsAdded = z.infer<typeof RowsAdded>;

/** One row of a batch: masked, with what its freshness is judged by. */
export const BatchRowRecord = z.object({
  id: z.number().int(),
  registrationNo: z.string(),
  fullName: z.string(),
  nikMasked: z.string(),
  channel: z.enum(CHANNELS),
  status: z.string(),
  officeId: z.number().int(),
  proposer: z.enum(PROPOSERS),
  sex: z.string(),
  regionCode: z.string(),
  roundNo: z.number().int(),
  identityOutcome: z.string(),
  identityCheckedAt: instant,
  screeningOutcome: z.string(),
  screenedAt: instant,
  /** The PMO's answer in the batch's delivery. */
  result: z.enum(['CONFIRMED', 'RETURNED', 'REJECTED']).nullable(),
  pmoCode: z.string().nullable(),
  reasonCode: z.string().nullable(),
  answerNote: z.string().nullable(),
  live: z.boolean(),
  addedAt: z.string(),
  /** The batch it was in before: of an earlier round, or one it was taken out of. */
  carriedFromId: z.number().int().nullable(),
  carriedFromNo: z.string().nullable(),
  version: z.number().int(),
});
export type BatchRowRecord = z.infer<typeof BatchRowRecord>;

/** One step of a batch's history. */
export const BatchTransitionRecord = z.object({
  id: z.number().int(),
  action: z.string(),
  fromStatus: z.string().nullable(),
  toStatus: z.string(),
  actorId: person,
  actorName: z.string().nullable(),
  actorRole: z.string(),
  at: z.string(),
  reasons: z.array(z.string()),
  note: z.string().nullable(),
  digest: z.string().nullable(),
});
export type BatchTransitionRecord = z.infer<typeof BatchTransitionRecord>;

const blocker = z.looseObject({ code: z.string(), message: z.string().optional() });
export const AvailableBatchAction = z.object({
  action: z.string(),
  allowed: z.boolean(),
  blockers: z.array(blocker),
});
export type AvailableBatchAction = z.infer<typeof AvailableBatchAction>;
