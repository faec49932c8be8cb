import { generatePopulation } from '../../seeds/population.ts';
import { addToTotals, emptyTotals } from '../../seeds/control-totals.ts';
import { loadPlaces } from '../../seeds/places.ts';
import { RECAP_COLUMNS } from '../../seeds/recap-template.ts';
import { csvLine } from '../../seeds/text-file.ts';
import { openDatabase } from '../../server/database.ts';
import type { Bench } from './bench.ts';
import { percentile, type Figure } from './figures.ts';
import { pathOf } from './list-scenarios.ts';
import { timed, type Caller } from './load.ts';
import { officeRegions } from './population-base.ts';

export const IMPORT_ROWS = 10_000;
const ASK_EVERY_MS = 20;

interface ImportCase {
  id: number;
  version: number;
  status: string;
  counts: Record<string, number>;
}

/** A hand-over of a regency none of the bench's offices is in: nobody of it is registered yet. */
async function handOver() {
  const places = await loadPlaces();
  const taken = new Set(officeRegions(places));
  const officeRegion = [...places.keys()].sort().find((code) => !taken.has(code)) as string;
  const { byPlant: _byPlant, ...totals } = emptyTotals();
  const lines = [csvLine(RECAP_COLUMNS)];
  const today = new Date().toISOString().slice(0, 10);
  for (const row of generatePopulation({
    places,
    rows: IMPORT_ROWS,
    seed: 'bench-import',
    today,
    officeRegion,
  })) {
    addToTotals(Object.assign(totals, { byPlant: {} }), row);
    // The office's own numbering; those of the registered rows begin with R.
    const recap = { ...row.recap, row_id: `I${row.recap.row_id.slice(1)}` };
    lines.push(csvLine(RECAP_COLUMNS.map((column) => recap[column])));
  }
  return { csv: lines.join(''), totals: { rows: totals.rows, male: totals.male, female: totals.female } };
}

async function upload(bench: Bench, caller: Caller): Promise<{ id: number }> {
  const { csv, totals } = await handOver();
  const database = await openDatabase(bench.databaseTarget);
  const wave = (await database.read('waves').orderBy('id', 'desc').first('id')) as { id: number };
  await database.close();
  const form = new FormData();
  form.set('waveId', String(wave.id));
  form.set('totals', JSON.stringify(totals));
  form.set('file', new Blob([csv], { type: 'text/csv' }), 'rekap.csv');
  const answer = await fetch(`${bench.server.url}/api/imports`, {
    method: 'POST',
    body: form,
    headers: { cookie: caller.cookie() },
  });
  if (!answer.ok) throw new Error(`the upload was answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as { id: number };
}

/** Waits for a status, and notes how others fare meanwhile and how large the server grows. */
async function until(bench: Bench, id: number, statuses: readonly string[]) {
  const office = await bench.callerOf('intake');
  const other = await bench.callerOf('coordinator');
  const path = pathOf({ filter: { status: 'submitted' }, sort: ['dueAt', 'ASC'] });
  const others: number[] = [];
  let largest = 0;
  let over = false;
  const asking = (async () => {
    while (!over) {
      others.push(await timed(other, { path }));
      largest = Math.max(largest, bench.server.residentMb());
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    }
  })();
  try {
    for (;;) {
      const one = await office.json<ImportCase>({ path: `/api/imports/${id}` });
      if (statuses.includes(one.status)) return { one, others, largest };
      if (['failed', 'refused', 'discarded'].includes(one.status))
        throw new Error(`the import is ${one.status}`);
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    }
  } finally {
    over = true;
    await asking;
  }
}

/** A recap on its road: read as a dry run, then committed, while others go on working. */
export async function measureImport(bench: Bench): Promise<Figure[]> {
  const office = await bench.callerOf('intake');
  const figure = (
    name: string,
    atLeast: number,
    seconds: number,
    rows: number,
    cpu: number,
    seen: { others: number[]; largest: number },
  ): Figure => ({
    section: 'import',
    name: `${name}, ${rows} rows`,
    values: {
      'rows/s': rows / seconds,
      seconds,
      'CPU s': cpu,
      'others p99': percentile(seen.others, 0.99),
      MB: seen.largest,
    },
    atLeast: { 'rows/s': atLeast },
    atMost: { 'others p99': 200, MB: 700 },
  });
  let started = performance.now();
  let cpu = bench.server.cpuSeconds();
  const { id } = await upload(bench, office);
  const read = await until(bench, id, ['ready']);
  const reading = (performance.now() - started) / 1000;
  const readingCpu = bench.server.cpuSeconds() - cpu;
  started = performance.now();
  cpu = bench.server.cpuSeconds();
  await office.json({
    method: 'POST',
    path: `/api/imports/${id}/commit`,
    body: { version: read.one.version },
  });
  const kept = await until(bench, id, ['committed']);
  const committing = (performance.now() - started) / 1000;
  const committingCpu = bench.server.cpuSeconds() - cpu;
  return [
    figure('recap dry run', 8000, reading, IMPORT_ROWS, readingCpu, read),
    figure('recap commit', 4000, committing, kept.one.counts['new'] ?? 0, committingCpu, kept),
  ];
}
