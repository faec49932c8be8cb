import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH_USAGE, parseBenchArguments, type BenchArguments } from './bench-arguments.ts';
import { createBench, type Bench } from './bench.ts';
import { missedLimits, tableOf, type Figure } from './figures.ts';
import { measureBatches } from './measure-batches.ts';
import { measureCases } from './measure-cases.ts';
import { measureClient } from './measure-client.ts';
import { measureIdentity } from './measure-identity.ts';
import { measureImport } from './measure-import.ts';
import { measureLists } from './measure-lists.ts';
import { BENCH_DIR, openPopulation, type PopulationWish } from './population.ts';
import { startServer } from './server-process.ts';

const MISUSED = 2;
const SETTLE_MILLISECONDS = 2000;

const progress = (text: string) => console.error(text);

async function onPopulation(
  wish: BenchArguments,
  work: (bench: Bench) => Promise<Figure[]>,
  kind: PopulationWish['kind'] = 'road',
): Promise<Figure[]> {
  const copy = await openPopulation({ ...wish, kind, onStep: progress });
  try {
    const server = await startServer(copy.env);
    try {
      return await work(createBench(wish.engine, server, copy, progress));
    } finally {
      await server.stop();
    }
  } finally {
    await copy.remove();
  }
}

async function idle(bench: Bench): Promise<Figure> {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MILLISECONDS));
  return {
    section: 'cases',
    name: 'server idle',
    values: { MB: bench.server.residentMb() },
    atMost: { MB: 200 },
  };
}

async function measure(wish: BenchArguments): Promise<Figure[]> {
  const figures: Figure[] = [];
  if (wish.sections.includes('cases'))
    figures.push(
      ...(await onPopulation(wish, async (bench) => [await idle(bench), ...(await measureCases(bench))])),
    );
  if (wish.sections.includes('lists')) figures.push(...(await onPopulation(wish, measureLists)));
  if (wish.sections.includes('import'))
    figures.push(...(await onPopulation(wish, (bench) => measureImport(bench, wish.recap))));
  if (wish.sections.includes('identity'))
    figures.push(...(await onPopulation(wish, measureIdentity, 'identity')));
  if (wish.sections.includes('batches'))
    figures.push(...(await onPopulation(wish, measureBatches, 'batches')));
  if (wish.sections.includes('client')) figures.push(...(await measureClient()));
  return figures;
}

const parsed = parseBenchArguments(process.argv.slice(2));
if (!parsed.ok) {
  console.error(`${parsed.problem}\n${BENCH_USAGE}`);
  process.exit(MISUSED);
}
const figures = await measure(parsed.value);
mkdirSync(BENCH_DIR, { recursive: true });
const judged = figures.map((figure) => ({ ...figure, missed: missedLimits(figure) }));
writeFileSync(
  join(BENCH_DIR, 'results.json'),
  `${JSON.stringify({ at: new Date().toISOString(), ...parsed.value, figures: judged }, null, 2)}\n`,
);
console.log(tableOf(figures));
