import { createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/** What a derived key may be used for; no key serves two purposes. */
export type KeyPurpose = 'enc' | 'bidx' | 'file' | 'cursor' | 'package';

/** The master keys of one installation. They never leave this object: callers get derived keys only. */
export interface Keyring {
  /** Id of the key that new ciphertexts are written with. */
  readonly current: string;
  /** Id of the key the blind index is computed with; it stays when `current` moves on. */
  readonly blindIndexKey: string;
  readonly keyIds: readonly string[];
  /**
   * The HKDF-SHA-256 key of one purpose, 32 bytes, computed once and kept.
   * @throws KeyringError `UNKNOWN_KEY`, naming the key id, when the ring does not hold it.
   */
  derive(purpose: KeyPurpose, keyId: string): KeyObject;
}

export type KeyringErrorCode = 'UNREADABLE' | 'MALFORMED' | 'UNKNOWN_KEY';

/** A key ring that cannot be used. The message names file or key id and never holds key material. */
export class KeyringError extends Error {
  readonly code: KeyringErrorCode;
  constructor(code: KeyringErrorCode, message: string) {
    super(message);
    this.name = 'KeyringError';
    this.code = code;
  }
}

const MASTER_BYTES = 32;
const keyId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/);
const RingFile = z.strictObject({
  current: keyId,
  blindIndex: keyId.optional(),
  keys: z.record(keyId, z.base64()),
});

/**
 * Reads a key ring `{current, keys: {id: base64 of 32 bytes}, blindIndex?}`.
 * `blindIndex` names the key of the blind index. A ring of several keys must name it: were it to follow
 * `current`, a rotation would silently stop duplicates from being found.
 * @param pathOrJson path of the ring file, or the JSON itself (it starts with `{`).
 * @throws KeyringError `UNREADABLE` or `MALFORMED`.
 */
export function loadKeyring(pathOrJson: string): Keyring {
  const inline = pathOrJson.trimStart().startsWith('{');
  const origin = inline ? 'the key ring' : `the key ring ${pathOrJson}`;
  const ring = parseRing(inline ? pathOrJson : readRing(pathOrJson), origin);
  const masters = new Map(Object.entries(ring.keys).map(([id, text]) => [id, masterKey(id, text, origin)]));
  const blindIndexKey = ring.blindIndex ?? onlyKey(masters, origin);
  for (const id of [ring.current, blindIndexKey]) {
    if (!masters.has(id))
      throw new KeyringError('MALFORMED', `${origin} names key "${id}" but does not hold it`);
  }
  return { current: ring.current, blindIndexKey, keyIds: [...masters.keys()], derive: deriver(masters) };
}

/**
 * Makes a ring of one fresh random key, readable by its owner only. Never overwrites a ring: losing one
 * means losing every NIK it encrypted.
 * @throws Error with code `EEXIST` when the file is there.
 */
export function createKeyringFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const ring = {
    current: 'k1',
    blindIndex: 'k1',
    keys: { k1: randomBytes(MASTER_BYTES).toString('base64') },
  };
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${JSON.stringify(ring, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function readRing(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new KeyringError('UNREADABLE', `the key ring ${path} cannot be read (${reason})`);
  }
}

function parseRing(text: string, origin: string): z.infer<typeof RingFile> {
  // Neither JSON.parse's nor zod's message is passed on: both may quote the key.
  const result = RingFile.safeParse(parseJson(text));
  if (result.success) return result.data;
  const places = result.error.issues.map((issue) => issue.path[0] ?? 'the whole').join(', ');
  throw new KeyringError('MALFORMED', `${origin} is not {current, keys, blindIndex?}: see ${places}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function masterKey(id: string, text: string, origin: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length === MASTER_BYTES) return key;
  throw new KeyringError(
    'MALFORMED',
    `key "${id}" in ${origin} has ${key.length} bytes, not ${MASTER_BYTES}`,
  );
}

function onlyKey(masters: Map<string, Buffer>, origin: string): string {
  const [first, ...others] = masters.keys();
  if (first !== undefined && others.length === 0) return first;
  throw new KeyringError(
    'MALFORMED',
    `${origin} holds ${masters.size} keys and must name its "blindIndex" key`,
  );
}

function deriver(masters: Map<string, Buffer>): Keyring['derive'] {
  const derived = new Map<string, KeyObject>();
  return (purpose, id) => {
    const slot = `${purpose}:${id}`;
    const known = derived.get(slot);
    if (known) return known;
    const master = masters.get(id);
    if (!master) throw new KeyringError('UNKNOWN_KEY', `the key ring does not hold key "${id}"`);
    const bytes = hkdfSync('sha256', master, Buffer.alloc(0), `loket-prakerja/${purpose}/v1`, MASTER_BYTES);
    const key = createSecretKey(Buffer.from(bytes));
    derived.set(slot, key);
    return key;
  };
}
