import { z } from 'zod';

/** The steps that a job takes a large batch. */
export const RUN_ACTIONS = ['seal', 'ratify', 'forward'] as const;
export type RunAction = (typeof RUN_ACTIONS)[number];

/** A step that a job takes, under way or as it last ended. */
export const BatchRunRecord = z.object({
  jobId: z.number().int(),
  action: z.enum(RUN_ACTIONS),
  /** `running` also while the job waits for its turn; `given_up`: cancelled, or failed for good. */
  state: z.enum(['running', 'done', 'refused', 'given_up']),
  total: z.number().int(),
  screened: z.number().int(),
  /** Lines of the manifest; only sealing writes any. */
  written: z.number().int(),
  orderedById: z.number().int(),
  orderedAt: z.string(),
  endedAt: z.string().nullable(),
  /** Why it was refused: rows that are not clear, the first thousand by name, or what else stood in the way. */
  blockers: z.array(z.looseObject({ code: z.string(), message: z.string().optional() })),
});
export type BatchRunRecord = z.infer<typeof BatchRunRecord>;

/** The answer to the order of a step that a job takes. */
export const StepOrdered = z.object({ jobId: z.number().int() });
export type StepOrdered = z.infer<typeof StepOrdered>;

/** The moves that take all rows of a batch at once. */
export const ROW_MOVES = ['ratify', 'send', 'unsend'] as const;
export type RowMove = (typeof ROW_MOVES)[number];

/** Rows that still follow their batch to its new status. */
export const RowsMoving = z.object({
  action: z.enum(ROW_MOVES),
  total: z.number().int(),
  moved: z.number().int(),
});
export type RowsMoving = z.infer<typeof RowsMoving>;
