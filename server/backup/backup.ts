import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { VAULT_COLUMNS } from '../documents/vault-reconcile.ts';
import type { Connection } from '../database.ts';
import {
  BackupError,
  copyWithSum,
  DATABASE_FILE,
  DOCUMENTS_DIR,
  FACTS_FILE,
  sumOfFile,
  SUMS_FILE,
  syncFile,
  writtenSums,
  type BackupFacts,
  type Sums,
} from './backup-manifest.ts';
import {
  assertBetween,
  assertIntact,
  countTables,
  lastMigration,
  withDatabase,
  type Counts,
} from './sqlite-copy.ts';

export interface BackupPlan {
  sqliteFile: string;
  documentsDir: string;
  out: string;
  /** Called at least every two seconds while something long goes on. */
  onProgress: (text: string) => void;
}

const PROGRESS_MS = 2000;
const FOLDER = /^[0-9a-f]{2}$/;
const megabytes = (bytes: number) => `${Math.ceil(bytes / 1_048_576)} MB`;
const sizeOf = (path: string) =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

/** Tells every two seconds how far something is, until it settles. */
async function telling<T>(work: Promise<T>, tell: () => Promise<void> | void): Promise<T> {
  const timer = setInterval(() => void tell(), PROGRESS_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

/** Copies the database as of one instant: VACUUM INTO reads a snapshot while others go on writing. */
async function copyDatabase({
  sqliteFile,
  out,
  onProgress,
}: BackupPlan): Promise<[before: Counts, after: Counts]> {
  const target = join(out, DATABASE_FILE);
  return withDatabase(sqliteFile, async ({ read, write }) => {
    const before = await countTables(read);
    const whole = await sizeOf(sqliteFile);
    await telling(write.raw('VACUUM INTO ?', [target]), async () =>
      onProgress(`database: ${megabytes(await sizeOf(target))} of about ${megabytes(whole)}`),
    );
    return [before, await countTables(read)];
  });
}

async function copyDocuments({ documentsDir, out, onProgress }: BackupPlan): Promise<Sums> {
  const sums: Sums = new Map();
  if (!existsSync(documentsDir)) return sums;
  const folders = (await readdir(documentsDir)).filter((name) => FOLDER.test(name)).sort();
  const copyAll = async () => {
    for (const folder of folders) {
      for (const name of (await readdir(join(documentsDir, folder))).sort()) {
        const path = `${DOCUMENTS_DIR}/${folder}/${name}`;
        const sum = await copyWithSum(join(documentsDir, folder, name), join(out, path)).catch(ignoreGone);
        if (sum) sums.set(path, sum);
      }
    }
  };
  await telling(copyAll(), () => onProgress(`documents: ${sums.size} files`));
  return sums;
}

/** A hand-over read and discarded while the copy goes on is gone for good reason; the records decide below. */
function ignoreGone(error: NodeJS.ErrnoException): null {
  if (error.code !== 'ENOENT') throw error;
  return null;
}

/** Every file the copied records of documents name must have been copied. Throws BackupError otherwise. */
async function assertDocumentsCopied(connection: Connection, sums: Sums): Promise<number> {
  let named = 0;
  for (const { table, column } of VAULT_COLUMNS.filter((one) => one.table === 'documents')) {
    const rows = (await connection(table)
      .whereNull('deleted_at')
      .whereNotNull(column)
      .select({ name: column })) as { name: string }[];
    named += rows.length;
    const missing = rows.find(({ name }) => !sums.has(`${DOCUMENTS_DIR}/${name.slice(0, 2)}/${name}`));
    if (missing) throw new BackupError(`a document’s file is missing in the vault: ${missing.name}`);
  }
  return named;
}

async function assertEmptyTarget(out: string): Promise<void> {
  const there = await readdir(out).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (there.length > 0) throw new BackupError(`${out} is not empty: a backup is never written over anything`);
}

/**
 * Backs the embedded database and the document vault up while the system goes on working. The keys are not part of it.
 * Throws BackupError; a backup without its list of sums is not finished and is never restored.
 */
export async function backUp(plan: BackupPlan): Promise<BackupFacts> {
  if (!existsSync(plan.sqliteFile)) throw new BackupError(`there is no database at ${plan.sqliteFile}`);
  await assertEmptyTarget(plan.out);
  await mkdir(plan.out, { recursive: true, mode: 0o700 });
  const [before, after] = await copyDatabase(plan);
  // Files come before their records and so after the snapshot's instant: the copied records miss none.
  const sums = await copyDocuments(plan);
  const file = join(plan.out, DATABASE_FILE);
  const facts = await telling(
    withDatabase(file, async (database) => {
      await assertIntact(database);
      const counts = await countTables(database.read);
      assertBetween(before, counts, after);
      return {
        createdAt: new Date().toISOString(),
        lastMigration: await lastMigration(database.read),
        counts,
        documents: await assertDocumentsCopied(database.read, sums),
      };
    }),
    () => plan.onProgress('checking the copy'),
  );
  const factsFile = join(plan.out, FACTS_FILE);
  await writeFile(factsFile, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
  for (const name of [DATABASE_FILE, FACTS_FILE]) {
    await syncFile(join(plan.out, name));
    sums.set(name, await sumOfFile(join(plan.out, name)));
  }
  const unfinished = join(plan.out, `${SUMS_FILE}.unfinished`);
  await writeFile(unfinished, writtenSums(sums), { mode: 0o600 });
  await syncFile(unfinished);
  await rename(unfinished, join(plan.out, SUMS_FILE));
  await syncFile(plan.out);
  return facts;
}
