import { describe, expect, it } from 'vitest';
import { manifestProblems, partLabel, partPlaces } from '../../../server/counter/package-rules.ts';
import { PackageManifest } from '../../../server/counter/counter-schema.ts';

const photo = (kind: 'ktp_photo' | 'form_scan', size: number) => ({ kind, size, sha256: 'a'.repeat(64) });
const item = (no: number, size: number, photos: ReturnType<typeof photo>[] = []) => ({
  clientId: `3f0f5a0e-2c56-4d39-9f2e-0b6c3b1a7a${10 + no}`,
  seq: no,
  keyedAt: '2026-12-01T01:00:00.000Z',
  size,
  photos,
});
const manifest = (items: ReturnType<typeof item>[]) =>
  PackageManifest.parse({
    packageId: '7b0f5a0e-2c56-4d39-9f2e-0b6c3b1a7a11',
    madeAt: '2026-12-01T02:00:00.000Z',
    key: 'k'.repeat(43),
    items,
  });

describe('a package', () => {
  const two = manifest([item(1, 100, [photo('ktp_photo', 30), photo('form_scan', 40)]), item(2, 50)]);

  it('lays form and photos end to end, each with its number', () => {
    expect(partPlaces(two)).toEqual({
      items: [
        {
          form: { index: 0, from: 0, size: 100 },
          photos: [
            { index: 1, from: 100, size: 30 },
            { index: 2, from: 130, size: 40 },
          ],
        },
        { form: { index: 3, from: 170, size: 50 }, photos: [] },
      ],
      end: 220,
    });
  });

  it('is whole only with exactly the bytes it names', () => {
    expect(manifestProblems(two, 220)).toEqual([]);
    expect(manifestProblems(two, 219)).toEqual(['WRONG_LENGTH']);
    expect(manifestProblems(two, 221)).toEqual(['WRONG_LENGTH']);
  });

  it('holds each form once, in the order of keying', () => {
    expect(manifestProblems(manifest([item(2, 10), item(1, 10)]), 20)).toEqual(['OUT_OF_ORDER']);
    const twice = manifest([item(1, 10), { ...item(1, 10), seq: 2 }]);
    expect(manifestProblems(twice, 20)).toEqual(['REPEATED_ITEM']);
  });

  it('binds a part to its package and its place', () => {
    expect(new Set([partLabel('a', 1), partLabel('a', 2), partLabel('b', 1)]).size).toBe(3);
  });
});
