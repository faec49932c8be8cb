import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NAME_EXPLANATIONS } from '../../../server/identity/identity-schema.ts';
import { modernSpelling } from '../../../server/identity/name-parts-rules.ts';
import { compareNames, nameKey, normaliseName } from '../../../server/identity/name-rules.ts';
import namePairs from '../../fixtures/names/name-pairs.json' with { type: 'json' };
import { anyText } from '../../support/name-arbitraries.ts';

/** What is expected of two names: `same`, or all that differs joined by `+`, the heaviest first. */
const pairs = namePairs as [expected: string, a: string, b: string][];
const marked = (text: string, ranges: readonly (readonly number[])[]) =>
  ranges.map(([from, to]) => text.slice(from, to));

const classOf = (expected: string) => expected.split('+')[0] as string;

describe('the explained difference of two names', () => {
  it('is tried on at least 220 pairs, at least 15 of each class, and on no pair twice', () => {
    expect(pairs.length).toBeGreaterThanOrEqual(220);
    for (const each of ['same', ...NAME_EXPLANATIONS]) {
      expect(pairs.filter(([expected]) => classOf(expected) === each).length, each).toBeGreaterThanOrEqual(
        15,
      );
    }
    const unordered = pairs.map(([, a, b]) => JSON.stringify([a, b].sort()));
    expect(unordered.filter((pair, at) => unordered.indexOf(pair) !== at)).toEqual([]);
  });

  it.each(pairs)('is %s for %j and %j', (expected, a, b) => {
    const { explanation, verdict, score, explanations } = compareNames(a, b);
    const main = classOf(expected);
    // Where other words are found, it matters no more how the rest is written.
    if (main === 'different') expect(explanation).toBe('different');
    else expect(explanations.join('+') || 'same').toBe(expected);
    expect(explanations[0] ?? null).toBe(explanation);
    expect(verdict).toBe(main === 'same' ? 'same' : main === 'different' ? 'differs' : 'near');
    if (main === 'same') expect(score).toBe(100);
    if (['title', 'degree', 'order', 'oldSpelling'].includes(main)) expect(score).toBeGreaterThanOrEqual(90);
    if (['missingWord', 'typo'].includes(main)) expect(score).toBeLessThan(90);
    if (main === 'different') expect(score).toBeLessThanOrEqual(60);
  });

  it('names every way of writing at once, the heaviest first, and still stays at 90 or above', () => {
    const all = compareNames('H. SIREGAR MOH. TJIPTO, S.E.', 'MUHAMMAD CIPTO SIREGAR');
    expect(all.explanations).toEqual(['order', 'oldSpelling', 'abbreviation', 'degree', 'title']);
    expect(all.score).toBe(92);
  });

  it('keeps an initial below 90, as it fits many names, unlike a usual abbreviation', () => {
    expect(compareNames('A. YANI', 'AHMAD YANI').score).toBeLessThan(90);
    expect(compareNames('ABD. YANI', 'ABDUL YANI').score).toBeGreaterThanOrEqual(90);
  });

  it('does not take a name for a title when nothing else would be left', () => {
    expect(compareNames('RADEN', 'RADEN').verdict).toBe('same');
    expect(normaliseName('H. SE')).not.toBe('');
    expect(compareNames('LIM BENG', 'LIM').explanation).toBe('missingWord');
  });

  it('never takes an empty name for equal, not even to itself', () => {
    expect(compareNames('', '')).toMatchObject({ verdict: 'differs', score: 0 });
    expect(compareNames(' . ', ' . ').verdict).toBe('differs');
  });
});

describe('the marks for the compare card', () => {
  it.each([
    ['H. DEWI', 'DEWI', ['H.'], []],
    ['YUSUF, S.E.', 'YUSUF', ['S.E.'], []],
    ['SUKARNO', 'SOEKARNO', ['U'], ['OE']],
    ['HALIMAH RINA', 'HALIMAH RINA USMAN', [], ['USMAN']],
    ['ARIF TJOKRO', 'ARIF NASUTION', ['TJOKRO'], ['NASUTION']],
    ['UTAMI TIUR', 'TIUR UTAMI', ['UTAMI', 'TIUR'], ['TIUR', 'UTAMI']],
    ['SITI AMINA', 'SITI AMINAH', [], ['H']],
    ['ratna dewi', 'RATNA DEWY', ['i'], ['Y']],
    ['M. ALI', 'MUHAMMAD ALI', ['.'], ['UHAMMAD']],
    ['NUR HAYATI', 'nurhayati', [], []],
  ])('of %j and %j are the characters that differ', (a, b, inA, inB) => {
    const { marks } = compareNames(a, b);
    expect(marked(a, marks.a)).toEqual(inA);
    expect(marked(b, marks.b)).toEqual(inB);
    const turned = compareNames(b, a);
    expect(marked(a, turned.marks.b)).toEqual(inA);
  });

  it('lie in order inside the names, without overlapping', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        const { marks } = compareNames(a, b);
        for (const [text, ranges] of [
          [a, marks.a],
          [b, marks.b],
        ] as const) {
          let last = -1;
          for (const [start, end] of ranges) {
            expect(start).toBeGreaterThan(last);
            expect(end).toBeGreaterThan(start);
            last = end;
          }
          expect(last).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});

describe('the modern spelling', () => {
  it('is reached in one step, whatever the letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'DJTCHOEYKSNUA'), maxLength: 16 }), (letters) => {
        const modern = modernSpelling(letters);
        expect(modernSpelling(modern)).toBe(modern);
      }),
      { numRuns: 2000 },
    );
  });

  it('keys the same person alike, and two people apart', () => {
    expect(nameKey('Hj. SOETJIPTO, St. Aminah')).toBe(nameKey('SITI AMINAH SUCIPTO'));
    expect(nameKey('BUDI SANTOSO')).not.toBe(nameKey('BUDI SANTOSA'));
  });
});
