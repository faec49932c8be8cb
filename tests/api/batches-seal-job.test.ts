import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchDetail, BatchRecord } from '../../server/batches/batch-schema.ts';
import { verifyBatch } from '../../server/batches/batch-verify.ts';
import type { BatchRow } from '../../server/batches/batch-store.ts';
import type { JobRecord } from '../../server/jobs/job-schema.ts';
import { batchWorld, blockersOf, codesOf, type BatchWorld } from '../support/batch-world.ts';
import { fillList } from '../support/registered-people.ts';
import { ENGINES } from '../support/running-system.ts';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const yesterday = () => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

describe.each(ENGINES)('sealing by a job, on %s', (engine) => {
  let world: BatchWorld;
  beforeAll(async () => {
    world = await batchWorld(engine, { LOKET_BATCH_AT_ONCE: '2' });
  });
  afterAll(() => world.stop());

  const order = (batch: Pick<BatchRecord, 'id' | 'version'>) =>
    world.clients.coordinator.post<{ jobId: number }>(world.road.path(batch, 'seal'), {
      version: batch.version,
    });
  async function ended(jobId: number): Promise<JobRecord> {
    for (;;) {
      const { body } = await world.clients.coordinator.get<JobRecord>(`/api/jobs/${jobId}`);
      if (!['queued', 'running'].includes(body.status)) return body;
      await pause(30);
    }
  }
  /** An ordered seal whose job nobody has taken up yet: as if the worker were busy with something else. */
  async function waiting(count = 3) {
    const { ids, people } = await world.people(count);
    const batch = await world.road.open(world.system.waveId, ids);
    const busy = await world.write('jobs').insert({
      kind: 'batches.seal', status: 'queued', payload: '{}', run_at: '9999-12-31T00:00:00.000Z', created_by_id: world.system.accounts.coordinator.id,
      request_id: 'test', created_at: new Date().toISOString(),
    }).returning('id') as { id: number }[]; // prettier-ignore
    const jobId = busy[0]?.id as number;
    const { now, lists } = { now: new Date().toISOString(), lists: '[]' };
    await world.write('batch_runs').insert({
      batch_id: batch.id, batch_version: batch.version, action: 'seal', job_id: jobId, ordered_by_id: world.system.accounts.coordinator.id, ordered_at: now,
      total: count, found: '{"hits":{"count":0,"rows":[]},"unknown":{"count":0,"rows":[]}}', lists,
    }); // prettier-ignore
    return { ids, people, batch, jobId };
  }
  const go = async (jobId: number) => {
    await world.write('jobs').where({ id: jobId }).update({ run_at: new Date().toISOString() });
    return ended(jobId);
  };
  const findings = async (id: number) => {
    const { services } = world.system;
    const row = (await world.write('batches').where({ id }).first()) as BatchRow;
    const parts = { ...services, read: services.database.read, sealer: services.submissions.sealer };
    return (await verifyBatch(parts, row)).findings;
  };
  const drafts = (batchId: number) =>
    world.write('manifests').where({ batch_id: batchId }).whereNull('digest');

  it('answers a large batch with a job, and ends as a request would have', async () => {
    const { ids } = await world.people(5);
    const batch = await world.road.open(world.system.waveId, ids);
    const answer = await order(batch);
    expect([answer.status, Object.keys(answer.body)]).toEqual([202, ['jobId']]);
    const job = await ended(answer.body.jobId);
    expect(job).toMatchObject({ status: 'succeeded', kind: 'batches.seal', progress: { done: 5, total: 5 } });
    const sealed = await world.road.reload(batch.id);
    expect(sealed).toMatchObject({
      status: 'sealed', rowCount: 5, version: batch.version + 1, sealedById: world.system.accounts.coordinator.id,
      run: { state: 'done', screened: 5, written: 5, total: 5 },
    }); // prettier-ignore
    expect(sealed.seal?.digest).toBe(sealed.digest);
    expect(await findings(batch.id)).toEqual([]);
    const ratified = await world.road.ratify(await world.road.submit(await world.road.attach(sealed)));
    expect(ratified.status, JSON.stringify(ratified.body)).toBe(202);
  });

  it('seals a small batch in the request, as before', async () => {
    const { ids } = await world.people(2);
    const sealed = await world.road.seal(await world.road.open(world.system.waveId, ids));
    expect(sealed).toMatchObject({ status: 'sealed', rowCount: 2 });
    expect((await world.road.reload(sealed.id)).run).toBeNull();
  });

  it('refuses a stale version, and gives a repeated request the job it got', async () => {
    const { ids } = await world.people(3);
    const batch = await world.road.open(world.system.waveId, ids);
    expect((await order({ ...batch, version: batch.version - 1 })).status).toBe(409);
    const extra = { headers: { 'Idempotency-Key': `seal-${engine}` } };
    const send = () =>
      world.clients.coordinator.post<{ jobId: number }>(
        world.road.path(batch, 'seal'),
        { version: batch.version },
        extra,
      );
    const [one, other] = [await send(), await send()];
    expect([one.status, other.status, other.body.jobId]).toEqual([202, 202, one.body.jobId]);
    await ended(one.body.jobId);
  });

  it('lets nothing in the batch move while it is sealed: not by rule, not by raw SQL', async () => {
    const { ids, batch, jobId } = await waiting();
    const extra = await world.people(1);
    const post = (verb: string, body: object) =>
      world.clients.coordinator.post(world.road.path(batch, verb), { version: batch.version, ...body });
    for (const [verb, body] of [
      ['seal', {}],
      ['cancel', {}],
      ['rescreen', {}],
      ['rows', { ids: extra.ids }],
      ['rows/remove', { ids: [ids[0]], reason: 'keliru' }],
    ] as const) {
      const answer = await post(verb, body);
      expect([verb, answer.status, codesOf(answer)]).toEqual([verb, 409, ['SEALING']]);
      expect(blockersOf(answer)[0]).toMatchObject({ jobId });
    }
    const one = await world.clients.coordinator.get<{ version: number }>(`/api/submissions/${ids[0]}`);
    const withdrawn = await world.clients.coordinator.post(`/api/submissions/${ids[0]}/withdraw`, {
      version: one.body.version,
      note: 'tidak jadi',
    });
    expect([withdrawn.status, codesOf(withdrawn)]).toEqual([409, ['SEALING']]);
    const write = world.write;
    const row = write('submissions').where({ id: ids[0] });
    await expect(row.clone().update({ status: 'withdrawn', version: write.raw('version + 1') })).rejects.toThrow(/GUARD_SUBMISSION_UNDER_RUN/); // prettier-ignore
    await expect(row.clone().update({ round_no: 9 })).rejects.toThrow(/GUARD_SUBMISSION_SEALED_EVIDENCE/);
    await expect(write('batch_rows').where({ batch_id: batch.id }).update({ live: 0, removed_at: 'x' })).rejects.toThrow(/GUARD_BATCH_ROW_UPDATE_UNDER_RUN/); // prettier-ignore
    await expect(
      write('batch_rows').insert({
        batch_id: batch.id,
        submission_id: extra.ids[0],
        added_by_id: 1,
        added_at: 'x',
      }),
    ).rejects.toThrow(/GUARD_BATCH_ROW_INSERT_UNDER_RUN/);
    await expect(write('batches').where({ id: batch.id }).update({ status: 'cancelled', version: batch.version + 1 })).rejects.toThrow(/GUARD_BATCH_UNDER_RUN/); // prettier-ignore
    await expect(write('batch_runs').where({ job_id: jobId }).update({ total: 1 })).rejects.toThrow(/GUARD_BATCH_RUN_UPDATE/); // prettier-ignore
    await expect(write('batch_runs').where({ job_id: jobId }).delete()).rejects.toThrow(
      /GUARD_BATCH_RUN_DELETE/,
    );
    expect((await go(jobId)).status).toBe('succeeded');
    expect(await findings(batch.id)).toEqual([]);
  });

  it('gives the batch back when the job is cancelled, and keeps nothing half-written', async () => {
    const { ids, batch, jobId } = await waiting();
    const [draft] = (await world.write('manifests')
      .insert({ batch_id: batch.id, row_count: 3, screening_as_of: 'x', sealed_by_id: 1, sealed_at: 'x' })
      .returning('id')) as { id: number }[]; // prettier-ignore
    await world.write('batch_runs').where({ job_id: jobId }).update({ manifest_id: draft?.id });
    expect((await world.clients.coordinator.post(`/api/jobs/${jobId}/cancel`, {})).status).toBe(200);
    expect((await world.road.reload(batch.id)).run).toMatchObject({ state: 'given_up' });
    const less = await world.clients.coordinator.post<BatchRecord>(world.road.path(batch, 'rows/remove'), {
      ids: [ids[0]], reason: 'keliru', version: batch.version,
    }); // prettier-ignore
    expect(less.body).toMatchObject({ rowCount: 2 });
    const more = await world.people(2);
    await world.clients.coordinator.post(world.road.path(batch, 'rows'), { ids: more.ids });
    const again = await order(await world.road.reload(batch.id));
    expect(again.status).toBe(202);
    expect((await ended(again.body.jobId)).status).toBe('succeeded');
    expect(await drafts(batch.id)).toEqual([]);
    expect(await world.road.reload(batch.id)).toMatchObject({ status: 'sealed', rowCount: 4 });
    expect(await findings(batch.id)).toEqual([]);
  });

  it('leaves the batch open and names who is not clear, as it stood before', async () => {
    const { ids, people, batch, jobId } = await waiting(4);
    await fillList(world.system, 'blacklist', [people[2]?.nik as string], { asOf: yesterday() });
    const job = await go(jobId);
    expect([job.status, job.error]).toEqual(['failed', expect.stringContaining('BLOCKED') as string]);
    const after = await world.road.reload(batch.id);
    expect(after).toMatchObject({ status: 'open', version: batch.version, digest: null, rowCount: 4 });
    const [number] = await world.numbers([ids[2] as number]);
    expect(after.run).toMatchObject({
      state: 'refused',
      blockers: [{ code: 'SCREENING_HIT', count: 1, rows: [{ id: ids[2], registrationNo: number, reasons: ['BLACKLISTED'] }] }],
    }); // prettier-ignore
    expect(await drafts(batch.id)).toEqual([]);
    const out = await world.clients.coordinator.post(world.road.path(batch, 'rows/remove'), {
      ids: [ids[2]], reason: 'daftar hitam', version: batch.version,
    }); // prettier-ignore
    expect(out.status).toBe(200);
    const sealed = await order(await world.road.reload(batch.id));
    expect((await ended(sealed.body.jobId)).status).toBe('succeeded');
  });

  it('screens again where a newer list came in behind the rows it had screened', async () => {
    const { ids, people, batch, jobId } = await waiting(3);
    const [{ last } = { last: 0 }] = (await world
      .write('batch_rows')
      .where({ batch_id: batch.id })
      .max({ last: 'id' })) as { last: number }[];
    // All were screened; the list that names one of them is newer than that.
    await world.write('batch_runs').where({ job_id: jobId }).update({ screened: 3, screened_row: last });
    await fillList(world.system, 'blacklist', [people[0]?.nik as string], { asOf: yesterday() });
    expect((await go(jobId)).status).toBe('failed');
    expect(await world.road.reload(batch.id)).toMatchObject({
      status: 'open',
      run: { state: 'refused', blockers: [{ code: 'SCREENING_HIT', rows: [{ id: ids[0] }] }] },
    });
    expect(await drafts(batch.id)).toEqual([]);
  });

  it('makes one job of two orders at once', async () => {
    const { ids } = await world.people(6);
    const batch = await world.road.open(world.system.waveId, ids);
    const answers = await Promise.all([order(batch), order(batch), order(batch)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
    const jobId = answers.find(({ status }) => status === 202)?.body.jobId as number;
    expect((await ended(jobId)).status).toBe('succeeded');
    const { body } = await world.clients.coordinator.get<BatchDetail>(`/api/batches/${batch.id}`);
    expect(body.status).toBe('sealed');
    expect(await world.write('manifests').where({ batch_id: batch.id })).toHaveLength(1);
  });
});
