import type { CaseRecord } from './case-record.ts';

export type LeaseState = 'none' | 'mine' | 'ending' | 'expired' | 'other';

const WARN_MILLISECONDS = 5 * 60_000;

/** How this person's claim on the case stands at `now` (milliseconds). Only a case in review is held. */
export function leaseState(
  record: Pick<CaseRecord, 'status' | 'assigneeId' | 'leaseUntil'>,
  staffId: number | undefined,
  now: number,
): LeaseState {
  if (record.status !== 'in_review' || record.assigneeId === null || record.leaseUntil === null)
    return 'none';
  const left = Date.parse(record.leaseUntil) - now;
  if (record.assigneeId !== staffId) return left > 0 ? 'other' : 'none';
  if (left <= 0) return 'expired';
  return left < WARN_MILLISECONDS ? 'ending' : 'mine';
}
