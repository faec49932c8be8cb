import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOVES } from '../../../migrations/20261122001200_create_forwarding.ts';
import { ATTEMPTS_BEFORE_HELP } from '../../../server/forwarding/dispatch-rules.ts';
import {
  afterAttempt,
  DISPATCH_MOVES,
  fileBlockers,
  LEASE_MS,
  retryBlockers,
  STATUS_AFTER_RETRY,
  stepOf,
  timeBounds,
  waitWhilePending,
} from '../../../server/forwarding/delivery-rules.ts';
import {
  ATTEMPT_RESULTS,
  DISPATCH_STATUSES,
  type AttemptKind,
  type AttemptResult,
  type DispatchStatus,
} from '../../../server/forwarding/forwarding-schema.ts';

const CALM = { pendingMs: 0, chance: 0.5 };
const after = (
  status: DispatchStatus,
  kind: AttemptKind,
  result: AttemptResult,
  more: { tries?: number; isNamedRefusal?: boolean; isOurEnd?: boolean } = {},
) => {
  const { tries = 0, isNamedRefusal = false, isOurEnd = false } = more;
  return afterAttempt(status, tries, { kind, result, isNamedRefusal, isOurEnd }, CALM);
};

describe('the next step of a delivery', () => {
  it('sends only what was never sent or never arrived, and asks about the rest', () => {
    const steps = DISPATCH_STATUSES.map((status) => [status, stepOf(status)]);
    expect(Object.fromEntries(steps)).toEqual({
      queued: 'send', sending: 'ask', unknown: 'ask', pending: 'ask',
      by_file: null, delivered: null, acknowledged: null, refused: null, failed: null,
    }); // prettier-ignore
  });

  it.each([
    ['sending', 'send', 'accepted', 'delivered'],
    ['sending', 'send', 'pending', 'pending'],
    ['sending', 'send', 'refused', 'failed'],
    ['sending', 'send', 'differs', 'failed'],
    ['sending', 'send', 'unclear', 'unknown'],
    ['sending', 'send', 'unreachable', 'queued'],
    ['unknown', 'ask', 'accepted', 'delivered'],
    ['unknown', 'ask', 'pending', 'pending'],
    ['unknown', 'ask', 'absent', 'queued'],
    ['unknown', 'ask', 'refused', 'failed'],
    ['unknown', 'ask', 'differs', 'failed'],
    ['unknown', 'ask', 'unclear', 'unknown'],
    ['unknown', 'ask', 'unreachable', 'unknown'],
    ['pending', 'ask', 'accepted', 'delivered'],
    ['pending', 'ask', 'pending', 'pending'],
    ['pending', 'ask', 'absent', 'queued'],
    ['pending', 'ask', 'refused', 'failed'],
    ['pending', 'ask', 'unclear', 'pending'],
    ['pending', 'ask', 'unreachable', 'pending'],
  ] as const)('from %s, where %s comes to %s, is %s', (status, kind, result, next) => {
    expect(after(status, kind, result).status).toBe(next);
  });

  it('is one table here and in the database’s trigger', () => {
    const moves = Object.entries(DISPATCH_MOVES).filter(([, to]) => to.length > 0);
    expect(MOVES).toEqual(Object.fromEntries(moves));
  });

  it('gives the batch back only where the PMO named its reasons', () => {
    expect(after('sending', 'send', 'refused', { isNamedRefusal: true }).status).toBe('refused');
  });

  it('never leads where the table of moves does not', () => {
    for (const status of ['sending', 'unknown', 'pending'] as const)
      for (const result of ATTEMPT_RESULTS)
        for (const tries of [0, ATTEMPTS_BEFORE_HELP - 1]) {
          const kind = status === 'sending' ? 'send' : 'ask';
          if (kind === 'send' && result === 'absent') continue;
          const { status: next } = after(status, kind, result, { tries });
          const moves: readonly DispatchStatus[] = [status, ...DISPATCH_MOVES[status]];
          expect(moves, `${status} ${result}`).toContain(next);
        }
  });

  it('calls a person after so many attempts without a clear word; only the PMO’s own word begins anew', () => {
    const last = { tries: ATTEMPTS_BEFORE_HELP - 1 };
    expect(after('unknown', 'ask', 'unreachable', last)).toMatchObject({ status: 'failed', tries: 0 });
    expect(after('sending', 'send', 'unclear', last).status).toBe('failed');
    expect(after('unknown', 'ask', 'absent', last)).toMatchObject({ status: 'queued', tries: last.tries });
    expect(after('unknown', 'ask', 'pending', last)).toMatchObject({ status: 'pending', tries: 0 });
  });

  it('counts no attempt that we ended ourselves', () => {
    const ended = after('sending', 'send', 'unclear', { tries: ATTEMPTS_BEFORE_HELP - 1, isOurEnd: true });
    expect(ended).toMatchObject({ status: 'unknown', tries: ATTEMPTS_BEFORE_HELP - 1 });
  });

  it('asks a patient PMO ever more seldom, from a second to a quarter of an hour, whatever the clock says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (pendingMs, chance) => {
          const wait = waitWhilePending(pendingMs, chance);
          expect(wait).toBeGreaterThanOrEqual(500);
          expect(wait).toBeLessThanOrEqual(900_000);
        },
      ),
    );
  });
});

describe('a person’s part in a delivery', () => {
  it('is to try again what the PMO has not answered; what may have arrived is asked about', () => {
    const free = DISPATCH_STATUSES.filter((status) => retryBlockers(status).length === 0);
    expect(free.map((status) => [status, STATUS_AFTER_RETRY[status]])).toEqual([
      ['queued', 'queued'],
      ['unknown', 'unknown'],
      ['pending', 'pending'],
      ['by_file', 'unknown'],
      ['failed', 'unknown'],
    ]);
  });

  it('is to hand it over as a file where nothing was sent, or where it failed', () => {
    const free = DISPATCH_STATUSES.filter((status) => fileBlockers(status).length === 0);
    expect(free).toEqual(['queued', 'failed']);
  });
});

describe('a clock that was moved', () => {
  it('keeps no lease or wait longer than one can be', () => {
    const { leaseAtMost, waitAtMost } = timeBounds(Date.parse('2026-11-30T10:00:00.000Z'));
    expect(Date.parse(leaseAtMost) - Date.parse('2026-11-30T10:00:00.000Z')).toBeGreaterThan(LEASE_MS);
    expect(leaseAtMost < '2026-11-30T10:04:00.000Z').toBe(true);
    expect(waitAtMost < '2026-11-30T10:17:00.000Z').toBe(true);
  });
});
