import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { LOOK_FIELDS, lookOf } from './document-look-rules.ts';
import { MAX_IMAGE_PIXELS } from './document-schema.ts';

/** A picture decoded and written anew: always JPEG, upright, sRGB, without EXIF or anything after its end. */
export interface ReencodedImage {
  bytes: Uint8Array;
  width: number;
  height: number;
  sha256: string;
  /** What it looks like, to find it again under another size and quality; null where it is of one colour. */
  look: string | null;
}

// libvips would also open SVG, TIFF, PDF and more; nothing but the two loaders we mean may see hostile bytes.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng'] });
sharp.concurrency(1);
sharp.cache(false);

/** Seconds libvips may take for one picture. */
const DECODE_SECONDS = 10;

/** The look of a picture that was written by us. */
async function lookAt(jpeg: Uint8Array): Promise<string | null> {
  const grey = await sharp(jpeg)
    .greyscale()
    .resize(LOOK_FIELDS, LOOK_FIELDS, { fit: 'fill', kernel: 'mitchell' })
    .raw()
    .timeout({ seconds: DECODE_SECONDS })
    .toBuffer();
  return lookOf(grey);
}

/**
 * Decodes hostile bytes and encodes the pixels as JPEG (quality 85). Runs in the image process only.
 * @throws Error with the message of libvips, for `decodeFailure` to judge.
 */
export async function decodeAndEncode(upload: Uint8Array): Promise<ReencodedImage> {
  const { data, info } = await sharp(upload, {
    limitInputPixels: MAX_IMAGE_PIXELS,
    failOn: 'warning',
    sequentialRead: true,
  })
    .rotate()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .jpeg({ quality: 85 })
    .timeout({ seconds: DECODE_SECONDS })
    .toBuffer({ resolveWithObject: true });
  const sha256 = createHash('sha256').update(data).digest('hex');
  return { bytes: data, width: info.width, height: info.height, sha256, look: await lookAt(data) };
}
