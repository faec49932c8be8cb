import { isUtf8 } from 'node:buffer';
import { Transform, type TransformCallback } from 'node:stream';
import { recapFileError } from './recap-file-error.ts';

const NEWLINE = 0x0a;

/**
 * Passes bytes on unchanged as long as they are UTF-8 without NUL bytes, and remembers whether the file ended with a line end.
 * A decoder that puts � for what it cannot read would let a damaged name into a register; so the file is refused, with the line.
 */
export class Utf8Guard extends Transform {
  endsWithNewline = false;
  /** How many bytes came by. */
  bytes = 0;
  private line = 1;
  private unfinished: Buffer = Buffer.alloc(0);

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.bytes += chunk.length;
    const bytes = this.unfinished.length > 0 ? Buffer.concat([this.unfinished, chunk]) : chunk;
    const whole = bytes.subarray(0, bytes.length - unfinishedTail(bytes));
    this.unfinished = Buffer.from(bytes.subarray(whole.length));
    const nul = whole.indexOf(0);
    if (nul >= 0) return done(recapFileError('DAMAGED_FILE', { line: this.lineOf(whole, nul) }));
    if (!isUtf8(whole)) {
      return done(recapFileError('ENCODING', { line: this.lineOf(whole, firstBadByte(whole)) }));
    }
    this.line = this.lineOf(whole, whole.length);
    if (whole.length > 0) this.endsWithNewline = whole.at(-1) === NEWLINE || whole.at(-1) === 0x0d;
    done(null, whole);
  }

  override _flush(done: TransformCallback): void {
    // Bytes of a letter whose other half never came: the file was cut inside it.
    if (this.unfinished.length > 0) return done(recapFileError('CUT_FILE', { line: this.line }));
    done();
  }

  private lineOf(bytes: Buffer, end: number): number {
    let line = this.line;
    for (let at = bytes.indexOf(NEWLINE); at >= 0 && at < end; at = bytes.indexOf(NEWLINE, at + 1)) line += 1;
    return line;
  }
}

/** How many bytes at the end may be the beginning of a letter that the next chunk completes (0–3). */
function unfinishedTail(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < lettersLength(byte) ? back : 0;
  }
  return 0;
}

function lettersLength(firstByte: number): number {
  if (firstByte >= 0xf0) return 4;
  return firstByte >= 0xe0 ? 3 : 2;
}

/** Finds by halves where a chunk stops being UTF-8; exact to the line, which is all that is reported. */
function firstBadByte(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const part = bytes.subarray(0, middle);
    if (isUtf8(part.subarray(0, part.length - unfinishedTail(part)))) good = middle;
    else bad = middle;
  }
  return good;
}
