import type { Size } from '../documents/photo-jpeg.ts';

/** Hints about a photo of a KTP before it is sent. Hints never forbid: the reviewer decides. */

/** Sharpness is judged at one width, so that its measure does not depend on the camera. */
export const JUDGED_WIDTH = 480;

const SMALL_SIDE = 600;
const DARK_MEAN = 60;
const GLARE_SHARE = 0.25;
/** Below it the letters of a card run into each other; flat scans of cards measure 200 and more. */
const BLURRED_VARIANCE = 60;

export const PHOTO_HINTS = ['small', 'dark', 'glare', 'blurred'] as const;
export type PhotoHint = (typeof PHOTO_HINTS)[number];

/** RGBA bytes as grey levels 0–255 (ITU-R BT.601). */
export function greyLevels(rgba: Uint8ClampedArray): Float32Array {
  const grey = new Float32Array(rgba.length / 4);
  for (let pixel = 0; pixel < grey.length; pixel += 1) {
    const at = pixel * 4;
    grey[pixel] = 0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) + 0.114 * (rgba[at + 2] ?? 0);
  }
  return grey;
}

function variance(values: Float32Array): number {
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return squares / values.length - mean * mean;
}

/** Variance of the Laplacian: how much edge there is. A blurred picture has little. */
export function sharpness(grey: Float32Array, { width, height }: Size): number {
  if (width < 3 || height < 3) return 0;
  const edges = new Float32Array((width - 2) * (height - 2));
  let next = 0;
  const at = (index: number) => grey[index] ?? 0;
  for (let y = 1; y < height - 1; y += 1)
    for (let x = 1; x < width - 1; x += 1) {
      const here = y * width + x;
      const around = at(here - 1) + at(here + 1) + at(here - width) + at(here + width);
      edges[next] = around - 4 * at(here);
      next += 1;
    }
  return variance(edges);
}

/** What the applicant should look at again. `original` is the picture's own size, `grey` its levels at `judged` size. */
export function photoHints(original: Size, grey: Float32Array, judged: Size): PhotoHint[] {
  const mean = grey.reduce((sum, level) => sum + level, 0) / grey.length;
  const white = grey.reduce((count, level) => count + (level > 250 ? 1 : 0), 0) / grey.length;
  const found: Record<PhotoHint, boolean> = {
    small: Math.max(original.width, original.height) < SMALL_SIDE,
    dark: mean < DARK_MEAN,
    glare: white > GLARE_SHARE,
    blurred: sharpness(grey, judged) < BLURRED_VARIANCE,
  };
  return PHOTO_HINTS.filter((hint) => found[hint]);
}
