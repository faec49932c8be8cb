/** Photos made small on the device, wherever one is taken: by applicants, and at a counter without a network. */

export const MAX_PHOTO_BYTES = 2 * 1024 * 1024;
/** Long edge in pixels: enough to read the 3 mm letters of a card that fills the picture. */
export const MAX_SIDE = 2000;
/** JPEG qualities tried in turn until the file is small enough. */
const QUALITIES = [0.9, 0.8, 0.7, 0.6, 0.5] as const;

export interface Size {
  width: number;
  height: number;
}

/** The size within `most` on its longer side, in the same shape; never larger than it is. */
export function fitWithin({ width, height }: Size, most: number): Size {
  const scale = Math.min(1, most / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** A file as a picture, upright as the camera held it; null where the browser cannot draw it. */
export async function bitmapOf(file: Blob): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    // The one thing a browser says of a file it cannot draw, whatever it is instead of a picture.
    return null;
  }
}

/** A picture drawn at a size: what is kept is its pixels alone, without the camera's place and time. */
export function drawn(
  source: CanvasImageSource,
  size: Size,
): { canvas: HTMLCanvasElement; brush: CanvasRenderingContext2D } {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, size);
  const brush = canvas.getContext('2d');
  if (!brush) throw new Error('this browser draws no pictures');
  // A transparent PNG would turn black as a JPEG.
  brush.fillStyle = '#fff';
  brush.fillRect(0, 0, size.width, size.height);
  brush.drawImage(source, 0, 0, size.width, size.height);
  return { canvas, brush };
}

/** A picture as a JPEG that is small enough to send; null where not even the poorest quality makes it so. */
export async function smallJpeg(source: CanvasImageSource, size: Size): Promise<Blob | null> {
  const { canvas } = drawn(source, fitWithin(size, MAX_SIDE));
  for (const quality of QUALITIES) {
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality));
    if (blob && blob.size <= MAX_PHOTO_BYTES) return blob;
  }
  return null;
}
