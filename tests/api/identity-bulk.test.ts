import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultPlan } from '../../server/identity/dukcapil-faults.ts';
import type { DukcapilSimulator } from '../../server/identity/dukcapil-simulator.ts';
import { dueNow } from '../../server/identity/identity-queue.ts';
import { createJobWorker, type JobWorker } from '../../server/jobs/job-worker.ts';
import { fillRegister, person, register } from '../support/registered-people.ts';
import { loadLists } from '../support/registrations.ts';
import { ENGINES, startSystem, type ApiClient, type RunningSystem } from '../support/running-system.ts';
import { simulatedPerson, startDukcapil } from '../support/simulated-register.ts';

/** More than two parts of a bulk check; LOKET_TEST_BULK_CHECKS for a rehearsal of a national round. */
const PEOPLE = Number(process.env['LOKET_TEST_BULK_CHECKS'] ?? 2400);
/** Another system is asked about one at a time. */
const ASKED_PEOPLE = Number(process.env['LOKET_TEST_BULK_CHECKS'] ?? 500);

interface Accepted {
  jobId: number;
  count: number;
  code: string;
}
interface Job {
  status: string;
  version: number;
  progress: { done: number; total: number };
  receipt: { counts: Record<string, number>; reasons: Record<string, number> } | null;
}

/** The few questions a test asks of a system in which many are checked at once. */
function deskOf(system: RunningSystem, client: ApiClient) {
  const { database } = system.services;
  return {
    order: (body: Record<string, unknown>) =>
      client.post<Accepted>('/api/submissions/bulk/identity-check', body),
    job: async (id: number) => (await client.get<Job>(`/api/jobs/${id}`)).body,
    async ended(id: number): Promise<Job> {
      for (;;) {
        const job = await this.job(id);
        if (!['queued', 'running'].includes(job.status)) return job;
        await sleep(50);
      }
    },
    async outcomes(): Promise<Record<string, number>> {
      const rows = (await database
        .read('submissions')
        .groupBy('identity_outcome')
        .select('identity_outcome')
        .count({ n: '*' })) as { identity_outcome: string; n: number }[];
      return Object.fromEntries(rows.map((row) => [row.identity_outcome, Number(row.n)]));
    },
    /** Outcomes of the job by registration: the receipt's own rows. */
    outcomeRows: async (jobId: number) =>
      Number(
        ((await database.read('job_outcomes').where({ job_id: jobId }).count({ n: '*' }).first()) as { n: number }).n, // prettier-ignore
      ),
    waiting: () => database.read('identity_queue').pluck('submission_id') as Promise<number[]>,
  };
}

describe.each(ENGINES)('a bulk check against the local register on %s', (engine) => {
  let system: RunningSystem;
  let desk: ReturnType<typeof deskOf>;
  let worker: JobWorker;
  const people = Array.from({ length: PEOPLE }, (_, index) => person(460_000 + index));
  const filter = { status: 'submitted' };

  beforeAll(async () => {
    system = await startSystem({ engine });
    desk = deskOf(system, await system.login('reviewer'));
    worker = system.services.worker;
    await register(system, people);
    await fillRegister(system, people);
  });
  afterAll(async () => {
    await worker.drain();
    await system.stop();
  });

  async function nextWorker(): Promise<void> {
    const last = worker;
    worker = createJobWorker(system.services);
    await last.drain();
  }

  it('is refused when the filter finds other registrations than were seen', async () => {
    const refused = await desk.order({ filter, expectedCount: PEOPLE - 1 });
    expect([refused.status, refused.body.code]).toEqual([409, 'COUNT_CHANGED']);
  });

  it('is carried on by the next worker where the last one stopped, and checks each once', async () => {
    const { body } = await desk.order({ filter, expectedCount: PEOPLE });
    expect(body.count).toBe(PEOPLE);
    while ((await desk.job(body.jobId)).progress.done === 0) await sleep(5);
    await nextWorker();
    const half = await desk.job(body.jobId);
    expect(half.status).toBe('queued');
    expect(half.progress.done).toBeGreaterThan(0);
    expect(half.progress.done).toBeLessThan(PEOPLE);
    // Who is entered after the order is not part of it.
    await register(system, [person(499_999)]);
    worker.start();
    expect(await desk.ended(body.jobId)).toMatchObject({
      status: 'succeeded',
      progress: { done: PEOPLE, total: PEOPLE },
      receipt: { counts: { done: PEOPLE } },
    });
    expect(await desk.outcomes()).toEqual({ matched: PEOPLE, unchecked: 1 });
    const checks = (await system.services.database.read('identity_checks').count({ n: '*' }).first()) as { n: number }; // prettier-ignore
    expect(Number(checks.n)).toBe(PEOPLE);
  });

  it('changes no outcome the second time', async () => {
    const before = await desk.outcomes();
    const { body } = await desk.order({ filter: { identityOutcome: 'matched' }, expectedCount: PEOPLE });
    expect(await desk.ended(body.jobId)).toMatchObject({ receipt: { counts: { done: PEOPLE } } });
    expect(await desk.outcomes()).toEqual(before);
  });

  it('asks the lists about whoever no screening has judged, once, and keeps each finding once for all', async () => {
    const { read } = system.services.database;
    const rows = async (table: string) =>
      Number(((await read(table).count({ n: '*' }).first()) as { n: number }).n);
    const check = async () => {
      const { body } = await desk.order({ filter: { identityOutcome: 'matched' }, expectedCount: PEOPLE });
      await desk.ended(body.jobId);
    };
    await loadLists(system);
    const before = [await rows('screening_results'), await rows('screening_findings')] as const;
    await check();
    const judged = await read('submissions').where({ screening_outcome: 'clear' }).pluck('id');
    expect(judged).toHaveLength(PEOPLE);
    expect((await rows('screening_results')) - before[0]).toBe(PEOPLE);
    expect((await rows('screening_findings')) - before[1]).toBeLessThan(10);
    await check();
    expect((await rows('screening_results')) - before[0]).toBe(PEOPLE);
  });

  it('can be cancelled: what was checked stays checked, and the receipt says how far it came', async () => {
    const client = await system.login('reviewer');
    const { body } = await desk.order({ filter, expectedCount: PEOPLE + 1 });
    while ((await desk.job(body.jobId)).progress.done === 0) await sleep(5);
    const { version } = await desk.job(body.jobId);
    expect((await client.post(`/api/jobs/${body.jobId}/cancel`, { version })).status).toBe(200);
    await nextWorker();
    worker.start();
    const job = await desk.ended(body.jobId);
    expect(job.status).toBe('cancelled');
    expect(job.progress.done).toBeLessThan(PEOPLE);
    expect(await desk.outcomeRows(body.jobId)).toBeGreaterThanOrEqual(job.progress.done);
  });
});

describe.each(ENGINES)('a bulk check against Dukcapil on %s', (engine) => {
  let system: RunningSystem;
  let simulator: DukcapilSimulator;
  let desk: ReturnType<typeof deskOf>;
  const plan: FaultPlan[number][] = [];
  const people = Array.from({ length: ASKED_PEOPLE }, (_, index) => person(500_000 + index));

  beforeAll(async () => {
    const known = new Map(people.map((one) => [one.nik, simulatedPerson(one)]));
    const find = (nik: string) => Promise.resolve(known.get(nik) ?? null);
    const dukcapil = await startDukcapil({ find, faults: plan, slowMs: 1 });
    simulator = dukcapil.simulator;
    system = await startSystem({
      engine,
      env: dukcapil.env,
    });
    desk = deskOf(system, await system.login('reviewer'));
    await register(system, people);
  });
  afterAll(async () => {
    await system.stop();
    await simulator.stop();
  });

  it('during which the register dies leaves everybody checked or waiting, refuses nobody, and ends when it is back', async () => {
    const { database } = system.services;
    plan.push({ fault: 'cut', when: { from: Math.floor(ASKED_PEOPLE / 2), to: 9_999_999 } });
    const { body } = await desk.order({ filter: { status: 'submitted' }, expectedCount: ASKED_PEOPLE });
    const job = await desk.ended(body.jobId);
    const outcomes = await desk.outcomes();
    const waiting = await desk.waiting();
    expect(job).toMatchObject({ status: 'succeeded', receipt: { counts: { done: ASKED_PEOPLE } } });
    expect(outcomes['matched']).toBeGreaterThan(0);
    expect(outcomes['unavailable']).toBeGreaterThan(0);
    expect((outcomes['matched'] ?? 0) + (outcomes['unavailable'] ?? 0)).toBe(ASKED_PEOPLE);
    expect(waiting).toHaveLength(outcomes['unavailable'] ?? 0);
    const moved = await database.read('submissions').whereNot({ status: 'submitted' }).pluck('id');
    expect(moved).toEqual([]);
    if (process.env['LOKET_TEST_BULK_CHECKS'])
      process.stdout.write(
        `${engine}: ${ASKED_PEOPLE} checks, register dead half-way: ${JSON.stringify(outcomes)}\n`,
      );
    plan.length = 0;
    while ((await desk.waiting()).length > 0) {
      await dueNow(database.write, new Date().toISOString());
      await sleep(100);
    }
    expect(await desk.outcomes()).toEqual({ matched: ASKED_PEOPLE });
  });
});
