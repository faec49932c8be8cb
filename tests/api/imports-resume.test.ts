import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createJobWorker, type JobWorker } from '../../server/jobs/job-worker.ts';
import { handoverFiles } from '../support/handover-files.ts';
import { countRows, eventsOf, openImportDesk, type ImportDesk } from '../support/import-desk.ts';
import { ENGINES, startSystem, type RunningSystem } from '../support/running-system.ts';

const ROWS = 2600;
const files = await handoverFiles(ROWS, 'resume');

describe.each(ENGINES)('an import that is cut off on %s', (engine) => {
  let system: RunningSystem;
  let desk: ImportDesk;
  let worker: JobWorker;
  const others: JobWorker[] = [];
  beforeEach(async () => {
    system = await startSystem({ engine });
    desk = await openImportDesk(system);
    worker = system.services.worker;
  });
  afterEach(async () => {
    for (const one of others.splice(0)) await one.drain();
    await system?.stop();
  });

  /** The worker stops after the part it is at, and another takes over: as when a server is replaced. */
  async function replaceWorker(): Promise<void> {
    const before = worker;
    worker = createJobWorker(system.services);
    others.push(worker);
    await before.drain();
  }
  /** A worker that died: its job is still leased to nobody who lives. */
  const leaseEnded = (jobId: number) =>
    system.services.database
      .write('jobs')
      .where({ id: jobId })
      .update({ lease_until: new Date(0).toISOString() });
  const until = async (reached: () => Promise<boolean>) => {
    while (!(await reached())) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const stored = (importId: number) => countRows(system, 'submissions', { import_id: importId });

  async function expectWhole(importId: number): Promise<void> {
    const one = await desk.read(importId);
    expect(one.status).toBe('committed');
    const { read } = system.services.database;
    const made = (await read('submissions').where({ import_id: importId }).select('id', 'row_id')) as {
      id: number;
      row_id: string;
    }[];
    expect(made).toHaveLength(one.counts.new);
    expect(new Set(made.map((row) => row.row_id)).size).toBe(one.counts.new);
    expect(await countRows(system, 'submission_transitions', { action: 'import' })).toBe(one.counts.new);
    const open = await read('import_rows')
      .where({ import_id: importId, class: 'new' })
      .whereNull('submission_id');
    expect(open).toEqual([]);
    const [counted] = (await read('submission_counters').sum({ n: 'delta' })) as { n: number }[];
    expect(Number(counted?.n)).toBe(one.counts.new);
    expect(await eventsOf(system, 'import.committed', importId)).toHaveLength(1);
    const parts = await eventsOf(system, 'import.rows-committed', importId);
    const told = parts.map(({ body }) => (JSON.parse(body) as { details: { made: number } }).details.made);
    expect(told.reduce((sum, n) => sum + n, 0)).toBe(one.counts.new);
  }

  it('is read again from the start and never holds a row twice', async () => {
    const uploaded = await desk.upload(files.recap, files.totals);
    const { id, jobId } = uploaded.body;
    await until(async () => (await countRows(system, 'import_rows', { import_id: id })) > 0);
    await replaceWorker();
    const lines = await countRows(system, 'import_rows', { import_id: id });
    expect(await desk.read(id)).toMatchObject({ status: lines < ROWS ? 'reading' : expect.any(String) });
    worker.start();
    expect((await desk.ended(jobId)).error).toBeNull();
    const one = await desk.read(id);
    expect(one).toMatchObject({ status: 'ready', totalsAgree: true, fileTotals: { rows: ROWS } });
    expect(await countRows(system, 'import_rows', { import_id: id })).toBe(ROWS);
    expect(Object.values(one.counts).reduce((sum, n) => sum + n, 0)).toBe(ROWS);
  });

  it('is carried through to the end by the next worker: nothing half, nothing doubled', async () => {
    const one = await desk.readIn(files.recap, files.totals);
    const ordered = await desk.order(one);
    await until(async () => (await stored(one.id)) > 0);
    await replaceWorker();
    const half = await stored(one.id);
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(one.counts.new);
    expect(await desk.read(one.id)).toMatchObject({ status: 'committing', progress: { done: half } });
    worker.start();
    expect((await desk.ended(ordered.body.jobId as number)).error).toBeNull();
    await expectWhole(one.id);
  });

  it('keeps a worker that fell asleep from writing beside the one that took over', async () => {
    const one = await desk.readIn(files.recap, files.totals);
    const { database } = system.services;
    const ordered = await desk.order(one);
    const jobId = ordered.body.jobId as number;
    await until(async () => (await stored(one.id)) > 0);
    // The first worker still runs while the second believes it dead.
    const second = createJobWorker(system.services);
    others.push(second);
    await leaseEnded(jobId);
    second.start();
    await desk.ended(jobId);
    await until(async () => (await desk.read(one.id)).status === 'committed');
    await expectWhole(one.id);
    expect(await database.read('jobs').where({ kind: 'imports.check' })).toHaveLength(1);
  });

  it('may be ordered again when its job was cancelled, and goes on where it stopped', async () => {
    const one = await desk.readIn(files.recap, files.totals);
    const ordered = await desk.order(one);
    const jobId = ordered.body.jobId as number;
    await until(async () => (await stored(one.id)) > 0);
    expect((await desk.client.post(`/api/jobs/${jobId}/cancel`)).status).toBe(200);
    await replaceWorker();
    const half = await desk.read(one.id);
    expect(half).toMatchObject({ status: 'committing', commitBlockers: [] });
    expect((await desk.client.post(`/api/imports/${one.id}/discard`, { version: half.version })).status).toBe(
      409,
    );
    worker.start();
    const again = await desk.order(half);
    expect(again).toMatchObject({ status: 202, body: { status: 'committing' } });
    expect((await desk.ended(again.body.jobId as number)).error).toBeNull();
    await expectWhole(one.id);
  });

  it('counts as failed when its reading was cancelled, and the file may be uploaded again', async () => {
    await replaceWorker();
    const first = await desk.upload(files.recap, files.totals);
    expect((await desk.client.post(`/api/jobs/${first.body.jobId}/cancel`)).status).toBe(200);
    expect(await desk.read(first.body.id)).toMatchObject({ status: 'failed' });
    const failed = await desk.client.list('/api/imports', { filter: { status: 'failed' } });
    expect(failed.total).toBe(1);
    worker.start();
    const second = await desk.readIn(files.recap, files.totals);
    expect(second).toMatchObject({ status: 'ready' });
    expect(second.id).not.toBe(first.body.id);
  });

  it('stops being read when it is discarded meanwhile', async () => {
    const uploaded = await desk.upload(files.recap, files.totals);
    const { id, jobId } = uploaded.body;
    await until(async () => (await desk.read(id)).status !== 'queued');
    const { version } = await desk.read(id);
    const discarded = await desk.client.post(`/api/imports/${id}/discard`, { version });
    expect(discarded.status).toBe(200);
    expect((await desk.ended(jobId)).status).toBe('succeeded');
    await until(
      async () => (await countRows(system, 'jobs', { kind: 'imports.clear', status: 'succeeded' })) === 1,
    );
    expect(await desk.read(id)).toMatchObject({ status: 'discarded' });
    expect(await countRows(system, 'import_rows', { import_id: id })).toBe(0);
  });
});
