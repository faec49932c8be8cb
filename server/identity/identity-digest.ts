import type { Keyring } from '../privacy/keyring.ts';
import { createShortHmac } from '../privacy/short-hmac.ts';

/** The inputs a check sends to the register, in the order they are digested. */
export interface DigestedInputs {
  nikBidx: string;
  kkBidx: string;
  fullName: string;
  birthPlace: string;
  birthDate: string;
  sex: 'L' | 'P';
  ktpAddress: string;
}

/** Digests that prove what was compared without keeping it: keyed, as ten million names can be guessed. */
export interface IdentityDigest {
  /** 64 hexadecimal characters; equal only while no input changed. */
  inputs(input: DigestedInputs): string;
  /** 22 characters of one field's value; empty for an empty value. */
  value(field: string, value: string): string;
}

const VALUE_CHARACTERS = 22;
/** Birth places, dates and sexes repeat: remembered, up to so many. */
const MOST_REMEMBERED = 50_000;
const REPEATING: ReadonlySet<string> = new Set(['birthPlace', 'birthDate', 'sex']);

export function createIdentityDigest(keyring: Keyring): IdentityDigest {
  const hmac = createShortHmac(keyring.derive('bidx', keyring.blindIndexKey));
  const remembered = new Map<string, string>();
  const compute = (text: string) => hmac(`identity-value:v1:${text}`, 'base64url').slice(0, VALUE_CHARACTERS);
  return {
    inputs: (input) => {
      const { nikBidx, kkBidx, fullName, birthPlace, birthDate, sex, ktpAddress } = input;
      const text = JSON.stringify([nikBidx, kkBidx, fullName, birthPlace, birthDate, sex, ktpAddress]);
      return hmac(`identity-inputs:v1:${text}`, 'hex');
    },
    value(field, value) {
      if (value === '') return '';
      const text = `${field}:${value}`;
      if (!REPEATING.has(field)) return compute(text);
      const known = remembered.get(text);
      if (known !== undefined) return known;
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      const digest = compute(text);
      remembered.set(text, digest);
      return digest;
    },
  };
}
