import { describe, expect, it } from 'vitest';
import { createBlindIndex } from '../../../server/privacy/blind-index.ts';
import { loadKeyring } from '../../../server/privacy/keyring.ts';
import { nikSigns } from '../../../server/submissions/nik-signs.ts';

const ringOf = (byte: number) =>
  loadKeyring(JSON.stringify({ current: 'k1', keys: { k1: Buffer.alloc(32, byte).toString('base64') } }));
const index = createBlindIndex(ringOf(1));

describe('the signs kept of a sealed NIK', () => {
  it.each([
    ['3374011203909000', 1],
    ['3374011203909001', 0],
    ['3374011203909990', 1],
    ['3374011203909909', 0],
  ])('say of %s only whether its last digit is 0', (nik, endsZero) => {
    expect(nikSigns(nik, index).nik_ends_zero).toBe(endsZero);
  });

  it('show that one number follows another of the same twelve digits, over every carry', () => {
    for (const serial of ['9000', '9009', '9099', '9998']) {
      const next = String(Number(serial) + 1);
      expect(nikSigns(`337401120390${serial}`, index).nik_next_tag).toBe(
        nikSigns(`337401120390${next}`, index).nik_tag,
      );
    }
  });

  it('show no neighbour where the twelve digits differ, where a serial is left out, or after 9999', () => {
    const after = nikSigns('3374011203909001', index).nik_next_tag;
    expect(nikSigns('3374011203919002', index).nik_tag).not.toBe(after);
    expect(nikSigns('3374011203909003', index).nik_tag).not.toBe(after);
    expect(nikSigns('3374011203909999', index).nik_next_tag).toBeNull();
  });

  it('cannot be made without the key, and are no part of the index by which persons are found', () => {
    const other = createBlindIndex(ringOf(2));
    const tag = index.tag('3374011203909001');
    expect(other.tag('3374011203909001')).not.toBe(tag);
    const found = Buffer.from(index.nik('3374011203909001'), 'base64url').readUInt32BE(0) >>> 1;
    expect(found).not.toBe(tag);
    expect(Number.isInteger(tag) && tag >= 0 && tag < 2 ** 31).toBe(true);
  });

  it('refuse what is no number of sixteen digits', () => {
    expect(() => index.tag('')).toThrow(RangeError);
  });
});
