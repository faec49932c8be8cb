import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRegistrationNo } from '../../../server/submissions/registration-number.ts';
import {
  isRegistrationNo,
  normaliseRegistrationNo,
  REGISTRATION_ALPHABET,
  registrationNoOf,
  registrationNoProblem,
} from '../../../server/submissions/registration-number-rules.ts';

const registrationNo = fc
  .uint8Array({ minLength: 11, maxLength: 11 })
  .map((bytes) => createRegistrationNo(() => bytes));
/** Places of the twelve characters in `PK-XXXX-XXXX-XXXC`. */
const places = [3, 4, 5, 6, 8, 9, 10, 11, 13, 14, 15, 16];
const withCharacter = (text: string, at: number, character: string) =>
  text.slice(0, at) + character + text.slice(at + 1);

describe('the registration number', () => {
  it('has the printed form PK-XXXX-XXXX-XXXX and a check character that fits', () => {
    fc.assert(
      fc.property(registrationNo, (no) => {
        expect(no).toMatch(/^PK-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
        expect(registrationNoProblem(no)).toBeNull();
        expect(normaliseRegistrationNo(no)).toBe(no);
      }),
    );
  });

  it('notices every single wrong character', () => {
    fc.assert(
      fc.property(registrationNo, fc.constantFrom(...places), (no, at) => {
        for (const character of REGISTRATION_ALPHABET) {
          const mistyped = withCharacter(no, at, character);
          expect(isRegistrationNo(mistyped)).toBe(mistyped === no);
        }
      }),
    );
  });

  it('notices every swap of two different characters, neighbours or not', () => {
    fc.assert(
      fc.property(registrationNo, (no) => {
        for (const one of places) {
          for (const two of places.filter((place) => place > one)) {
            const swapped = withCharacter(withCharacter(no, one, no.charAt(two)), two, no.charAt(one));
            expect(isRegistrationNo(swapped)).toBe(swapped === no);
          }
        }
      }),
    );
  });

  it('notices a missing and a doubled character', () => {
    fc.assert(
      fc.property(registrationNo, fc.constantFrom(...places), (no, at) => {
        const missing = { code: 'REGISTRATION_NO_FORMAT' };
        expect(registrationNoProblem(no.slice(0, at) + no.slice(at + 1))).toEqual(missing);
        expect(registrationNoProblem(no.slice(0, at) + no.charAt(at) + no.slice(at))).toEqual(missing);
      }),
    );
  });

  it('is read as people type it', () => {
    fc.assert(
      fc.property(registrationNo, (no) => {
        const typed = no.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
        expect(normaliseRegistrationNo(` ${typed} `)).toBe(no);
        expect(isRegistrationNo(no.replaceAll('-', ''))).toBe(true);
      }),
    );
  });

  it('has a check character that never changes, for numbers already printed', () => {
    expect(registrationNoOf('00000000000')).toBe('PK-0000-0000-0000');
    expect(registrationNoOf('00000000001')).toBe('PK-0000-0000-0012');
    expect(registrationNoOf('ZYXWVTSRQPN')).toBe('PK-ZYXW-VTSR-QPN7');
  });

  it.each([
    '',
    'PK',
    'PK-0000-0000-000',
    'KP-0000-0000-0000',
    'PK-0000-0000-000U',
    '3374010101909001',
    'PK-0000-0000-0000-0',
  ])('tells that %j has not the form of one', (text) => {
    expect(registrationNoProblem(text)).toEqual({ code: 'REGISTRATION_NO_FORMAT' });
    expect(normaliseRegistrationNo(text)).toBeNull();
  });

  it('does not repeat itself in a national round', () => {
    const numbers = new Set(Array.from({ length: 100_000 }, () => createRegistrationNo()));
    expect(numbers.size).toBe(100_000);
  });

  it('refuses a body that is too short or outside the alphabet', () => {
    expect(() => registrationNoOf('0000')).toThrow(RangeError);
    expect(() => registrationNoOf('0000000000O')).toThrow(RangeError);
  });
});
