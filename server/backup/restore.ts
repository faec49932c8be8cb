import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BackupError,
  BackupFacts,
  copyWithSum,
  DATABASE_FILE,
  DOCUMENTS_DIR,
  FACTS_FILE,
  filesBelow,
  readSums,
  SUMS_FILE,
  sumOfFile,
  type Sums,
} from './backup-manifest.ts';
import { assertIntact, countTables, withDatabase } from './sqlite-copy.ts';

export interface RestorePlan {
  from: string;
  dataDir: string;
  sqliteFile: string;
  documentsDir: string;
  onProgress: (text: string) => void;
}

const EVERY = 500;
const STAGED = '.restoring';
/** Keys are put back by hand, and first; backups may lie where they were made; the lock outlives its server. */
const MAY_BE_THERE = new Set(['keys', 'backups', 'running.lock']);

async function namesIn(dir: string): Promise<string[]> {
  return readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}

async function assertEmpty({ dataDir, documentsDir }: RestorePlan): Promise<void> {
  const inData = (await namesIn(dataDir)).filter((name) => !MAY_BE_THERE.has(name) && !name.endsWith(STAGED));
  for (const [dir, there] of [
    [dataDir, inData],
    [documentsDir, await namesIn(documentsDir)],
  ] as const)
    if (there.length > 0)
      throw new BackupError(
        `${dir} is not empty (${there.slice(0, 3).join(', ')}): a backup is restored into an empty DATA_DIR only`,
      );
}

/** The list against what lies there: nothing missing, nothing beside it. */
async function assertComplete(from: string, sums: Sums): Promise<void> {
  const there = new Set(await filesBelow(from));
  there.delete(SUMS_FILE);
  const missing = [...sums.keys()].find((path) => !there.has(path));
  if (missing) throw new BackupError(`the backup is not whole: ${missing} is missing`);
  const foreign = [...there].find((path) => !sums.has(path));
  if (foreign) throw new BackupError(`${foreign} is not part of this backup`);
  for (const name of [DATABASE_FILE, FACTS_FILE])
    if (!sums.has(name)) throw new BackupError(`the backup is not whole: it lists no ${name}`);
}

/** Where files wait until all of them are proved: beside their place, so that a rename puts them there. */
const stagedAt = ({ sqliteFile, documentsDir }: RestorePlan) => ({
  database: `${sqliteFile}${STAGED}`,
  documents: `${documentsDir}${STAGED}`,
});

function placeOf(plan: RestorePlan, path: string): string {
  const { database, documents } = stagedAt(plan);
  if (path === DATABASE_FILE) return database;
  if (path.startsWith(`${DOCUMENTS_DIR}/`)) return join(documents, path.slice(DOCUMENTS_DIR.length + 1));
  throw new BackupError(`${path} has no place in a data directory`);
}

async function copyAll(plan: RestorePlan, sums: Sums): Promise<void> {
  let done = 0;
  for (const [path, sum] of sums) {
    const from = join(plan.from, path);
    const copied = path === FACTS_FILE ? await sumOfFile(from) : await copyWithSum(from, placeOf(plan, path));
    if (copied !== sum) throw new BackupError(`the backup is altered: ${path} is not what was backed up`);
    done += 1;
    if (done % EVERY === 0) plan.onProgress(`${done} of ${sums.size} files`);
  }
}

async function assertAsBackedUp(plan: RestorePlan): Promise<BackupFacts> {
  const facts = BackupFacts.parse(JSON.parse(await readFile(join(plan.from, FACTS_FILE), 'utf8')));
  await withDatabase(stagedAt(plan).database, async (database) => {
    await assertIntact(database);
    const counts = await countTables(database.read);
    for (const [table, count] of Object.entries(facts.counts))
      if (counts[table] !== count)
        throw new BackupError(`the restored database holds ${counts[table]} rows of ${table}, not ${count}`);
  });
  return facts;
}

/**
 * Restores a backup into an empty data directory: every file is compared with its sum, the database checked and counted
 * before anything is put in its place. Throws BackupError and leaves the directory as it was.
 */
export async function restore(plan: RestorePlan): Promise<BackupFacts> {
  await assertEmpty(plan);
  const sums = await readSums(plan.from);
  await assertComplete(plan.from, sums);
  const staged = stagedAt(plan);
  const clear = () =>
    Promise.all(
      [staged.database, staged.documents].map((path) => rm(path, { recursive: true, force: true })),
    );
  await clear();
  try {
    await copyAll(plan, sums);
    plan.onProgress('checking the database');
    const facts = await assertAsBackedUp(plan);
    await mkdir(staged.documents, { recursive: true, mode: 0o700 });
    // A rename replaces an empty folder, and refuses one that was filled meanwhile.
    await rename(staged.documents, plan.documentsDir);
    // Last: without its database the directory is still empty of a system.
    await rename(staged.database, plan.sqliteFile);
    return facts;
  } finally {
    await clear();
  }
}
