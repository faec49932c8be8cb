import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ByteSource } from './byte-source.ts';

/** As much of the document vault as an upload needs. */
export interface PartVault {
  put(bytes: Uint8Array): Promise<{ name: string }>;
  get(name: string): Promise<Buffer>;
  remove(name: string): Promise<void>;
}

/** An uploaded file in the vault, in parts; `sha256` and `size` (bytes) are of the whole in clear. */
export interface SealedUpload {
  parts: string[];
  sha256: string;
  size: number;
}

/** A vault's file is sealed in memory at once: parts keep a register of a gigabyte from filling it. */
const PART_BYTES = 4 * 1024 * 1024;
const HEAD_BYTES = 64 * 1024;

/** Seals an uploaded file part by part; whatever was sealed is removed again when it fails. */
export async function sealUpload(vault: PartVault, path: string): Promise<SealedUpload> {
  const file = await open(path, 'r');
  const hash = createHash('sha256');
  const parts: string[] = [];
  let size = 0;
  try {
    for (;;) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(PART_BYTES), 0, PART_BYTES, size);
      if (bytesRead === 0) break;
      const bytes = buffer.subarray(0, bytesRead);
      hash.update(bytes);
      size += bytesRead;
      parts.push((await vault.put(bytes)).name);
    }
  } catch (error) {
    await removeUpload(vault, parts);
    throw error;
  } finally {
    await file.close();
  }
  return { parts, sha256: hash.digest('hex'), size };
}

async function* opened(vault: PartVault, parts: readonly string[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield await vault.get(part);
}

/** A sealed upload as bytes; it is never in clear on the disk. */
export const sealedSource = (vault: PartVault, parts: readonly string[]): ByteSource => ({
  head: async () => (parts[0] ? (await vault.get(parts[0])).subarray(0, HEAD_BYTES) : Buffer.alloc(0)),
  stream: () => Readable.from(opened(vault, parts), { objectMode: false }),
});

/** Removes an upload from the vault; parts already gone are no error. */
export async function removeUpload(vault: PartVault, parts: readonly string[]): Promise<void> {
  for (const part of parts) await vault.remove(part);
}
