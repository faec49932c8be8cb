import { loadPlaces } from './places.ts';
import { generatePopulation } from './population.ts';
import { parseSeedArguments, SEED_USAGE, type SeedArguments } from './seed-arguments.ts';
import { writeHandover } from './write-handover.ts';

const REFUSED = 1;
const MISUSED = 2;
const PROGRESS_EVERY_MS = 1000;

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  if (process.env.NODE_ENV === 'production') {
    console.error('seed: refused, NODE_ENV is production: invented people never enter a real system');
    return REFUSED;
  }
  const parsed = parseSeedArguments(words);
  if (!parsed.ok) return misuse(parsed.problem);
  const places = await loadPlaces();
  const { officeRegion } = parsed.value;
  if (officeRegion && !places.has(officeRegion))
    return misuse(`no regency or city has the code ${officeRegion}`);
  try {
    await seed(parsed.value, places);
    return 0;
  } catch (error) {
    console.error(`seed: ${error instanceof Error ? error.message : String(error)}`);
    return REFUSED;
  }
}

function misuse(problem: string): number {
  console.error(`seed: ${problem}\n${SEED_USAGE}`);
  return MISUSED;
}

async function seed({ out, ...options }: SeedArguments, places: Awaited<ReturnType<typeof loadPlaces>>) {
  const started = Date.now();
  const totals = await writeHandover(generatePopulation({ ...options, places }), out, progress(options.rows));
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${out}: ${totals.rows} rows (${totals.male} male, ${totals.female} female) in ${seconds} s`);
  console.log(`KTP register: ${totals.ktpRecords} records`);
  for (const [plant, rows] of Object.entries(totals.byPlant).sort())
    console.log(`  ${plant.padEnd(20)}${rows}`);
}

function progress(rows: number): (done: number) => void {
  let last = Date.now();
  return (done) => {
    if (Date.now() - last < PROGRESS_EVERY_MS) return;
    last = Date.now();
    console.log(`${done} of ${rows} rows (${Math.floor((done * 100) / rows)} %)`);
  };
}
