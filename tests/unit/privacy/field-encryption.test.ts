import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFieldEncryption } from '../../../server/privacy/field-encryption.ts';
import { loadKeyring } from '../../../server/privacy/keyring.ts';
import { sealedWith } from '../../../server/privacy/sealed-record.ts';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const oldRing = loadKeyring(JSON.stringify({ current: 'k1', keys: { k1: key(1) } }));
const bothRing = loadKeyring(
  JSON.stringify({ current: 'k2', blindIndex: 'k1', keys: { k1: key(1), k2: key(2) } }),
);
const newRing = loadKeyring(JSON.stringify({ current: 'k2', blindIndex: 'k2', keys: { k2: key(2) } }));

const fields = createFieldEncryption(oldRing);
const place = { table: 'submissions', column: 'nik', rowUid: '0b6f3c1e' };
const nik = '3374010101909001';

describe('field encryption', () => {
  it('gives back any text it encrypted, and never twice the same ciphertext', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const first = fields.encrypt(text, place);
        expect(fields.decrypt(first, place)).toBe(text);
        expect(first.equals(fields.encrypt(text, place))).toBe(false);
      }),
    );
  });

  it('does not repeat an initialisation vector', () => {
    const records = Array.from({ length: 3000 }, () =>
      fields.encrypt('', place).subarray(4, 16).toString('hex'),
    );
    expect(new Set(records).size).toBe(3000);
  });

  it('does not hold the number in clear', () => {
    expect(fields.encrypt(nik, place).includes(nik)).toBe(false);
  });

  it.each([
    ['another row', { ...place, rowUid: '0b6f3c1f' }],
    ['another column', { ...place, column: 'kk_number' }],
    ['another table', { ...place, table: 'ktp_records' }],
    [
      'a place whose parts join to the same text',
      { table: 'submissions', column: 'ni', rowUid: 'k|0b6f3c1e' },
    ],
  ])('refuses a ciphertext moved to %s', (_where, elsewhere) => {
    const record = fields.encrypt(nik, place);
    expect(() => fields.decrypt(record, elsewhere)).toThrowError(
      expect.objectContaining({ code: 'TAMPERED' }),
    );
  });

  it('refuses a ciphertext with any one bit changed or any tail cut', () => {
    const record = fields.encrypt(nik, place);
    for (let bit = 0; bit < record.length * 8; bit += 1) {
      const altered = Buffer.from(record);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => fields.decrypt(altered, place)).toThrowError(
        expect.objectContaining({ name: 'SealError' }),
      );
    }
    for (let length = 0; length < record.length; length += 1) {
      expect(() => fields.decrypt(record.subarray(0, length), place)).toThrowError(
        expect.objectContaining({ name: 'SealError' }),
      );
    }
  });

  it('decrypts with the old key while encrypting with the new one', () => {
    const old = fields.encrypt(nik, place);
    const rotated = createFieldEncryption(bothRing);
    expect(rotated.decrypt(old, place)).toBe(nik);
    expect(sealedWith(old)).toBe('k1');
    expect(sealedWith(rotated.encrypt(nik, place))).toBe('k2');
  });

  it('names the key that is missing', () => {
    const old = fields.encrypt(nik, place);
    expect(() => createFieldEncryption(newRing).decrypt(old, place)).toThrowError(
      expect.objectContaining({ code: 'UNKNOWN_KEY', message: expect.stringContaining('"k1"') }),
    );
  });

  it('reads a record that is a slice of a larger buffer, as database drivers hand them over', () => {
    const record = fields.encrypt(nik, place);
    const larger = new Uint8Array(Buffer.concat([Buffer.alloc(5), record, Buffer.alloc(3)]));
    expect(fields.decrypt(larger.subarray(5, 5 + record.length), place)).toBe(nik);
  });

  it('refuses a place that is not named', () => {
    expect(() => fields.encrypt(nik, { ...place, rowUid: '' })).toThrow(TypeError);
    expect(() => fields.encrypt(nik, { ...place, table: 'a|b' })).toThrow(TypeError);
  });
});
