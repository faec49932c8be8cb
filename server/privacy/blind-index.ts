import { createHmac } from 'node:crypto';
import type { Keyring } from './keyring.ts';

/**
 * Equality search over encrypted numbers: 24 URL-safe characters (144 bits) of HMAC-SHA-256.
 * Never returned by the API and never sorted by. NIK and KK numbers have separate indexes, so a person
 * whose NIK equals somebody's KK number is not found by it.
 */
export interface BlindIndex {
  /** @throws RangeError unless `digits` is 16 digits: an empty number must never equal an empty number. */
  nik(digits: string): string;
  /** @throws RangeError unless `digits` is 16 digits. */
  kk(digits: string): string;
  /**
   * A NIK as 31 bits under a label of its own: enough to see that one number of an office follows another, too short to
   * find somebody by, and met in no other table. @throws RangeError unless `digits` is 16 digits.
   */
  tag(digits: string): number;
}

/** Length of an index in characters, for the column it is stored in. */
export const BLIND_INDEX_LENGTH = 24;

/** The blind index of a ring; its key (`keyring.blindIndexKey`) is not moved by rotating `current`. */
export function createBlindIndex(keyring: Keyring): BlindIndex {
  const key = keyring.derive('bidx', keyring.blindIndexKey);
  const digestOf = (label: string, digits: string): Buffer => {
    if (!SIXTEEN_DIGITS.test(digits)) throw new RangeError(`a ${label} to be indexed must have 16 digits`);
    return createHmac('sha256', key).update(`${label}:v1:${digits}`).digest();
  };
  const indexOf = (label: string, digits: string): string =>
    digestOf(label, digits).toString('base64url').slice(0, BLIND_INDEX_LENGTH);
  return {
    nik: (digits) => indexOf('nik', digits),
    kk: (digits) => indexOf('kk', digits),
    // 31 bits, as both engines' whole numbers have a sign.
    tag: (digits) => digestOf('nik-tag', digits).readUInt32BE(0) >>> 1,
  };
}

const SIXTEEN_DIGITS = /^[0-9]{16}$/;
