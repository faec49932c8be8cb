import { z } from 'zod';
import { ROLES } from '../auth/permission-rules.ts';
import { unavailableCauseSchema } from '../identity/identity-schema.ts';
import { SUBMISSION_STATUSES } from '../submissions/submission-schema.ts';

/**
 * GET /api/dashboard: the figures of one role's home page, all from maintained counters. A part that the role's home
 * does not show is absent. Counts are of registrations unless said otherwise; `day` is yyyy-mm-dd in WIB.
 */
const count = z.number().int().nonnegative();
const id = z.number().int();
const instant = z.string();

/** The wave now open, and how far its quota is used. */
export const DashboardWave = z.object({
  id,
  code: z.string(),
  name: z.string(),
  quota: count,
  /** Ratified, sent or confirmed: what the quota counts. */
  ratified: count,
  closesAt: instant,
  handoverDeadline: instant.nullable(),
});

/** One bar of the wave's pipeline, in the order of the road. */
export const PipelineBar = z.object({ status: z.enum(SUBMISSION_STATUSES), count });

export const DecisionsOfDay = z.object({
  day: z.string(),
  verified: count,
  returned: count,
  rejected: count,
});

/** Undecided registrations by whole days since submission. */
export const AGEING_BUCKETS = ['0-1', '2-3', '4-7', '8-14', '15+'] as const;
export const AgeingBar = z.object({ bucket: z.enum(AGEING_BUCKETS), count });

/** Reason codes given in this wave, most frequent first. */
export const ReasonBar = z.object({ code: z.string(), count });

export const ReviewerLoad = z.object({
  staffId: id,
  fullName: z.string(),
  inReview: count,
  decidedToday: count,
});

/** The reviewer's own queue; `waiting` is what nobody has claimed, `secondReadings` what others ask a second reader for. */
export const ReviewQueue = z.object({
  mine: count,
  dueToday: count,
  overdue: count,
  onHold: count,
  secondReadings: count,
  waiting: count,
});

export const CounterImport = z.object({
  id,
  fileName: z.string(),
  status: z.string(),
  rows: count,
  bad: count,
  createdAt: instant,
});

/** Today at the counter of the person's own office. */
export const CounterFigures = z.object({
  officeName: z.string(),
  drafts: count,
  sentBack: count,
  submittedToday: count,
  submittedInWave: count,
  verifiedInWave: count,
  imports: z.array(CounterImport),
});

/** A batch that waits for this role; `blockers` say what keeps it from the next step. */
export const DashboardBatch = z.object({
  id,
  batchNo: z.string(),
  status: z.string(),
  channel: z.string(),
  waveName: z.string(),
  officeName: z.string().nullable(),
  rowCount: count,
  /** Since when it stands in this status. */
  since: instant,
  checksFresh: z.boolean().optional(),
  blockers: z.array(z.object({ code: z.string(), message: z.string().optional() })).optional(),
});

/** A delivery at the PMO and what of it is still unanswered. */
export const DashboardDelivery = z.object({
  batchId: id,
  dispatchNo: z.string(),
  status: z.string(),
  sentAt: instant,
  sent: count,
  confirmed: count,
  returned: count,
  refused: count,
  pending: count,
  /** When the PMO's answers are due, and how that stands. */
  answersDueAt: instant.nullable(),
  answersState: z.enum(['none', 'open', 'soon', 'overdue', 'answered']),
  daysOver: count,
});

/** Per office or region: what came in and what did not match the register. */
export const OfficeBar = z.object({
  officeId: id,
  officeName: z.string(),
  submitted: count,
  mismatched: count,
  ratified: count,
});

/** Oversight figures of the last 30 days; counts of events. */
export const AuditFigures = z.object({
  events: count,
  decisions: count,
  reveals: count,
  overrides: count,
  lateCorrections: count,
  refusals: count,
  lastEventAt: instant.nullable(),
  recentReveals: z.array(
    z.object({
      at: instant,
      actorName: z.string(),
      submissionId: id.nullable(),
      purpose: z.string().nullable(),
    }),
  ),
});

/** What the administrator looks after. */
export const SystemFigures = z.object({
  staff: count,
  offices: count,
  waves: count,
  ruleSets: count,
  lists: z.array(
    z.object({ code: z.string(), version: count.nullable(), asOf: z.string().nullable(), rows: count }),
  ),
  ktpRecords: count,
  jobsRunning: count,
  jobsFailed: count,
});

/** Whether the systems next door answer; shown as banners to everyone who depends on them. */
export const Neighbours = z.object({
  register: z.enum(['up', 'down']),
  /** Since when the register has answered nobody, and why. */
  registerSince: z.string().nullable(),
  registerCause: unavailableCauseSchema.nullable(),
  /** Registrations that wait for its answer. */
  registerWaiting: z.number().int(),
  /** Registrations whose sealed NIK or KK do not open: altered, or a key is missing. */
  sealedWaiting: z.number().int(),
  /** Questions left in the account, where the register counts them. */
  quotaLeft: z.number().int().nullable(),
  /** Days until the account's credentials end; null where nobody said when, or it is far. */
  credentialsEndIn: z.number().int().nullable(),
  pmo: z.enum(['up', 'down']),
});

export const Dashboard = z.object({
  role: z.enum(ROLES),
  wave: DashboardWave.nullable(),
  neighbours: Neighbours.optional(),
  pipeline: z.array(PipelineBar).optional(),
  decisionsPerDay: z.array(DecisionsOfDay).optional(),
  ageing: z.array(AgeingBar).optional(),
  reasons: z.array(ReasonBar).optional(),
  workload: z.array(ReviewerLoad).optional(),
  queue: ReviewQueue.optional(),
  /** Partial matches whose two readers disagree: coordinators decide. */
  disagreements: count.optional(),
  intake: CounterFigures.optional(),
  batches: z.array(DashboardBatch).optional(),
  deliveries: z.array(DashboardDelivery).optional(),
  /** Deliveries whose answers are late, or nearly. */
  lateAnswers: z.array(DashboardDelivery).optional(),
  offices: z.array(OfficeBar).optional(),
  audit: AuditFigures.optional(),
  system: SystemFigures.optional(),
});
export type Dashboard = z.infer<typeof Dashboard>;
