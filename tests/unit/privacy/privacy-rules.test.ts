import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskNumber } from '../../../server/privacy/privacy-rules.ts';

describe('masking a NIK or KK number', () => {
  it('shows the region part and ten stars', () => {
    expect(maskNumber('3204465207919023')).toBe('320446**********');
  });

  it('leaves an empty number empty', () => {
    expect(maskNumber('')).toBe('');
  });

  it('never shows more than six digits, whatever stands in the field', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 40 }), (value) => {
        const masked = maskNumber(value);
        expect(masked.endsWith('**********')).toBe(true);
        expect(masked.length).toBeLessThanOrEqual(16);
        expect(masked.slice(0, -10)).toBe(value.slice(0, 6));
      }),
    );
  });

  it('gives two people of one region the same mask, so that a mask names nobody', () => {
    expect(maskNumber('3204465207919023')).toBe(maskNumber('3204460101909001'));
  });
});
