import { z } from 'zod';

const count = z.number().int().min(0);

export const TurnSending = z.strictObject({ reason: z.string().trim().min(3).max(500) });
export type TurnSending = z.output<typeof TurnSending>;

/** Whether deliveries leave the house, and how many of them wait for what. */
export const SendingState = z.object({
  /** The PMO works in this console, or has a system of its own. */
  way: z.enum(['console', 'http']),
  stopped: z.boolean(),
  reason: z.string().nullable(),
  turnedById: z.number().int().nullable(),
  turnedAt: z.string().nullable(),
  waiting: z.object({ queued: count, unknown: count, pending: count, byFile: count, failed: count }),
});
export type SendingState = z.infer<typeof SendingState>;
