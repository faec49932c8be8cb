import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawKtpCard } from '../../../seeds/ktp-card.ts';
import {
  bandsOf,
  isSameLook,
  LOOK_FIELDS,
  lookDistance,
  lookOf,
  SAME_LOOK_BITS,
} from '../../../server/documents/document-look-rules.ts';

const NAMES = [
  'SUHARTI RAHMAWATI',
  'BUDI SANTOSO',
  'YOSINA LATUCONSINA',
  'MOH. TJIPTO',
  'RINA',
  'I MADE SUTRISNA',
];
const card = (name: string, n: number) =>
  drawKtpCard({
    nik: `3374025602899${100 + n}`,
    fullName: name,
    birthPlace: 'SEMARANG',
    birthDate: `1${n}-02-198${n}`,
    sex: n % 2 ? 'L' : 'P',
    address: `JL. ${name.split(' ').reverse().join(' ')} NO. ${n}`,
  });
const jpeg = (picture: Buffer, width: number, quality: number) =>
  sharp(picture).resize(width).jpeg({ quality }).toBuffer();

describe('what a picture looks like', () => {
  let cards: Buffer[];
  let decodeAndEncode: (picture: Uint8Array) => Promise<{ look: string | null }>;
  beforeAll(async () => {
    cards = await Promise.all(NAMES.map(card));
    // From here on this process opens no more drawings: the decoder shuts all loaders but two.
    ({ decodeAndEncode } = await import('../../../server/documents/image-decoder.ts'));
  });
  const look = async (picture: Buffer) => (await decodeAndEncode(picture)).look as string;

  it.each([
    ['compressed again', (picture: Buffer) => jpeg(picture, 1012, 50)],
    ['made smaller', (picture: Buffer) => jpeg(picture, 420, 70)],
    ['sent on twice', async (picture: Buffer) => jpeg(await jpeg(picture, 700, 60), 860, 55)],
    ['made grey', (picture: Buffer) => sharp(picture).greyscale().jpeg({ quality: 80 }).toBuffer()],
    ['out of focus', (picture: Buffer) => sharp(picture).blur(2).jpeg({ quality: 75 }).toBuffer()],
  ])('stays where it is %s, and is found by a part of it', async (_what, change) => {
    for (const picture of cards) {
      const [before, after] = [await look(picture), await look(await change(picture))];
      expect(lookDistance(before, after)).toBeLessThanOrEqual(SAME_LOOK_BITS);
      expect(bandsOf(before).filter((band) => bandsOf(after).includes(band)).length).toBeGreaterThan(0);
    }
  });

  it('differs between cards of two people, though frame and portrait are the same', async () => {
    const looks = await Promise.all(cards.map(look));
    for (const [at, one] of looks.entries())
      for (const other of looks.slice(0, at)) expect(isSameLook(one, other)).toBe(false);
  });

  it('is nothing where all is of one colour', async () => {
    const blank = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#f4f4f1' } })
      .jpeg()
      .toBuffer();
    expect((await decodeAndEncode(blank)).look).toBeNull();
  });

  it('is 256 digits whatever the picture, and at no distance from itself', () => {
    const field = fc.integer({ min: 0, max: 255 });
    const picture = fc.array(field, { minLength: LOOK_FIELDS ** 2, maxLength: LOOK_FIELDS ** 2 });
    fc.assert(
      fc.property(picture, (grey) => {
        const found = lookOf(grey);
        if (found === null) return;
        expect(found).toMatch(/^[0-9a-f]{256}$/);
        expect(lookDistance(found, found)).toBe(0);
        expect(new Set(bandsOf(found)).size).toBe(8);
      }),
      { numRuns: 10 },
    );
  });
});
