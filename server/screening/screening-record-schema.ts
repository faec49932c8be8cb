import { z } from 'zod';
import { reasonCodeSchema } from '../reference/reason-schema.ts';
import { LIST_CODES, listCodeSchema, listResultSchema, screeningSchema } from './screening-schema.ts';

const id = z.number().int();

export const SCREENING_TRIGGERS = ['submit', 'demand', 'verify', 'seal', 'ratify', 'send'] as const;
export const LIST_VERSION_STATUSES = ['loading', 'ready', 'failed'] as const;

/** One screening as the case page shows it. */
export const ScreeningView = z.object({
  resultId: id,
  outcome: listResultSchema,
  trigger: z.string(),
  screenedAt: z.string(),
  screenedById: id.nullable(),
  age: z.number().int(),
  ruleSetCode: z.string(),
  ruleSetVersion: z.number().int(),
  lists: screeningSchema.shape.perList,
  reasonCodes: z.array(reasonCodeSchema),
  blocking: z.array(reasonCodeSchema),
});
export type ScreeningView = z.infer<typeof ScreeningView>;

/** One result as the list of results gives it. */
export const ScreeningResultRecord = ScreeningView.omit({ resultId: true, lists: true }).extend({
  id,
  submissionId: id,
  registrationNo: z.string(),
  fullName: z.string(),
  lists: screeningSchema.shape.perList,
  /** True for the result the registration rests on now. */
  current: z.boolean(),
});
export type ScreeningResultRecord = z.infer<typeof ScreeningResultRecord>;

/** A bad line of a loaded file: where and what, never the value. */
export const ListLineProblem = z.object({ line: z.number().int(), column: z.string(), code: z.string() });
export type ListLineProblem = z.infer<typeof ListLineProblem>;

/** One load of a list from a file. */
export const ListVersionRecord = z.object({
  id,
  code: listCodeSchema,
  listVersion: z.number().int(),
  asOf: z.string(),
  fileName: z.string(),
  fileSha256: z.string(),
  rowCount: z.number().int(),
  badCount: z.number().int(),
  status: z.enum(LIST_VERSION_STATUSES),
  loadedById: id,
  loadedAt: z.string(),
  jobId: id.nullable(),
  /** The first 1,000 bad lines; for a failed load the reason with line 0. */
  errors: z.array(ListLineProblem),
  version: z.number().int(),
});
export type ListVersionRecord = z.infer<typeof ListVersionRecord>;

/** A list with its newest finished load; the load's fields are null for a list never loaded. */
export const ScreeningListRecord = z.object({
  id: z.enum(LIST_CODES),
  code: listCodeSchema,
  listVersion: z.number().int().nullable(),
  asOf: z.string().nullable(),
  rowCount: z.number().int().nullable(),
  badCount: z.number().int().nullable(),
  loadedAt: z.string().nullable(),
  loadedById: id.nullable(),
  /** Days since the as-of date. */
  ageDays: z.number().int().nullable(),
  /** True when never loaded, or older than the strictest wave still open allows: it answers `unknown`. */
  stale: z.boolean(),
  maxAgeDays: z.number().int(),
  /** The newest 20 loads, whatever became of them. */
  versions: z.array(ListVersionRecord),
});
export type ScreeningListRecord = z.infer<typeof ScreeningListRecord>;

/** The field beside the file of a load. */
export const LoadList = z.strictObject({ asOf: z.iso.date() });
export const ListLoadAccepted = z.object({
  id,
  jobId: id.nullable(),
  listVersion: z.number().int(),
  repeated: z.boolean(),
});
