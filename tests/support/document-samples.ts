import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

const noise = { type: 'gaussian', mean: 128, sigma: 20 } as const;
const canvas = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#7a8b9c', noise } });

/** A photo as telephones take it: turned by EXIF, with maker, time and place. */
export function phoneJpeg(width = 320, height = 200): Promise<Buffer> {
  return canvas(width, height)
    .jpeg()
    .withExif({
      IFD0: { Make: 'LoketCam', DateTime: '2020:10:01 08:00:00' },
      IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '6/1 58/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();
}

/** A scan without metadata. */
export function plainPng(width = 320, height = 200): Promise<Buffer> {
  return canvas(width, height).png().toBuffer();
}

/** A well-formed one-bit PNG of any size: 20000×20000 takes 50 KB on disk and 1.6 GB decoded. */
export function hugePng(side: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head[8] = 1;
  const rows = deflateSync(Buffer.alloc(side * (1 + Math.ceil(side / 8))));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A small PDF around one object's dictionary text, with an optional compressed object stream. */
export function smallPdf(
  catalog = '/Type /Catalog /Pages 2 0 R',
  objectStream?: { head: string; body: Buffer },
): Buffer {
  const parts: Uint8Array[] = [
    Buffer.from(
      `%PDF-1.5\n1 0 obj\n<< ${catalog} >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n`,
    ),
  ];
  if (objectStream) {
    parts.push(
      Buffer.from(`3 0 obj\n<< ${objectStream.head} /Length ${objectStream.body.length} >>\nstream\n`),
    );
    parts.push(objectStream.body, Buffer.from('\nendstream\nendobj\n'));
  }
  parts.push(Buffer.from('trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n'));
  return Buffer.concat(parts);
}
