import { join } from 'node:path';
import { createCaller, loginAs, type Caller } from './load.ts';
import { BENCH_PASSWORD } from './population-base.ts';
import type { WorkingCopy } from './population.ts';
import type { ServerProcess } from './server-process.ts';

/** One run: the server under test, its data and the people who ask it. */
export interface Bench {
  engine: 'sqlite' | 'postgres';
  /** What a server on this data is told. */
  env: Record<string, string>;
  server: ServerProcess;
  databaseTarget: { databaseUrl: string | null; sqliteFile: string };
  rawTarget: { sqliteFile: string } | { databaseUrl: string };
  /** Their one connection, kept for the whole run. */
  callerOf(username: string): Promise<Caller>;
  /** One more connection each, with the session they have. */
  connections(usernames: readonly string[]): Promise<Map<string, Caller>>;
  progress(text: string): void;
}

export function createBench(
  engine: Bench['engine'],
  server: ServerProcess,
  copy: WorkingCopy,
  progress: (text: string) => void,
): Bench {
  const callers = new Map<string, Caller>();
  const databaseUrl = copy.env['DATABASE_URL'] ?? null;
  const sqliteFile = join(copy.dataDir, 'loket.sqlite');
  const callerOf = async (username: string): Promise<Caller> => {
    const known = callers.get(username) ?? (await loginAs(server.port, username, BENCH_PASSWORD));
    callers.set(username, known);
    return known;
  };
  return {
    engine,
    env: copy.env,
    server,
    databaseTarget: { databaseUrl, sqliteFile },
    rawTarget: databaseUrl ? { databaseUrl } : { sqliteFile },
    callerOf,
    connections: async (usernames) => {
      const made = new Map<string, Caller>();
      for (const username of new Set(usernames))
        made.set(username, createCaller(server.port, (await callerOf(username)).cookie()));
      return made;
    },
    progress,
  };
}
