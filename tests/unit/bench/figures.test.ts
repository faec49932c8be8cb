import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missedLimits, percentile, summarise, tableOf, type Figure } from '../../bench/figures.ts';

const numbers = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 300 });
const figure = (more: Partial<Figure>): Figure => ({ section: 'lists', name: 'a page', values: {}, ...more });

describe('percentiles', () => {
  it('are samples that were taken, never figures between two', () => {
    fc.assert(
      fc.property(numbers, fc.double({ min: 0, max: 1, noNaN: true }), (samples, share) => {
        expect(samples).toContain(percentile(samples, share));
      }),
    );
  });

  it('leave at least their share of the samples at or below them, and no smaller sample does', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 100 }), (samples, percent) => {
        const found = percentile(samples, percent / 100);
        const upTo = (limit: number) => samples.filter((sample) => sample <= limit).length;
        const wanted = (percent / 100) * samples.length;
        expect(upTo(found)).toBeGreaterThanOrEqual(wanted - 1e-9);
        const below = samples.filter((sample) => sample < found).length;
        expect(below).toBeLessThan(Math.max(1, Math.ceil(wanted)));
      }),
    );
  });

  it('do not change the samples or depend on their order', () => {
    const samples = [5, 1, 4, 2, 3];
    expect(percentile(samples, 0.5)).toBe(3);
    expect(percentile(samples, 0.99)).toBe(5);
    expect(samples).toEqual([5, 1, 4, 2, 3]);
  });

  it('of nothing are no number', () => {
    expect(percentile([], 0.5)).toBeNaN();
    expect(summarise([], 0)).toEqual({ p50: NaN, p99: NaN, rps: NaN });
  });

  it('come with how many there were a second', () => {
    expect(summarise([1, 2, 3, 4], 2)).toEqual({ p50: 2, p99: 4, rps: 2 });
  });
});

describe('a verdict', () => {
  it('names each limit that is broken, above or below', () => {
    const values = { p50: 9, p99: 51, 'rows/s': 7999 };
    const limits = { atMost: { p50: 10, p99: 50 }, atLeast: { 'rows/s': 8000 } };
    expect(missedLimits(figure({ values, ...limits }))).toEqual(['p99', 'rows/s']);
    expect(missedLimits(figure({ values: { p50: 10, p99: 50, 'rows/s': 8000 }, ...limits }))).toEqual([]);
  });

  it('counts what was not measured as missed', () => {
    expect(missedLimits(figure({ atMost: { p99: 50 } }))).toEqual(['p99']);
    expect(missedLimits(figure({ values: { p99: NaN }, atMost: { p99: 50 } }))).toEqual(['p99']);
    expect(missedLimits(figure({ absent: 'no such route' }))).toEqual(['absent']);
  });

  it('stands in the table beside its budget, and nowhere where there is no budget', () => {
    const table = tableOf([
      figure({ values: { p99: 12.345 }, atMost: { p99: 50 } }),
      figure({ name: 'slow', values: { p99: 123.4 }, atMost: { p99: 50 }, note: 'why' }),
      figure({ name: 'told', values: { load: 3 } }),
    ]).split('\n');
    expect(table[1]).toMatch(/a page\s+p99 12\.35\s+p99 ≤ 50\s+ok$/);
    expect(table[2]).toMatch(/slow\s+p99 123\s+p99 ≤ 50\s+MISSED p99\s+why$/);
    expect(table[3]).toMatch(/told\s+load 3$/);
  });
});
