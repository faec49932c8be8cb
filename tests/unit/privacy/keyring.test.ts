import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeyringFile, loadKeyring } from '../../../server/privacy/keyring.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'keyring-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

const secret = Buffer.alloc(32, 7).toString('base64');
const other = Buffer.alloc(32, 8).toString('base64');

describe('the key ring', () => {
  it('makes a file only its owner can read, holding one usable random key', () => {
    const path = join(dir, 'keys', 'ring.json');
    createKeyringFile(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const ring = loadKeyring(path);
    expect(ring).toMatchObject({ current: 'k1', blindIndexKey: 'k1', keyIds: ['k1'] });
    createKeyringFile(join(dir, 'second.json'));
    expect(readFileSync(join(dir, 'second.json'), 'utf8')).not.toBe(readFileSync(path, 'utf8'));
  });

  it('never overwrites a ring that exists', () => {
    const path = join(dir, 'kept.json');
    createKeyringFile(path);
    const before = readFileSync(path, 'utf8');
    expect(() => createKeyringFile(path)).toThrow(/EEXIST/);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('derives a different key for each purpose and each master, the same one every time', () => {
    const ring = loadKeyring(
      JSON.stringify({ current: 'a', blindIndex: 'a', keys: { a: secret, b: other } }),
    );
    const purposes = ['enc', 'bidx', 'file', 'cursor', 'package'] as const;
    const keys = ['a', 'b'].flatMap((id) =>
      purposes.map((purpose) => ring.derive(purpose, id).export().toString('hex')),
    );
    expect(new Set(keys).size).toBe(10);
    expect(keys).not.toContain(Buffer.alloc(32, 7).toString('hex'));
    const again = loadKeyring(JSON.stringify({ current: 'a', keys: { a: secret } }));
    expect(again.derive('enc', 'a').export().toString('hex')).toBe(keys[0]);
  });

  it('names the key it does not hold', () => {
    const ring = loadKeyring(JSON.stringify({ current: 'a', keys: { a: secret } }));
    expect(() => ring.derive('enc', 'k7')).toThrow(/"k7"/);
  });

  it.each([
    ['a missing file', join('nowhere', 'ring.json'), 'UNREADABLE'],
    ['broken JSON', `{"current":"a","keys":{"a":"${secret}"`, 'MALFORMED'],
    ['an unknown property', JSON.stringify({ current: 'a', keys: { a: secret }, old: 'b' }), 'MALFORMED'],
    ['a short key', JSON.stringify({ current: 'a', keys: { a: secret.slice(0, 20) } }), 'MALFORMED'],
    ['a key that is not base64', JSON.stringify({ current: 'a', keys: { a: '§§§' } }), 'MALFORMED'],
    ['a current key it does not hold', JSON.stringify({ current: 'b', keys: { a: secret } }), 'MALFORMED'],
    [
      'several keys without a blind index key',
      JSON.stringify({ current: 'a', keys: { a: secret, b: other } }),
      'MALFORMED',
    ],
  ])('refuses %s without quoting key material', (_what, ring, code) => {
    let refusal: unknown;
    try {
      loadKeyring(ring);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toMatchObject({ name: 'KeyringError', code });
    expect(String(refusal)).not.toContain(secret.slice(0, 12));
  });
});
