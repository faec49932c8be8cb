import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balance, balancesBy } from '../../../server/forwarding/reconciliation-rules.ts';

const slice = fc.record({
  confirmed: fc.nat(1000),
  returned: fc.nat(1000),
  refused: fc.nat(1000),
  pending: fc.nat(1000),
  office: fc.nat(5),
});

describe('the reconciliation sheet', () => {
  it('does not balance where a row was lost or counted twice', () => {
    expect(balance({ sent: 10, confirmed: 5, returned: 2, refused: 1, pending: 2 }).balanced).toBe(true);
    expect(balance({ sent: 10, confirmed: 5, returned: 2, refused: 1, pending: 1 }).balanced).toBe(false);
    expect(balance({ sent: 10, confirmed: 6, returned: 2, refused: 1, pending: 2 }).balanced).toBe(false);
  });

  it('adds up to the whole however it is divided, and balances where every slice does', () => {
    fc.assert(
      fc.property(fc.array(slice, { maxLength: 40 }), (found) => {
        const slices = found.map((one) => ({
          ...one,
          sent: one.confirmed + one.returned + one.refused + one.pending,
        }));
        const parts = balancesBy(slices, (one) => one.office);
        expect(parts.every(([, part]) => part.balanced)).toBe(true);
        const sum = (of: readonly { sent: number }[]) => of.reduce((total, one) => total + one.sent, 0);
        expect(sum(parts.map(([, part]) => part))).toBe(sum(slices));
        expect(parts.map(([office]) => office)).toEqual(
          [...new Set(slices.map((one) => one.office))].sort((a, b) => a - b),
        );
      }),
    );
  });
});
