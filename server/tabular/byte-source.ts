import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { readHead } from './file-kind.ts';

/** Bytes that can be read from the start as often as needed: a file, or an upload sealed into the vault. */
export interface ByteSource {
  /** The first bytes, at most 64 KiB. */
  head(): Promise<Buffer>;
  stream(): Readable;
}

export const fileSource = (path: string): ByteSource => ({
  head: () => readHead(path),
  stream: () => createReadStream(path),
});
