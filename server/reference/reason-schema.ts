import { z } from 'zod';

/** All reason codes of domain.md section 9, in the order in which lists show them. */
export const REASON_CODES = [
  'NIK_FORMAT',
  'NIK_NOT_FOUND',
  'NIK_INACTIVE',
  'NIK_DUPLICATE',
  'NIK_DECEASED',
  'KK_MISMATCH',
  'DOB_MISMATCH',
  'NAME_MISMATCH',
  'UNDER_AGE',
  'OVER_AGE',
  'IN_EDUCATION',
  'EXCLUDED_POST',
  'OTHER_AID',
  'PRIOR_RECIPIENT',
  'BLACKLISTED',
  'KK_LIMIT',
  'DUPLICATE',
  'DOC_MISSING',
  'DOC_UNREADABLE',
  'DECLARATION_UNSIGNED',
  'DOC_SUSPECT',
  'QUOTA',
  'WITHDRAWN',
  'PMO_OTHER',
] as const;

export const reasonCodeSchema = z.enum(REASON_CODES);
export type ReasonCode = z.infer<typeof reasonCodeSchema>;

/** Who may establish a reason. `system` reasons come out of checks and lists, never out of somebody's opinion. */
export const REASON_SOURCES = ['system', 'reviewer', 'coordinator', 'pmo'] as const;
export const reasonSourceSchema = z.enum(REASON_SOURCES);
export type ReasonSource = z.infer<typeof reasonSourceSchema>;

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
