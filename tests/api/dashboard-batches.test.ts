import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dashboard } from '../../server/dashboard/dashboard-schema.ts';
import { batchRoad, logInAll, type Clients } from '../support/batch-road.ts';
import { ENGINES, startSystem, type ApiClient, type RunningSystem } from '../support/running-system.ts';
import { loadEmptyLists, verifyPeople } from '../support/verified-people.ts';

describe.each(ENGINES)('batches on the home pages, on %s', (engine) => {
  let system: RunningSystem;
  let clients: Clients;
  let road: ReturnType<typeof batchRoad>;
  beforeAll(async () => {
    system = await startSystem({ engine });
    await loadEmptyLists(system);
    clients = await logInAll(system);
    road = batchRoad(clients);
  });
  afterAll(() => system?.stop());

  const figures = async (client: ApiClient) => (await client.get<Dashboard>('/api/dashboard')).body;
  const codes = (one: NonNullable<Dashboard['batches']>[number] | undefined) =>
    (one?.blockers ?? []).map(({ code }) => code);

  it('follow a batch from hand to hand, with what keeps it, until the PMO has answered', async () => {
    const { ids } = await verifyPeople(system, 2, { from: 1 });
    let batch = await road.seal(await road.open(system.waveId, ids));
    const [sealed] = (await figures(clients.coordinator)).batches ?? [];
    expect(sealed).toMatchObject({ id: batch.id, status: 'sealed', rowCount: 2, waveName: 'Gelombang Uji' });
    expect(codes(sealed).length).toBeGreaterThan(0);
    expect((await figures(clients.approver)).batches).toEqual([]);

    batch = await road.submit(await road.attach(batch));
    const [waiting] = (await figures(clients.approver)).batches ?? [];
    expect(waiting).toMatchObject({
      id: batch.id,
      status: 'awaiting_ratification',
      checksFresh: true,
      blockers: [],
    });
    expect((await figures(clients.coordinator)).batches).toEqual([]);

    const papers = (
      await clients.coordinator.list<{ id: number }>('/api/documents', { filter: { batchId: batch.id } })
    ).rows;
    expect(papers).toHaveLength(2);
    const content = `/api/documents/${papers[0]?.id}/content`;
    expect((await clients.pmo.get(content)).status).toBe(404);
    expect((await clients.intake.get(content)).status).toBe(404);

    const ratified = await road.ratify(batch);
    expect(ratified.status).toBe(200);
    expect((await figures(clients.coordinator)).wave?.ratified).toBe(2);
    await road.acknowledge(await road.forward(ratified.body));
    const [delivery] = (await figures(clients.pmo)).deliveries ?? [];
    expect(delivery).toMatchObject({
      batchId: batch.id,
      status: 'acknowledged',
      sent: 2,
      confirmed: 0,
      pending: 2,
    });
    expect((await clients.pmo.get(content)).status).toBe(200);
  });

  it('say that checks are no longer fresh, once they are older than the wave allows', async () => {
    const { ids } = await verifyPeople(system, 1, { from: 50 });
    await road.awaiting(system.waveId, ids);
    const { database } = system.services;
    await database.write('waves').where({ id: system.waveId }).update({ check_max_age_days: 0 });
    try {
      const waiting = (await figures(clients.approver)).batches?.at(-1);
      expect(waiting?.checksFresh).toBe(false);
      expect(codes(waiting)).toContain('STALE_CHECK');
    } finally {
      await database.write('waves').where({ id: system.waveId }).update({ check_max_age_days: 30 });
    }
  });
});
