import { LONGEST_WAIT_MS, needsHelp, waitAfter } from './dispatch-rules.ts';
import type { AttemptKind, AttemptResult, DispatchStatus } from './forwarding-schema.ts';

/** The life of a delivery: from each status to which. The same pairs stand in the database's trigger. */
export const DISPATCH_MOVES = {
  queued: ['sending', 'by_file'],
  // Whoever dies while sending leaves `sending` behind: it is taken over as `unknown`, never as `queued`.
  sending: ['queued', 'unknown', 'pending', 'delivered', 'refused', 'failed'],
  unknown: ['queued', 'pending', 'delivered', 'refused', 'failed'],
  pending: ['queued', 'delivered', 'refused', 'failed'],
  by_file: ['delivered', 'unknown'],
  failed: ['unknown', 'by_file'],
  delivered: ['acknowledged', 'refused'],
  acknowledged: [],
  refused: [],
} as const satisfies Record<DispatchStatus, readonly DispatchStatus[]>;

/** Statuses the worker has something to do in, once their time has come. */
export const WORKED_STATUSES = [
  'queued',
  'sending',
  'unknown',
  'pending',
] as const satisfies DispatchStatus[];
export type WorkedStatus = (typeof WORKED_STATUSES)[number];

/** What the worker does next: only what was never sent, or never arrived, is sent. */
export function stepOf(status: DispatchStatus): AttemptKind | null {
  if (status === 'queued') return 'send';
  return (WORKED_STATUSES as readonly DispatchStatus[]).includes(status) ? 'ask' : null;
}

/** Where a person's "try again" leads; null where there is nothing to try. */
export const STATUS_AFTER_RETRY = {
  queued: 'queued',
  unknown: 'unknown',
  pending: 'pending',
  // The PMO may hold it all the same: it is asked first.
  failed: 'unknown',
  by_file: 'unknown',
  sending: null,
  delivered: null,
  acknowledged: null,
  refused: null,
} as const satisfies Record<DispatchStatus, DispatchStatus | null>;

/** A delivery may be tried again by hand until the PMO's word on it stands. */
export function retryBlockers(status: DispatchStatus): { code: string; status: DispatchStatus }[] {
  return STATUS_AFTER_RETRY[status] === null ? [{ code: 'DISPATCH_NOT_FAILED', status }] : [];
}

/** Handing a delivery over as a file: where it was not sent, or where a person looks at what failed. */
export function fileBlockers(status: DispatchStatus): { code: string; status: DispatchStatus }[] {
  return (DISPATCH_MOVES[status] as readonly DispatchStatus[]).includes('by_file')
    ? []
    : [{ code: 'DISPATCH_UNDER_WAY', status }];
}

/** What an attempt came to, as far as the next step depends on it. */
export interface Attempted {
  kind: AttemptKind;
  result: AttemptResult;
  /** True where the PMO named why it refuses the whole: the batch goes back. */
  isNamedRefusal: boolean;
  /** True where we ended the attempt ourselves: nobody failed. */
  isOurEnd: boolean;
}

export interface NextStep {
  status: DispatchStatus;
  tries: number;
  /** Milliseconds until it is worked on again. */
  waitMs: number;
}

/** How long the PMO is left alone about a delivery it calls pending: half as long as it has been, from a second to a quarter of an hour. */
export function waitWhilePending(pendingMs: number, chance: number): number {
  const whole = Math.min(LONGEST_WAIT_MS, Math.max(1000, pendingMs / 2));
  return Math.round(whole / 2 + (whole / 2) * chance);
}

/**
 * What follows from an attempt. `tries` counts attempts without a clear word; the twentieth is for a person.
 * @param status the delivery's status while it was attempted: `sending`, `unknown` or `pending`
 * @param pendingMs since when the PMO has called it pending
 * @param chance 0 … 1
 */
export function afterAttempt(
  status: DispatchStatus,
  tries: number,
  attempted: Attempted,
  { pendingMs, chance }: { pendingMs: number; chance: number },
): NextStep {
  const at = (next: DispatchStatus, waitMs = 0, count = tries): NextStep => ({
    status: next,
    tries: count,
    waitMs,
  });
  switch (attempted.result) {
    case 'accepted':
      return at('delivered', 0, 0);
    case 'pending':
      return at('pending', waitWhilePending(pendingMs, chance), 0);
    case 'refused':
      return at(attempted.isNamedRefusal ? 'refused' : 'failed');
    case 'differs':
      return at('failed');
    case 'absent':
      // Not a success: a delivery that gets lost again and again still ends with a person.
      return at('queued');
    case 'unclear':
    case 'unreachable': {
      const untouched = attempted.kind === 'send' && attempted.result === 'unreachable';
      const next = untouched ? 'queued' : status === 'pending' ? 'pending' : 'unknown';
      if (attempted.isOurEnd) return at(next, waitAfter(1, chance));
      const count = tries + 1;
      return needsHelp(count) ? at('failed', 0, 0) : at(next, waitAfter(count, chance), count);
    }
  }
}

/** A lease lasts so long, and is renewed while its holder lives. */
export const LEASE_MS = 120_000;
/** Clocks of servers differ by less. */
const SLACK_MS = 60_000;

/**
 * Bounds by which a time in the outbox is judged. One further ahead than any lease or wait reaches was written by a clock
 * that ran ahead, and counts as past: else a delivery would rest for as long as the clock was wrong.
 */
export function timeBounds(now: number): { now: string; leaseAtMost: string; waitAtMost: string } {
  const iso = (at: number) => new Date(at).toISOString();
  return {
    now: iso(now),
    leaseAtMost: iso(now + LEASE_MS + SLACK_MS),
    waitAtMost: iso(now + LONGEST_WAIT_MS + SLACK_MS),
  };
}
