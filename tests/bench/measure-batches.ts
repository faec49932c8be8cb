import type { BatchDetail } from '../../server/batches/batch-schema.ts';
import type { BatchProjection, CompositionRecord } from '../../server/batches/composition-schema.ts';
import { openDatabase } from '../../server/database.ts';
import type { Bench } from './bench.ts';
import { percentile, type Figure } from './figures.ts';
import { jobDone, rest, untilFound, whileOthersWrite } from './job-load.ts';
import type { Caller } from './load.ts';
import { BENCH_PASSWORD } from './population-base.ts';

/** The budgets are seconds for so many; fewer are given the same share of them. */
const BUDGET_ROWS = 100_000;
const SHEET_ROWS = 600_000;
const MOST_WAIT_MS = 500;
const REST_MS = 1500;

/** What a step comes to while somebody else goes on writing. */
async function stepFigure(
  bench: Bench,
  o: { name: string; rows: number; budget: number; elsewhere: number; work: () => Promise<unknown> },
): Promise<Figure> {
  bench.progress(`${o.name} …`);
  const { seconds, cpu, waits } = await whileOthersWrite(bench, o.elsewhere, o.work);
  await rest(REST_MS);
  return {
    section: 'batches',
    name: `${o.name}, ${o.rows} rows`,
    values: {
      seconds,
      'rows/s': o.rows / seconds,
      'CPU s': cpu,
      'others p99': percentile(waits, 0.99),
      'others max': percentile(waits, 1),
      MB: bench.server.residentMb(),
    },
    atMost: { seconds: (o.budget * o.rows) / BUDGET_ROWS, 'others p99': MOST_WAIT_MS },
  };
}

/** One batch on its road, each step by whoever's it is. */
function roadOf(coordinator: Caller, approver: Caller, id: number) {
  const path = `/api/batches/${id}`;
  const read = () => coordinator.json<BatchDetail>({ path });
  /** Takes a step, and waits for the job that takes it where one does. */
  async function step(caller: Caller, verb: string, body: object = {}): Promise<void> {
    const { version } = await read();
    await caller.json({ method: 'POST', path: `${path}/${verb}`, body: { version, ...body } });
    const batch = await untilFound(async () => {
      const found = await read();
      return found.run?.state === 'running' ? null : found;
    });
    if (batch.run?.state === 'refused')
      throw new Error(`${verb} was refused: ${JSON.stringify(batch.run.blockers.map(({ code }) => code))}`);
  }
  const followed = () => untilFound(async () => ((await read()).moving === null ? true : null));
  const decree = {
    password: BENCH_PASSWORD,
    decreeNo: 'KEP.1/BENCH',
    decreeDate: new Date().toISOString().slice(0, 10),
  };
  return {
    read,
    followed,
    seal: () => step(coordinator, 'seal'),
    submit: () => step(coordinator, 'submit'),
    ratify: () => step(approver, 'ratify', decree),
    forward: () => step(coordinator, 'forward'),
  };
}

/** One batch of everybody who fits. */
async function compose(coordinator: Caller, waveId: number): Promise<CompositionRecord> {
  const scope = { waveId, channel: 'online', filter: {} };
  const projected = await coordinator.json<BatchProjection>({
    method: 'POST',
    path: '/api/batches/projection',
    body: scope,
  });
  const body = { ...scope, expectedCount: projected.fits };
  const made = await coordinator.json<CompositionRecord>({
    method: 'POST',
    path: '/api/batches/bulk/compose',
    body,
  });
  if (made.jobId !== null) await jobDone(coordinator, made.jobId);
  return coordinator.json<CompositionRecord>({ path: `/api/batch-compositions/${made.id}` });
}

async function manifestFigure(bench: Bench, coordinator: Caller, id: number, rows: number): Promise<Figure> {
  bench.progress('manifest …');
  const answer = await coordinator.call({ path: `/api/batches/${id}/manifest` });
  if (answer.status !== 200) throw new Error(`the manifest answered ${answer.status}`);
  return {
    section: 'batches',
    name: `manifest read, ${rows} rows`,
    values: { seconds: answer.milliseconds / 1000, MB: bench.server.residentMb() },
    atMost: { seconds: (30 * rows) / SHEET_ROWS },
  };
}

/** The wave whose people wait for a batch, and a registration that has nothing to do with them. */
async function find(bench: Bench): Promise<{ waveId: number; elsewhere: number }> {
  const { read, close } = await openDatabase(bench.databaseTarget);
  try {
    const verified = (await read('submissions').where({ status: 'verified' }).first('wave_id')) as {
      wave_id: number;
    };
    const other = (await read('submissions').whereNot({ status: 'verified' }).orderBy('id').first('id')) as {
      id: number;
    };
    return { waveId: verified.wave_id, elsewhere: other.id };
  } finally {
    await close();
  }
}

/** From composing to the outbox; what a job takes is timed from its order to its end. */
export async function measureBatches(bench: Bench): Promise<Figure[]> {
  const coordinator = await bench.callerOf('coordinator');
  const approver = await bench.callerOf('approver');
  const { waveId, elsewhere } = await find(bench);
  bench.progress('composing …');
  const begun = performance.now();
  const made = await compose(coordinator, waveId);
  const composed = (performance.now() - begun) / 1000;
  const batch = made.batches[0] as { id: number };
  const road = roadOf(coordinator, approver, batch.id);
  const rows = (await road.read()).rowCount;
  const of = (name: string, budget: number, work: () => Promise<unknown>) =>
    stepFigure(bench, { name, rows, budget, elsewhere, work });
  const sealed = await of('seal', 20, road.seal);
  await road.submit();
  const ratified = await of('ratify', 8, road.ratify);
  const followed = await of('rows following the decree', 20, road.followed);
  const queued = await of('queue for sending', 8, road.forward);
  const sent = await of('rows following the delivery', 20, road.followed);
  return [
    {
      section: 'batches',
      name: `compose, ${rows} rows`,
      values: { seconds: composed, 'rows/s': rows / composed },
    },
    sealed,
    ratified,
    followed,
    queued,
    sent,
    await manifestFigure(bench, coordinator, batch.id, rows),
  ];
}
