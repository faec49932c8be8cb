import { z } from 'zod';
import { REASON_CODES } from '../reference/reason-schema.ts';

const version = z.number().int().positive();
const note = z
  .string()
  .trim()
  .max(1000)
  .nullish()
  .transform((text) => (text ? text : null));
const reasons = z.array(z.enum(REASON_CODES)).min(1).max(10);

/** Bodies of the commands on one registration (api.md, Submissions). */
export const Versioned = z.strictObject({ version });
export const WithNote = z.strictObject({ version, note });
export const Claim = z.strictObject({ version: version.optional() });
export const ClaimNext = z.strictObject({ filter: z.record(z.string(), z.unknown()).optional() });
export const Decide = z.strictObject({ version, note });
export const WithReasons = z.strictObject({ version, reasons, note });
export const Hold = z.strictObject({ version, reasons: reasons.optional(), note });
export const Withdraw = z.strictObject({
  version,
  reasons: z.array(z.literal('WITHDRAWN')).max(1).optional(),
  note,
});
/** A decision is taken back with a reason: a coded one, one in words, or both (domain.md section 5). */
export const Reopen = z
  .strictObject({ version, reasons: reasons.optional(), note })
  .refine((body) => body.reasons ?? body.note, {
    path: ['note'],
    message: 'say why, in a note or by a reason code',
  });
export const Assign = z.strictObject({ version, assigneeId: z.number().int().positive() });
export const Settle = z.strictObject({
  version,
  /** The check whose evidence was read, as the record's `evidence.checkId`; whoever leaves it out is held to `version`. */
  checkId: z.number().int().positive().optional(),
  verdict: z.enum(['same_person', 'different']),
  reason: z.enum(REASON_CODES),
  note,
});
/** The third reading goes over a colleague's, so that it is always explained in words. */
export const Arbitrate = Settle.extend({ note: z.string().trim().min(1).max(1000) });
export const Reveal = z.strictObject({
  version: version.optional(),
  purpose: z.string().trim().min(5).max(200),
});
export const AddNote = z.strictObject({
  version: version.optional(),
  text: z.string().trim().min(1).max(2000),
});
/** The list's own dialect as a body, so that a whole number stays out of the address; `filter.q` is `q`. */
export const Search = z.strictObject({
  q: z.string().trim().min(2).max(100).optional(),
  filter: z.record(z.string(), z.unknown()).optional(),
  range: z.tuple([z.number(), z.number()]).optional(),
  sort: z.tuple([z.string(), z.enum(['ASC', 'DESC'])]).optional(),
});

export const Bulk = z
  .strictObject({
    ids: z.array(z.number().int().positive()).min(1).max(10_000).optional(),
    filter: z.record(z.string(), z.unknown()).optional(),
    expectedCount: z.number().int().min(0).optional(),
    dryRun: z.boolean().default(false),
    assigneeId: z.number().int().positive().optional(),
    reasons: reasons.optional(),
    note,
  })
  .refine((body) => (body.ids === undefined) !== (body.filter === undefined), {
    path: ['ids'],
    message: 'give ids, or filter with expectedCount',
  })
  .refine((body) => body.filter === undefined || body.expectedCount !== undefined, {
    path: ['expectedCount'],
    message: 'say how many rows the filter showed',
  });
export type Bulk = z.output<typeof Bulk>;
/** Which registrations an act on many is about. */
export type Selection = Pick<Bulk, 'ids' | 'filter' | 'expectedCount'>;
