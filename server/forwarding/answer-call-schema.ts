import { z } from 'zod';
import { ANSWER_ISSUE_CODES } from './forwarding-schema.ts';

/** Answers one call may bring; a larger batch is answered in several. */
export const MOST_ANSWERS_A_CALL = 5000;

const count = z.number().int().min(0);
const text = z.string().max(2000).nullish();

/** One answer as the PMO's system says it. What does not read like this becomes a work item, not the end of the call. */
export const CalledAnswer = z.looseObject({
  registrationNo: z.string().max(200),
  /** CONFIRMED, RETURNED or REJECTED; anything else is a work item. */
  result: z.string().max(200),
  /** The PMO's own code; see /api/pmo-codes. */
  pmoCode: text,
  note: text,
  /** ISO 8601 with its offset, or a day or time in WIB; left out: now. */
  answeredAt: text,
});
export type CalledAnswer = z.output<typeof CalledAnswer>;

/** POST /api/pmo/answers */
export const AnswerCall = z.strictObject({
  dispatchNo: z.string().trim().min(1).max(40),
  answers: z.array(CalledAnswer.or(z.unknown())).min(1).max(MOST_ANSWERS_A_CALL),
});
export type AnswerCall = z.output<typeof AnswerCall>;

export const AnswerCallCounts = z.object({
  answers: count,
  /** Answers taken: confirmed, returned and rejected together. */
  applied: count,
  confirmed: count,
  returned: count,
  rejected: count,
  /** Answers that say what was answered before. */
  same: count,
  /** Answers that came before the acknowledgement and are taken after it. */
  kept: count,
  issues: count,
});
export type AnswerCallCounts = z.infer<typeof AnswerCallCounts>;

/** The receipt of a call; its first thousand issues, all of them under /api/answer-issues. */
export const AnswerCallReceipt = z.object({
  id: z.number().int(),
  dispatchNo: z.string(),
  /** True where the same body was taken before: nothing was changed now. */
  repeated: z.boolean(),
  counts: AnswerCallCounts,
  issues: z.array(
    z.object({ position: z.number().int(), code: z.enum(ANSWER_ISSUE_CODES), detail: z.string() }),
  ),
});
export type AnswerCallReceipt = z.infer<typeof AnswerCallReceipt>;
