import type { Bytes } from './device-crypto.ts';

/** Long edge in pixels: a KTP stays readable, and a form's smallest print does. */
const LONG_EDGE = 2000;
const MAX_BYTES = 2 * 1024 * 1024;
const QUALITIES = [0.85, 0.7, 0.5] as const;

/** The picture could not be read: not a photo, or damaged. */
export class NotAPhoto extends Error {
  override name = 'NotAPhoto';
}

const jpegOf = (canvas: HTMLCanvasElement, quality: number): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new NotAPhoto())), 'image/jpeg', quality),
  );

async function bitmapOf(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    throw new NotAPhoto();
  }
}

function drawn(source: CanvasImageSource, width: number, height: number): HTMLCanvasElement {
  const scale = Math.min(1, LONG_EDGE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.getContext('2d')?.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function smallEnough(canvas: HTMLCanvasElement): Promise<Bytes> {
  let blob = await jpegOf(canvas, QUALITIES[0]);
  for (const quality of QUALITIES.slice(1)) if (blob.size > MAX_BYTES) blob = await jpegOf(canvas, quality);
  return new Uint8Array(await blob.arrayBuffer());
}

/** A picked file as the device keeps it: a JPEG without the place it was taken, of 2 MB at most. @throws NotAPhoto */
export async function photoFromFile(file: Blob): Promise<Bytes> {
  const bitmap = await bitmapOf(file);
  const canvas = drawn(bitmap, bitmap.width, bitmap.height);
  bitmap.close();
  return smallEnough(canvas);
}

/** What the camera shows now. */
export const photoFromVideo = (video: HTMLVideoElement): Promise<Bytes> =>
  smallEnough(drawn(video, video.videoWidth, video.videoHeight));
