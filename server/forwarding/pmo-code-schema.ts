import { z } from 'zod';
import { reasonCodeSchema } from '../reference/reason-schema.ts';

/** Who can mend what a code of the PMO complains of. */
export const CAUSES = ['applicant', 'office', 'ministry', 'pmo'] as const;
export type Cause = (typeof CAUSES)[number];

/** A code as the table keeps it: capitals, so that `e17` and `E17` are one. */
export const PmoCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9][A-Z0-9 ._/-]{0,39}$/, 'letters, digits, blanks and . _ / -, at most 40');

const remedy = z.strictObject({
  id: z.string().trim().min(10).max(400),
  en: z.string().trim().min(10).max(400),
});
const meaning = {
  reasonCode: reasonCodeSchema,
  cause: z.enum(CAUSES),
  remedy,
  carriesOver: z.boolean(),
};

/** POST /api/pmo-codes */
export const CreatePmoCode = z.strictObject({ code: PmoCode, ...meaning });
export type CreatePmoCode = z.output<typeof CreatePmoCode>;
/** PUT /api/pmo-codes/:id; the code itself stands in answers and never changes. */
export const EditPmoCode = z.strictObject({
  version: z.number().int().positive(),
  reasonCode: meaning.reasonCode.optional(),
  cause: meaning.cause.optional(),
  remedy: remedy.optional(),
  carriesOver: meaning.carriesOver.optional(),
});
export type EditPmoCode = z.output<typeof EditPmoCode>;

export const PmoCodeRecord = z.object({
  id: z.number().int(),
  code: z.string(),
  reasonCode: reasonCodeSchema,
  cause: z.enum(CAUSES),
  remedy: z.object({ id: z.string(), en: z.string() }),
  carriesOver: z.boolean(),
  /** Answers that came with it, over all waves. */
  answers: z.number().int(),
  updatedAt: z.string(),
  version: z.number().int(),
});
export type PmoCodeRecord = z.infer<typeof PmoCodeRecord>;
