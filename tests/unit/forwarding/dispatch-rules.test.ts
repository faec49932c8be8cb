import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ATTEMPTS_BEFORE_HELP,
  deliveryDifferences,
  needsHelp,
  waitAfter,
} from '../../../server/forwarding/dispatch-rules.ts';

describe('waiting between attempts', () => {
  it('lies between half and all of a time that doubles up to a quarter of an hour', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempts, chance) => {
          const whole = Math.min(900_000, 1000 * 2 ** (attempts - 1));
          const wait = waitAfter(attempts, chance);
          expect(wait).toBeGreaterThanOrEqual(Math.floor(whole / 2));
          expect(wait).toBeLessThanOrEqual(whole);
        },
      ),
    );
  });

  it('ends with a person after a number of attempts, and again after as many more', () => {
    expect(needsHelp(ATTEMPTS_BEFORE_HELP - 1)).toBe(false);
    expect([ATTEMPTS_BEFORE_HELP, 2 * ATTEMPTS_BEFORE_HELP].map(needsHelp)).toEqual([true, true]);
  });

  it('lasts more than an hour before a person is called, however chance falls', () => {
    const waits = Array.from({ length: ATTEMPTS_BEFORE_HELP - 1 }, (_, at) => waitAfter(at + 1, 0));
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(3_600_000);
  });
});

describe('acknowledging', () => {
  const same = { count: 5, digest: 'a'.repeat(64) };

  it('needs one number and one digest on all three sides', () => {
    expect(deliveryDifferences(same, same, same)).toEqual([]);
  });

  it('answers a difference on any side with all three values', () => {
    const other = { count: 6, digest: 'b'.repeat(64) };
    for (const [stated, received, sealed] of [[other, same, same], [same, other, same], [same, same, other], [other, other, same]] as const) {
      const found = deliveryDifferences(stated, received, sealed);
      expect(found.map(({ code }) => code)).toEqual(['COUNT_DIFFERS', 'DIGEST_DIFFERS']);
      expect(found[0]).toMatchObject({ stated: stated.count, received: received.count, sealed: sealed.count });
    } // prettier-ignore
  });
});
