import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJobWorker } from '../../server/jobs/job-worker.ts';
import type { JobRow } from '../../server/jobs/job-store.ts';
import type { RescreenAccepted } from '../../server/submissions/rescreen-schema.ts';
import { batchWorld, codesOf, type BatchWorld } from '../support/batch-world.ts';
import { eventsOf } from '../support/import-desk.ts';
import { fillList, person, register } from '../support/registered-people.ts';
import { rescreenDesk } from '../support/rescreen-desk.ts';
import { ENGINES } from '../support/running-system.ts';

const asOf = new Date().toISOString().slice(0, 10);

describe.each(ENGINES)('screening a whole wave or batch again, on %s', (engine) => {
  let world: BatchWorld;
  let desk: ReturnType<typeof rescreenDesk>;
  const workers: { drain(): Promise<void> }[] = [];
  beforeAll(async () => {
    world = await batchWorld(engine);
    desk = rescreenDesk(world.system, world.clients.coordinator);
  });
  afterAll(async () => {
    for (const worker of workers) await worker.drain();
    await world.stop();
  });

  const list = (code: string, niks: readonly string[], day = asOf) =>
    fillList(world.system, code, niks, { asOf: day });
  const rowsOf = (ids: readonly number[]) => world.write('submissions').whereIn('id', ids).orderBy('id');
  const done = async (waveId: number) => desk.ended((await desk.order(waveId)).body);
  /** Nobody works until somebody is hired: an order can then be looked at before it is carried out. */
  const dismiss = async () => {
    for (const worker of [world.system.services.worker, ...workers.splice(0)]) await worker.drain();
  };
  const hire = () => {
    const worker = createJobWorker(world.system.services);
    workers.push(worker);
    worker.start();
  };

  it('tells who changed from clear to hit, who came free, and nothing the second time', async () => {
    const waveId = await desk.wave();
    const { ids, people } = await world.people(4, { waveId });
    await list('blacklist', [people[1]?.nik as string]);
    const accepted = await desk.order(waveId);
    expect(accepted).toMatchObject({ status: 202, body: { count: 4, repeated: false, unanswered: [] } });
    const first = await desk.ended(accepted.body);
    expect(first).toMatchObject({ waveId, batchId: null, jobStatus: 'succeeded', listsRenewed: false });
    expect(first.progress).toEqual({ done: 4, total: 4 });
    expect(first.counts).toMatchObject({
      checked: 4,
      clearToHit: 1,
      hitToClear: 0,
      toUnknown: 0,
      reported: 0,
    });
    const [change] = await desk.changes(first.id);
    expect(change).toMatchObject({
      submissionId: ids[1],
      registrationNo: (await world.numbers([ids[1] as number]))[0],
      change: 'clear_to_hit',
      before: 'clear',
      after: 'hit',
      reasons: ['BLACKLISTED'],
      status: 'verified',
      onlyReports: false,
    });
    expect(change?.nikMasked).toMatch(/^\d{6}\*{10}$/);
    expect((await rowsOf(ids)).map((row) => row['screening_outcome'])).toEqual([
      'clear',
      'hit',
      'clear',
      'clear',
    ]);
    expect((await done(waveId)).counts).toMatchObject({ checked: 4, clearToHit: 0, hitToOtherHit: 0 });

    await list('blacklist', []);
    const third = await done(waveId);
    expect(third.counts).toMatchObject({ checked: 4, clearToHit: 0, hitToClear: 1 });
    expect(await desk.changes(third.id, { change: 'hit_to_clear' })).toHaveLength(1);
    expect(await desk.changes(third.id, { change: 'clear_to_hit' })).toEqual([]);
  });

  it('warns of a list that gives no answer and makes everybody unknown by it, which is never clear', async () => {
    const waveId = await desk.wave();
    await world.people(2, { waveId });
    await list('education', [], '2026-01-05');
    const accepted = await desk.order(waveId);
    expect(accepted.body.unanswered).toEqual(['education']);
    expect((await desk.ended(accepted.body)).counts).toMatchObject({ checked: 2, toUnknown: 2 });
    await list('education', []);
    expect((await done(waveId)).counts).toMatchObject({ checked: 2, unknownToClear: 2 });
  });

  it('only reports on participants whom the PMO has confirmed: nothing of them changes, not even by raw SQL', async () => {
    const { batch, ids, people } = await world.acknowledged(3);
    const { clients, road } = world;
    const answers = [
      {
        registrationNo: (await world.numbers([ids[2] as number]))[0],
        result: 'RETURNED',
        pmoCode: 'KK_MISMATCH',
      },
    ];
    await clients.pmo.post(road.path(batch, 'answer'), { version: batch.version, answers });
    const { version } = await road.reload(batch.id);
    expect((await clients.pmo.post(road.path(batch, 'confirm-all'), { version })).status).toBe(200);
    expect(await world.statuses(ids)).toEqual(['confirmed', 'confirmed', 'pmo_returned']);
    const before = await rowsOf(ids);
    await list('blacklist', [people[0]?.nik as string, people[2]?.nik as string]);

    const settled = await road.reload(batch.id);
    expect(settled.status).toBe('settled');
    const order = await clients.coordinator.post<RescreenAccepted>(road.path(batch, 'rescreen'), {
      version: settled.version,
    });
    expect(order).toMatchObject({ status: 202, body: { count: 3 } });
    const report = await desk.ended(order.body);
    expect(report.counts).toMatchObject({ checked: 3, clearToHit: 2, reported: 3, reportedHits: 2 });
    const told = await desk.changes(report.id, { onlyReports: true });
    expect(told.map((one) => [one.submissionId, one.status, one.reasons])).toEqual([
      [ids[0], 'confirmed', ['BLACKLISTED']],
      [ids[2], 'pmo_returned', ['BLACKLISTED']],
    ]);
    expect(await rowsOf(ids)).toEqual(before);
    expect(await road.reload(batch.id)).toMatchObject({ version: settled.version, digest: settled.digest });
    const results = await world
      .write('screening_results')
      .where({ submission_id: ids[0] })
      .orderBy('id', 'desc');
    expect(results[0]).toMatchObject({ outcome: 'hit', trigger: 'demand' });
    const forced = world.write('submissions').where({ id: ids[0] });
    await expect(
      forced.update({ screening_result_id: (results[0] as { id: number }).id, screening_outcome: 'hit' }),
    ).rejects.toThrow(/GUARD_SUBMISSION_SCREENING_REPORTED/);
    // Found again: no change to tell, and still counted.
    const again = await clients.coordinator.post<RescreenAccepted>(road.path(batch, 'rescreen'), {
      version: settled.version,
    });
    expect((await desk.ended(again.body)).counts).toMatchObject({ clearToHit: 0, reportedHits: 2 });
    await list('blacklist', []);
  });

  it('screens the rows of one batch, seal and digest untouched, and stands in its history', async () => {
    const waveId = await desk.wave();
    const { ids, people } = await world.people(3, { waveId });
    const { road, clients } = world;
    const sealed = await road.seal(await road.open(waveId, ids.slice(0, 2)));
    await list(
      'prior_recipients',
      people.map(({ nik }) => nik),
    );
    const order = await clients.coordinator.post<RescreenAccepted>(road.path(sealed, 'rescreen'), {
      version: sealed.version,
    });
    const report = await desk.ended(order.body);
    expect(report).toMatchObject({
      batchId: sealed.id,
      batchNo: sealed.batchNo,
      counts: { checked: 2, clearToHit: 2 },
    });
    expect(await road.reload(sealed.id)).toMatchObject({
      status: 'sealed',
      digest: sealed.digest,
      version: sealed.version,
    });
    const history = await clients.coordinator.get<{ action: string }[]>(road.path(sealed, 'history'));
    expect(history.body.filter(({ action }) => action === 'rescreen')).toHaveLength(1);
    await list('prior_recipients', []);
  });

  it('is one job for two who order at once, and again for whoever orders while it waits', async () => {
    const waveId = await desk.wave();
    await world.people(2, { waveId });
    await dismiss();
    const two = await Promise.all([desk.order(waveId), desk.order(waveId, {}, world.clients.admin)]);
    expect(two.map(({ status }) => status)).toEqual([202, 202]);
    expect(two.map(({ body }) => body.repeated).sort()).toEqual([false, true]);
    const third = await desk.order(waveId);
    const jobs = [...two, third].map(({ body }) => body.jobId);
    expect(new Set(jobs).size).toBe(1);
    expect(await world.write('rescreenings').where({ wave_id: waveId })).toHaveLength(1);
    expect(await eventsOf(world.system, 'wave.rescreen-ordered', waveId)).toHaveLength(1);
    expect(await eventsOf(world.system, 'wave.rescreen-repeated', waveId)).toHaveLength(2);
    const raw = world.write('rescreenings').where({ wave_id: waveId }).first();
    const { id: _id, ...copy } = (await raw) as Record<string, unknown>;
    await expect(world.write('rescreenings').insert({ ...copy, job_id: 1 })).rejects.toThrow(/unique/i);
    hire();
    expect((await desk.ended(third.body)).counts.checked).toBe(2);
  });

  it('can be cancelled, keeps what it did, and begins anew when it is ordered again', async () => {
    const waveId = await desk.wave();
    await world.people(2, { waveId });
    await dismiss();
    const first = (await desk.order(waveId)).body;
    expect((await world.clients.coordinator.post(`/api/jobs/${first.jobId}/cancel`)).status).toBe(200);
    const second = (await desk.order(waveId)).body;
    expect(second).toMatchObject({ repeated: false });
    expect(second.jobId).not.toBe(first.jobId);
    hire();
    expect((await desk.ended(second)).counts.checked).toBe(2);
    expect(await desk.record(first.rescreeningId)).toMatchObject({ jobStatus: 'cancelled', endedAt: null });
  });

  it('goes on behind the last part when its process was killed: nobody left out, nobody counted twice', async () => {
    const waveId = await desk.wave();
    const people = Array.from({ length: 2400 }, (_, n) => person(30_000 + n, { birthDate: '1990-05-05' }));
    const ids = await register({ ...world.system, waveId }, people);
    await list('blacklist', people.filter((_one, index) => index % 100 === 0).map(({ nik }) => nik)); // prettier-ignore
    await dismiss();
    const { body } = await desk.order(waveId);
    const { services, accounts } = world.system;
    const leased = { status: 'running', lease_owner: 'dead', lease_until: new Date(0).toISOString() };
    await world.write('jobs').where({ id: body.jobId }).update(leased);
    const job = (await world.write('jobs').where({ id: body.jobId }).first()) as JobRow;
    const actor = accounts.coordinator;
    const killed = services.jobs.handlerOf(job.kind)?.({
      id: job.id,
      payload: JSON.parse(job.payload) as unknown,
      job,
      actor,
      checkpoint: null,
      progress: () => Promise.reject(new Error('killed')),
      act: (action, work) => services.audit.act({ action, actor, requestId: 'r' }, work),
    });
    await expect(killed).rejects.toThrow('killed');
    const half = (await desk.record(body.rescreeningId)).progress.done;
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(2400);
    hire();
    const report = await desk.ended(body);
    expect(report.counts).toMatchObject({ checked: 2400, unknownToClear: 2376, unknownToHit: 24 });
    expect(await desk.changes(report.id, { change: 'unknown_to_hit' })).toHaveLength(24);
    const [results] = (await world
      .write('screening_results')
      .join('submissions', 'submissions.id', 'screening_results.submission_id')
      .where({ wave_id: waveId })
      .count({ n: '*' })
      .countDistinct({ people: 'submission_id' })) as { n: number; people: number }[];
    expect([Number(results?.n), Number(results?.people)]).toEqual([ids.length, ids.length]);
    const parts = await eventsOf(world.system, 'rescreening.rows-screened', report.id);
    const told = parts.map(
      ({ body: text }) => (JSON.parse(text) as { details: { screened: number } }).details.screened,
    );
    expect(told.reduce((sum, n) => sum + n, 0)).toBe(2400);
    expect(await eventsOf(world.system, 'rescreening.ended', report.id)).toHaveLength(1);
    await list('blacklist', []);
  });

  it('says so when a list was loaded while it ran: part of the rows were asked in the older one', async () => {
    const waveId = await desk.wave();
    await world.people(1, { waveId });
    await dismiss();
    const { body } = await desk.order(waveId);
    await list('aid', []);
    hire();
    expect(await desk.ended(body)).toMatchObject({ listsRenewed: true });
  });

  it('is ordered by coordinator and administrator; the administrator reads its counts and nobody’s name', async () => {
    const waveId = await desk.wave();
    const { reviewer, approver, pmo, admin, auditor } = world.clients;
    expect(codesOf(await desk.order(waveId))).toEqual(['NOTHING_TO_SCREEN']);
    await world.people(1, { waveId });
    for (const one of [reviewer, approver, pmo, auditor])
      expect((await desk.order(waveId, {}, one)).status).toBe(403);
    expect((await desk.order(999_999)).status).toBe(404);
    expect((await desk.order(waveId, { version: 99 })).status).toBe(409);
    const { body } = await desk.order(waveId, {}, admin);
    await desk.ended(body);
    expect((await admin.get(`/api/rescreenings/${body.rescreeningId}`)).status).toBe(200);
    expect((await admin.get('/api/rescreening-changes')).status).toBe(403);
    expect((await auditor.get('/api/rescreening-changes')).status).toBe(200);
    const { rows } = await auditor.list<{ id: number }>('/api/rescreenings', { filter: { waveId } });
    expect(rows.map(({ id }) => id)).toEqual([body.rescreeningId]);
  });
});
