import { z } from 'zod';

/** What somebody is told about their registration, and what becomes of the message. */
export const NOTICE_KINDS = ['confirmed', 'rejected', 'pmo_rejected', 'correction', 'revoked'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/**
 * `new` just decided · `held` waits for its time or its next attempt · `sending` on its way · `sent` · `failed` needs
 * somebody · `to_print` no e-mail · `printing` in a print that is not signed off · `printed` · `dropped` not true any more.
 */
export const NOTICE_STATUSES = [
  'new',
  'held',
  'sending',
  'sent',
  'failed',
  'to_print',
  'printing',
  'printed',
  'dropped',
] as const;
export type NoticeStatus = (typeof NOTICE_STATUSES)[number];
export const PRINT_STATUSES = ['open', 'printed', 'cancelled'] as const;

const id = z.number().int().positive();
const count = z.number().int().min(0);
const instant = z.string().nullable();

/** Letters one print takes at most: a stack somebody can fold in a morning. */
export const MOST_LETTERS = 200;

export const NoticeRecord = z.object({
  id,
  submissionId: id,
  registrationNo: z.string(),
  fullName: z.string(),
  waveId: id,
  officeId: id,
  officeName: z.string(),
  kind: z.enum(NOTICE_KINDS),
  status: z.enum(NOTICE_STATUSES),
  decidedAt: z.string(),
  /** Before this instant nothing is told; null while it is not planned. */
  dueAt: instant,
  /** The address as it is shown: `s…@example.id`. */
  sentTo: z.string().nullable(),
  attempts: count,
  nextAttemptAt: instant,
  lastError: z.string().nullable(),
  printId: id.nullable(),
  endedAt: instant,
  version: id,
});
export type NoticeRecord = z.infer<typeof NoticeRecord>;

export const NoticeText = z.object({
  subject: z.string(),
  greeting: z.string(),
  paragraphs: z.array(z.string()),
  reasons: z.array(z.object({ label: z.string(), remedy: z.string() })),
  note: z.string().nullable(),
  closing: z.array(z.string()),
});
export type NoticeText = z.infer<typeof NoticeText>;

export const NoticeDetail = NoticeRecord.extend({
  messageId: z.string().nullable(),
  text: NoticeText,
  attemptLog: z.array(
    z.object({
      attemptNo: id,
      result: z.enum(['sent', 'refused', 'unreachable']),
      detail: z.string().nullable(),
      at: z.string(),
    }),
  ),
});
export type NoticeDetail = z.infer<typeof NoticeDetail>;

export const NoticeAct = z.strictObject({ version: id });
/** POST /api/notice-prints */
export const MakePrint = z.strictObject({ officeId: id });

export const PrintRecord = z.object({
  id,
  officeId: id,
  officeName: z.string(),
  letters: count,
  status: z.enum(PRINT_STATUSES),
  madeById: id,
  madeAt: z.string(),
  endedById: id.nullable(),
  endedAt: instant,
  version: id,
});
export type PrintRecord = z.infer<typeof PrintRecord>;

export const NoticeSummary = z.object({
  counts: z.record(z.enum(NOTICE_STATUSES), count),
  toPrint: z.array(z.object({ officeId: id, officeName: z.string(), letters: count })),
  openPrints: z.array(PrintRecord),
  /** Where messages go: to a mail server, or into files because none is set. */
  mail: z.enum(['smtp', 'files']),
});
export type NoticeSummary = z.infer<typeof NoticeSummary>;
