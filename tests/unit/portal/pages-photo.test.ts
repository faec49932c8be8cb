import { describe, expect, it } from 'vitest';
import { fitWithin } from '../../../client/documents/photo-jpeg.ts';
import { greyLevels, photoHints, sharpness } from '../../../client/portal/photo-rules.ts';

const SIZE = { width: 120, height: 80 };
const LARGE = { width: 1600, height: 1000 };
const painted = (level: (x: number, y: number) => number) =>
  Float32Array.from({ length: SIZE.width * SIZE.height }, (_, at) =>
    level(at % SIZE.width, Math.floor(at / SIZE.width)),
  );
/** Dark letters on a light card: strokes of two pixels. */
const card = painted((x, y) => (x % 6 < 2 && y % 10 < 6 ? 40 : 190));

function blurred(grey: Float32Array, radius: number): Float32Array {
  return painted((x, y) => {
    let sum = 0;
    let count = 0;
    for (let dy = -radius; dy <= radius; dy += 1)
      for (let dx = -radius; dx <= radius; dx += 1) {
        const [px, py] = [x + dx, y + dy];
        if (px < 0 || py < 0 || px >= SIZE.width || py >= SIZE.height) continue;
        sum += grey[py * SIZE.width + px] ?? 0;
        count += 1;
      }
    return sum / count;
  });
}

describe('hints about the photo of a KTP', () => {
  it('find nothing in a clear one', () => {
    expect(photoHints(LARGE, card, SIZE)).toEqual([]);
  });

  it('name a blurred one, and a blurred one is less sharp the more it is blurred', () => {
    expect(photoHints(LARGE, blurred(card, 6), SIZE)).toEqual(['blurred']);
    expect(sharpness(blurred(card, 1), SIZE)).toBeLessThan(sharpness(card, SIZE));
    expect(sharpness(blurred(card, 3), SIZE)).toBeLessThan(sharpness(blurred(card, 1), SIZE));
  });

  it('name one that is too small, too dark, or washed out by light', () => {
    expect(photoHints({ width: 420, height: 260 }, card, SIZE)).toEqual(['small']);
    expect(
      photoHints(
        LARGE,
        card.map((level) => level / 6),
        SIZE,
      ),
    ).toContain('dark');
    expect(
      photoHints(
        LARGE,
        painted((x, y) => (x > 60 ? 255 : (card[y * SIZE.width + x] ?? 0))),
        SIZE,
      ),
    ).toEqual(['glare']);
  });

  it('see no sharpness in a picture of nothing', () => {
    expect(
      sharpness(
        painted(() => 128),
        SIZE,
      ),
    ).toBe(0);
    expect(sharpness(new Float32Array(4), { width: 2, height: 2 })).toBe(0);
  });

  it('weigh colours as the eye does', () => {
    const grey = greyLevels(new Uint8ClampedArray([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255]));
    expect([...grey].map(Math.round)).toEqual([76, 150, 29]);
  });
});

describe('the size a photo is sent in', () => {
  it('keeps its shape within the longer side, and never grows', () => {
    expect(fitWithin({ width: 4000, height: 3000 }, 2000)).toEqual({ width: 2000, height: 1500 });
    expect(fitWithin({ width: 3000, height: 4000 }, 2000)).toEqual({ width: 1500, height: 2000 });
    expect(fitWithin({ width: 800, height: 600 }, 2000)).toEqual({ width: 800, height: 600 });
    expect(fitWithin({ width: 5000, height: 1 }, 2000)).toEqual({ width: 2000, height: 1 });
  });
});
