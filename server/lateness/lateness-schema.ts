import { z } from 'zod';

/** Acts that a wave's hand-over deadline closes: adding to a batch, and submitting a correction. */
export const LATE_ACTS = ['compose', 'resubmit'] as const;
export type LateAct = (typeof LATE_ACTS)[number];
export const LATE_OVERRIDE_STATUSES = ['ordered', 'consented', 'declined'] as const;
export type LateOverrideStatus = (typeof LATE_OVERRIDE_STATUSES)[number];

const id = z.number().int().positive();
const version = z.number().int().positive();
const reason = z.string().trim().min(10).max(1000);

export const OrderLateOverride = z.strictObject({
  waveId: id,
  act: z.enum(LATE_ACTS),
  /** Absent: every office of the wave. */
  officeId: id.nullish().transform((value) => value ?? null),
  reason,
  /** It ends by itself. */
  until: z.iso.datetime(),
});
export type OrderLateOverride = z.output<typeof OrderLateOverride>;
export const ConsentLateOverride = z.strictObject({ version });
export const DeclineLateOverride = z.strictObject({ version, note: z.string().trim().min(3).max(1000) });

export const LateOverrideRecord = z.object({
  id: z.number().int(),
  waveId: z.number().int(),
  act: z.enum(LATE_ACTS),
  officeId: z.number().int().nullable(),
  reason: z.string(),
  until: z.string(),
  status: z.enum(LATE_OVERRIDE_STATUSES),
  orderedById: z.number().int(),
  orderedAt: z.string(),
  answeredById: z.number().int().nullable(),
  answeredAt: z.string().nullable(),
  answerNote: z.string().nullable(),
  /** Rows that came in under it. */
  used: z.number().int(),
  version: z.number().int(),
});
export type LateOverrideRecord = z.infer<typeof LateOverrideRecord>;

/** One row that came in after the deadline, and by which override. */
export const LateCorrectionRecord = z.object({
  id: z.number().int(),
  overrideId: z.number().int(),
  submissionId: z.number().int(),
  registrationNo: z.string(),
  waveId: z.number().int(),
  officeId: z.number().int(),
  act: z.enum(LATE_ACTS),
  batchId: z.number().int().nullable(),
  batchNo: z.string().nullable(),
  deadline: z.string(),
  at: z.string(),
  reason: z.string(),
});
export type LateCorrectionRecord = z.infer<typeof LateCorrectionRecord>;
