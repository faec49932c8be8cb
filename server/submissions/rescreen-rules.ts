import type { ListResult } from '../screening/screening-schema.ts';
import type { RescreenChange, RescreenCounts } from './rescreen-schema.ts';
import type { SubmissionStatus } from './submission-schema.ts';

/**
 * What a re-screening does with a registration: `renews` the result it rests on, only `reports` what it finds, or passes
 * it over. After the PMO's answer a hit only reports (domain.md section 5: what was confirmed is revoked by the PMO alone).
 * A draft is screened when it is submitted; who was rejected or withdrew needs no result any more.
 */
export const RESCREEN_BY_STATUS = {
  draft: 'passes_over',
  submitted: 'renews',
  in_review: 'renews',
  needs_correction: 'renews',
  on_hold: 'renews',
  verified: 'renews',
  batched: 'renews',
  ratified: 'renews',
  sent: 'renews',
  confirmed: 'reports',
  pmo_returned: 'reports',
  pmo_rejected: 'reports',
  rejected: 'passes_over',
  withdrawn: 'passes_over',
  revoked: 'reports',
} as const satisfies Record<SubmissionStatus, 'renews' | 'reports' | 'passes_over'>;

const STATUSES = Object.keys(RESCREEN_BY_STATUS) as SubmissionStatus[];

/** Statuses in which a registration is screened again. */
export const RESCREENED_STATUSES = STATUSES.filter((status) => RESCREEN_BY_STATUS[status] !== 'passes_over');
/** Statuses in which what is found changes nothing of the registration. */
export const REPORTED_STATUSES = STATUSES.filter((status) => RESCREEN_BY_STATUS[status] === 'reports');

export const onlyReports = (status: SubmissionStatus): boolean => RESCREEN_BY_STATUS[status] === 'reports';

/** A result as two screenings are compared: the outcome and the reasons that exclude. */
export interface Standing {
  outcome: ListResult;
  blocking: readonly string[];
}

const sameReasons = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((reason) => b.includes(reason));

/** How a standing changed; null where it did not. `before` is null for whoever was never screened. */
export function changeOf(before: Standing | null, after: Standing): RescreenChange | null {
  const was = before?.outcome ?? 'unknown';
  if (after.outcome === 'unknown') return was === 'unknown' ? null : 'to_unknown';
  if (after.outcome === 'clear')
    return was === 'clear' ? null : was === 'hit' ? 'hit_to_clear' : 'unknown_to_clear';
  if (was === 'hit') return sameReasons(before?.blocking ?? [], after.blocking) ? null : 'hit_to_other_hit';
  return was === 'clear' ? 'clear_to_hit' : 'unknown_to_hit';
}

export const NO_RESCREEN_COUNTS: RescreenCounts = {
  checked: 0,
  clearToHit: 0,
  unknownToHit: 0,
  hitToOtherHit: 0,
  toUnknown: 0,
  hitToClear: 0,
  unknownToClear: 0,
  reported: 0,
  reportedHits: 0,
};

/** The count each change adds to. */
export const COUNT_OF_CHANGE = {
  clear_to_hit: 'clearToHit',
  unknown_to_hit: 'unknownToHit',
  hit_to_other_hit: 'hitToOtherHit',
  to_unknown: 'toUnknown',
  hit_to_clear: 'hitToClear',
  unknown_to_clear: 'unknownToClear',
} as const satisfies Record<RescreenChange, keyof RescreenCounts>;

/** One screened registration, as the report counts it. */
export interface Rescreened {
  change: RescreenChange | null;
  after: ListResult;
  onlyReports: boolean;
}

/** The counts with some more registrations added. */
export function addToCounts(counts: RescreenCounts, rows: readonly Rescreened[]): RescreenCounts {
  const sum = { ...counts };
  for (const { change, after, onlyReports: reported } of rows) {
    sum.checked += 1;
    if (change) sum[COUNT_OF_CHANGE[change]] += 1;
    if (reported) sum.reported += 1;
    if (reported && after === 'hit') sum.reportedHits += 1;
  }
  return sum;
}

export type RescreenBlocker = { code: 'NOTHING_TO_SCREEN' };

/** What keeps a wave or batch from being screened again; `count` are the registrations it would be about. */
export const rescreenBlockers = (count: number): RescreenBlocker[] =>
  count === 0 ? [{ code: 'NOTHING_TO_SCREEN' }] : [];
