import { ENDING_ZERO_SURE_ROWS } from '../identity/nik-rules.ts';
import type { SignalFilter, SignalKind, SignalRow, SignalSubject, SignalVerdict } from './signal-schema.ts';

export interface SignalRule {
  measure: 'share' | 'per_hour' | 'per_minute';
  subjects: readonly SignalSubject[];
  /** Fewer than this are not judged. */
  minimum: number;
  /** Worth a look from this value on … */
  limit: number;
  /** … and from so many times what is usual among the others, where there are enough others to say what is usual. */
  timesUsual?: number;
}

const KEYED = ['office', 'officer'] as const;
const REVIEWED = ['reviewer'] as const;

/**
 * When a figure is worth a look. A limit stands well above what honest work gives by chance, since a wave has hundreds of
 * offices and each is asked; what it catches is a question to the office, never a finding against anybody.
 */
export const SIGNAL_RULES = {
  // 23 to 25 in a hundred fail the match anywhere (domain.md section 2); of 50 with that share, 40 % come up once in a hundred.
  identity_mismatch: { measure: 'share', subjects: KEYED, minimum: 50, limit: 0.4 },
  // One NIK in ten ends in 0. An import warns at 20 % of one file; over hundreds of offices that would come up by chance.
  nik_zero: { measure: 'share', subjects: KEYED, minimum: ENDING_ZERO_SURE_ROWS, limit: 0.25 },
  // People of one district, birthday and sex are few, so three numbers in a row are rare: one such run in 600 is told.
  nik_run: { measure: 'share', subjects: KEYED, minimum: 20, limit: 0.005 },
  // A family shares a telephone, and three of one family may register; a counter that lends its own shows more.
  shared_phone: { measure: 'share', subjects: KEYED, minimum: 20, limit: 0.05 },
  // A form of twenty fields with its card takes two minutes at the least.
  keying_pace: { measure: 'per_hour', subjects: ['officer'], minimum: 20, limit: 30, timesUsual: 3 },
  // Ten seconds a case: a scan is not read in less. A bulk act counts as what it is, many at once.
  decision_pace: { measure: 'per_minute', subjects: REVIEWED, minimum: 20, limit: 6, timesUsual: 3 },
  // Where one in ten is returned or rejected, 50 without any come up five times in a thousand.
  all_pass: { measure: 'share', subjects: REVIEWED, minimum: 50, limit: 1 },
} as const satisfies Record<SignalKind, SignalRule>;

/** Others needed to say what is usual. */
export const OTHERS_TO_COMPARE = 3;

/** What is counted of one office or person: `value` a share of `of`, or the rows of the busiest hour or minute. */
export type Figure = Pick<SignalRow, 'count' | 'of' | 'value'>;

export const shareOf = (count: number, of: number): Figure => ({
  count,
  of,
  value: of === 0 ? 0 : count / of,
});
export const paceOf = (count: number, of: number): Figure => ({ count, of, value: count });

/** The middle of some values, the mean of the two middle ones; null of none. */
export function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** Whether there are enough of it to be judged at all. */
export const isRated = (rule: SignalRule, { of }: Figure): boolean => of >= rule.minimum;

/** @param others values of the other offices or people that are judged by the same rule */
export function verdictOf(rule: SignalRule, figure: Figure, others: readonly number[]): SignalVerdict {
  if (!isRated(rule, figure)) return 'too_few';
  if (figure.value < rule.limit) return 'usual';
  if (rule.timesUsual === undefined || others.length < OTHERS_TO_COMPARE) return 'look';
  return figure.value >= rule.timesUsual * (medianOf(others) as number) ? 'look' : 'usual';
}

/** The verdicts of all subjects of one rule, each beside the others. */
export function verdictsOf(rule: SignalRule, figures: readonly Figure[]): SignalVerdict[] {
  const rated = figures.filter((figure) => isRated(rule, figure));
  if (rule.timesUsual === undefined) return figures.map((figure) => verdictOf(rule, figure, []));
  return figures.map((figure) =>
    verdictOf(
      rule,
      figure,
      rated.filter((other) => other !== figure).map(({ value }) => value),
    ),
  );
}

const ORDER: readonly SignalVerdict[] = ['look', 'usual', 'too_few'];

/** What is worth a look first, then the highest values, then the largest numbers. */
export const toLookFirst = (
  one: Pick<SignalRow, 'verdict' | 'value' | 'of'>,
  other: Pick<SignalRow, 'verdict' | 'value' | 'of'>,
): number =>
  ORDER.indexOf(one.verdict) - ORDER.indexOf(other.verdict) || other.value - one.value || other.of - one.of;

/** The busiest hour or minute as a period of instants, both ends within it: `2026-11-25T03` or `2026-11-25T03:07`. */
export function periodOf(beginning: string): { from: string; to: string } {
  const rest = ':00:00.000'.slice(beginning.length - 13);
  const last = ':59:59.999'.slice(beginning.length - 13);
  return { from: `${beginning}${rest}Z`, to: `${beginning}${last}Z` };
}

interface Behind {
  waveId: number;
  officeId: number | null;
  staffId: number | null;
  /** Of a pace: when it was. */
  busiest?: string;
}

/** The filter of the list of registrations that gives the rows behind a figure. */
export function filterOf(
  kind: SignalKind,
  { waveId, officeId, staffId, busiest = '' }: Behind,
): SignalFilter {
  const office: SignalFilter = officeId === null ? {} : { officeId };
  const staff = (field: string): SignalFilter => (staffId === null ? {} : { [field]: staffId });
  const { from, to } = periodOf(busiest);
  if (kind === 'all_pass') return { waveId, ...staff('decidedById'), status_neq: 'rejected' };
  if (kind === 'decision_pace')
    return { waveId, ...staff('decidedById'), decidedAt_gte: from, decidedAt_lte: to };
  const keyed = { waveId, ...office, ...staff('keyedById') };
  if (kind !== 'keying_pace') return { ...keyed, signal: kind };
  return { ...keyed, signal: 'keyed_by_hand', createdAt_gte: from, createdAt_lte: to };
}
