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

/** A server that has run for a minute has compiled its code and grown its log: a first hand-over sees to both. */
const FIRST_ROWS = 3000;
const ASK_EVERY_MS = 20;

interface HandOver {
  rows: number;
  /** Which of the hand-overs of this run: each has a regency and row ids of its own. */
  nth: number;
}
interface ImportCase {
  id: number;
  version: number;
  status: string;
  counts: Record<string, number>;
  checkJobId: number | null;
}

/** A hand-over of a regency none of the bench's offices is in: nobody of it is registered yet. */
async function handOver({ rows, nth }: HandOver) {
  const places = await loadPlaces();
  const taken = new Set(officeRegions(places));
  const officeRegion = [...places.keys()].sort().filter((code) => !taken.has(code))[nth] as string;
  const { byPlant: _byPlant, ...totals } = emptyTotals();
  const lines = [csvLine(RECAP_COLUMNS)];
  const today = new Date().toISOString().slice(0, 10);
  for (const row of generatePopulation({
    places,
    rows,
    seed: `bench-import-${nth}`,
    today,
    officeRegion,
  })) {
    addToTotals(Object.assign(totals, { byPlant: {} }), row);
    // The office's own numbering; those of the registered rows begin with R.
    const recap = { ...row.recap, row_id: `I${nth}${row.recap.row_id.slice(1)}` };
    lines.push(csvLine(RECAP_COLUMNS.map((column) => recap[column])));
  }
  return { csv: lines.join(''), totals: { rows: totals.rows, male: totals.male, female: totals.female } };
}

type Made = Awaited<ReturnType<typeof handOver>>;

async function upload(bench: Bench, caller: Caller, { csv, totals }: Made): Promise<{ id: number }> {
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

/** Waits for a job: what an import leaves to be done after it must not be counted with the next. */
async function untilDone(caller: Caller, jobId: number): Promise<void> {
  for (;;) {
    const { status } = await caller.json<{ status: string }>({ path: `/api/jobs/${jobId}` });
    if (status === 'succeeded') return;
    if (status !== 'queued' && status !== 'running') throw new Error(`job ${jobId} is ${status}`);
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
}

async function order(bench: Bench, caller: Caller, { id, version }: ImportCase) {
  await caller.json({ method: 'POST', path: `/api/imports/${id}/commit`, body: { version } });
  return until(bench, id, ['committed']);
}

/** Seconds and CPU seconds of the server that some work takes. */
async function taking<T>(bench: Bench, work: () => Promise<T>) {
  const started = performance.now();
  const cpu = bench.server.cpuSeconds();
  const result = await work();
  return {
    result,
    seconds: (performance.now() - started) / 1000,
    cpu: bench.server.cpuSeconds() - cpu,
  };
}

/** A recap on its road: read as a dry run, then committed, while others go on working. */
export async function measureImport(bench: Bench, rows: number): Promise<Figure[]> {
  const office = await bench.callerOf('intake');
  const figure = (
    name: string,
    atLeast: number,
    rows: number,
    { seconds, cpu, result }: { seconds: number; cpu: number; result: Awaited<ReturnType<typeof until>> },
  ): Figure => ({
    section: 'import',
    name: `${name}, ${rows} rows`,
    values: {
      'rows/s': rows / seconds,
      seconds,
      'CPU s': cpu,
      'others p99': percentile(result.others, 0.99),
      MB: result.largest,
    },
    atLeast: { 'rows/s': atLeast },
    atMost: { 'others p99': 200, MB: 700 },
  });
  const readAs = async (made: Made) => {
    const { id } = await upload(bench, office, made);
    return until(bench, id, ['ready']);
  };
  const first = await readAs(await handOver({ rows: FIRST_ROWS, nth: 0 }));
  const { one } = await order(bench, office, first.one);
  await untilDone(office, one.checkJobId as number);
  bench.progress(`a hand-over of ${rows} rows is made …`);
  const made = await handOver({ rows, nth: 1 });
  bench.progress('recap dry run …');
  const read = await taking(bench, () => readAs(made));
  bench.progress('recap commit …');
  const kept = await taking(bench, () => order(bench, office, read.result.one));
  return [
    figure('recap dry run', 8000, rows, read),
    figure('recap commit', 4000, kept.result.one.counts['new'] ?? 0, kept),
  ];
}
