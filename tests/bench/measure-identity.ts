import { openDatabase, type Database } from '../../server/database.ts';
import { newestVersions } from '../../server/screening/screening-store.ts';
import type { Bench } from './bench.ts';
import { percentile, type Figure } from './figures.ts';
import { jobDone, rest, whileOthersWrite } from './job-load.ts';
import type { Caller } from './load.ts';
import { NEWCOMERS_WAVE } from './population-identity.ts';
import { measurePairs } from './measure-pairs.ts';
import { rawCheck, rawRescreen } from './raw-identity.ts';

/** Enough for what a job leaves behind (a log to be folded in) not to be counted with the next. */
const REST_MS = 1500;
/** The budgets are seconds for so many; fewer are given the same share of them. */
const BUDGET_ROWS = 100_000;
const MOST_WAIT_MS = 500;

interface Accepted {
  jobId: number;
}
/** Newcomers, all in one wave. */
export interface Wave {
  id: number;
  count: number;
}

/** Orders a job over the wave and waits for it, while somebody else goes on writing. */
async function jobFigure(
  bench: Bench,
  database: Database,
  o: { name: string; wave: Wave; budget: number; order: (caller: Caller) => Promise<Accepted> },
): Promise<Figure> {
  const coordinator = await bench.callerOf('coordinator');
  const elsewhere = (await database
    .read('submissions')
    .whereNot({ wave_id: o.wave.id })
    .min('id as id')
    .first()) as {
    id: number;
  };
  bench.progress(`${o.name} …`);
  const done = await whileOthersWrite(bench, elsewhere.id, async () =>
    jobDone(coordinator, (await o.order(coordinator)).jobId),
  );
  await rest(REST_MS);
  return {
    section: 'identity',
    name: `${o.name}, ${o.wave.count} rows`,
    values: {
      seconds: done.seconds,
      'rows/s': o.wave.count / done.seconds,
      'CPU s': done.cpu,
      'others p99': percentile(done.waits, 0.99),
      MB: bench.server.residentMb(),
    },
    atMost: { seconds: (o.budget * o.wave.count) / BUDGET_ROWS, 'others p99': MOST_WAIT_MS },
    note: JSON.stringify(done.result.receipt?.['counts'] ?? {}),
  };
}

async function newcomers(database: Database): Promise<Wave> {
  const wave = (await database.read('waves').where({ code: NEWCOMERS_WAVE }).first('id')) as { id: number };
  const counted = (await database
    .read('submissions')
    .where({ wave_id: wave.id })
    .count({ n: '*' })
    .first()) as { n: number };
  return { id: wave.id, count: Number(counted.n) };
}

/** So many times what the same work takes as bare SQL, without rules, reasons, sealed numbers and log. */
const withRaw = (figure: Figure, raw: number, most: number): Figure => ({
  ...figure,
  values: { ...figure.values, 'raw s': raw, ratio: (figure.values['seconds'] as number) / raw },
  atMost: { ...figure.atMost, ratio: most },
});

async function rescreening(bench: Bench, database: Database, wave: Wave): Promise<Figure[]> {
  const order = (caller: Caller) =>
    caller.json<Accepted>({ method: 'POST', path: `/api/waves/${wave.id}/rescreen`, body: {} });
  const one = (name: string) => jobFigure(bench, database, { name, wave, budget: 3, order });
  const renewed = await one('re-screening, lists renewed');
  const again = await one('re-screening again');
  const versions = await newestVersions(database.read);
  const lists = Object.fromEntries(
    Object.entries(versions).map(([code, version]) => [code, version?.id ?? 0]),
  );
  const raw = await rawRescreen(bench, wave.id, lists);
  return [withRaw(renewed, raw, 2), withRaw(again, raw, 2)];
}

async function checking(bench: Bench, database: Database, wave: Wave): Promise<Figure[]> {
  const body = { filter: { waveId: wave.id }, expectedCount: wave.count };
  const order = (caller: Caller) =>
    caller.json<Accepted>({ method: 'POST', path: '/api/submissions/bulk/identity-check', body });
  const { rows } = (await database.read('ktp_records').count({ rows: '*' }).first()) as { rows: number };
  const one = (name: string) =>
    jobFigure(bench, database, { name: `${name} against ${rows}`, wave, budget: 8, order });
  const first = await one('first check');
  const again = await one('check again');
  return [first, withRaw(again, await rawCheck(bench, wave.id), 4)];
}

/** What finds out who somebody is: lists, the register, and others who may be the same person. */
export async function measureIdentity(bench: Bench): Promise<Figure[]> {
  const database = await openDatabase(bench.databaseTarget);
  try {
    const wave = await newcomers(database);
    return [
      ...(await rescreening(bench, database, wave)),
      ...(await checking(bench, database, wave)),
      ...(await measurePairs(bench, wave)),
    ];
  } finally {
    await database.close();
  }
}
