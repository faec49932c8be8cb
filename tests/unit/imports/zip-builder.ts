import { crc32, deflateRawSync } from 'node:zlib';

/** One part of a zip under test; what is not said is said truthfully. */
export type ZipPart = {
  name: string;
  content: Buffer | string;
  /** Unix mode in the directory, as a symbolic link has one. */
  mode?: number;
  /** A size to lie about in directory and local header. */
  claimedSize?: number;
  /** Left out of the directory: only a reader going from the front meets it. */
  hidden?: boolean;
  /** Sizes written behind the content, as programs do that write a zip in one go. */
  described?: boolean;
};

/** Builds a zip byte by byte, so that tests can make the ones no library would write. */
export function zip(parts: readonly ZipPart[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const content = Buffer.from(part.content);
    const packed = deflateRawSync(content);
    const name = Buffer.from(part.name);
    const sizes = { crc: crc32(content), packed: packed.length, size: part.claimedSize ?? content.length };
    const file = part.described
      ? Buffer.concat([localHeader(name, { crc: 0, packed: 0, size: 0 }, 8), packed, descriptor(sizes)])
      : Buffer.concat([localHeader(name, sizes), packed]);
    if (!part.hidden) directory.push(directoryHeader(name, sizes, offset, part.mode ?? 0o100644));
    files.push(file);
    offset += file.length;
  }
  const list = Buffer.concat(directory);
  return Buffer.concat([...files, list, endRecord(directory.length, list.length, offset)]);
}

type Sizes = { crc: number; packed: number; size: number };

function localHeader(name: Buffer, { crc, packed, size }: Sizes, flags = 0): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(packed, 18);
  header.writeUInt32LE(size, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function descriptor({ crc, packed, size }: Sizes): Buffer {
  const record = Buffer.alloc(16);
  record.writeUInt32LE(0x08074b50, 0);
  record.writeUInt32LE(crc, 4);
  record.writeUInt32LE(packed, 8);
  record.writeUInt32LE(size, 12);
  return record;
}

function directoryHeader(name: Buffer, { crc, packed, size }: Sizes, offset: number, mode: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(0x0314, 4);
  header.writeUInt16LE(20, 6);
  header.writeUInt16LE(8, 10);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(packed, 20);
  header.writeUInt32LE(size, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE((mode << 16) >>> 0, 38);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, name]);
}

function endRecord(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(size, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}
