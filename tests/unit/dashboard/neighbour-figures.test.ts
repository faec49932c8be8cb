import { describe, expect, it } from 'vitest';
import { credentialsEndIn } from '../../../server/dashboard/neighbour-figures.ts';

const NOW = '2026-11-25T18:30:00.000Z';

describe('the credentials of the account at the register', () => {
  it.each([
    [null, null],
    ['2027-06-30', null],
    ['2026-12-27', null],
    ['2026-12-26', 30],
    ['2026-11-27', 1],
    // In Jakarta it is the 26th already.
    ['2026-11-26', 0],
    ['2026-11-20', -6],
  ])('that end on %s are spoken of as ending in %s days', (endOn, days) => {
    expect(credentialsEndIn(endOn, NOW)).toBe(days);
  });
});
