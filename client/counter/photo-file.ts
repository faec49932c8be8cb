import { bitmapOf, smallJpeg, type Size } from '../documents/photo-jpeg.ts';
import type { Bytes } from './device-crypto.ts';

/** The picture could not be read, or not be made small enough: not a photo, or damaged. */
export class NotAPhoto extends Error {
  override name = 'NotAPhoto';
}

async function bytesOf(source: CanvasImageSource, size: Size): Promise<Bytes> {
  const blob = await smallJpeg(source, size);
  if (!blob) throw new NotAPhoto();
  return new Uint8Array(await blob.arrayBuffer());
}

/** A picked file as the device keeps it: a JPEG without the place it was taken, of 2 MB at most. @throws NotAPhoto */
export async function photoFromFile(file: Blob): Promise<Bytes> {
  const bitmap = await bitmapOf(file);
  if (!bitmap) throw new NotAPhoto();
  try {
    return await bytesOf(bitmap, bitmap);
  } finally {
    bitmap.close();
  }
}

/** What the camera shows now. @throws NotAPhoto */
export const photoFromVideo = (video: HTMLVideoElement): Promise<Bytes> =>
  bytesOf(video, { width: video.videoWidth, height: video.videoHeight });
