import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptsAfter, waitBeforeRetry } from '../../../server/identity/identity-queue-rules.ts';
import { UNAVAILABLE_CAUSES } from '../../../server/identity/identity-schema.ts';

const cause = fc.constantFrom(...UNAVAILABLE_CAUSES);
const random = fc.double({ min: 0, max: 0.999, noNaN: true });

describe('a check that got no answer', () => {
  it.each([
    [1, 30],
    [2, 60],
    [3, 120],
    [6, 900],
    [40, 900],
  ])('after try %i waits about %i seconds', (attempts, seconds) => {
    expect(waitBeforeRetry(attempts, 'unreachable', 0.5)).toBe(seconds * 1000);
  });

  it('waits longer where people must do something first', () => {
    expect(waitBeforeRetry(1, 'quota', 0.5)).toBe(1_800_000);
    expect(waitBeforeRetry(1, 'credentials', 0.5)).toBe(600_000);
  });

  it('never waits longer than three quarters of an hour, and never not at all', () => {
    fc.assert(
      fc.property(fc.nat(10_000), cause, random, (attempts, why, chance) => {
        const wait = waitBeforeRetry(attempts, why, chance);
        expect(wait).toBeGreaterThanOrEqual(15_000);
        expect(wait).toBeLessThanOrEqual(45 * 60_000);
      }),
    );
  });

  it('counts a try only where the register was asked', () => {
    expect(attemptsAfter(3, 'timeout')).toBe(4);
    expect(attemptsAfter(3, 'resting')).toBe(3);
    expect(attemptsAfter(0, 'new')).toBe(0);
  });
});
