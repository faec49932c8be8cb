import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { KeyringError } from './keyring.ts';

/** The keys that sign what leaves the house. They encrypt nothing, and the key ring signs nothing. */
export interface SigningKeys {
  /** Id of the key new signatures are made with. */
  readonly current: string;
  readonly privateKey: KeyObject;
  /** The public key of an id, SPKI PEM; null where the file does not hold it. */
  publicKey(kid: string): string | null;
}

const part = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const Jwk = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  kid: part,
  x: part,
  d: part.optional(),
});
const KeyFile = z.strictObject({ current: part, keys: z.array(Jwk).min(1) });
type Jwk = z.infer<typeof Jwk>;
type KeyFile = z.infer<typeof KeyFile>;

/** RFC 7638: the id of a key is the digest of its public part, so that no id can name another key. */
export const thumbprint = ({ crv, kty, x }: Pick<Jwk, 'crv' | 'kty' | 'x'>): string =>
  createHash('sha256')
    .update(canonicalize({ crv, kty, x }) as string)
    .digest('base64url');

const pemOf = ({ crv, kty, x }: Jwk): string =>
  createPublicKey({ key: { crv, kty, x }, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();

/**
 * Reads the signing keys `{current, keys: [JWK …]}`: the current one with its private part, older ones with their public
 * part alone, so that what they signed is still verified.
 * @param pathOrJson path of the file, or the JSON itself (it starts with `{`).
 * @throws KeyringError `UNREADABLE` or `MALFORMED`; its message never holds key material.
 */
export function loadSigningKeys(pathOrJson: string): SigningKeys {
  const { file, origin } = readKeyFile(pathOrJson);
  const byId = new Map(file.keys.map((key) => [key.kid, key]));
  for (const key of byId.values())
    if (thumbprint(key) !== key.kid)
      throw new KeyringError('MALFORMED', `${origin}: key "${key.kid}" is not the key of that id`);
  const current = byId.get(file.current);
  if (!current?.d)
    throw new KeyringError('MALFORMED', `${origin} names key "${file.current}" but cannot sign with it`);
  const pems = new Map([...byId].map(([kid, key]) => [kid, pemOf(key)]));
  const privateKey = privateKeyOf(current, origin);
  // A private part that belongs to another key would make seals nobody can verify.
  if (createPublicKey(privateKey).export({ format: 'jwk' }).x !== current.x)
    throw new KeyringError(
      'MALFORMED',
      `${origin}: the two parts of key "${current.kid}" do not belong together`,
    );
  return { current: file.current, privateKey, publicKey: (kid) => pems.get(kid) ?? null };
}

function privateKeyOf({ crv, kty, x, d }: Jwk, origin: string): KeyObject {
  try {
    return createPrivateKey({ key: { crv, kty, x, d: d as string }, format: 'jwk' });
  } catch {
    throw new KeyringError('MALFORMED', `${origin}: the private part of its current key is no Ed25519 key`);
  }
}

function readKeyFile(pathOrJson: string): { file: KeyFile; origin: string } {
  const inline = pathOrJson.trimStart().startsWith('{');
  const origin = inline ? 'LOKET_SIGNING_KEY' : `the signing key ${pathOrJson}`;
  const result = KeyFile.safeParse(parsed(inline ? pathOrJson : textOf(pathOrJson, origin)));
  if (result.success) return { file: result.data, origin };
  // zod's own message may quote the key.
  const places = result.error.issues.map((issue) => issue.path[0] ?? 'the whole').join(', ');
  throw new KeyringError(
    'MALFORMED',
    `${origin} is not {current, keys}: see ${places}; npm run keys:signing makes one`,
  );
}

function textOf(path: string, origin: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new KeyringError('UNREADABLE', `${origin} cannot be read (${reason})`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function freshKey(): Jwk {
  const { crv, kty, x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const key = Jwk.omit({ kid: true }).parse({ crv, kty, x, d });
  return { ...key, kid: thumbprint(key) };
}

function writeKeyFile(path: string, file: KeyFile): void {
  const handle = openSync(path, 'wx', 0o600);
  try {
    writeSync(handle, `${JSON.stringify(file, null, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Makes a file of one fresh key, readable by its owner only. @throws Error with code `EEXIST` when the file is there. */
export function createSigningKeyFile(path: string): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const key = freshKey();
  writeKeyFile(path, { current: key.kid, keys: [key] });
  return key.kid;
}

/** Puts a fresh key in the place of the current one, of which only the public part is kept. Gives the new id. */
export function rotateSigningKey(path: string): string {
  loadSigningKeys(path);
  const { file } = readKeyFile(path);
  const key = freshKey();
  const old = file.keys.map(({ d: _private, ...known }) => known);
  const next = `${path}.next`;
  writeKeyFile(next, { current: key.kid, keys: [key, ...old] });
  renameSync(next, path);
  return key.kid;
}
