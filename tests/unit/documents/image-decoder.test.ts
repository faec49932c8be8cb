import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeAndEncode } from '../../../server/documents/image-decoder.ts';
import { phoneJpeg, plainPng } from '../../support/document-samples.ts';

describe('the picture decoder', () => {
  it('opens JPEG and PNG', async () => {
    await expect(decodeAndEncode(await phoneJpeg())).resolves.toMatchObject({ width: 200 });
    await expect(decodeAndEncode(await plainPng())).resolves.toMatchObject({ width: 320 });
  });

  it('has every other loader of libvips blocked, should the check of the first bytes ever fail', async () => {
    const picture = sharp(await plainPng(8, 8));
    const others = [
      Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
      ),
      await picture.clone().webp().toBuffer(),
      await picture.clone().gif().toBuffer(),
      await picture.clone().tiff().toBuffer(),
      await picture.clone().avif().toBuffer(),
    ];
    for (const upload of others)
      await expect(decodeAndEncode(upload)).rejects.toThrow(/unsupported image format/);
  });
});
