import type { UnavailableCause } from './identity-schema.ts';

/**
 * Why a registration waits to be asked about: `new` was never asked, and of a `sealed` one NIK or KK do not open, so that nobody
 * can be asked.
 */
export type QueueCause = 'new' | 'sealed' | UnavailableCause;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const FIRST_WAIT_MS = 30 * SECOND;
const LONGEST_WAIT_MS = 15 * MINUTE;
/** What no second try mends by itself: people top up an account, renew it, or bring back a key. */
const BY_PEOPLE_MS: Partial<Record<QueueCause, number>> = {
  quota: 30 * MINUTE,
  credentials: 10 * MINUTE,
  sealed: 30 * MINUTE,
};
/** The service itself said nothing of this registration. */
const NOT_ASKED: readonly QueueCause[] = ['new', 'sealed', 'resting'];

/** Tries after this answer; one that was never made does not count. */
export const attemptsAfter = (attempts: number, cause: QueueCause): number =>
  NOT_ASKED.includes(cause) ? attempts : attempts + 1;

/**
 * How long to wait before the next try, in milliseconds: doubled with each, at most a quarter of an hour, and spread by half in
 * both directions so that a register that comes back is not asked everything at once. `random` lies in [0, 1).
 */
export function waitBeforeRetry(attempts: number, cause: QueueCause, random: number): number {
  const wait =
    BY_PEOPLE_MS[cause] ?? Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, attempts - 1));
  return Math.round(wait * (0.5 + random));
}
