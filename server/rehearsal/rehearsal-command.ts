import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { refuse } from '../command-line.ts';
import { ConfigError, readConfig } from '../config.ts';
import { CALENDAR, REHEARSAL_PASSWORD } from './rehearsal-calendar-rules.ts';
import { createRehearsalClock } from './rehearsal-clock.ts';
import { FIGURES_2020, LEAST_REHEARSED, MOST_REHEARSED } from './rehearsal-figure-rules.ts';
import { createProgress, peakMib, thousands } from './rehearsal-progress.ts';
import type { Proof } from './rehearsal-proof.ts';
import { assertNotProduction } from './rehearsal-refusal.ts';
import { holdsTrue, proofLines } from './rehearsal-report.ts';

const HELP = `usage: npm run rehearse -- [--rows N] [--seed S] [--db sqlite|postgres] [--database-url URL] [--keep FOLDER]
Plays October and November 2020 on invented people: two rounds, partial acceptance, corrections after the deadline, one
proposer of whom nobody is confirmed; then the reconciliation sheet, every seal and the log are verified.
  --rows N            registrations, ${LEAST_REHEARSED} to ${thousands(MOST_REHEARSED)} (20,000; the round of 2020 had ${thousands(FIGURES_2020.rows)})
  --seed S            other people, the same course of things (2020)
  --db                sqlite (a file of its own, removed at the end) or postgres (an empty database, left as it is)
  --database-url URL  the empty PostgreSQL database; else DATABASE_URL
  --keep FOLDER       keeps database, keys and papers there: DATA_DIR=FOLDER DEMO=off npm start shows them
ends with 0: everything balances and verifies; 1: something does not, or the rehearsal was refused`;

interface Wish {
  rows: number;
  seed: string;
  databaseUrl: string | null;
  keep: string | null;
}

function readWish(words: readonly string[]): Wish | null {
  const { values } = parseArgs({
    args: [...words],
    options: {
      help: { type: 'boolean' },
      rows: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '2020' },
      db: { type: 'string' },
      'database-url': { type: 'string' },
      keep: { type: 'string' },
    },
  });
  if (values.help) return null;
  const rows = Number(values.rows.replaceAll(/[,_.]/g, ''));
  if (!Number.isSafeInteger(rows) || rows < LEAST_REHEARSED || rows > MOST_REHEARSED)
    throw new ConfigError(`--rows takes a number from ${LEAST_REHEARSED} to ${thousands(MOST_REHEARSED)}`);
  const url = values['database-url'] ?? process.env['DATABASE_URL'] ?? null;
  const db = values.db ?? (values['database-url'] ? 'postgres' : 'sqlite');
  if (db !== 'sqlite' && db !== 'postgres') throw new ConfigError('--db takes sqlite or postgres');
  if (db === 'sqlite' && values['database-url'])
    throw new ConfigError('--database-url belongs to --db postgres');
  if (db === 'postgres' && !url) throw new ConfigError('--db postgres needs --database-url, or DATABASE_URL');
  return {
    rows,
    seed: values.seed,
    databaseUrl: db === 'postgres' ? url : null,
    keep: values.keep ? resolve(values.keep) : null,
  };
}

function configFor({ databaseUrl }: Wish, dataDir: string) {
  const { DATABASE_URL: _given, ...env } = process.env;
  return readConfig({
    LOKET_LOG_LEVEL: 'error',
    ...env,
    DATA_DIR: dataDir,
    DEMO: 'off',
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  });
}

async function play(wish: Wish, dataDir: string): Promise<Proof> {
  const begun = performance.now();
  // Loaded by whoever is not refused.
  const [{ openForRehearsal }, { rehearse }] = await Promise.all([
    import('./rehearsal-opening.ts'),
    import('./rehearsal.ts'),
  ]);
  const clock = createRehearsalClock(CALENDAR.set);
  const services = await openForRehearsal(configFor(wish, dataDir), clock);
  try {
    console.log(`${thousands(wish.rows)} registrations on ${services.database.engine}, in ${dataDir}`);
    const progress = createProgress((line) => console.log(line));
    const proof = await rehearse(services, { rows: wish.rows, seed: wish.seed, clock, progress });
    const seconds = Math.round((performance.now() - begun) / 1000);
    console.log(`\n${thousands(seconds)} s in all, at most ${thousands(peakMib())} MiB resident`);
    return proof;
  } finally {
    await services.database.close();
  }
}

try {
  const wish = readWish(process.argv.slice(2));
  if (!wish) console.log(HELP);
  else {
    assertNotProduction(process.env['NODE_ENV'] === 'production');
    const dataDir = wish.keep ?? (await mkdtemp(join(tmpdir(), 'loket-rehearsal-')));
    try {
      const proof = await play(wish, dataDir);
      for (const line of proofLines(proof)) console.log(line);
      process.exitCode = holdsTrue(proof) ? 0 : 1;
      if (wish.keep) console.log(`kept in ${wish.keep}; everybody's password is ${REHEARSAL_PASSWORD}`);
    } finally {
      if (!wish.keep) await rm(dataDir, { recursive: true, force: true });
    }
  }
} catch (error) {
  refuse(error);
}
