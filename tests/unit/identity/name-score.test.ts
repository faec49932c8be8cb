import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareNames,
  nameKey,
  nearness,
  normaliseName,
  readName,
  NAME_SCORE_WRITTEN_OTHERWISE,
} from '../../../server/identity/name-rules.ts';
import { anyText, plainWords, spoilt, writtenName } from '../../support/name-arbitraries.ts';

const falling = (scores: readonly number[]) => [...scores].sort((one, other) => other - one);

describe('the score of two names', () => {
  it.each([
    ["Ma'ruf Amin", 'MARUF AMIN', 100],
    ['SIREGAR RINA', 'RINA SIREGAR', 98],
    ['H. SOETJIPTO', 'SUCIPTO', 97],
    ['MUHAMMAD FAIZAL', 'MUHAMMAD FAISAL', 84],
    ['NOVITA YULIANA', 'NOVITA YULIANA FIRMANSYAH', 70],
    ['RINA', 'RITA', 68],
    ['A. YANI', 'AHMAD YANI', 68],
    ['RINA', 'RINA SIREGAR', 61],
    ['TOGAR', 'TOGAR SIMANJUNTAK', 59],
    ['SITI AMINAH', 'SITI AISYAH', 24],
    ['BUDI', 'AGUS', 0],
  ])('of %j and %j is as the README tells: %i', (a, b, score) => {
    expect(compareNames(a, b).score).toBe(score);
  });

  it('lies between 0 and 100 and is the same in both directions', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
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
      fc.property(anyText, anyText, (a, b) => {
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
      fc.property(anyText, (written) => {
        const normal = normaliseName(written);
        expect(normaliseName(normal)).toBe(normal);
        expect(nameKey(normal)).toBe(nameKey(written));
        if (normal !== '') expect(compareNames(written, normal).score).toBeGreaterThanOrEqual(90);
      }),
      { numRuns: 1000 },
    );
  });

  it('never rises with a further wrong letter, wherever it stands and whatever it is compared with', () => {
    const spoiling = plainWords().chain((words) => {
      const name = words.join(' ');
      return fc.tuple(fc.constant(name), fc.shuffledSubarray([...name].map((_, at) => at)));
    });
    fc.assert(
      fc.property(spoiling, ([name, places]) => {
        const scores = places.map(
          (_, wrong) => compareNames(name, spoilt(name, places.slice(0, wrong))).score,
        );
        expect(scores).toEqual(falling(scores));
      }),
      { numRuns: 1000 },
    );
  });

  it('falls with each wrong letter as long as the word is not lost', () => {
    const letters = 'BAMBANG ANGGRAINI SURYAKUSUMA';
    for (const place of [...letters.replaceAll(' ', '')].keys()) {
      const [less, more] = [[place], [place, place + 1]].map((at) =>
        compareNames(letters, spoilt(letters, at)),
      );
      if (less?.explanation !== 'different' && !letters.slice(place, place + 2).includes(' '))
        expect(more?.score).toBeLessThan(less?.score ?? 0);
    }
  });

  it('never rises with a further missing word, whichever it is', () => {
    const losing = plainWords(2).chain((words) => fc.tuple(fc.constant(words), fc.shuffledSubarray(words)));
    fc.assert(
      fc.property(losing, ([words, lost]) => {
        const scores = [0, ...lost.keys()].map((count) => {
          const kept = words.filter((word) => !lost.slice(0, count).includes(word));
          return compareNames(words.join(' '), kept.join(' ')).score;
        });
        expect(scores).toEqual(falling(scores));
      }),
      { numRuns: 1000 },
    );
  });

  it('never rises when a title or a degree comes on top that the other name has not', () => {
    const affix = fc.constantFrom(
      ['H. ', ''],
      ['Hj. ', ''],
      ['K.R.T. ', ''],
      ['', ', S.Kep.'],
      ['Ir. ', ', M.T.'],
    );
    const plain = plainWords().map((words) => words.join(' '));
    fc.assert(
      fc.property(plain, plain, affix, (a, b, [title, degree]) => {
        expect(compareNames(`${title}${a}${degree}`, b).score).toBeLessThanOrEqual(compareNames(a, b).score);
        expect(compareNames(`${title}${a}${degree}`, a).score).toBeLessThan(100);
      }),
      { numRuns: 1000 },
    );
  });

  it('falls when a title, an abbreviation or another order comes on top', () => {
    const full = 'MUHAMMAD RIZKY LUBIS';
    const scores = [full, 'H. MUHAMMAD RIZKY LUBIS', 'H. MOH. RIZKY LUBIS', 'H. LUBIS MOH. RIZKY'].map(
      (written) => compareNames(full, written).score,
    );
    expect(scores).toEqual([100, 99, 97, 95]);
  });

  it('is the same where many names are held against one, and none where the name is another', () => {
    const near = fc
      .tuple(writtenName, fc.nat(60))
      .map(([name, at]) => [name, spoilt(name, [at % name.length])] as const);
    fc.assert(
      fc.property(
        fc.oneof(near, fc.tuple(anyText, anyText), fc.tuple(writtenName, writtenName)),
        ([a, b]) => {
          const { verdict, score } = compareNames(a, b);
          expect(nearness(readName(a), readName(b))).toBe(verdict === 'differs' ? null : score);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
