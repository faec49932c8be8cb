import sharp from 'sharp';

/** A small picture that stands for a signed and scanned paper. */
export function validJpeg(): Promise<Buffer> {
  return sharp({ create: { width: 400, height: 560, channels: 3, background: '#f4f1e8' } })
    .jpeg()
    .toBuffer();
}
