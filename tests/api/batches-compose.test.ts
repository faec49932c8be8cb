import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  BatchProjection,
  CompositionPlace,
  CompositionRecord,
} from '../../server/batches/composition-schema.ts';
import type { BatchRecord } from '../../server/batches/batch-schema.ts';
import { lotOf } from '../../server/batches/waiting-order.ts';
import { batchWorld, codesOf, type BatchWorld } from '../support/batch-world.ts';
import { verifyAgain } from '../support/second-round.ts';
import { ENGINES } from '../support/running-system.ts';

describe.each(ENGINES)('composing by filter on %s', (engine) => {
  let world: BatchWorld;
  let semarang: number[];
  let surakarta: number[];
  const body = (filter: Record<string, unknown> = {}, more: Record<string, unknown> = {}) => ({
    waveId: world.system.waveId,
    channel: 'offline',
    filter,
    ...more,
  });
  const project = async (filter: Record<string, unknown> = {}) => {
    const answer = await world.clients.coordinator.post<BatchProjection>(
      '/api/batches/projection',
      body(filter),
    );
    expect([answer.status, answer.body]).toMatchObject([200, {}]);
    return answer.body;
  };
  const compose = (filter: Record<string, unknown>, expectedCount: number, split: unknown = { by: 'none' }) =>
    world.clients.coordinator.post<CompositionRecord>(
      '/api/batches/bulk/compose',
      body(filter, { expectedCount, split }),
    );
  const places = async (id: number) =>
    (await world.clients.auditor.list<CompositionPlace>(`/api/batch-compositions/${id}/places`)).rows;
  const quota = (left: number) =>
    world.write('waves').where({ id: world.system.waveId }).update({ quota: left });

  beforeAll(async () => {
    world = await batchWorld(engine);
    semarang = (await world.people(5)).ids;
    surakarta = (await world.people(3, { office: 'dinas-3372', keyedBy: 'intake2', proposer: 'ORMAS' })).ids;
  });
  afterAll(() => world.stop());

  it('tells before anything is made who fits, how they divide, and what stands in the way', async () => {
    const { write } = world;
    await write('submissions')
      .where({ id: semarang[4] })
      .update({ status: 'in_review', decided_by_id: null, version: write.raw('version + 1') });
    const found = await project();
    expect(found).toMatchObject({
      found: 8,
      fits: 7,
      quota: { quota: 1000, taken: 0, left: 1000 },
      blockers: [{ code: 'NOT_VERIFIED', count: 1, excludes: true }],
      approvers: [{ name: 'Petugas approver', barred: 0 }],
      cut: null,
    });
    expect(found.by.proposer).toEqual([
      { key: 'DINAS', rows: 4 },
      { key: 'ORMAS', rows: 3 },
    ]);
    expect(found.by.sex.reduce((sum, { rows }) => sum + rows, 0)).toBe(7);
    expect(found.by.education).toEqual([{ key: 'SMA', rows: 7 }]);
    expect((await project({ officeId: world.system.offices['dinas-3372'] })).fits).toBe(3);
  });

  it('says who of the approvers had a hand on the rows', async () => {
    const { write, system } = world;
    const approver = system.accounts.approver.id;
    await write('submission_transitions').insert({
      submission_id: surakarta[0],
      action: 'verify',
      from_status: 'in_review',
      to_status: 'verified',
      actor_id: approver,
      actor_role: 'reviewer',
      at: new Date().toISOString(),
      request_id: 'test',
    });
    const found = await project();
    expect(found.approvers).toMatchObject([{ barred: 1 }]);
    expect(found.blockers).toContainEqual({ code: 'NO_APPROVER', count: 1, excludes: false });
  });

  it('refuses where the filter finds another number than was seen, and makes nothing', async () => {
    const refused = await compose({}, 6);
    expect([refused.status, codesOf(refused)]).toEqual([409, ['COUNT_CHANGED']]);
    expect(await world.write('batches')).toHaveLength(0);
    expect((await compose({ status: 'draft' }, 0)).status).toBe(409);
    expect((await world.clients.approver.post('/api/batches/projection', body())).status).toBe(403);
  });

  it('divides by size in one act with one receipt', async () => {
    const made = await compose({ officeId: world.system.offices['dinas-3374'] }, 4, { by: 'size', size: 3 });
    expect(made.status).toBe(202);
    expect(made.body).toMatchObject({ found: 5, fits: 4, taken: 4, leftOut: 0, placed: 4, jobId: null, seed: null });
    expect(made.body.batches.map(({ rowCount, status }) => [rowCount, status])).toEqual([[3, 'open'], [1, 'open']]); // prettier-ignore
    const [first] = made.body.batches;
    const again = await world.clients.auditor.get<CompositionRecord>(`/api/batch-compositions/${made.body.id}`);
    expect(again.body).toEqual(made.body);
    expect((await world.clients.intake.get(`/api/batch-compositions/${made.body.id}`)).status).toBe(403);
    expect(first?.officeId).toBeNull();
  }); // prettier-ignore

  it('cuts the waiting list by an order anybody can recompute, and says of each why they are in or out', async () => {
    const { write } = world;
    // Four places are held; two are left for three, of whom one was verified a day later.
    await quota(6);
    await write('submissions')
      .where({ id: surakarta[0] })
      .update({ decided_at: new Date(Date.now() + 2 * 86_400_000).toISOString() });
    const projection = await project({ status: 'verified' });
    expect(projection).toMatchObject({ fits: 3, quota: { left: 2 }, cut: { leftOut: 1 } });
    const seed = projection.cut?.seed ?? '';
    expect((await project({ status: 'verified' })).cut?.seed).toBe(seed);
    const made = await compose({ status: 'verified' }, 3);
    expect(made.body).toMatchObject({ taken: 2, leftOut: 1, seed, rule: 'aid-day-lot@1' });
    const list = await places(made.body.id);
    expect(list.map(({ position, taken }) => [position, taken])).toEqual([[1, true], [2, true], [3, false]]); // prettier-ignore
    for (const one of list) expect(one.lot).toBe(lotOf(seed, one.registrationNo));
    expect(list.slice(0, 2).map(({ lot }) => lot)).toEqual(
      list
        .slice(0, 2)
        .map(({ lot }) => lot)
        .sort(),
    );
    const [outside] = await world.numbers([surakarta[0] as number]);
    expect(list[2]).toMatchObject({ registrationNo: outside, batchId: null, status: 'verified' });
    await expect(
      write('waiting_list_seeds').update({ seed: 'b'.repeat(64) }),
      'the seed is drawn once',
    ).rejects.toThrow(/GUARD_WAITING_LIST_SEEDS_UPDATE/);
    await expect(write('composition_places').update({ part: 1 })).rejects.toThrow(/GUARD_/);

    await quota(1000);
    const left = await project({ leftOutOfId: made.body.id, status: 'verified' });
    expect(left.fits).toBe(1);
    const carried = await compose({ leftOutOfId: made.body.id, status: 'verified' }, 1, { by: 'office' });
    expect(carried.body.batches).toMatchObject([
      { rowCount: 1, officeId: world.system.offices['dinas-3372'] },
    ]);
  });

  it('refuses with the quota where no place is left', async () => {
    const { write, system } = world;
    await write('submissions')
      .where({ id: semarang[4] })
      .update({
        status: 'rejected',
        decided_by_id: system.accounts.reviewer.id,
        version: write.raw('version + 1'),
      });
    await world.people(1);
    await quota(7);
    const refused = await compose({ status: 'verified' }, 1);
    expect([refused.status, codesOf(refused)]).toEqual([409, ['QUOTA']]);
    await quota(1000);
  });

  it('goes on as a job above two thousand rows, and the receipt counts what it has placed', async () => {
    const { people, clients } = world;
    await quota(100_000);
    await people(2001, { office: 'dinas-3372', keyedBy: 'intake2', proposer: 'SERIKAT' });
    const made = await compose({ proposer: 'SERIKAT' }, 2001, { by: 'size', size: 1500 });
    expect(made.body).toMatchObject({ taken: 2001, placed: 0, batches: [] });
    await expect
      .poll(async () => (await clients.coordinator.get(`/api/jobs/${made.body.jobId}`)).body['status'], {
        timeout: 120_000,
        interval: 250,
      })
      .toBe('succeeded');
    const receipt = await clients.auditor.get<CompositionRecord>(`/api/batch-compositions/${made.body.id}`);
    expect(receipt.body.placed).toBe(2001);
    expect(receipt.body.batches.map(({ rowCount }) => rowCount)).toEqual([1500, 501]);
  });

  it('carries returned rows over into the next round, with the batch they came from', async () => {
    const { people, road, clients, numbers, system } = world;
    const { ids } = await people(3);
    const batch = await road.acknowledged(system.waveId, ids);
    const [a, b] = await numbers(ids);
    await clients.pmo.post(road.path(batch, 'answer'), {
      version: batch.version,
      answers: [a, b].map((registrationNo) => ({
        registrationNo,
        result: 'RETURNED',
        pmoCode: 'DOB_MISMATCH',
      })),
    });
    await verifyAgain(world, ids[0] as number);
    const found = await project({ carriedFromBatchId: batch.id });
    expect(found).toMatchObject({ found: 1, fits: 1, by: { round: [{ key: '2', rows: 1 }] } });
    const made = await compose({ carriedFromBatchId: batch.id }, 1);
    const [next] = made.body.batches;
    const rows = await clients.auditor.list<{ carriedFromId: number; carriedFromNo: string }>(
      `/api/batches/${next?.id}/rows`,
    );
    expect(rows.rows).toMatchObject([{ carriedFromId: batch.id, carriedFromNo: batch.batchNo }]);
    const record = await clients.coordinator.get<BatchRecord & { compositionId: number }>(
      `/api/batches/${next?.id}`,
    );
    expect(record.body).toMatchObject({ roundNo: 2, compositionId: made.body.id });
    await expect(
      world.write('batch_rows').insert({
        batch_id: next?.id,
        submission_id: ids[2],
        added_by_id: system.accounts.coordinator.id,
        added_at: new Date().toISOString(),
        carried_from_id: batch.id,
      }),
    ).rejects.toThrow(/GUARD_BATCH_ROW/);
  });
});
