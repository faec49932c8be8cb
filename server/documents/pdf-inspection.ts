import { constants, inflateSync } from 'node:zlib';
import { DocumentError } from './document-error.ts';
import { MAX_DOCUMENT_BYTES } from './document-schema.ts';
import { inspectUpload } from './upload-inspection.ts';

/**
 * What a scanned, signed paper has no need of: scripts, starting programs, carried files, sending data, and
 * encryption, behind which the others could hide.
 */
const ACTIVE_NAMES = [
  'JavaScript',
  'Launch',
  'EmbeddedFile',
  'EmbeddedFiles',
  'RichMedia',
  'SubmitForm',
  'ImportData',
  'Encrypt',
] as const;

/** PDF names may spell any character as `#xx`, so `/J#61vaScript` is the same name. */
const ACTIVE = new RegExp(`/(?:${ACTIVE_NAMES.map(anySpelling).join('|')})(?![A-Za-z0-9])`);
const OBJECT_STREAM = new RegExp(`/${anySpelling('ObjStm')}(?![A-Za-z0-9])`);
/** Filters under which an object stream would stay unread here. */
const OTHER_FILTERS = new RegExp(
  `/(?:${['LZWDecode', 'ASCIIHexDecode', 'ASCII85Decode', 'RunLengthDecode'].map(anySpelling).join('|')})`,
);
/** All streams of a paper, inflated; more is a bomb. */
const MAX_INFLATED_BYTES = 256 * 1024 * 1024;
/** After the end mark only blanks may follow: anything else is another file riding along. */
const END = /%%EOF[\s\0]*$/;

/**
 * Accepts a PDF of a signed paper, to be stored as it is and served as an attachment only.
 * Looks into compressed object streams as well; a document that cannot be looked into is refused.
 * Takes up to a second for a large file: the server runs it in the document process.
 * @throws DocumentError `UNSUPPORTED_TYPE`, `TOO_LARGE`, `TRUNCATED` or `ACTIVE_CONTENT`.
 */
export function inspectPdf(upload: Uint8Array): void {
  if (inspectUpload(upload) !== 'pdf') throw new DocumentError('UNSUPPORTED_TYPE');
  if (upload.byteLength > MAX_DOCUMENT_BYTES) throw new DocumentError('TOO_LARGE');
  const bytes = Buffer.from(upload.buffer, upload.byteOffset, upload.byteLength);
  const text = bytes.toString('latin1');
  if (!END.test(text.slice(-1024))) throw new DocumentError('TRUNCATED');
  if (ACTIVE.test(text)) throw new DocumentError('ACTIVE_CONTENT');
  if (!OBJECT_STREAM.test(text)) return;
  if (OTHER_FILTERS.test(text)) throw new DocumentError('ACTIVE_CONTENT');
  for (const content of inflatedStreams(bytes, text)) {
    if (ACTIVE.test(content)) throw new DocumentError('ACTIVE_CONTENT');
  }
}

/**
 * The text of whatever inflates behind any word `stream`. Which of them are object streams is not asked: a
 * hostile file can make its dictionaries look like text and its text like dictionaries.
 */
function* inflatedStreams(bytes: Buffer, text: string): Generator<string> {
  let left = MAX_INFLATED_BYTES;
  for (const word of text.matchAll(/stream(?:\r\n|\n|\r)/g)) {
    const from = word.index + word[0].length;
    if (!startsDeflated(bytes, from)) continue;
    const content = inflated(bytes.subarray(from), left);
    left -= content.length;
    yield content;
  }
}

/** The two-byte head of a zlib stream (RFC 1950). */
function startsDeflated(bytes: Buffer, at: number): boolean {
  const [method = 0, flags = 0] = [bytes[at], bytes[at + 1]];
  return (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0;
}

function inflated(stream: Buffer, maxOutputLength: number): string {
  try {
    // What inflates before a fault counts too: readers show it.
    const options = { maxOutputLength: Math.max(maxOutputLength, 1), finishFlush: constants.Z_SYNC_FLUSH };
    return inflateSync(stream, options).toString('latin1');
  } catch (error) {
    // A bomb, or a stream broken on purpose: what cannot be read cannot be vouched for.
    throw new DocumentError('ACTIVE_CONTENT', error);
  }
}

function anySpelling(name: string): string {
  return [...name].map((letter) => `(?:${letter}|#${hexadecimal(letter)})`).join('');
}

function hexadecimal(letter: string): string {
  return [...letter.charCodeAt(0).toString(16)].map((digit) => `[${digit}${digit.toUpperCase()}]`).join('');
}
