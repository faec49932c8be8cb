import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { MAX_DOCUMENT_BYTES } from '../../../server/documents/document-schema.ts';
import { createImagePipeline } from '../../../server/documents/image-pipeline.ts';
import { hugePng, phoneJpeg, plainPng, smallPdf } from '../../support/document-samples.ts';

const pipeline = createImagePipeline();
afterAll(() => pipeline.stop());

const refusedWith = (code: string) =>
  expect.objectContaining({
    name: 'DocumentError',
    code,
    sentence: { id: expect.stringMatching(/\S/), en: expect.stringMatching(/\S/) },
  });

describe('a picture taken in', () => {
  it('loses its EXIF with place, time and maker, and is turned upright first', async () => {
    const photo = await phoneJpeg(320, 200);
    const before = await sharp(photo).metadata();
    expect(before).toMatchObject({ orientation: 6, exif: expect.any(Buffer) });
    const image = await pipeline.reencodeImage(photo);
    const after = await sharp(image.bytes).metadata();
    expect(after).toMatchObject({ format: 'jpeg', width: 200, height: 320, space: 'srgb' });
    expect([after.exif, after.xmp, after.iptc, after.orientation]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(Buffer.from(image.bytes).includes('LoketCam')).toBe(false);
    expect(image).toMatchObject({ width: 200, height: 320 });
    expect(image.sha256).toBe(createHash('sha256').update(image.bytes).digest('hex'));
  });

  it('loses another file hidden behind its end', async () => {
    for (const picture of [await phoneJpeg(), await plainPng()]) {
      const tail = Buffer.from('PK\x03\x04<script>alert("tail")</script>%PDF-1.4');
      const image = await pipeline.reencodeImage(Buffer.concat([picture, tail]));
      const alone = await pipeline.reencodeImage(picture);
      expect(Buffer.from(image.bytes).includes('<script>')).toBe(false);
      expect(image.sha256).toBe(alone.sha256);
    }
  });

  it('becomes a JPEG on white paper when it was a transparent PNG', async () => {
    const transparent = sharp({ create: { width: 8, height: 8, channels: 4, background: '#00000000' } });
    const image = await pipeline.reencodeImage(await transparent.png().toBuffer());
    const { dominant } = await sharp(image.bytes).stats();
    expect(dominant).toEqual({ r: 248, g: 248, b: 248 });
  });

  it('is judged by its bytes when renamed: a PNG called .jpg passes, a text called .jpg does not', async () => {
    await expect(pipeline.reencodeImage(await plainPng())).resolves.toMatchObject({ width: 320 });
    await expect(pipeline.reencodeImage(Buffer.from('nama,nik\n'))).rejects.toEqual(
      refusedWith('UNSUPPORTED_TYPE'),
    );
  });

  it('is refused when it was cut anywhere', async () => {
    const [jpeg, png] = [await phoneJpeg(), await plainPng()];
    for (const part of [0.05, 0.5, 0.95]) {
      for (const picture of [jpeg, png]) {
        const cut = picture.subarray(0, Math.floor(picture.length * part));
        await expect(pipeline.reencodeImage(cut)).rejects.toEqual(refusedWith('TRUNCATED'));
      }
    }
  });

  it('is refused when decoding it would take gigabytes', async () => {
    const bomb = hugePng(20_000);
    expect(bomb.length).toBeLessThan(100_000);
    await expect(pipeline.reencodeImage(bomb)).rejects.toEqual(refusedWith('TOO_MANY_PIXELS'));
  });

  it('is refused over ten megabytes, whatever is in it', async () => {
    const picture = await phoneJpeg();
    const padded = Buffer.concat([picture, Buffer.alloc(MAX_DOCUMENT_BYTES - picture.length + 1)]);
    await expect(pipeline.reencodeImage(padded)).rejects.toEqual(refusedWith('TOO_LARGE'));
    await expect(pipeline.reencodeImage(padded.subarray(0, -1))).resolves.toMatchObject({ height: 320 });
  });

  it('is refused when only its first bytes are those of a picture', async () => {
    const pretender = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(4096, 'A')]);
    await expect(pipeline.reencodeImage(pretender)).rejects.toEqual(refusedWith('NOT_AN_IMAGE'));
  });

  it.each([
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['GIF', Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')],
    ['WebP', Buffer.from('RIFF\x1a\0\0\0WEBPVP8L', 'latin1')],
    ['PDF', smallPdf()],
    ['an empty file', Buffer.alloc(0)],
  ])('is refused when it is %s', async (_kind, upload) => {
    await expect(pipeline.reencodeImage(upload)).rejects.toEqual(refusedWith('UNSUPPORTED_TYPE'));
  });
});

describe('the image process', () => {
  it('is killed when a picture takes too long, and serves the next one', async () => {
    const hasty = createImagePipeline({ timeoutMs: 1 });
    await expect(hasty.reencodeImage(await phoneJpeg())).rejects.toEqual(refusedWith('TIMEOUT'));
    await expect(hasty.reencodeImage(await phoneJpeg())).rejects.toEqual(refusedWith('TIMEOUT'));
    await hasty.stop();
  });

  it('asks to come back when too many pictures wait, and answers those that wait', async () => {
    const narrow = createImagePipeline({ queueLimit: 1 });
    const photo = await phoneJpeg();
    const answers = await Promise.allSettled([1, 2, 3, 4].map(() => narrow.reencodeImage(photo)));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected']);
    expect(answers.slice(2)).toEqual(Array(2).fill({ status: 'rejected', reason: refusedWith('BUSY') }));
    await narrow.stop();
  });

  it('starts again after it was ended for being idle', async () => {
    const sleepy = createImagePipeline({ idleMs: 1 });
    const photo = await phoneJpeg();
    await sleepy.reencodeImage(photo);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await expect(sleepy.reencodeImage(photo)).resolves.toMatchObject({ width: 200 });
    await sleepy.stop();
  });

  it('refuses what waits when the server stops', async () => {
    const stopping = createImagePipeline();
    const photo = await phoneJpeg();
    const answers = Promise.allSettled([stopping.reencodeImage(photo), stopping.reencodeImage(photo)]);
    await stopping.stop();
    expect(await answers).toEqual(Array(2).fill({ status: 'rejected', reason: refusedWith('BUSY') }));
    await expect(stopping.reencodeImage(photo)).rejects.toEqual(refusedWith('BUSY'));
  });
});
