import { describe, expect, it } from 'vitest';
import {
  abbreviate,
  inOldSpelling,
  inOtherOrder,
  withDegree,
  withoutLastWord,
  withTitle,
  withTypo,
} from '../../../seeds/name-variants.ts';
import { inventOtherName, inventReformed } from '../../../seeds/names.ts';
import { createRandom } from '../../../seeds/random.ts';

describe('the same name written otherwise', () => {
  it.each([
    ['SUCIPTO JUNAEDI', 'SOETJIPTO DJOENAEDI'],
    ['YUSUF SYUKUR', 'JOESOEF SJOEKOER'],
    ['KHADIJAH', 'CHADIDJAH'],
    ['NYOMAN', 'NJOMAN'],
    ['RETNO', 'RETNO'],
  ])('writes %s as %s in the spelling of before 1972', (name, old) => {
    expect(inOldSpelling(name)).toBe(old);
  });

  it('shortens only the words that have a customary abbreviation', () => {
    const random = createRandom(1);
    expect(abbreviate(random, 'MUHAMMAD FAUZAN')).toMatch(/^(M|MOH|MUH|MOCH|MHD)\. FAUZAN$/);
    expect(abbreviate(random, 'ABDUL HAKIM')).toBe('ABD. HAKIM');
    expect(abbreviate(random, 'SITI AMINAH')).toBe('ST. AMINAH');
    expect(abbreviate(random, 'RETNO UTAMI')).toBe('RETNO UTAMI');
  });

  it('puts a title before and a degree after the whole name', () => {
    const random = createRandom(2);
    expect(withTitle(random, 'BUDI', 'L')).toMatch(/^\S+\. BUDI$/);
    expect(withTitle(random, 'RETNO', 'P')).toMatch(/^(HJ|IR|DR|RR)\. RETNO$/);
    expect(withDegree(random, 'RETNO')).toMatch(/^RETNO, S\.(E|PD|H)\.$/);
  });

  it('moves the last word to the front, or leaves it out', () => {
    expect(inOtherOrder('HALIMAH RINA USMAN')).toBe('USMAN HALIMAH RINA');
    expect(withoutLastWord('HALIMAH RINA USMAN')).toBe('HALIMAH RINA');
  });

  it('swaps two neighbouring letters of the longest word and never its first', () => {
    const random = createRandom(3);
    for (let round = 0; round < 200; round += 1) {
      const typo = withTypo(random, 'SRI RAHAYU');
      expect(typo).not.toBe('SRI RAHAYU');
      expect(typo.startsWith('SRI R')).toBe(true);
      expect([...typo].sort()).toEqual([...'SRI RAHAYU'].sort());
    }
  });

  it('invents for another person a name without a word in common', () => {
    const random = createRandom(4);
    for (let round = 0; round < 300; round += 1) {
      const words = inventOtherName(random, 'SITI RAHAYU USMAN', 'P').split(' ');
      expect(words).not.toContain('SITI');
      expect(words).not.toContain('RAHAYU');
      expect(words).not.toContain('USMAN');
    }
  });

  it('always finds an old spelling for the names meant to have one', () => {
    const random = createRandom(5);
    for (let round = 0; round < 300; round += 1) {
      const name = inventReformed(random, round % 2 ? 'L' : 'P');
      expect(inOldSpelling(name)).not.toBe(name);
    }
  });
});
