import { z } from 'zod';

export const JOB_STATUSES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];
export const ITEM_OUTCOMES = ['done', 'skipped', 'failed'] as const;

/** One row of a bulk act's receipt. */
export const ReceiptRow = z.object({
  id: z.number().int(),
  outcome: z.enum(ITEM_OUTCOMES),
  reasons: z.array(z.string()),
});
export const Receipt = z.object({
  counts: z.record(z.string(), z.number()),
  /** Why rows were skipped, most frequent first. */
  reasons: z.array(z.object({ code: z.string(), count: z.number() })),
  rows: z.array(ReceiptRow),
  /** True where there are more rows than listed here. */
  truncated: z.boolean(),
});
export type Receipt = z.infer<typeof Receipt>;

export const JobRecord = z.object({
  id: z.number().int(),
  kind: z.string(),
  status: z.enum(JOB_STATUSES),
  progress: z.object({ done: z.number().int(), total: z.number().int() }),
  receipt: z.record(z.string(), z.unknown()).nullable(),
  error: z.string().nullable(),
  createdById: z.number().int(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  version: z.number().int(),
});
export type JobRecord = z.infer<typeof JobRecord>;

/** What a bulk command answers. */
export const JobAccepted = z.object({ jobId: z.number().int() });
