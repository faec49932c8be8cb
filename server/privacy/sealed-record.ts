import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import { KeyringError, type Keyring, type KeyPurpose } from './keyring.ts';

/**
 * One sealed record: version (1) | length of key id (1) | key id | IV (12) | tag (16) | ciphertext.
 * AES-256-GCM. The head and the caller's context are authenticated with it, so a record opens only in the
 * place it was made for. Random 96-bit IVs are safe for about 2^32 records a key; a national round has 2^20.
 */
const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

export type SealErrorCode = 'MALFORMED' | 'UNKNOWN_KEY' | 'TAMPERED';

/** A record that cannot be opened. The message never holds its contents. */
export class SealError extends Error {
  readonly code: SealErrorCode;
  constructor(code: SealErrorCode, message: string) {
    super(message);
    this.name = 'SealError';
    this.code = code;
  }
}

/** Seals bytes with the ring's current key of a purpose. `context` must be given again to open them. */
export function seal(keyring: Keyring, purpose: KeyPurpose, plaintext: Uint8Array, context: string): Buffer {
  const head = headOf(keyring.current);
  const iv = nextIv();
  const cipher = createCipheriv('aes-256-gcm', keyring.derive(purpose, keyring.current), iv);
  cipher.setAAD(authenticated(head, context));
  const body = cipher.update(plaintext);
  cipher.final();
  return Buffer.concat([head, iv, cipher.getAuthTag(), body]);
}

/** Opens a sealed record. @throws SealError when it was moved, altered or its key is missing. */
export function unseal(keyring: Keyring, purpose: KeyPurpose, record: Uint8Array, context: string): Buffer {
  const bytes = Buffer.from(record.buffer, record.byteOffset, record.byteLength);
  const keyId = sealedWith(bytes);
  const head = bytes.subarray(0, 2 + keyId.length);
  const ivEnd = head.length + IV_BYTES;
  const tagEnd = ivEnd + TAG_BYTES;
  if (bytes.length < tagEnd) throw new SealError('MALFORMED', 'the sealed record is cut short');
  const key = keyOf(keyring, purpose, keyId);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(head.length, ivEnd), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(authenticated(head, context));
  decipher.setAuthTag(bytes.subarray(ivEnd, tagEnd));
  const plaintext = decipher.update(bytes.subarray(tagEnd));
  try {
    decipher.final();
  } catch {
    throw new SealError('TAMPERED', `the record sealed with key "${keyId}" was altered or belongs elsewhere`);
  }
  return plaintext;
}

/** The id of the key a record was sealed with, to count what is left to re-encrypt after a rotation. */
export function sealedWith(record: Uint8Array): string {
  const length = record[1] ?? 0;
  if (record[0] !== VERSION || length === 0 || record.length < 2 + length) {
    throw new SealError('MALFORMED', 'this is not a sealed record');
  }
  return Buffer.from(record.buffer, record.byteOffset + 2, length).toString('latin1');
}

function keyOf(keyring: Keyring, purpose: KeyPurpose, keyId: string) {
  try {
    return keyring.derive(purpose, keyId);
  } catch (error) {
    if (error instanceof KeyringError) throw new SealError('UNKNOWN_KEY', error.message);
    throw error;
  }
}

const heads = new Map<string, Buffer>();

function headOf(keyId: string): Buffer {
  const known = heads.get(keyId);
  if (known) return known;
  const head = Buffer.concat([Buffer.from([VERSION, keyId.length]), Buffer.from(keyId, 'latin1')]);
  heads.set(keyId, head);
  return head;
}

function authenticated(head: Buffer, context: string): Buffer {
  return Buffer.concat([head, Buffer.from(context, 'utf8')]);
}

// One call to the system's generator for many IVs: a call for each costs as much as the encryption itself.
const ivPool = Buffer.alloc(IV_BYTES * 512);
let ivOffset = ivPool.length;

function nextIv(): Buffer {
  if (ivOffset === ivPool.length) {
    randomFillSync(ivPool);
    ivOffset = 0;
  }
  const iv = Buffer.from(ivPool.subarray(ivOffset, ivOffset + IV_BYTES));
  ivOffset += IV_BYTES;
  return iv;
}
