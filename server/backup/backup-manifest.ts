import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Transform } from 'node:stream';
import { z } from 'zod';

/** Names inside a backup; the list of sums is written last, so that a torn backup has none. */
export const DATABASE_FILE = 'loket.sqlite';
export const DOCUMENTS_DIR = 'documents';
export const FACTS_FILE = 'backup.json';
export const SUMS_FILE = 'SHA256SUMS';

/** A backup cannot be made or used as asked: one line a person can act on. */
export class BackupError extends Error {
  override name = 'BackupError';
}

/** What a backup says of itself. */
export const BackupFacts = z.object({
  createdAt: z.string(),
  lastMigration: z.string(),
  counts: z.record(z.string(), z.number().int()),
  documents: z.number().int(),
});
export type BackupFacts = z.infer<typeof BackupFacts>;

export type Sums = Map<string, string>;
const LINE = /^([0-9a-f]{64}) {2}(\S.*)$/;
const INSIDE = /^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[\w./-]+$/;

/** Copies a file and gives its digest; the copy survives a power cut when this resolves. */
export async function copyWithSum(from: string, to: string): Promise<string> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  const summing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(createReadStream(from), summing, createWriteStream(to, { mode: 0o600, flags: 'wx' }));
  await syncFile(to);
  return hash.digest('hex');
}

export async function sumOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Every file below a folder, by its path inside it with `/`. */
export async function filesBelow(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** The sums in the layout `sha256sum --check` reads. */
export const writtenSums = (sums: Sums) =>
  [...sums]
    .map(([path, sum]) => `${sum}  ${path}\n`)
    .sort()
    .join('');

/** Reads the list of sums. Throws BackupError where there is none or it is not one of ours. */
export async function readSums(dir: string): Promise<Sums> {
  const text = await readFile(join(dir, SUMS_FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new BackupError(`${dir} is no finished backup: it has no ${SUMS_FILE}`);
  });
  const sums: Sums = new Map();
  for (const line of text.split('\n').filter(Boolean)) {
    const [, sum, path] = LINE.exec(line) ?? [];
    if (!sum || !path || !INSIDE.test(path)) throw new BackupError(`${SUMS_FILE} of ${dir} is altered`);
    sums.set(path, sum);
  }
  return sums;
}
