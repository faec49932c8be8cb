import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { signDetached, signedBy, verifyDetached } from '../../../server/privacy/detached-jws.ts';
import { KeyringError } from '../../../server/privacy/keyring.ts';
import {
  createSigningKeyFile,
  loadSigningKeys,
  rotateSigningKey,
} from '../../../server/privacy/signing-keys.ts';

const dir = mkdtempSync(join(tmpdir(), 'loket-signing-'));
const path = join(dir, 'keys', 'signing-key.json');
const TEXT = '{"batchNo":"KOL-2026-00001"}';

describe('the keys that sign seals', () => {
  afterAll(() => rmSync(dir, { recursive: true }));

  it('are made once, for their owner alone, and never written over', () => {
    const kid = createSigningKeyFile(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(loadSigningKeys(path).current).toBe(kid);
    expect(() => createSigningKeyFile(path)).toThrow(/EEXIST/);
  });

  it('make a signature that names its key and holds for this text and this key alone', async () => {
    const keys = loadSigningKeys(path);
    const jws = await signDetached(keys, TEXT);
    const pem = keys.publicKey(keys.current) as string;
    expect(jws).toMatch(/^[\w-]+\.\.[\w-]{86}$/);
    expect(signedBy(jws)).toBe(keys.current);
    expect(await verifyDetached(jws, TEXT, pem)).toBe(true);
    expect(await verifyDetached(jws, TEXT.replace('1', '2'), pem)).toBe(false);
    const other = join(dir, 'other.json');
    createSigningKeyFile(other);
    const stranger = loadSigningKeys(other);
    expect(await verifyDetached(jws, TEXT, stranger.publicKey(stranger.current) as string)).toBe(false);
    for (const broken of ['', 'a.b.c', jws.replace('..', '.'), `${jws}x`, 'null..AA'])
      expect(await verifyDetached(broken, TEXT, pem), broken).toBe(false);
    expect(signedBy('not a signature')).toBeNull();
  });

  it('keep the public part of the key before, so that old seals still verify', async () => {
    const before = loadSigningKeys(path);
    const jws = await signDetached(before, TEXT);
    const kid = rotateSigningKey(path);
    const after = loadSigningKeys(path);
    expect([after.current, kid === before.current]).toEqual([kid, false]);
    expect(await verifyDetached(jws, TEXT, after.publicKey(before.current) as string)).toBe(true);
    expect(readFileSync(path, 'utf8').match(/"d":/g)).toHaveLength(1);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(after.publicKey('unknown')).toBeNull();
  });

  it('are refused with one line that holds none of them', () => {
    const text = readFileSync(path, 'utf8');
    const secret = (JSON.parse(text) as { keys: { d: string }[] }).keys[0]?.d as string;
    const file = JSON.parse(text) as { current: string; keys: { kid: string; d?: string }[] };
    const wrong = [
      'x',
      '{}',
      JSON.stringify({ ...file, current: 'a'.repeat(43) }),
      JSON.stringify({ ...file, keys: file.keys.map(({ d: _private, ...key }) => key) }),
      JSON.stringify({ ...file, keys: [{ ...file.keys[0], kid: file.keys[1]?.kid }, file.keys[1]] }),
      JSON.stringify({ ...file, keys: [{ ...file.keys[0], d: 'A'.repeat(43) }] }),
    ];
    for (const one of wrong) {
      const attempt = () => loadSigningKeys(one);
      expect(attempt, one).toThrow(KeyringError);
      expect(attempt).not.toThrow(secret);
    }
  });
});
