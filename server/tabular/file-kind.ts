import { open } from 'node:fs/promises';
import { recapFileError } from './recap-file-error.ts';

export type TableFileKind = 'csv' | 'xlsx';

/** So many bytes tell what a file is, and hold its header row. */
const HEAD_BYTES = 64 * 1024;

/** Leading bytes of what offices upload by mistake. A file's name says nothing: it can be renamed. */
const STRANGERS: readonly { name: string; bytes: readonly number[] }[] = [
  { name: 'JPEG', bytes: [0xff, 0xd8, 0xff] },
  { name: 'PNG', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { name: 'GIF', bytes: [0x47, 0x49, 0x46, 0x38] },
  { name: 'WebP', bytes: [0x52, 0x49, 0x46, 0x46] },
  { name: 'PDF', bytes: [0x25, 0x50, 0x44, 0x46] },
  { name: 'XLS / XLSX + password', bytes: [0xd0, 0xcf, 0x11, 0xe0] },
  { name: 'GZIP', bytes: [0x1f, 0x8b] },
  { name: 'RAR', bytes: [0x52, 0x61, 0x72, 0x21] },
  { name: '7z', bytes: [0x37, 0x7a, 0xbc, 0xaf] },
];
const ZIP = [0x50, 0x4b];
const UTF8_BOM = [0xef, 0xbb, 0xbf];
const UTF16_BOMS = [
  [0xff, 0xfe],
  [0xfe, 0xff],
];

/** The first bytes of a file, at most 64 KiB. */
export async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * Tells by content, never by name, whether a file is an XLSX or CSV text.
 *
 * @throws RecapFileError EMPTY_FILE, NOT_A_RECAP (an image, a PDF, other binary), ENCODING (UTF-16)
 */
export function kindOfFile(head: Buffer): TableFileKind {
  if (startsWith(head, ZIP)) return 'xlsx';
  const stranger = STRANGERS.find(({ bytes }) => startsWith(head, bytes));
  if (stranger) throw recapFileError('NOT_A_RECAP', { found: stranger.name });
  if (looksLikeUtf16(head)) throw recapFileError('ENCODING', { found: 'UTF-16' });
  if (withoutBom(head).toString('latin1').trim() === '') throw recapFileError('EMPTY_FILE');
  // Text has no such bytes in its first lines; a NUL further on is damage and reported with its line.
  if (/[\x00-\x08\x0e-\x1f]/.test(head.toString('latin1', 0, 256))) throw recapFileError('NOT_A_RECAP');
  return 'csv';
}

/** The bytes behind a UTF-8 byte order mark. */
export function withoutBom(head: Buffer): Buffer {
  return startsWith(head, UTF8_BOM) ? head.subarray(UTF8_BOM.length) : head;
}

function startsWith(head: Buffer, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte);
}

function looksLikeUtf16(head: Buffer): boolean {
  if (UTF16_BOMS.some((mark) => startsWith(head, mark))) return true;
  const [first, second, third, fourth] = head;
  return (
    (first === 0) !== (second === 0) && (first === 0) === (third === 0) && (second === 0) === (fourth === 0)
  );
}
