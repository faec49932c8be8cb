import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberInWords } from '../../../server/papers/number-words.ts';
import {
  groupedDigest,
  printable,
  writtenCount,
  writtenDay,
  writtenInstant,
} from '../../../server/papers/paper-text.ts';

describe('the words on papers', () => {
  it('write instants in the time of the office, over midnight and the turn of the year', () => {
    expect(writtenInstant('2020-10-01T08:04:00.000Z')).toBe('1 Oktober 2020, 15.04 WIB');
    expect(writtenInstant('2020-12-31T16:30:00.000Z', 'WITA')).toBe('1 Januari 2021, 00.30 WITA');
    expect(writtenInstant('2020-12-31T16:30:00.000Z', 'WIB')).toBe('31 Desember 2020, 23.30 WIB');
    expect(writtenInstant('2021-03-01T00:00:00+07:00', 'WIT')).toBe('1 Maret 2021, 02.00 WIT');
  });

  it('write days without a time zone moving them, and refuse what is no day', () => {
    expect(writtenDay('2020-02-29')).toBe('29 Februari 2020');
    expect(() => writtenDay('2020-13-01')).toThrow(RangeError);
    expect(() => writtenDay('')).toThrow(RangeError);
  });

  it('write counts with points for the thousands', () => {
    expect([0, 999, 1000, 555540, 1234567].map(writtenCount)).toEqual([
      '0',
      '999',
      '1.000',
      '555.540',
      '1.234.567',
    ]);
  });

  it.each([
    [0, 'nol'],
    [11, 'sebelas'],
    [19, 'sembilan belas'],
    [20, 'dua puluh'],
    [100, 'seratus'],
    [117, 'seratus tujuh belas'],
    [1000, 'seribu'],
    [1911, 'seribu sembilan ratus sebelas'],
    [5250, 'lima ribu dua ratus lima puluh'],
    [100_000, 'seratus ribu'],
    [555_540, 'lima ratus lima puluh lima ribu lima ratus empat puluh'],
    [2_000_001, 'dua juta satu'],
  ])('write %i as "%s"', (count, words) => {
    expect(numberInWords(count)).toBe(words);
  });

  it('write different numbers in different words', () => {
    const numbers = Array.from({ length: 20_000 }, (_, index) => numberInWords(index * 7));
    expect(new Set(numbers).size).toBe(20_000);
    expect(() => numberInWords(-1)).toThrow(RangeError);
    expect(() => numberInWords(1.5)).toThrow(RangeError);
  });

  it('group a digest so that it reads back unchanged', () => {
    const hexadecimal = fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: 64, maxLength: 64 });
    fc.assert(
      fc.property(hexadecimal, (digits) => {
        const grouped = groupedDigest(digits.join(''));
        expect(grouped).toMatch(/^([0-9a-f]{8} ){7}[0-9a-f]{8}$/);
        expect(grouped.replaceAll(' ', '')).toBe(digits.join(''));
      }),
    );
  });

  it('never let a letter vanish: what the fonts lack is plain or a question mark', () => {
    expect(printable('Siti Nur‘aini Müller')).toBe('Siti Nur‘aini Müller');
    expect(printable('Ḥasan Ādi\n Ṣalīḥ')).toBe('Hasan Adi Salih');
    expect(printable('王小明 A')).toBe('??? A');
  });
});
