import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readConfig } from '../../server/config.ts';
import { openServices } from '../../server/start.ts';
import type { Services } from '../../server/services.ts';
import { foldCounters } from '../../server/submissions/counter-fold.ts';
import { loadPlaces } from '../../seeds/places.ts';
import { onPostgresServer, POSTGRES_URL } from '../support/test-engines.ts';
import { makeBase } from './population-base.ts';
import { batchAll } from './population-batches.ts';
import { copyRegistrations, MOST_MADE } from './population-copies.ts';
import { fillForIdentity } from './population-identity.ts';
import { gatherEvidence, keyRegistrations } from './population-registrations.ts';
import { chooseTargets, reviewAll, upToVerified } from './population-road.ts';

const ROOT = resolve(import.meta.dirname, '../..');
export const BENCH_DIR = join(ROOT, 'bench');

export interface PopulationWish {
  /**
   * `road`: registrations at every place of theirs; `identity`: newcomers beside a full register and full lists; `batches`: everybody
   * of one wave who may be verified is, and waits for a batch.
   */
  kind: 'road' | 'identity' | 'batches';
  engine: 'sqlite' | 'postgres';
  rows: number;
  seed: string;
  onStep: (text: string) => void;
}

/** A database of its own for one run; `env` is what a server on it is told. */
export interface WorkingCopy {
  env: Record<string, string>;
  dataDir: string;
  remove(): Promise<void>;
}

/** Another schema, maker or day makes another database: ages, leases and list dates count from today. */
function keyOf({ kind, rows, seed }: PopulationWish): string {
  const hash = createHash('sha256').update(
    `${kind}|${rows}|${seed}|${new Date().toISOString().slice(0, 10)}`,
  );
  const sources = [
    ...readdirSync(join(ROOT, 'migrations')).map((name) => join(ROOT, 'migrations', name)),
    ...readdirSync(import.meta.dirname).filter((name) => name.startsWith('population')).map((name) => join(import.meta.dirname, name)),
  ]; // prettier-ignore
  for (const file of sources.sort()) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

const postgresUrl = (name: string) => {
  const url = new URL(POSTGRES_URL);
  url.pathname = `/${name}`;
  return url.toString();
};

const envOf = (dataDir: string, databaseName: string | null): Record<string, string> => ({
  NODE_ENV: 'test',
  DEMO: 'off',
  HOST: '127.0.0.1',
  PORT: '0',
  LOKET_LOG_LEVEL: 'error',
  DATA_DIR: dataDir,
  ...(databaseName ? { DATABASE_URL: postgresUrl(databaseName) } : {}),
});

/** Everybody was told long ago: half a million mails on their way would be measured with whatever is measured. */
async function silenceNotices({ database }: Services): Promise<void> {
  const values = { status: 'dropped', ended_at: new Date().toISOString(), next_attempt_at: null };
  await database
    .write('notices')
    .whereIn('status', ['new', 'held'])
    .update({ ...values, version: database.write.raw('version + 1') });
}

/** Folds the counters and the write-ahead log and lets the planner know what is in it. */
async function settle(services: Services): Promise<void> {
  const { database } = services;
  await silenceNotices(services);
  // Folded in chunks, whose sums are folded once more.
  await foldCounters(database);
  await foldCounters(database);
  await database.write.raw('ANALYZE');
  if (database.engine === 'sqlite') await database.write.raw('PRAGMA wal_checkpoint(TRUNCATE)');
}

async function fill(services: Services, { kind, rows, seed, onStep }: PopulationWish): Promise<void> {
  const now = new Date();
  if (kind === 'identity') {
    await fillForIdentity(services, { rows, seed, now, onStep });
    return settle(services);
  }
  const base = await makeBase(services, await loadPlaces(), now);
  if (kind === 'batches') {
    const newcomers = { count: rows, waveId: base.waves.open, channel: 'online' } as const;
    await keyRegistrations(services, base, { total: rows, newcomers, seed, now, onStep });
    await gatherEvidence(services, base, now, onStep);
    await reviewAll(services, upToVerified(await chooseTargets(services, base, seed)), now);
    return settle(services);
  }
  await keyRegistrations(services, base, { total: Math.min(rows, MOST_MADE), seed, now, onStep });
  await gatherEvidence(services, base, now, onStep);
  const travellers = await chooseTargets(services, base, seed);
  onStep('registrations reviewed …');
  await reviewAll(services, travellers, now);
  onStep('batches sent …');
  await batchAll(services, base, travellers, now);
  if (rows > MOST_MADE) await copyRegistrations(services.database, { rows, onStep });
  await settle(services);
}

async function build(wish: PopulationWish, dir: string, databaseName: string | null): Promise<void> {
  const unfinished = `${dir}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  if (databaseName)
    await onPostgresServer(
      `DROP DATABASE IF EXISTS ${databaseName} WITH (FORCE)`,
      `CREATE DATABASE ${databaseName}`,
    );
  const services = await openServices(readConfig(envOf(unfinished, databaseName)));
  try {
    await fill(services, wish);
  } finally {
    await services.database.close();
  }
  writeFileSync(
    join(unfinished, 'made-from.json'),
    JSON.stringify({ rows: wish.rows, seed: wish.seed, engine: wish.engine }),
  );
  renameSync(unfinished, dir);
}

/** Makes the database of `rows` registrations once, and gives a copy of it that a run may write to. */
export async function openPopulation(wish: PopulationWish): Promise<WorkingCopy> {
  const key = keyOf(wish);
  const dir = join(BENCH_DIR, 'populations', `${wish.engine}-${wish.kind}-${wish.rows}-${key}`);
  const template = wish.engine === 'postgres' ? `loket_bench_${key}` : null;
  if (!existsSync(dir)) await build(wish, dir, template);
  const dataDir = mkdtempSync(join(tmpdir(), 'loket-bench-'));
  cpSync(dir, dataDir, { recursive: true });
  const name = template && `${template}_run_${process.pid}`;
  if (name) await onPostgresServer(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  return {
    dataDir,
    env: envOf(dataDir, name),
    remove: async () => {
      rmSync(dataDir, { recursive: true, force: true });
      if (name) await onPostgresServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}
