import type { Keyring } from './keyring.ts';
import { seal, unseal } from './sealed-record.ts';

/** The one place a ciphertext belongs to. `rowUid` is the row's own random id, never its NIK. */
export interface FieldPlace {
  table: string;
  column: string;
  rowUid: string;
}

/** Encryption of single fields (NIK, KK number, second-factor seeds). Synchronous, about 5 µs a field. */
export interface FieldEncryption {
  /** Encrypts for one place; the same text gives another ciphertext each time. */
  encrypt(plaintext: string, place: FieldPlace): Buffer;
  /** @throws SealError `TAMPERED` for another place or altered bytes, `UNKNOWN_KEY` naming the missing key. */
  decrypt(record: Uint8Array, place: FieldPlace): string;
}

/** Field encryption with the keys of a ring: encrypts with its current key, decrypts with any it holds. */
export function createFieldEncryption(keyring: Keyring): FieldEncryption {
  return {
    encrypt: (plaintext, place) => seal(keyring, 'enc', Buffer.from(plaintext, 'utf8'), contextOf(place)),
    decrypt: (record, place) => unseal(keyring, 'enc', record, contextOf(place)).toString('utf8'),
  };
}

const NAME = /^[a-z][a-z0-9_]*$/;

function contextOf({ table, column, rowUid }: FieldPlace): string {
  // Names without the separator and a last part that may hold anything: no two places share a context.
  if (!NAME.test(table) || !NAME.test(column) || rowUid === '') {
    throw new TypeError(`not a place for a ciphertext: ${table}.${column}`);
  }
  return `${table}|${column}|${rowUid}`;
}
