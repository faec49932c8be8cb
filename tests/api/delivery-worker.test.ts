import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchRecord } from '../../server/batches/batch-schema.ts';
import { startPmoSimulator, type PmoSimulator } from '../../server/forwarding/pmo-simulator.ts';
import type { DeliveryResult } from '../../server/forwarding/pmo-answer-rules.ts';
import type { PmoClient } from '../../server/forwarding/pmo-client.ts';
import type { SendingState } from '../../server/forwarding/sending-schema.ts';
import { batchWorld, type BatchWorld } from '../support/batch-world.ts';
import { hastyClient, outboxOf, PMO_TOKEN, workerOn } from '../support/pmo-desk.ts';
import { ENGINES } from '../support/running-system.ts';

const at = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();

describe.each(ENGINES)('the worker of the outbox, on %s', (engine) => {
  let world: BatchWorld;
  let pmo: PmoSimulator;
  let outbox: ReturnType<typeof outboxOf>;
  const worker = () => workerOn(world, hastyClient(pmo.url));

  beforeAll(async () => {
    world = await batchWorld(engine);
    await world.system.services.dispatchWorker.drain();
    outbox = outboxOf(world);
    pmo = await startPmoSimulator({ token: PMO_TOKEN, slowMs: 50 });
  });
  afterAll(async () => {
    await pmo.stop();
    await world.stop();
  });

  const sent = async (count = 1): Promise<BatchRecord> => {
    const { ids } = await world.people(count);
    return world.road.forward(await world.road.ratified(world.system.waveId, ids));
  };
  const heldOf = async (batch: BatchRecord) => {
    const { dispatchNo } = await outbox.last(batch);
    return pmo.received.all().filter((one) => one.dispatchNo === dispatchNo);
  };
  const statusOf = async (batch: BatchRecord) => (await outbox.last(batch)).status;

  it('shares the work of three without sending anything twice', async () => {
    pmo.behave([{ fault: 'slow', when: { every: 1 } }]);
    const batches: BatchRecord[] = [];
    for (let no = 0; no < 6; no += 1) batches.push(await sent());
    const workers = [worker(), worker(), worker()];
    for (let turn = 0; turn < 3; turn += 1) await Promise.all(workers.map((one) => one.turn()));
    for (const batch of batches) {
      expect(await statusOf(batch)).toBe('acknowledged');
      expect(await heldOf(batch)).toMatchObject([{ arrivals: 1, digest: batch.digest }]);
    }
    expect(pmo.counts()).toEqual({ deliveries: 6, questions: 0 });
  });

  it('asks about what a worker died sending, before it sends it again', async () => {
    pmo.behave([]);
    const [arrived, lost] = [await sent(), await sent()];
    // Both workers died after they had begun; one delivery had come as far as the PMO.
    const dying = { status: 'sending', lease_owner: 'dying', lease_until: at(60_000) };
    await outbox.rows(lost).update(dying);
    const cutOff: PmoClient = {
      ...hastyClient(pmo.url),
      deliver: async (...about) => {
        await outbox.rows(arrived).update(dying);
        return hastyClient(pmo.url).deliver(...about);
      },
    };
    await workerOn(world, cutOff).turn();
    expect([await statusOf(arrived), await statusOf(lost)]).toEqual(['sending', 'sending']);
    for (const batch of [arrived, lost]) await outbox.rows(batch).update({ lease_until: at(-1000) });
    await worker().turn();
    expect(pmo.counts()).toEqual({ deliveries: 2, questions: 2 });
    for (const batch of [arrived, lost]) {
      expect(await statusOf(batch)).toBe('acknowledged');
      expect(await heldOf(batch)).toMatchObject([{ arrivals: 1 }]);
    }
  });

  it('lets a worker whose lease was taken over write nothing', async () => {
    pmo.behave([]);
    const batch = await sent();
    const client = hastyClient(pmo.url);
    const overtaken: PmoClient = {
      ...client,
      deliver: async (...about): Promise<DeliveryResult> => {
        // It sleeps, its lease runs out, and another one delivers.
        await outbox.rows(batch).update({ lease_until: at(-1000) });
        await worker().turn();
        return client.deliver(...about);
      },
    };
    await workerOn(world, overtaken).turn();
    const dispatch = await outbox.last(batch);
    expect(dispatch).toMatchObject({ status: 'acknowledged', attempts: 2 });
    expect(dispatch.attemptLog.map(({ kind, result }) => `${kind} ${result}`)).toEqual([
      'ask absent',
      'send accepted',
    ]);
    expect(await heldOf(batch)).toMatchObject([{ arrivals: 2 }]);
    expect(await world.write('pmo_deliveries').where({ dispatch_id: dispatch.id })).toHaveLength(1);
  });

  it('takes no harm from a clock that ran ahead or fell back', async () => {
    pmo.behave([]);
    const [ahead, waiting, held, soon] = [await sent(), await sent(), await sent(), await sent()];
    // Written by a server whose clock was a day ahead: no lease and no wait lasts that long.
    await outbox.rows(ahead).update({ lease_owner: 'dead', lease_until: at(86_400_000) });
    await outbox.rows(waiting).update({ next_attempt_at: at(86_400_000) });
    // Honest ones are kept.
    await outbox.rows(held).update({ lease_owner: 'alive', lease_until: at(60_000) });
    await outbox.rows(soon).update({ next_attempt_at: at(600_000) });
    await worker().turn();
    expect(await Promise.all([ahead, waiting, held, soon].map(statusOf))).toEqual([
      'acknowledged',
      'acknowledged',
      'queued',
      'queued',
    ]);
    // Back to a clock that is right: nothing is sent again.
    await outbox.rows(held).update({ lease_until: null });
    await outbox.due(soon);
    await worker().turn();
    for (const batch of [ahead, waiting, held, soon])
      expect(await heldOf(batch)).toMatchObject([{ arrivals: 1 }]);
  });

  it('outlasts an hour without the PMO and calls nobody for it', async () => {
    const down = await startPmoSimulator({ token: PMO_TOKEN });
    const port = Number(new URL(down.url).port);
    const batch = await sent();
    await down.stop();
    const patient = workerOn(world, hastyClient(down.url));
    let waited = 0;
    while (waited < 3_600_000) {
      await patient.turn();
      const dispatch = await outbox.last(batch);
      expect(dispatch).toMatchObject({ status: 'queued', lastError: 'unreachable: CONNECT_FAILED' });
      waited += Date.parse(dispatch.nextAttemptAt) - Date.now();
      await outbox.due(batch);
    }
    const back = await startPmoSimulator({ token: PMO_TOKEN, port });
    try {
      await patient.turn();
      expect(await statusOf(batch)).toBe('acknowledged');
      expect(back.received.all()).toMatchObject([{ arrivals: 1, digest: batch.digest }]);
    } finally {
      await back.stop();
    }
  });

  it('leaves a PMO alone that fails again and again, and costs the others no attempt', async () => {
    const batches = [await sent(), await sent(), await sent()];
    const nowhere = await startPmoSimulator({ token: PMO_TOKEN });
    await nowhere.stop();
    const client = hastyClient(nowhere.url);
    const resting = workerOn(world, client, { rest: { failuresToRest: 2, restMs: 3000 } });
    await resting.turn();
    await resting.turn();
    const attempts = await Promise.all(batches.map(async (batch) => (await outbox.last(batch)).attempts));
    expect(attempts.sort()).toEqual([0, 1, 1]);
    // Once the rest is over one of them is tried, and tells for all.
    await new Promise((resolve) => setTimeout(resolve, 3100));
    await Promise.all(batches.map((batch) => outbox.due(batch)));
    await resting.turn();
    const after = await Promise.all(batches.map(async (batch) => (await outbox.last(batch)).attempts));
    expect(after.reduce((sum, one) => sum + one, 0)).toBe(3);
    await Promise.all(batches.map((batch) => outbox.due(batch)));
    await worker().turn();
    expect(await Promise.all(batches.map(statusOf))).toEqual([
      'acknowledged',
      'acknowledged',
      'acknowledged',
    ]);
  });

  it('is cut off in mid-delivery by "stop sending", asks what became of it, and goes on when told to', async () => {
    pmo.behave([{ fault: 'hang', when: { from: 1, to: 1 } }]);
    const { coordinator, admin, auditor, pmo: desk } = world.clients;
    const [under, waiting] = [await sent(), await sent()];
    await outbox.rows(waiting).update({ next_attempt_at: at(1) });
    const patient = workerOn(world, hastyClient(pmo.url, { answerMs: 60_000 }));
    const turning = patient.turn();
    while (pmo.counts().deliveries === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const reason = { reason: 'PMO minta berhenti' };
    expect((await desk.post('/api/sending/stop', reason)).status).toBe(403);
    expect((await coordinator.post('/api/sending/stop', { reason: ' ' })).status).toBe(422);
    expect((await coordinator.post('/api/sending/stop', reason)).status).toBe(200);
    expect((await admin.post('/api/sending/stop', reason)).status).toBe(409);
    await turning;
    expect(await outbox.last(under)).toMatchObject({ status: 'unknown', lastError: 'unclear: STOPPED', tries: 0 });
    await outbox.due(under);
    await worker().turn();
    // It never arrived: it waits like the other one, and nothing leaves the house.
    expect([await statusOf(under), await statusOf(waiting)]).toEqual(['queued', 'queued']);
    expect(pmo.counts()).toEqual({ deliveries: 1, questions: 1 });
    const seen = await auditor.get<SendingState>('/api/sending');
    expect(seen.body).toMatchObject({ stopped: true, reason: reason.reason, waiting: { queued: 2 } });
    await expect(outbox.rows(under).update({ status: 'sending' })).rejects.toThrow(/GUARD_DISPATCH_STOPPED/);
    expect((await admin.post('/api/sending/resume', { reason: 'PMO siap lagi' })).status).toBe(200);
    await worker().turn();
    for (const batch of [under, waiting]) {
      expect(await statusOf(batch)).toBe('acknowledged');
      expect(await heldOf(batch)).toMatchObject([{ arrivals: 1 }]);
    }
    const events = (await world
      .write('audit_events')
      .whereIn('action', ['sending.stopped', 'sending.resumed'])
      .where({ outcome: 'done' })
      .orderBy('id')
      .select('action')) as { action: string }[];
    expect(events.map(({ action }) => action)).toEqual(['sending.stopped', 'sending.resumed']);
  }); // prettier-ignore

  it('is believed by the database only with what the PMO said', async () => {
    const batch = await sent();
    const rows = () => outbox.rows(batch);
    const { id, dispatchNo, digest } = await outbox.last(batch);
    await rows().update({ status: 'sending' });
    for (const status of ['delivered', 'acknowledged', 'refused'])
      await expect(rows().update({ status }), status).rejects.toThrow(/GUARD_DISPATCH_MOVES/);
    await expect(rows().update({ status: 'refused', refusal: '{}' })).rejects.toThrow(/GUARD_DISPATCH_MOVES/);
    const receipt = {
      idempotency_key: 'x', dispatch_no: dispatchNo, dispatch_id: id, received_count: 1, received_digest: digest,
      received_at: at(0), source: 'http', receipt: '{}',
    }; // prettier-ignore
    for (const wrong of [
      { received_count: 2 },
      { received_digest: 'f'.repeat(64) },
      { dispatch_no: 'DSP-X' },
    ])
      await expect(world.write('pmo_deliveries').insert({ ...receipt, ...wrong })).rejects.toThrow(
        /GUARD_PMO_DELIVERY_AGREES/,
      );
    const turn = {
      turn: 'resume',
      reason: 'lanjut',
      turned_by_id: world.system.accounts.admin.id,
      turned_at: at(0),
    };
    await expect(world.write('sending_turns').insert(turn)).rejects.toThrow(/GUARD_SENDING_TURN_ALTERNATES/);
    await expect(
      world.write('sending_turns').insert({ ...turn, turn: 'stop', reason: ' ' }),
    ).rejects.toThrow();
    const first = (await world.write('sending_turns').first('id')) as { id: number };
    await expect(world.write('sending_turns').where(first).delete()).rejects.toThrow(/GUARD_SENDING_TURNS/);
  });
});
