import {
  fitWithin,
  greyLevels,
  JUDGED_WIDTH,
  MAX_PHOTO_BYTES,
  MAX_SIDE,
  photoHints,
  QUALITIES,
  type PhotoHint,
  type Size,
} from './photo-rules.ts';

export type PhotoRefusal = 'notPicture' | 'tooBig';

export interface ReadyPhoto {
  file: Blob;
  hints: PhotoHint[];
}

async function bitmapOf(file: Blob): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(file);
  } catch {
    // The one thing a browser says of a file it cannot draw, whatever it is instead of a picture.
    return null;
  }
}

function drawn(
  bitmap: ImageBitmap,
  size: Size,
): { canvas: HTMLCanvasElement; brush: CanvasRenderingContext2D } {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, size);
  const brush = canvas.getContext('2d');
  if (!brush) throw new Error('this browser draws no pictures');
  // A transparent PNG would turn black as a JPEG.
  brush.fillStyle = '#fff';
  brush.fillRect(0, 0, size.width, size.height);
  brush.drawImage(bitmap, 0, 0, size.width, size.height);
  return { canvas, brush };
}

async function smallEnough(canvas: HTMLCanvasElement): Promise<Blob | null> {
  for (const quality of QUALITIES) {
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality));
    if (blob && blob.size <= MAX_PHOTO_BYTES) return blob;
  }
  return null;
}

/** A chosen file as a JPEG small enough to send, with what should be looked at again; without the camera's place and time. */
export async function readyPhoto(file: Blob): Promise<ReadyPhoto | PhotoRefusal> {
  const bitmap = await bitmapOf(file);
  if (!bitmap) return 'notPicture';
  try {
    const judged = fitWithin(bitmap, JUDGED_WIDTH);
    const { brush } = drawn(bitmap, judged);
    const grey = greyLevels(brush.getImageData(0, 0, judged.width, judged.height).data);
    const blob = await smallEnough(drawn(bitmap, fitWithin(bitmap, MAX_SIDE)).canvas);
    return blob ? { file: blob, hints: photoHints(bitmap, grey, judged) } : 'tooBig';
  } finally {
    bitmap.close();
  }
}
