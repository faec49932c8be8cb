import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Keyring } from '../privacy/keyring.ts';
import { seal, unseal } from '../privacy/sealed-record.ts';

/** A file in the vault. `name` is random; `sha256` and `size` (bytes) are of the content in clear. */
export interface StoredFile {
  name: string;
  sha256: string;
  size: number;
}

/** Encrypted files outside the web root. A sealed original and the picture that is served are two files. */
export interface DocumentVault {
  /** Stores bytes under a fresh name. When it resolves, they survive a power cut. */
  put(bytes: Uint8Array): Promise<StoredFile>;
  /** @throws VaultError `NOT_FOUND`, `BAD_NAME`. @throws SealError when the file was altered or renamed. */
  get(name: string): Promise<Buffer>;
  /** Deletes a file; a file already gone is no error. */
  remove(name: string): Promise<void>;
  /** Names of all files, for comparing with the records after a crash. */
  names(): Promise<string[]>;
  /** Deletes a file written before `before`; a younger one may still be entered. True when it was deleted. */
  removeIfOlder(name: string, before: Date): Promise<boolean>;
  /** Deletes what writes cut off by a crash left behind, older than `before`. Returns how many there were. */
  sweep(before: Date): Promise<number>;
}

export type VaultErrorCode = 'NOT_FOUND' | 'BAD_NAME';

export class VaultError extends Error {
  readonly code: VaultErrorCode;
  constructor(code: VaultErrorCode, message: string) {
    super(message);
    this.name = 'VaultError';
    this.code = code;
  }
}

const NAME = /^[0-9a-f]{32}$/;
/** First bytes of every file: what it is and in which version. */
const MAGIC = Buffer.from('LKPVAULT1\n', 'latin1');
const UNFINISHED = 'unfinished';

/**
 * A vault in one folder, with 256 folders below it by the first two characters of a name.
 * Each file is AES-256-GCM under the ring's `file` key with its name as authenticated context, so a file
 * copied over another one does not open.
 */
export function createDocumentVault(options: { dir: string; keyring: Keyring }): DocumentVault {
  const { dir, keyring } = options;
  const unfinished = join(dir, UNFINISHED);
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  const folderOf = (name: string) => join(dir, name.slice(0, 2));
  const pathOf = (name: string) => join(folderOf(checked(name)), name);

  return {
    async put(bytes) {
      const name = randomBytes(16).toString('hex');
      const temporary = join(unfinished, name);
      const folder = folderOf(name);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const sealed = Buffer.concat([MAGIC, seal(keyring, 'file', bytes, contextOf(name))]);
      await writeDurably(temporary, sealed);
      await rename(temporary, pathOf(name));
      await syncFolder(folder);
      await syncFolder(dir);
      return { name, sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.byteLength };
    },
    async get(name) {
      const file = await readFile(pathOf(name)).catch((error: unknown) =>
        Promise.reject(missing(error, name)),
      );
      if (!file.subarray(0, MAGIC.length).equals(MAGIC)) {
        throw new VaultError('NOT_FOUND', `the file ${name} is not one of this vault's`);
      }
      return unseal(keyring, 'file', file.subarray(MAGIC.length), contextOf(name));
    },
    async remove(name) {
      const path = pathOf(name);
      await rm(path, { force: true });
      await syncFolder(folderOf(name)).catch(ignoreMissing);
    },
    removeIfOlder: (name, before) => removeOlder(pathOf(name), before),
    async names() {
      const folders = (await readdir(dir)).filter((folder) => /^[0-9a-f]{2}$/.test(folder));
      const lists = await Promise.all(folders.map((folder) => readdir(join(dir, folder))));
      return lists.flat().filter((name) => NAME.test(name));
    },
    async sweep(before) {
      const paths = (await readdir(unfinished)).map((name) => join(unfinished, name));
      const removed = await Promise.all(paths.map((path) => removeOlder(path, before)));
      return removed.filter(Boolean).length;
    },
  };
}

function contextOf(name: string): string {
  return `vault|${name}`;
}

/** Names come from our own records, but a name that is a path must never reach the file system. */
function checked(name: string): string {
  if (!NAME.test(name)) throw new VaultError('BAD_NAME', 'this is not the name of a file in the vault');
  return name;
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } catch (error) {
    // A full disk must not be filled further by what could not be finished.
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/** A file under way may be finished and leave its folder at any moment; that file is not ours to remove. */
async function removeOlder(path: string, before: Date): Promise<boolean> {
  const found = await stat(path).catch(ignoreMissing);
  if (!found || found.mtime >= before) return false;
  await rm(path, { force: true });
  return true;
}

/** A rename is durable only once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function missing(error: unknown, name: string): unknown {
  return isMissing(error) ? new VaultError('NOT_FOUND', `the file ${name} is not in the vault`) : error;
}

function ignoreMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
