import type { Actor } from '../../server/audit/audit-service.ts';
import { openDatabase, type Database } from '../../server/database.ts';
import { parseListQuery } from '../../server/http/list-query.ts';
import { listSubmissions, SUBMISSION_LIST } from '../../server/submissions/submission-list.ts';
import { summarise, type Figure } from './figures.ts';
import {
  filterScenarios,
  pathOf,
  tabScenarios,
  type ListScenario,
  type ScenarioFacts,
} from './list-scenarios.ts';
import { inParallel, timed, type Caller } from './load.ts';
import { openRawDriver, type RawStatement } from './raw-driver.ts';
import type { Bench } from './bench.ts';

const CONNECTIONS = 10;
const READERS = { sqlite: 3, postgres: 10 };
const MIXED_SECONDS = 15;
const WORST = 5;
const WORST_SECONDS = 4;
const LIMITS = { p50: 10, p99: 50, ratio: 3 };

/** What the scenarios ask for, found in the data: the office and region with most rows, the wave now open. */
export async function factsOf(database: Database): Promise<ScenarioFacts> {
  const wave = (await database.read('waves').orderBy('id', 'desc').first('id')) as { id: number };
  const office = (await database.read('staff').where({ username: 'intake' }).first('office_id')) as {
    office_id: number;
  };
  const region = (await database.read('offices').where({ id: office.office_id }).first('region_code')) as {
    region_code: string;
  };
  const reviewer = (await database.read('staff').where({ username: 'reviewer-1' }).first('id')) as {
    id: number;
  };
  return {
    waveId: wave.id,
    officeId: office.office_id,
    regionCode: region.region_code,
    reviewerId: reviewer.id,
  };
}

async function actorNamed(database: Database, username: string): Promise<Actor> {
  const row = (await database.read('staff').where({ username }).first()) as {
    id: number;
    role: Actor['role'];
    office_id: number;
    full_name: string;
  };
  return { id: row.id, role: row.role, officeId: row.office_id, fullName: row.full_name, username };
}

/** The statements the system runs for a scenario, as its own query builder words them. */
async function statementsOf(
  database: Database,
  actor: Actor,
  scenario: ListScenario,
): Promise<RawStatement[]> {
  const statements: RawStatement[] = [];
  const note = ({ sql, bindings }: { sql: string; bindings?: unknown[] }) =>
    statements.push({ sql, bindings: bindings ?? [] });
  database.read.on('query', note);
  const query = Object.fromEntries(new URLSearchParams(pathOf(scenario).split('?')[1]));
  await listSubmissions(database, actor, parseListQuery(SUBMISSION_LIST, query));
  database.read.removeListener('query', note);
  return statements;
}

/** Times each scenario once, alone, after a first time that fills the caches. */
async function sweep(
  bench: Bench,
  scenarios: readonly ListScenario[],
): Promise<{ scenario: ListScenario; milliseconds: number }[]> {
  const found: { scenario: ListScenario; milliseconds: number }[] = [];
  for (const scenario of scenarios) {
    const caller = await bench.callerOf(scenario.username);
    const path = pathOf(scenario);
    await timed(caller, { path });
    found.push({
      scenario,
      milliseconds: Math.min(await timed(caller, { path }), await timed(caller, { path })),
    });
  }
  return found.sort((a, b) => b.milliseconds - a.milliseconds);
}

async function underLoad(bench: Bench, scenarios: readonly ListScenario[], seconds: number) {
  const callers: Map<string, Caller>[] = [];
  for (let worker = 0; worker < CONNECTIONS; worker += 1)
    callers.push(await bench.connections(scenarios.map(({ username }) => username)));
  const cpu = bench.server.cpuSeconds();
  const { samples, seconds: taken } = await inParallel(CONNECTIONS, seconds, (worker, round) => {
    const scenario = scenarios[(round * CONNECTIONS + worker) % scenarios.length] as ListScenario;
    return timed(callers[worker]?.get(scenario.username) as Caller, { path: pathOf(scenario) });
  });
  for (const each of callers) for (const caller of each.values()) caller.close();
  // On a busy machine the time of a request says little; what it costs the server says more.
  const spent = ((bench.server.cpuSeconds() - cpu) * 1000) / samples.length;
  return { ...summarise(samples, taken), 'CPU ms': spent };
}

/** The same statements at the same number of callers through the bare driver. */
async function rawUnderLoad(
  bench: Bench,
  database: Database,
  scenarios: readonly ListScenario[],
  seconds: number,
) {
  const words = new Map<ListScenario, RawStatement[]>();
  for (const scenario of scenarios)
    words.set(
      scenario,
      await statementsOf(database, await actorNamed(database, scenario.username), scenario),
    );
  const raw = await openRawDriver(bench.rawTarget, READERS[bench.engine]);
  const { samples, seconds: taken } = await inParallel(CONNECTIONS, seconds, async (worker, round) => {
    const scenario = scenarios[(round * CONNECTIONS + worker) % scenarios.length] as ListScenario;
    const started = performance.now();
    await Promise.all((words.get(scenario) as RawStatement[]).map((statement) => raw.run(statement)));
    return performance.now() - started;
  });
  await raw.close();
  return summarise(samples, taken);
}

async function figureOf(
  bench: Bench,
  database: Database,
  name: string,
  scenarios: readonly ListScenario[],
  seconds: number,
): Promise<Figure> {
  const raw = await rawUnderLoad(bench, database, scenarios, seconds / 2);
  const values = await underLoad(bench, scenarios, seconds);
  return {
    section: 'lists',
    name,
    values: { ...values, raw50: raw.p50, ratio: values.p50 / raw.p50 },
    atMost: LIMITS,
  };
}

/** List pages: every tab of every role, and every filter and pair of filters, under every sort. */
export async function measureLists(bench: Bench): Promise<Figure[]> {
  const database = await openDatabase(bench.databaseTarget);
  try {
    const facts = await factsOf(database);
    const tabs = tabScenarios(facts);
    const filters = filterScenarios(facts);
    const figures = [
      await figureOf(bench, database, `list page: ${tabs.length} tabs and sorts`, tabs, MIXED_SECONDS),
      await figureOf(
        bench,
        database,
        `list page: ${filters.length} filters and sorts`,
        filters,
        MIXED_SECONDS,
      ),
    ];
    bench.progress(`sweeping ${tabs.length + filters.length} views of the list …`);
    const slowest = (await sweep(bench, [...tabs, ...filters])).slice(0, WORST);
    for (const { scenario } of slowest)
      figures.push(await figureOf(bench, database, `slowest: ${scenario.name}`, [scenario], WORST_SECONDS));
    return figures;
  } finally {
    await database.close();
  }
}
