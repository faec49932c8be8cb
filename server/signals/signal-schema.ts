import { z } from 'zod';

/**
 * GET /api/signals: what a coordinator may want to look at in one wave. A signal is a question, never a finding: it says
 * that something is unlike the rest, and leads to the rows where a person can see why.
 */
export const SIGNAL_KINDS = [
  'identity_mismatch',
  'nik_zero',
  'nik_run',
  'shared_phone',
  'keying_pace',
  'decision_pace',
  'all_pass',
] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** Whose work is shown: an office's, an officer's who keyed or uploaded, a reviewer's who decided. */
export const SIGNAL_SUBJECTS = ['office', 'officer', 'reviewer'] as const;
export type SignalSubject = (typeof SIGNAL_SUBJECTS)[number];

/** `look`: worth a look; `too_few`: too small a number to be judged. */
export const SIGNAL_VERDICTS = ['look', 'usual', 'too_few'] as const;
export type SignalVerdict = (typeof SIGNAL_VERDICTS)[number];

const count = z.number().int().nonnegative();
const id = z.number().int();

/** A filter of GET /api/submissions that gives the rows behind a figure. */
export const SignalFilter = z.record(z.string(), z.union([z.string(), z.number()]));
export type SignalFilter = z.infer<typeof SignalFilter>;

export const SignalRow = z.object({
  subject: z.enum(SIGNAL_SUBJECTS),
  officeId: id.nullable(),
  officeName: z.string().nullable(),
  staffId: id.nullable(),
  staffName: z.string().nullable(),
  /** Rows the signal is about; for a pace those of the busiest hour or minute. */
  count,
  /** Out of how many. */
  of: count,
  /** What is compared: a share of 1, or rows an hour or a minute. */
  value: z.number(),
  verdict: z.enum(SIGNAL_VERDICTS),
  filter: SignalFilter,
});
export type SignalRow = z.infer<typeof SignalRow>;

/** One signal over one sort of subject: its measure, how many are how, and the rows to look at first. */
export const SignalGroup = z.object({
  kind: z.enum(SIGNAL_KINDS),
  subject: z.enum(SIGNAL_SUBJECTS),
  measure: z.enum(['share', 'per_hour', 'per_minute']),
  /** Below this many nothing is judged. */
  minimum: count,
  /** From this value on it is worth a look. */
  limit: z.number(),
  /** Middle value of those that are judged; null where there is none. */
  usual: z.number().nullable(),
  look: count,
  rated: count,
  tooFew: count,
  /** At most 50: those worth a look first, then by value. */
  rows: z.array(SignalRow),
});
export type SignalGroup = z.infer<typeof SignalGroup>;

export const Signals = z.object({
  wave: z.object({ id, name: z.string() }).nullable(),
  /** When the figures were counted: of a large wave they may be minutes old. */
  countedAt: z.string(),
  groups: z.array(SignalGroup),
});
export type Signals = z.infer<typeof Signals>;
