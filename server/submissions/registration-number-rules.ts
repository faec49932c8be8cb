/**
 * Registration numbers: `PK-XXXX-XXXX-XXXC`, eleven random characters of Crockford's base32 (55 bits) and a
 * check character. They hold no NIK, no office and no order, and survive being read out over a telephone.
 */

/** Crockford's alphabet: no I, L, O (read as 1, 1, 0) and no U. */
export const REGISTRATION_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Characters before the check character. */
export const REGISTRATION_BODY_LENGTH = 11;

const SHAPE = /^PK([0-9A-HJKMNP-TV-Z]{12})$/;

/** Why a text is not a registration number. */
export type RegistrationNoProblem = {
  code: 'REGISTRATION_NO_FORMAT' | 'REGISTRATION_NO_CHECK';
};

/**
 * The registration number as it is stored, from what a person typed: any case, spaces or hyphens anywhere,
 * `O` for zero, `I` or `L` for one. `null` when it is not of that shape; the check character is not judged.
 */
export function normaliseRegistrationNo(text: string): string | null {
  const typed = text.toUpperCase().replace(/[\s\-‐‑‒–—.]/g, '');
  const characters = SHAPE.exec(typed.replace(/O/g, '0').replace(/[IL]/g, '1'))?.[1];
  return characters === undefined ? null : written(characters);
}

/** What is wrong with a registration number as typed, or `null` when it may exist. */
export function registrationNoProblem(text: string): RegistrationNoProblem | null {
  const normal = normaliseRegistrationNo(text);
  if (normal === null) return { code: 'REGISTRATION_NO_FORMAT' };
  const characters = normal.replaceAll('-', '').slice(2);
  const body = characters.slice(0, REGISTRATION_BODY_LENGTH);
  return checkCharacter(body) === characters.at(-1) ? null : { code: 'REGISTRATION_NO_CHECK' };
}

/** Whether a text, as typed, is a registration number with the right check character. */
export function isRegistrationNo(text: string): boolean {
  return registrationNoProblem(text) === null;
}

/** The whole registration number of a random body of eleven alphabet characters. @throws RangeError otherwise. */
export function registrationNoOf(body: string): string {
  if (body.length !== REGISTRATION_BODY_LENGTH)
    throw new RangeError('a registration number has eleven characters');
  return written(body + checkCharacter(body));
}

function written(characters: string): string {
  return `PK-${characters.slice(0, 4)}-${characters.slice(4, 8)}-${characters.slice(8)}`;
}

/**
 * One Reed–Solomon parity character over GF(2^5): the sum of character times 2^position is zero. Every weight
 * is different and none is zero, so any one wrong character and any two swapped ones, neighbours or not, are
 * always noticed; ISO 7064's hybrid systems miss some swaps and need a character outside this alphabet.
 */
function checkCharacter(body: string): string {
  let sum = 0;
  for (const character of body) {
    const value = REGISTRATION_ALPHABET.indexOf(character);
    if (value < 0) throw new RangeError('not a character of a registration number');
    // Horner: the first character ends up with the highest weight, the check character itself has weight 1.
    sum = twice(sum ^ value);
  }
  return REGISTRATION_ALPHABET.charAt(sum);
}

/** Multiplication by two in GF(2^5) with the primitive polynomial x^5 + x^2 + 1. */
function twice(value: number): number {
  const doubled = value << 1;
  return doubled > 31 ? doubled ^ 0b100101 : doubled;
}
