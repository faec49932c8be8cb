import { z } from 'zod';

export const AUDIT_OUTCOMES = ['done', 'refused'] as const;

/** One event of the log as the API gives it; `body` is what was hashed. */
export const AuditEvent = z.object({
  id: z.number().int(),
  at: z.string(),
  actorId: z.number().int().nullable(),
  actorName: z.string().nullable(),
  actorRole: z.string().nullable(),
  officeId: z.number().int().nullable(),
  requestId: z.string(),
  action: z.string(),
  outcome: z.enum(AUDIT_OUTCOMES),
  subject: z.string(),
  subjectId: z.string().nullable(),
  body: z.record(z.string(), z.unknown()),
  bodySha256: z.string(),
});
export type AuditEvent = z.infer<typeof AuditEvent>;

const dayOrInstant = z.union([z.iso.date(), z.iso.datetime()]);
/** GET /api/audit/export: the period, its end excluded where it is an instant. */
export const ExportPeriod = z.strictObject({ from: dayOrInstant.optional(), to: dayOrInstant.optional() });

/** POST /api/audit/nik-access */
export const AskNikAccess = z.strictObject({
  nik: z.string().regex(/^\d{16}$/, '16 digits'),
  purpose: z
    .string()
    .trim()
    .min(5)
    .max(200)
    .refine((text) => !/\d{16}/.test(text), 'may not hold a NIK or KK number'),
});

/** The registrations of a NIK and, newest first, at most 1,000 events about them and their documents. */
export const NikAccess = z.object({
  submissions: z.array(
    z.object({ id: z.number().int(), registrationNo: z.string(), waveId: z.number().int() }),
  ),
  events: z.array(AuditEvent),
});
export type NikAccess = z.infer<typeof NikAccess>;

const count = z.number().int();
/** The log at a glance; days are WIB days, `reveals` and `late` cover the last 30 days. */
export const AuditSummary = z.object({
  rows: count,
  eventsToday: count,
  refusalsToday: count,
  reveals: z.array(z.object({ actorId: count, actorName: z.string(), count, lastAt: z.string() })),
  late: z.object({ undone: count, reopened: count, revoked: count }),
  /** The newest event and its digest, to compare with what an auditor wrote down before. */
  last: z.object({ id: count, at: z.string(), sha256: z.string() }).nullable(),
});
export type AuditSummary = z.infer<typeof AuditSummary>;

/** What an act leaves in the log. Values under `before`/`after` that are personal become commitments. */
export interface AuditEntry {
  subject: string;
  subjectId?: string | number | null;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
  details?: Record<string, unknown>;
  /** Overrides the route's action, for acts that leave more than one event. */
  action?: string;
}
