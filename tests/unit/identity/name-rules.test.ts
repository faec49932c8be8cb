import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NAME_EXPLANATIONS } from '../../../server/identity/identity-schema.ts';
import { modernSpelling } from '../../../server/identity/name-parts-rules.ts';
import {
  compareNames,
  nameKey,
  normaliseName,
  NAME_SCORE_WRITTEN_OTHERWISE,
} from '../../../server/identity/name-rules.ts';
import namePairs from '../../fixtures/names/name-pairs.json' with { type: 'json' };

/** What is expected of two names: `same`, or all that differs joined by `+`, the heaviest first. */
const pairs = namePairs as [expected: string, a: string, b: string][];
const word = fc.constantFrom(
  ...'SITI BUDI NUR HAYATI LESTARI SIREGAR SOEKARNO TJIPTO ABDUL RAHMAN M. MOH. H. HJ. DRS. R. ST. SE S.PD. DJOKO A. AHMAD'.split(
    ' ',
  ),
);
const plainWord = fc.constantFrom(
  ...'BUDI LESTARI SIREGAR HANDAYANI WULAN PERMANA KARTIKA NUGROHO'.split(' '),
);
const name = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
const anything = fc.oneof(
  name,
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...'DJTCHOEYUASM., '), maxLength: 20 }),
);
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
      fc.property(anything, anything, (a, b) => {
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

describe('the score of two names', () => {
  it('lies between 0 and 100 and is the same in both directions', () => {
    fc.assert(
      fc.property(anything, anything, (a, b) => {
        const one = compareNames(a, b);
        const other = compareNames(b, a);
        expect(one.score).toBeGreaterThanOrEqual(0);
        expect(one.score).toBeLessThanOrEqual(100);
        expect(Number.isInteger(one.score)).toBe(true);
        expect([other.score, other.verdict, other.explanations]).toEqual([
          one.score,
          one.verdict,
          one.explanations,
        ]);
        expect(other.marks).toEqual({ a: one.marks.b, b: one.marks.a });
      }),
      { numRuns: 500 },
    );
  });

  it('is 100 exactly when the names are the same, and explains everything else', () => {
    fc.assert(
      fc.property(anything, anything, (a, b) => {
        const { score, verdict, explanations } = compareNames(a, b);
        expect(score === 100).toBe(verdict === 'same');
        expect(explanations.length === 0).toBe(verdict === 'same');
      }),
    );
  });

  it('is 90 or more when the names differ only in the way of writing, and below 90 as soon as a letter does', () => {
    const writings = [
      ['SUCIPTO', 'SOETJIPTO', 'SOETDJIPTO'],
      ['MUHAMMAD', 'MOH.', 'MUH', 'MOCHAMAD', 'Mhd.'],
      ['SITI', 'siti', 'SITTI'],
      ['ABDUL', 'ABD.', 'ABDOEL'],
      ['NURHAYATI', 'NUR HAYATI', "NUR'HAYATI"],
      ['YUSUF', 'JOESOEF', 'Jusuf'],
    ];
    const written = fc.tuple(...writings.map((forms) => fc.constantFrom(...forms)));
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 1 });
    const affixes = fc.tuple(
      fc.constantFrom('', 'H. ', 'DRS. H. '),
      fc.constantFrom('', ', S.E.', ', S.Pd., M.M.'),
    );
    fc.assert(
      fc.property(written, written, order, affixes, (one, other, kept, [title, degree]) => {
        const a = kept.map((at) => one[at]).join(' ');
        const b =
          title +
          [...kept]
            .sort()
            .map((at) => other[at])
            .join(' ') +
          degree;
        expect(compareNames(a, b).score).toBeGreaterThanOrEqual(NAME_SCORE_WRITTEN_OTHERWISE);
        expect(compareNames(`${a}X`, b).score).toBeLessThan(NAME_SCORE_WRITTEN_OTHERWISE);
      }),
      { numRuns: 500 },
    );
  });

  it('stays at 90 or more between a name and its normalised form, which normalising again leaves alone', () => {
    fc.assert(
      fc.property(anything, (written) => {
        const normal = normaliseName(written);
        expect(normaliseName(normal)).toBe(normal);
        expect(nameKey(normal)).toBe(nameKey(written));
        if (normal !== '') expect(compareNames(written, normal).score).toBeGreaterThanOrEqual(90);
      }),
      { numRuns: 1000 },
    );
  });

  it('falls with every further wrong letter', () => {
    const letters = 'BAMBANG ANGGRAINI SURYAKUSUMA';
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 3 }), (place, count) => {
        const damaged = (wrong: number) =>
          [...letters]
            .map((letter, at) => (at >= place && at < place + wrong && letter !== ' ' ? 'X' : letter))
            .join('');
        const less = compareNames(letters, damaged(count));
        const more = compareNames(letters, damaged(count + 1));
        expect(more.score).toBeLessThanOrEqual(less.score);
        // A word that has become another word is lost already; until then each letter counts.
        if (less.explanation !== 'different' && damaged(count) !== damaged(count + 1)) {
          expect(more.score).toBeLessThan(less.score);
        }
      }),
    );
  });

  it('falls with every further missing word', () => {
    fc.assert(
      fc.property(fc.uniqueArray(plainWord, { minLength: 3, maxLength: 6 }), (words) => {
        const scores = words.map(
          (_, left) => compareNames(words.join(' '), words.slice(0, left + 1).join(' ')).score,
        );
        expect(scores).toEqual([...scores].sort((one, other) => one - other));
        expect(new Set(scores).size).toBe(scores.length);
      }),
    );
  });

  it('falls when a title, an abbreviation or another order comes on top', () => {
    const full = 'MUHAMMAD RIZKY LUBIS';
    const scores = [full, 'H. MUHAMMAD RIZKY LUBIS', 'H. MOH. RIZKY LUBIS', 'H. LUBIS MOH. RIZKY'].map(
      (written) => compareNames(full, written).score,
    );
    expect(scores).toEqual([100, 99, 97, 95]);
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
