import { createHmac, createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createShortHmac } from '../../../server/privacy/short-hmac.ts';

describe('the HMAC of many short texts', () => {
  it('is HMAC-SHA-256, whatever key, text and order of texts', () => {
    const texts = fc.array(
      fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 600, maxLength: 3000 })),
    );
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), texts, (bytes, some) => {
        const key = createSecretKey(bytes);
        const hmac = createShortHmac(key);
        for (const text of ['', ...some])
          for (const encoding of ['hex', 'base64url'] as const)
            expect(hmac(text, encoding)).toBe(createHmac('sha256', key).update(text).digest(encoding));
      }),
    );
  });

  it('refuses a key that would have to be hashed first', () => {
    expect(() => createShortHmac(createSecretKey(new Uint8Array(65)))).toThrow(RangeError);
  });
});
