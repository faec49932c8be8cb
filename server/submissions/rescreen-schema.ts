import { z } from 'zod';
import { JOB_STATUSES } from '../jobs/job-schema.ts';
import { reasonCodeSchema } from '../reference/reason-schema.ts';
import { LIST_CODES, listCodeSchema, listResultSchema } from '../screening/screening-schema.ts';
import { SUBMISSION_STATUSES } from './submission-schema.ts';

const id = z.number().int();
const count = z.number().int().min(0);

/** How somebody's standing changed since the screening before; what was never screened counts as unknown. */
export const RESCREEN_CHANGES = [
  'clear_to_hit',
  'unknown_to_hit',
  'hit_to_other_hit',
  'to_unknown',
  'hit_to_clear',
  'unknown_to_clear',
] as const;
export type RescreenChange = (typeof RESCREEN_CHANGES)[number];

/** What a re-screening has found so far, in registrations. */
export const RescreenCounts = z.object({
  checked: count,
  clearToHit: count,
  unknownToHit: count,
  hitToOtherHit: count,
  toUnknown: count,
  hitToClear: count,
  unknownToClear: count,
  /** Among the checked: those the PMO had answered already, of whom only the report speaks. */
  reported: count,
  /** Among the reported: those found, whether or not they were found before. */
  reportedHits: count,
});
export type RescreenCounts = z.infer<typeof RescreenCounts>;

/** The newest finished load of each list, by its version; null for a list never loaded. */
export const ListVersions = z.record(z.enum(LIST_CODES), z.number().int().nullable());
export type ListVersions = Record<(typeof LIST_CODES)[number], number | null>;

/** One re-screening of a whole wave or batch. */
export const RescreeningRecord = z.object({
  id,
  waveId: id,
  /** Null where the whole wave was screened. */
  batchId: id.nullable(),
  batchNo: z.string().nullable(),
  jobId: id,
  jobStatus: z.enum(JOB_STATUSES),
  orderedById: id,
  orderedAt: z.string(),
  /** Null while it runs, and where it was cancelled. */
  endedAt: z.string().nullable(),
  progress: z.object({ done: count, total: count }),
  counts: RescreenCounts,
  lists: ListVersions,
  /** True where a list was loaded between order and end: some rows were asked in the older version. */
  listsRenewed: z.boolean(),
});
export type RescreeningRecord = z.infer<typeof RescreeningRecord>;

/** One registration whose standing changed. */
export const RescreeningChangeRecord = z.object({
  id,
  submissionId: id,
  registrationNo: z.string(),
  fullName: z.string(),
  nikMasked: z.string(),
  officeId: id,
  change: z.enum(RESCREEN_CHANGES),
  before: z.enum(['unchecked', ...listResultSchema.options]),
  after: listResultSchema,
  reasons: z.array(reasonCodeSchema),
  /** The status it had when it was screened. */
  status: z.enum(SUBMISSION_STATUSES),
  /** True where the PMO had answered: the hit is told here and changes nothing. */
  onlyReports: z.boolean(),
});
export type RescreeningChangeRecord = z.infer<typeof RescreeningChangeRecord>;

/** Its one field may be left out: a wave's own record is not changed by screening it. */
export const RescreenWave = z.strictObject({ version: z.number().int().positive().optional() });

/** The order's answer; `repeated` where the same wave or batch was being screened already, by that job. */
export const RescreenAccepted = z.object({
  jobId: id,
  rescreeningId: id,
  count,
  repeated: z.boolean(),
  /** Lists that the rules ask and that give no answer today: everybody becomes unknown by them. */
  unanswered: z.array(listCodeSchema),
});
export type RescreenAccepted = z.infer<typeof RescreenAccepted>;
