import { z } from 'zod';
import { BATCH_CHANNELS, BATCH_STATUSES } from './batch-schema.ts';

/** Composing at scale: what a filter would come to, and the act that makes batches of it. */
const id = z.number().int().positive();
const count = z.number().int().min(0);

/** A batch may be as large as one hand can seal; a composition as large as one order of lots. */
export const MOST_COMPOSED = 100_000;
export const MOST_IN_ONE_ACT = 2000;

const scope = {
  waveId: id,
  channel: z.enum(BATCH_CHANNELS),
  /** A filter of the registrations' list, within the wave and the channel. */
  filter: z.record(z.string(), z.unknown()).default({}),
};
export const ProjectBatches = z.strictObject(scope);
export type ProjectBatches = z.output<typeof ProjectBatches>;

export const SplitBy = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('none') }),
  z.strictObject({ by: z.literal('size'), size: z.number().int().min(1).max(MOST_COMPOSED) }),
  z.strictObject({ by: z.literal('office') }),
]);
export const ComposeBatches = z.strictObject({
  ...scope,
  /** How many rows the projection said would fit. */
  expectedCount: count,
  split: SplitBy.default({ by: 'none' }),
});
export type ComposeBatches = z.output<typeof ComposeBatches>;

const part = z.object({ key: z.string(), rows: count });
/** Why rows cannot come in (`excludes`), or what sealing will stumble over or mend. */
export const ProjectedBlocker = z.object({ code: z.string(), count, excludes: z.boolean() });
export type ProjectedBlocker = z.infer<typeof ProjectedBlocker>;

/** The place at which the waiting list is cut, where more are waiting than places are left. */
export const WaitingCut = z.object({
  rule: z.string(),
  seed: z.string(),
  leftOut: count,
  lastIn: z
    .object({ registrationNo: z.string(), verifiedOn: z.string(), lowered: z.boolean(), lot: z.string() })
    .nullable(),
});

export const BatchProjection = z.object({
  /** Rows the filter finds, and those of them that fit into a batch now. */
  found: count,
  fits: count,
  by: z.object({
    office: z.array(part),
    region: z.array(part),
    proposer: z.array(part),
    sex: z.array(part),
    education: z.array(part),
    round: z.array(part),
  }),
  quota: z.object({ quota: count, taken: count, left: z.number().int() }),
  blockers: z.array(ProjectedBlocker),
  /** Who could ratify, and how many of the rows keep each from it. */
  approvers: z.array(z.object({ id, name: z.string(), barred: count })),
  cut: WaitingCut.nullable(),
});
export type BatchProjection = z.infer<typeof BatchProjection>;

/** One act of composing with what came of it. */
export const CompositionRecord = z.object({
  id,
  waveId: id,
  channel: z.enum(BATCH_CHANNELS),
  filter: z.record(z.string(), z.unknown()),
  split: SplitBy,
  rule: z.string().nullable(),
  seed: z.string().nullable(),
  found: count,
  fits: count,
  quotaLeft: z.number().int(),
  taken: count,
  leftOut: count,
  blockers: z.array(ProjectedBlocker),
  jobId: id.nullable(),
  createdById: id,
  createdAt: z.string(),
  /** Rows that are in its batches by now; the rest moved away before their turn came. */
  placed: count,
  batches: z.array(
    z.object({ id, batchNo: z.string(), officeId: id.nullable(), status: z.enum(BATCH_STATUSES), rowCount: count }),
  ),
}); // prettier-ignore
export type CompositionRecord = z.infer<typeof CompositionRecord>;

/** Why somebody is in or out: the place in the order and what it rests on. */
export const CompositionPlace = z.object({
  id,
  position: id,
  registrationNo: z.string(),
  taken: z.boolean(),
  lowered: z.boolean(),
  verifiedOn: z.string(),
  lot: z.string().nullable(),
  /** The status the registration has by now. */
  status: z.string(),
  batchId: id.nullable(),
  batchNo: z.string().nullable(),
});
export type CompositionPlace = z.infer<typeof CompositionPlace>;
