import { CompactEncrypt, CompactSign, importJWK } from 'jose';
import type { CounterDesk, PublicKey } from '@server/counter/counter-schema.ts';

/** Bytes as WebCrypto and IndexedDB take them. */
export type Bytes = Uint8Array<ArrayBuffer>;

const IV_BYTES = 12;
const KEY_BYTES = 32;
/** OWASP's floor for PBKDF2 with HMAC-SHA-256 (2023); stored beside each salt, so that it may rise. */
export const ITERATIONS = 600_000;

export const textBytes = (text: string): Bytes => new TextEncoder().encode(text) as Bytes;
export const bytesText = (bytes: Bytes): string => new TextDecoder().decode(bytes);
export const randomBytes = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));

export function base64url(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

export function fromBase64url(text: string): Bytes {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

export async function sha256Hex(bytes: Bytes): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The key that wraps a person's data key: made of their password each time, kept nowhere. */
export async function wrappingKey(password: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey(
    'raw',
    textBytes(password.normalize('NFC')),
    'PBKDF2',
    false,
    ['deriveKey'],
  );
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    material,
    { name: 'AES-GCM', length: KEY_BYTES * 8 },
    false,
    ['encrypt', 'decrypt'],
  );
}

export const aesKey = (raw: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);

export const freshKey = (): Bytes => randomBytes(KEY_BYTES);

/** IV and AES-256-GCM ciphertext; `label` says what and whose it is, so that nothing opens in another's place. */
export async function seal(key: CryptoKey, plain: Bytes, label: string): Promise<Bytes> {
  const iv = randomBytes(IV_BYTES);
  const algorithm = { name: 'AES-GCM', iv, additionalData: textBytes(label) };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, plain));
  const whole = new Uint8Array(IV_BYTES + sealed.length);
  whole.set(iv);
  whole.set(sealed, IV_BYTES);
  return whole;
}

/** What was sealed. @throws OperationError where key, place or bytes are not those it was sealed with. */
export async function unseal(key: CryptoKey, sealed: Bytes, label: string): Promise<Bytes> {
  const algorithm = {
    name: 'AES-GCM',
    iv: sealed.slice(0, IV_BYTES),
    additionalData: textBytes(label),
  };
  return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, sealed.slice(IV_BYTES)));
}

/** Seals a text for the ministry: nobody else opens it, this device included. */
export async function sealForMinistry(key: CounterDesk['packageKey'], text: string): Promise<string> {
  const { kid, ...point } = key;
  return new CompactEncrypt(textBytes(text))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid })
    .encrypt(await importJWK(point, 'ECDH-ES'));
}

export interface SigningPair {
  publicKey: PublicKey;
  /** PKCS #8, to be sealed before it is kept. */
  privateKey: Bytes;
}

/** The pair a person signs packages with on this device. */
export async function createSigningPair(): Promise<SigningPair> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const privateKey = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  return { publicKey: { kty: 'EC', crv: 'P-256', x: x as string, y: y as string }, privateKey };
}

export const signingKey = (pkcs8: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey('pkcs8', pkcs8, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);

/** A JWS over a text, naming the device. */
export const sign = (key: CryptoKey, device: string, text: string): Promise<string> =>
  new CompactSign(textBytes(text)).setProtectedHeader({ alg: 'ES256', kid: device }).sign(key);
