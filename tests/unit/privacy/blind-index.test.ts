import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLIND_INDEX_LENGTH, createBlindIndex } from '../../../server/privacy/blind-index.ts';
import { loadKeyring } from '../../../server/privacy/keyring.ts';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const index = createBlindIndex(loadKeyring(JSON.stringify({ current: 'k1', keys: { k1: key(1) } })));
const sixteenDigits = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 16, maxLength: 16 })
  .map((d) => d.join(''));

describe('the blind index', () => {
  it('is the same for the same number, different for different numbers, and of fixed length', () => {
    fc.assert(
      fc.property(sixteenDigits, sixteenDigits, (one, two) => {
        expect(index.nik(one)).toMatch(/^[A-Za-z0-9_-]{24}$/);
        expect(index.nik(one)).toHaveLength(BLIND_INDEX_LENGTH);
        expect(index.nik(one) === index.nik(two)).toBe(one === two);
      }),
    );
  });

  it('does not connect a NIK with an equal KK number', () => {
    expect(index.nik('3374010101909001')).not.toBe(index.kk('3374010101909001'));
  });

  it('depends on the key, and stays when the encryption key is rotated', () => {
    const digits = '3374010101909001';
    const keys = { k1: key(1), k2: key(2) };
    const rotated = createBlindIndex(loadKeyring(JSON.stringify({ current: 'k2', blindIndex: 'k1', keys })));
    const replaced = createBlindIndex(loadKeyring(JSON.stringify({ current: 'k2', blindIndex: 'k2', keys })));
    expect(rotated.nik(digits)).toBe(index.nik(digits));
    expect(replaced.nik(digits)).not.toBe(index.nik(digits));
  });

  it.each([
    '',
    '337401010190900',
    '33740101019090011',
    '337401010190900a',
    ' 374010101909001',
    '337401010190900１',
  ])('refuses to index %j, so that empty never equals empty', (digits) => {
    expect(() => index.nik(digits)).toThrow(RangeError);
    expect(() => index.kk(digits)).toThrow(RangeError);
  });
});
