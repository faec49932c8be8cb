import { z } from 'zod';
import { REASON_CODES, REASON_SOURCES } from './reason-code-schema.ts';

export { REASON_CODES, REASON_SOURCES, type ReasonCode, type ReasonSource } from './reason-code-schema.ts';

export const reasonCodeSchema = z.enum(REASON_CODES);
export const reasonSourceSchema = z.enum(REASON_SOURCES);

const bilingualSchema = z.strictObject({ id: z.string(), en: z.string() });

/** One reason as `/api/reasons` answers it and as notices and screens print it. */
export const reasonSchema = z.strictObject({
  code: reasonCodeSchema,
  label: bilingualSchema,
  remedy: bilingualSchema,
  by: z.array(reasonSourceSchema),
  correctable: z.union([z.boolean(), z.literal('by_rule_set')]),
  secondReader: z.boolean().optional(),
  noteRequired: z.boolean().optional(),
});
export type Reason = z.infer<typeof reasonSchema>;
