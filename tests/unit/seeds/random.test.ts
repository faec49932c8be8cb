import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../seeds/random.ts';

const tenOf = (seed: string | number) => {
  const random = createRandom(seed);
  return Array.from({ length: 10 }, () => random.next());
};

describe('the stream of chance', () => {
  it('gives these very numbers for seed 1 on every machine', () => {
    const random = createRandom(1);
    expect(Array.from({ length: 6 }, () => random.below(1_000_000))).toEqual([
      81_531, 149_170, 839_113, 166_234, 454_050, 334_470,
    ]);
  });

  it('repeats itself for the same seed, written as a number or as text, and differs for another', () => {
    expect(tenOf(42)).toEqual(tenOf('42'));
    expect(tenOf(42)).not.toEqual(tenOf(43));
  });

  it('keeps whole numbers between their bounds, both reached', () => {
    const random = createRandom('bounds');
    const drawn = new Set(Array.from({ length: 500 }, () => random.between(3, 7)));
    expect([...drawn].sort()).toEqual([3, 4, 5, 6, 7]);
  });

  it('shuffles a list into another order of the same members and leaves the list itself alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.string(), (list, seed) => {
        const before = [...list];
        const shuffled = createRandom(seed).shuffle(list);
        expect(list).toEqual(before);
        expect([...shuffled].sort()).toEqual([...list].sort());
      }),
    );
  });

  it('says true about as often as the probability asks', () => {
    const random = createRandom('coin');
    const heads = Array.from({ length: 20_000 }, () => random.chance(0.3)).filter(Boolean).length;
    expect(heads / 20_000).toBeCloseTo(0.3, 1);
    expect(createRandom(1).chance(0)).toBe(false);
    expect(createRandom(1).chance(1)).toBe(true);
  });

  it('refuses to pick from an empty list', () => {
    expect(() => createRandom(1).pick([])).toThrow('empty list');
  });
});
