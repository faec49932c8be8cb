import { createHmac } from 'node:crypto';
import type { Keyring } from './keyring.ts';

/** HMAC-SHA-256 of a text, 64 hexadecimal characters. */
export type KeyedDigest = (text: string) => string;

/**
 * Digests of what must be recognised and never guessed: a plain digest of a form with a NIK, or of a password, gives it
 * to whoever holds the database and tries all of them.
 */
export function createKeyedDigest(keyring: Keyring): KeyedDigest {
  const key = keyring.derive('bidx', keyring.blindIndexKey);
  return (text) => createHmac('sha256', key).update(text).digest('hex');
}
