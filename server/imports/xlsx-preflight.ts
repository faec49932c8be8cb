import { stat } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type LocalFileHeader, type ZipFile } from 'yauzl';
import { RecapFileError, recapFileError } from '../tabular/recap-file-error.ts';

/** What an XLSX may be at most (security.md section 4). */
export type XlsxLimits = { entries: number; unpackedBytes: number; ratio: number };

/**
 * 100 MB unpacked is about 80,000 rows of the template: eight times what one office hands over. The design's 50 MB would hold
 * 40,000. National rounds come as CSV, which has no such bound.
 */
export const XLSX_LIMITS: XlsxLimits = { entries: 200, unpackedBytes: 100 * 1024 * 1024, ratio: 100 };

/** Below this size an entry may compress as well as it likes: an empty sheet easily does so a hundredfold. */
const RATIO_MATTERS_FROM = 1024 * 1024;
const WITH_DATA_DESCRIPTOR = 0x08;
const LONGEST_DATA_DESCRIPTOR = 24;
const FILE_TYPE_MASK = 0xf000;
const SYMBOLIC_LINK = 0xa000;

/**
 * Looks an XLSX through before anything interprets it: number and size of its parts, compression ratio, macros, links to other
 * workbooks, symbolic links, paths that climb out, document types; and unpacks every part once to see that sizes are true.
 *
 * @returns bytes of all parts together
 * @throws RecapFileError ZIP_BOMB, MACROS, UNSAFE_WORKBOOK, CUT_FILE, DAMAGED_FILE or NOT_A_RECAP
 */
export async function preflightXlsx(path: string, limits: XlsxLimits = XLSX_LIMITS): Promise<number> {
  const { size } = await stat(path);
  if (size > limits.unpackedBytes) throw recapFileError('TOO_LARGE');
  let zip: ZipFile | null = null;
  try {
    zip = await yauzl.openPromise(path, {
      autoClose: false,
      strictFileNames: true,
      validateEntrySizes: true,
    });
    // Before the first entry is read the cursor stands at the directory; its type declaration calls it a boolean.
    const directoryAt = Number(zip.readEntryCursor);
    const entries = await listEntries(zip, limits);
    await refuseHiddenParts(zip, entries, directoryAt);
    for (const entry of entries) await unpackOnce(zip, entry);
    return entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  } catch (error) {
    throw error instanceof RecapFileError ? error : zipFileError(error);
  } finally {
    zip?.close();
  }
}

async function listEntries(zip: ZipFile, limits: XlsxLimits): Promise<Entry[]> {
  if (zip.entryCount > limits.entries) throw recapFileError('ZIP_BOMB');
  const entries: Entry[] = [];
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    refuseUnsafeEntry(entry);
    unpacked += entry.uncompressedSize;
    const swollen = entry.uncompressedSize > entry.compressedSize * limits.ratio;
    if (swollen && entry.uncompressedSize > RATIO_MATTERS_FROM) throw recapFileError('ZIP_BOMB');
    if (unpacked > limits.unpackedBytes) throw recapFileError('ZIP_BOMB');
    entries.push(entry);
  }
  const names = new Set(entries.map((entry) => entry.fileName.toLowerCase()));
  if (names.size < entries.length) throw recapFileError('UNSAFE_WORKBOOK');
  if (!names.has('xl/workbook.xml')) throw recapFileError('NOT_A_RECAP', { found: 'ZIP' });
  return entries;
}

function refuseUnsafeEntry(entry: Entry): void {
  const name = entry.fileName.toLowerCase();
  if (name.includes('vbaproject') || name.includes('macrosheets/')) throw recapFileError('MACROS');
  if (name.includes('externallinks/')) throw recapFileError('UNSAFE_WORKBOOK', { found: 'externalLinks' });
  const symbolic = ((entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK) === SYMBOLIC_LINK;
  if (symbolic) throw recapFileError('UNSAFE_WORKBOOK', { found: 'symlink' });
  if (entry.isEncrypted()) throw recapFileError('UNSAFE_WORKBOOK', { found: 'password' });
  if (!entry.canDecodeFileData()) throw recapFileError('DAMAGED_FILE');
}

/**
 * Refuses an archive whose parts do not lie one behind the other exactly as its directory lists them. The library that reads the
 * sheet goes through the file from the front, not by the directory, so a part that only the front road sees would escape every
 * limit above.
 */
async function refuseHiddenParts(
  zip: ZipFile,
  entries: readonly Entry[],
  directoryAt: number,
): Promise<void> {
  const inOrder = [...entries].sort(
    (one, other) => one.relativeOffsetOfLocalHeader - other.relativeOffsetOfLocalHeader,
  );
  let earliest = 0;
  let latest = 0;
  for (const entry of inOrder) {
    const at = entry.relativeOffsetOfLocalHeader;
    if (at < earliest || at > latest) throw recapFileError('UNSAFE_WORKBOOK');
    const header = await zip.readLocalFileHeaderPromise(entry);
    if (!sameAsListed(header, entry)) throw recapFileError('UNSAFE_WORKBOOK');
    earliest = header.fileDataStart + entry.compressedSize;
    const described = (header.generalPurposeBitFlag & WITH_DATA_DESCRIPTOR) !== 0;
    latest = earliest + (described ? LONGEST_DATA_DESCRIPTOR : 0);
  }
  if (directoryAt < earliest || directoryAt > latest) throw recapFileError('UNSAFE_WORKBOOK');
}

function sameAsListed(header: LocalFileHeader, entry: Entry): boolean {
  const described = (header.generalPurposeBitFlag & WITH_DATA_DESCRIPTOR) !== 0;
  const sameSizes =
    header.compressedSize === entry.compressedSize && header.uncompressedSize === entry.uncompressedSize;
  return header.fileName.equals(entry.fileNameRaw) && (described || sameSizes);
}

/** Unpacks one part: it must be as large as it says and have its checksum, and if it is XML hold no document type. */
async function unpackOnce(zip: ZipFile, entry: Entry): Promise<void> {
  const isXml = /\.(xml|rels|vml)$/i.test(entry.fileName);
  let checksum = 0;
  let before = '';
  for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
    checksum = crc32(chunk, checksum);
    if (!isXml) continue;
    const text = before + chunk.toString('latin1');
    refuseUnsafeXml(text, before === '', entry.fileName);
    before = text.slice(-16);
  }
  // One flipped bit may turn a NIK into another one that looks as good.
  if (checksum !== entry.crc32) throw recapFileError('DAMAGED_FILE');
}

function refuseUnsafeXml(text: string, atStart: boolean, fileName: string): void {
  // A second encoding of the XML could hide the words looked for from this search.
  if (atStart && /^(\xff\xfe|\xfe\xff|[^\x00]?\x00)/.test(text)) throw recapFileError('UNSAFE_WORKBOOK');
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw recapFileError('UNSAFE_WORKBOOK', { found: 'DOCTYPE' });
  if (fileName === '[Content_Types].xml' && text.includes('macroEnabled')) throw recapFileError('MACROS');
}

function zipFileError(error: unknown): RecapFileError {
  const words = error instanceof Error ? error.message : '';
  if (/too many bytes/i.test(words)) return recapFileError('ZIP_BOMB');
  if (/invalid relative path|absolute path|invalid characters/i.test(words)) {
    return recapFileError('UNSAFE_WORKBOOK', { found: 'path' });
  }
  // The directory of a zip stands at its end: without it the rest never arrived.
  if (/end of central directory|unexpected EOF/i.test(words)) return recapFileError('CUT_FILE');
  return recapFileError('DAMAGED_FILE');
}
