/** One file of a package: its bytes come in parts, its length is known before. */
export interface TarFile {
  name: string;
  size: number;
  content: AsyncIterable<string | Buffer> | Iterable<string | Buffer>;
}

const BLOCK = 512;

const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}\0`;

/** A header of the POSIX ustar format; the longest file it takes is 8 GB. */
function headerOf(name: string, size: number, modified: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  const put = (text: string, at: number) => void header.write(text, at, 'ascii');
  put(name, 0);
  put(octal(0o600, 8), 100);
  put(octal(0, 8), 108);
  put(octal(0, 8), 116);
  put(octal(size, 12), 124);
  put(octal(modified, 12), 136);
  put('        ', 148);
  put('0', 156);
  put('ustar\0', 257);
  put('00', 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/**
 * A tar archive as it is read, never whole in memory.
 * @param modified seconds since 1970
 * @throws where a file does not have the length it was announced with
 */
export async function* tarStream(files: readonly TarFile[], modified: number): AsyncGenerator<Buffer> {
  for (const { name, size, content } of files) {
    yield headerOf(name, size, modified);
    let written = 0;
    for await (const part of content) {
      const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
      written += bytes.length;
      yield bytes;
    }
    if (written !== size) throw new Error(`${name} has ${written} bytes, ${size} were announced`);
    const rest = size % BLOCK;
    if (rest > 0) yield Buffer.alloc(BLOCK - rest);
  }
  yield Buffer.alloc(2 * BLOCK);
}
