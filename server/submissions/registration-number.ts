import { randomBytes as systemRandomBytes } from 'node:crypto';
import {
  REGISTRATION_ALPHABET,
  REGISTRATION_BODY_LENGTH,
  registrationNoOf,
} from './registration-number-rules.ts';

/**
 * A fresh registration number with 55 random bits: among ten million, a guess hits one in 3.6 billion tries.
 * The unique constraint settles the remaining chance of a repeat.
 * @param randomBytes source of randomness; the system's by default.
 */
export function createRegistrationNo(randomBytes: (size: number) => Uint8Array = systemRandomBytes): string {
  const body = Array.from(randomBytes(REGISTRATION_BODY_LENGTH), (byte) =>
    REGISTRATION_ALPHABET.charAt(byte & 31),
  );
  return registrationNoOf(body.join(''));
}
