import { z } from 'zod';
import { BatchRecord, Digest } from '../batches/batch-schema.ts';
import { REASON_CODES } from '../reference/reason-schema.ts';

/** Forwarding: deliveries to the PMO, its answers and the sheet that balances both (domain.md sections 6 and 10). */
export const DISPATCH_STATUSES = [
  'queued',
  /** Leaving the house right now. */
  'sending',
  /** Sent without a clear word back: asked about by its key before anything is sent again. */
  'unknown',
  /** The PMO holds it and has not decided. */
  'pending',
  /** Handed over as a file: waits for the PMO's receipt. */
  'by_file',
  'delivered',
  'acknowledged',
  'refused',
  'failed',
] as const;
export type DispatchStatus = (typeof DISPATCH_STATUSES)[number];
/** What an attempt is: the delivery itself, or the question what became of it. */
export const ATTEMPT_KINDS = ['send', 'ask'] as const;
export type AttemptKind = (typeof ATTEMPT_KINDS)[number];
export const ATTEMPT_RESULTS = [
  'accepted',
  'pending',
  'refused',
  /** The PMO says that it never arrived. */
  'absent',
  /** The PMO holds another count or digest than was sent. */
  'differs',
  /** Something was sent, and no clear word came back. */
  'unclear',
  /** Nothing was sent: there was no connection. */
  'unreachable',
] as const;
export type AttemptResult = (typeof ATTEMPT_RESULTS)[number];
export const ANSWER_RESULTS = ['CONFIRMED', 'RETURNED', 'REJECTED'] as const;
export type AnswerResult = (typeof ANSWER_RESULTS)[number];

/** Why a whole delivery is refused (domain.md section 6); a reason of section 9 may be named as well. */
export const DELIVERY_REASONS = [
  'BAST_MISSING',
  'COUNT_DIFFERS',
  'DIGEST_DIFFERS',
  'OFF_TEMPLATE',
  'UNKNOWN_SENDER',
] as const;
export type DeliveryReason = (typeof DELIVERY_REASONS)[number];

/** The columns of the PMO's answer file, in the order of domain.md section 10. */
export const ANSWER_FILE_COLUMNS = [
  'dispatch_no',
  'row_id',
  'nik',
  'result',
  'pmo_code',
  'note',
  'answered_at',
] as const;
export type AnswerFileColumn = (typeof ANSWER_FILE_COLUMNS)[number];
export const MAX_ANSWER_FILE_BYTES = 64 * 1024 * 1024;

/** What a line of an answer file can be besides taken: each becomes a work item. */
export const ANSWER_ISSUE_CODES = [
  'BAD_LINE',
  'WRONG_DISPATCH',
  'UNKNOWN_ROW',
  'NIK_DIFFERS',
  'BAD_RESULT',
  'NOTE_MISSING',
  'BAD_TIME',
  'REPEATED_ROW',
  'CONTRADICTION',
  'ANSWERED_DIFFERENTLY',
  'BEFORE_ACKNOWLEDGEMENT',
  'OWN_REGISTRATION',
  'CODE_UNMAPPED',
] as const;
/** Where a work item comes from: an answer at the desk, a line of a file, an answer in a call. */
export const ANSWER_SOURCES = ['console', 'file', 'api'] as const;
export type AnswerSource = (typeof ANSWER_SOURCES)[number];
export type AnswerIssueCode = (typeof ANSWER_ISSUE_CODES)[number];

const id = z.number().int().positive();
const version = z.number().int().positive();
const count = z.number().int().min(0);
const instant = z.string().nullable();
const person = z.number().int().nullable();
const note = z
  .string()
  .trim()
  .max(1000)
  .nullish()
  .transform((text) => (text ? text : null));

export const Acknowledge = z.strictObject({ version, count, digest: Digest });
export type Acknowledge = z.output<typeof Acknowledge>;
export const RefuseDelivery = z.strictObject({
  version,
  reasons: z
    .array(z.enum([...DELIVERY_REASONS, ...REASON_CODES]))
    .min(1)
    .max(10),
  note,
});
export type RefuseDelivery = z.output<typeof RefuseDelivery>;
export const RowAnswer = z.strictObject({
  registrationNo: z.string().trim().min(1).max(40),
  result: z.enum(ANSWER_RESULTS),
  /** The PMO's own code, kept beside ours. */
  pmoCode: z
    .string()
    .trim()
    .max(40)
    .nullish()
    .transform((text) => (text ? text : null)),
  note,
});
export type RowAnswer = z.output<typeof RowAnswer>;
export const Answer = z.strictObject({ version, answers: z.array(RowAnswer).min(1).max(1000) });
export type Answer = z.output<typeof Answer>;
export const ConfirmAll = z.strictObject({ version });
/** The text fields beside an answer file (multipart: everything arrives as text). */
export const UploadAnswers = z.strictObject({
  version: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number)
    .optional(),
});
/** Forwarding takes the wire unless a file is asked for. */
export const FORWARD_WAYS = ['wire', 'file'] as const;
export const ForwardBatch = z.strictObject({ version, way: z.enum(FORWARD_WAYS).default('wire') });
export type ForwardBatch = z.output<typeof ForwardBatch>;
export const VersionedDispatch = z.strictObject({ version });
/** The text fields beside a receipt (multipart: everything arrives as text). */
export const UploadReceipt = z.strictObject({
  version: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number),
});
export const MAX_RECEIPT_BYTES = 65_536;
export const CloseIssue = z.strictObject({ version, note: z.string().trim().min(3).max(1000) });

/** One delivery as lists give it. */
export const DispatchRecord = z.object({
  id,
  dispatchNo: z.string(),
  batchId: id,
  batchNo: z.string(),
  waveId: id,
  digest: z.string(),
  rowCount: count,
  roundNo: id,
  status: z.enum(DISPATCH_STATUSES),
  attempts: count,
  /** Attempts without a clear word since the last one with. */
  tries: count,
  nextAttemptAt: z.string(),
  pendingSince: instant,
  lastError: z.string().nullable(),
  queuedById: z.number().int(),
  queuedAt: z.string(),
  deliveredAt: instant,
  acknowledgedAt: instant,
  acknowledgedById: person,
  refusedAt: instant,
  refusedById: person,
  refusal: z.object({ reasons: z.array(z.string()), note: z.string().nullable() }).nullable(),
  version: z.number().int(),
});
export type DispatchRecord = z.infer<typeof DispatchRecord>;

export const DispatchAttempt = z.object({
  attemptNo: id,
  kind: z.enum(ATTEMPT_KINDS),
  result: z.enum(ATTEMPT_RESULTS),
  detail: z.string().nullable(),
  at: z.string(),
});
/** What the PMO holds of a delivery, counted and digested by itself. */
export const DELIVERY_SOURCES = ['inbox', 'http', 'file'] as const;
export const ReceivedDelivery = z.object({
  /** The inbox of this console, the PMO's own system, or a receipt that was uploaded. */
  source: z.enum(DELIVERY_SOURCES),
  receivedCount: count,
  receivedDigest: z.string(),
  receivedAt: z.string(),
});
/** Evidence of a package that left the house as a file. */
export const PackageDownload = z.object({
  byId: z.number().int(),
  at: z.string(),
  digest: z.string(),
});
export const DispatchDetail = DispatchRecord.extend({
  attemptLog: z.array(DispatchAttempt),
  delivery: ReceivedDelivery.nullable(),
  downloads: z.array(PackageDownload),
});
export type DispatchDetail = z.infer<typeof DispatchDetail>;

export const AnswerIssueRecord = z.object({
  id,
  batchId: id,
  batchNo: z.string(),
  source: z.enum(ANSWER_SOURCES),
  answerFileId: id.nullable(),
  fileName: z.string().nullable(),
  /** Line of the file. */
  line: id.nullable(),
  answerCallId: id.nullable(),
  /** Place in the call, from 1. */
  position: id.nullable(),
  code: z.enum(ANSWER_ISSUE_CODES),
  detail: z.string(),
  status: z.enum(['open', 'closed']),
  closedById: person,
  closedAt: instant,
  note: z.string().nullable(),
  version: z.number().int(),
});
export type AnswerIssueRecord = z.infer<typeof AnswerIssueRecord>;

export const AnswerFileCounts = z.object({
  /** Lines of data in the file. */
  rows: count,
  /** Answers taken: confirmed, returned and rejected together. */
  applied: count,
  confirmed: count,
  returned: count,
  rejected: count,
  /** Lines that say what was answered before. */
  same: count,
  issues: count,
});
export type AnswerFileCounts = z.infer<typeof AnswerFileCounts>;
/** The receipt of an answer file; its first thousand issues, all of them under /api/answer-issues. */
export const AnswerFileReceipt = z.object({
  id,
  /** A job that has ended: its receipt is this one. */
  jobId: id,
  fileName: z.string(),
  sha256: z.string(),
  /** True where the same file was taken before: nothing was changed now. */
  repeated: z.boolean(),
  counts: AnswerFileCounts,
  issues: z.array(z.object({ line: id, code: z.enum(ANSWER_ISSUE_CODES), detail: z.string() })),
  batch: BatchRecord,
});
export type AnswerFileReceipt = z.infer<typeof AnswerFileReceipt>;

/** `sent = confirmed + returned + refused + pending`, or somebody must look. */
export const Balance = z.object({
  sent: count,
  confirmed: count,
  returned: count,
  refused: count,
  pending: count,
  balanced: z.boolean(),
});
export type Balance = z.infer<typeof Balance>;
export const Reconciliation = Balance.extend({
  by: z.object({
    office: z.array(Balance.extend({ officeId: id, officeName: z.string() })),
    proposer: z.array(Balance.extend({ proposer: z.string() })),
    round: z.array(Balance.extend({ roundNo: id })),
  }),
});
export type Reconciliation = z.infer<typeof Reconciliation>;
