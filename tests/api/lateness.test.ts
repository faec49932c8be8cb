import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RowsAdded } from '../../server/batches/batch-schema.ts';
import type { BatchProjection } from '../../server/batches/composition-schema.ts';
import type { LateCorrectionRecord, LateOverrideRecord } from '../../server/lateness/lateness-schema.ts';
import { batchWorld, codesOf, type BatchWorld } from '../support/batch-world.ts';
import { DAY_MS, ENGINES } from '../support/running-system.ts';

const REASON = 'kantor kebanjiran pada hari terakhir';
const iso = (at: number) => new Date(at).toISOString();

describe.each(ENGINES)('late corrections on %s', (engine) => {
  let world: BatchWorld;
  let ids: number[];
  const order = (values: Record<string, unknown> = {}, as: 'coordinator' | 'approver' = 'coordinator') =>
    world.clients[as].post<LateOverrideRecord>('/api/late-overrides', {
      waveId: world.system.waveId,
      act: 'compose',
      reason: REASON,
      until: iso(Date.now() + DAY_MS),
      ...values,
    });
  const consent = (one: LateOverrideRecord, as: 'coordinator' | 'approver' = 'approver') =>
    world.clients[as].post<LateOverrideRecord>(`/api/late-overrides/${one.id}/consent`, {
      version: one.version,
    });
  const corrections = async (filter: Record<string, unknown> = {}) =>
    (await world.clients.auditor.list<LateCorrectionRecord>('/api/late-corrections', { filter })).rows;
  const deadline = (at: string | null) =>
    world.write('waves').where({ id: world.system.waveId }).update({ handover_deadline: at });

  beforeAll(async () => {
    world = await batchWorld(engine);
    ({ ids } = await world.people(4));
    await deadline(iso(Date.now() - DAY_MS));
  });
  afterAll(() => world.stop());

  it('lets nothing into a batch after the deadline, neither by the page nor by raw SQL', async () => {
    const { clients, system, write } = world;
    const batch = (
      await clients.coordinator.post<{ id: number }>('/api/batches', {
        waveId: system.waveId,
        channel: 'offline',
      })
    ).body;
    const refused = await clients.coordinator.post<RowsAdded>(`/api/batches/${batch.id}/rows`, { ids });
    expect(refused.body).toMatchObject({ added: 0, reasons: [{ code: 'AFTER_DEADLINE', count: 4 }] });
    const projection = await clients.coordinator.post<BatchProjection>('/api/batches/projection', {
      waveId: system.waveId,
      channel: 'offline',
    });
    expect(projection.body).toMatchObject({ fits: 0, blockers: [{ code: 'AFTER_DEADLINE', count: 4 }] });
    await expect(
      write('batch_rows').insert({
        batch_id: batch.id,
        submission_id: ids[0],
        added_by_id: system.accounts.coordinator.id,
        added_at: iso(Date.now()),
      }),
    ).rejects.toThrow(/GUARD_BATCH_ROW_LATE/);
  });

  it('takes an order with a reason from a coordinator, and the consent of an approver, never of one person', async () => {
    const { write, system, clients } = world;
    expect((await order({}, 'approver')).status).toBe(403);
    expect((await order({ reason: 'telat' })).status).toBe(422);
    expect((await order({ until: iso(Date.now() - 1000) })).status).toBe(422);
    const made = await order({ officeId: system.offices['dinas-3372'] });
    expect(made.status).toBe(201);
    expect((await consent(made.body, 'coordinator')).status).toBe(403);
    // Ordered is not consented, and another office's is not this one's.
    expect((await consent(made.body)).body).toMatchObject({ status: 'consented', used: 0 });
    expect((await consent(made.body)).status).toBe(409);
    const batch = await clients.coordinator.post<{ id: number }>('/api/batches', { waveId: system.waveId, channel: 'offline' }); // prettier-ignore
    const still = await clients.coordinator.post<RowsAdded>(`/api/batches/${batch.body.id}/rows`, { ids });
    expect(still.body.added).toBe(0);

    const declined = (await order()).body;
    const answer = await clients.approver.post<LateOverrideRecord>(
      `/api/late-overrides/${declined.id}/decline`,
      { version: declined.version, note: 'belum ada berita acara' },
    );
    expect(answer.body).toMatchObject({ status: 'declined', answerNote: 'belum ada berita acara' });
    const raw = (values: Record<string, unknown>) =>
      write('late_overrides').where({ id: declined.id }).update(values);
    await expect(raw({ status: 'consented' })).rejects.toThrow(/GUARD_LATE_OVERRIDE_ANSWER/);
    const open = (await order()).body;
    const by = (id: number) =>
      write('late_overrides')
        .where({ id: open.id })
        .update({ status: 'consented', answered_by_id: id, answered_at: iso(Date.now()) });
    await expect(by(system.accounts.coordinator.id)).rejects.toThrow();
    await expect(by(system.accounts.reviewer.id)).rejects.toThrow(/GUARD_LATE_OVERRIDE_ANSWER/);
    await expect(write('late_overrides').where({ id: open.id }).delete()).rejects.toThrow(/GUARD_/);
    await expect(
      write('late_overrides').insert({
        wave_id: system.waveId, act: 'compose', reason: REASON, until: iso(Date.now() + DAY_MS), status: 'consented',
        ordered_by_id: system.accounts.coordinator.id, ordered_at: iso(Date.now()), answered_by_id: system.accounts.approver.id, answered_at: iso(Date.now()),
      }),
    ).rejects.toThrow(/GUARD_LATE_OVERRIDE_ORDER/); // prettier-ignore
  });

  it('is not consented to by whoever ordered it, whatever their role has become', async () => {
    const { write, system } = world;
    const made = (await order()).body;
    const me = () => write('staff').where({ id: system.accounts.coordinator.id });
    await me().update({ role: 'approver' });
    const risen = await system.login('coordinator');
    const own = await risen.post(`/api/late-overrides/${made.id}/consent`, { version: made.version });
    await me().update({ role: 'coordinator' });
    expect([own.status, own.body]).toMatchObject([409, { code: 'OWN_ORDER' }]);
    world.clients.coordinator = await system.login('coordinator');
    await world.clients.approver.post(`/api/late-overrides/${made.id}/decline`, {
      version: made.version,
      note: 'tidak jadi',
    });
  });

  it('lists every row that came in late, with the reason, for the auditor', async () => {
    const { clients, system, write } = world;
    const made = (await order({ officeId: system.offices['dinas-3374'] })).body;
    await consent(made);
    const batch = await world.road.open(system.waveId, ids);
    expect(batch.rowCount).toBe(4);
    const found = await corrections({ overrideId: made.id });
    expect(found).toHaveLength(4);
    expect(found[0]).toMatchObject({ act: 'compose', batchNo: batch.batchNo, reason: REASON });
    expect(await corrections({ act: 'resubmit' })).toEqual([]);
    const overrides = await clients.auditor.list<LateOverrideRecord>('/api/late-overrides', {
      filter: { status: 'consented' },
    });
    expect(overrides.rows.find(({ id }) => id === made.id)).toMatchObject({ used: 4 });
    expect((await clients.intake.get('/api/late-corrections')).status).toBe(403);
    await expect(write('late_corrections').delete()).rejects.toThrow(/GUARD_LATE_CORRECTIONS_DELETE/);
  });

  it('holds back a correction submitted after the deadline until its override, and lists it', async () => {
    const { write, clients, system } = world;
    const [id] = (await world.people(1)).ids as [number];
    for (const values of [{ status: 'in_review', decided_by_id: null }, { status: 'needs_correction' }])
      await write('submissions')
        .where({ id })
        .update({ ...values, version: write.raw('version + 1') });
    const current = async () =>
      (await clients.intake.get<{ version: number; status: string }>(`/api/submissions/${id}`)).body;
    const resubmit = async () =>
      clients.intake.post(`/api/submissions/${id}/resubmit`, { version: (await current()).version });
    const refused = await resubmit();
    expect([refused.status, codesOf(refused)]).toEqual([409, ['AFTER_DEADLINE']]);
    await expect(
      write('submissions')
        .where({ id })
        .update({ status: 'submitted', updated_at: iso(Date.now()), version: write.raw('version + 1') }),
    ).rejects.toThrow(/GUARD_SUBMISSION_LATE/);
    await consent((await order({ act: 'resubmit' })).body);
    expect((await resubmit()).status).toBe(200);
    expect(await corrections({ act: 'resubmit' })).toMatchObject([{ submissionId: id, batchId: null }]);
    expect((await current()).status).toBe('submitted');
    expect(system.waveId).toBeGreaterThan(0);
  });
});
