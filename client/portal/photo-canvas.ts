import { bitmapOf, drawn, fitWithin, smallJpeg } from '../documents/photo-jpeg.ts';
import { greyLevels, JUDGED_WIDTH, photoHints, type PhotoHint } from './photo-rules.ts';

export type PhotoRefusal = 'notPicture' | 'tooBig';

export interface ReadyPhoto {
  file: Blob;
  hints: PhotoHint[];
}

/** A chosen file as a JPEG small enough to send, with what should be looked at again. */
export async function readyPhoto(file: Blob): Promise<ReadyPhoto | PhotoRefusal> {
  const bitmap = await bitmapOf(file);
  if (!bitmap) return 'notPicture';
  try {
    const judged = fitWithin(bitmap, JUDGED_WIDTH);
    const { brush } = drawn(bitmap, judged);
    const grey = greyLevels(brush.getImageData(0, 0, judged.width, judged.height).data);
    const blob = await smallJpeg(bitmap, bitmap);
    return blob ? { file: blob, hints: photoHints(bitmap, grey, judged) } : 'tooBig';
  } finally {
    bitmap.close();
  }
}
