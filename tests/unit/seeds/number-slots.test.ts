import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNumberSlots } from '../../../seeds/number-slots.ts';
import { createRandom } from '../../../seeds/random.ts';

const take = (count: number, seed: string, days: number) => {
  const slot = createNumberSlots(createRandom(seed), 0, days);
  return Array.from({ length: count }, slot);
};

describe('numbers handed out to people and families', () => {
  it('never gives the same day and serial twice, down to the last free pair', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.string(), (days, seed) => {
        const pairs = take(days * 1000, seed, days).map(({ day, serial }) => `${day}/${serial}`);
        expect(new Set(pairs).size).toBe(days * 1000);
      }),
    );
  });

  it('stays within the given days and the serials 9000 to 9999', () => {
    for (const { day, serial } of take(5000, 'range', 30)) {
      expect(day).toBeGreaterThanOrEqual(0);
      expect(day).toBeLessThan(30);
      expect(serial).toMatch(/^9\d{3}$/);
    }
  });

  it('throws rather than repeat itself when every pair is used', () => {
    const slot = createNumberSlots(createRandom('full'), 0, 2);
    for (let index = 0; index < 2000; index += 1) slot();
    expect(slot).toThrow('No unused number left');
  });

  it('ends at most one number in ten in 0, however few there are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.string(), (count, seed) => {
        const zeros = take(count, seed, 50).filter(({ serial }) => serial.endsWith('0')).length;
        expect(zeros).toBe(Math.floor(count / 10));
      }),
    );
  });
});
