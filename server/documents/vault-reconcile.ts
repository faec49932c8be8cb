import { z } from 'zod';
import type { Connection } from '../database.ts';
import { VaultError, type DocumentVault } from './document-vault.ts';

/** Every column that names a file of the vault; a test holds this against the tables. */
export const VAULT_COLUMNS = [
  { table: 'documents', column: 'original_name' },
  { table: 'documents', column: 'served_name' },
  { table: 'portal_draft_documents', column: 'original_name' },
  { table: 'portal_draft_documents', column: 'served_name' },
  { table: 'imports', column: 'vault_name' },
] as const;

/** A hand-over lies in pieces; the file its record names lists them. */
const Pieces = z.object({ pieces: z.array(z.string()) });

const DAY_MS = 86_400_000;
const CHUNK = 500;
/** More unknown files than this, and more than a tenth of all: the vault belongs to another database. */
const FEW = 20;

export interface VaultReconciliation {
  /** Leftovers of writes that a crash cut off. */
  unfinished: number;
  /** Files no record names, removed. */
  orphans: number;
  /** Files no record names, left alone because there are suspiciously many. */
  suspicious: number;
}

async function unknownNames(connection: Connection, names: readonly string[]): Promise<string[]> {
  const unknown = new Set(names);
  for (const { table, column } of VAULT_COLUMNS) {
    for (let at = 0; at < names.length; at += CHUNK) {
      const rows = (await connection(table)
        .whereIn(column, names.slice(at, at + CHUNK))
        .select({ name: column })) as { name: string }[];
      for (const { name } of rows) unknown.delete(name);
    }
  }
  return [...unknown];
}

async function piecesOf(vault: DocumentVault, name: string): Promise<string[]> {
  try {
    return Pieces.parse(JSON.parse((await vault.get(name)).toString('utf8'))).pieces;
  } catch (error) {
    // A hand-over long read and deleted has no pieces left; anything else unreadable stops the whole step.
    if (error instanceof VaultError && error.code === 'NOT_FOUND') return [];
    throw error;
  }
}

async function handoverPieces(connection: Connection, vault: DocumentVault): Promise<Set<string>> {
  const rows = (await connection('imports').select('vault_name')) as { vault_name: string }[];
  const pieces = new Set<string>();
  for (const row of rows) for (const piece of await piecesOf(vault, row.vault_name)) pieces.add(piece);
  return pieces;
}

/** Files of the register and of lists wait in parts named by their jobs. */
const Parts = z.object({ parts: z.array(z.string()) });

/** The parts of reference files that a waiting or running job has still to read. */
export async function waitingParts(connection: Connection): Promise<string[]> {
  const jobs = (await connection('jobs').whereIn('status', ['queued', 'running']).select('payload')) as {
    payload: string;
  }[];
  return jobs.flatMap(({ payload }) => Parts.safeParse(JSON.parse(payload)).data?.parts ?? []);
}

/** The parts of exported lists that may still be downloaded. */
async function exportedParts(connection: Connection): Promise<string[]> {
  const files = (await connection('exports').whereNull('deleted_at').select('parts')) as { parts: string }[];
  return files.flatMap(({ parts }) => JSON.parse(parts) as string[]);
}

/**
 * Removes files older than a day that no record names: an upload refused or cut off between vault and database. A
 * vault mostly unknown to the database is left alone: it is more likely the wrong vault or a restored, older database.
 */
export async function reconcileVault(
  connection: Connection,
  vault: DocumentVault,
  now: Date,
): Promise<VaultReconciliation> {
  const before = new Date(now.getTime() - DAY_MS);
  const unfinished = await vault.sweep(before);
  const names = await vault.names();
  const unnamed = await unknownNames(connection, names);
  const pieces = unnamed.length === 0 ? new Set<string>() : await handoverPieces(connection, vault);
  const named = [...(await waitingParts(connection)), ...(await exportedParts(connection))];
  for (const part of named) pieces.add(part);
  const unknown = unnamed.filter((name) => !pieces.has(name));
  if (unknown.length > FEW && unknown.length > names.length / 10)
    return { unfinished, orphans: 0, suspicious: unknown.length };
  let orphans = 0;
  for (const name of unknown) if (await vault.removeIfOlder(name, before)) orphans += 1;
  return { unfinished, orphans, suspicious: 0 };
}
