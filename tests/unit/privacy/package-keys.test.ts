import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openForMinistry } from '../../../server/counter/counter-desk.ts';
import { sealForMinistry } from '../../../client/counter/device-crypto.ts';
import { loadKeyring } from '../../../server/privacy/keyring.ts';
import { createPackageKeys, pointThumbprint } from '../../../server/privacy/package-keys.ts';

const master = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const ring = (current: string, keys: Record<string, number>) =>
  createPackageKeys(
    loadKeyring(
      JSON.stringify({
        current,
        blindIndex: current,
        keys: Object.fromEntries(Object.entries(keys).map(([id, byte]) => [id, master(byte)])),
      }),
    ),
  );

describe('the key counters seal for', () => {
  it('is the same at every start, and named by its public part', () => {
    const { current } = ring('a', { a: 1 });
    const { kid, ...point } = current;
    expect(ring('a', { a: 1 }).current).toEqual(current);
    expect(kid).toBe(pointThumbprint(point));
    expect(Object.keys(point).sort()).toEqual(['crv', 'kty', 'x', 'y']);
  });

  it('has a private part that belongs to it and never shows in what is given out', () => {
    const keys = ring('a', { a: 1 });
    const key = keys.privateKey(keys.current.kid);
    const { x, y } = createPublicKey(key as never).export({ format: 'jwk' });
    expect({ x, y }).toEqual({ x: keys.current.x, y: keys.current.y });
    expect(JSON.stringify(keys)).not.toContain('"d"');
  });

  it('differs between ministries, also where both call their master alike', () => {
    const [one, other] = [ring('k1', { k1: 1 }), ring('k1', { k1: 2 })];
    expect(one.current.kid).not.toBe(other.current.kid);
    expect(one.privateKey(other.current.kid)).toBeNull();
  });

  it('still opens what was sealed before the ring moved on, and no longer once the master is gone', async () => {
    const sealed = await sealForMinistry(ring('a', { a: 1 }).current, 'rahasia');
    expect(await openForMinistry(ring('b', { a: 1, b: 2 }), sealed)).toBe('rahasia');
    expect(await openForMinistry(ring('b', { b: 2 }), sealed)).toBeNull();
  });
});
