import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchRecord } from '../../server/batches/batch-schema.ts';
import { createDispatchWorker, type DispatchWorker } from '../../server/forwarding/dispatch-worker.ts';
import { createEmbeddedPmo } from '../../server/forwarding/embedded-pmo.ts';
import type { DispatchDetail } from '../../server/forwarding/forwarding-schema.ts';
import { ATTEMPTS_BEFORE_HELP } from '../../server/forwarding/dispatch-rules.ts';
import type { Delivery, PmoClient } from '../../server/forwarding/pmo-client.ts';
import { batchWorld, blockersOf, type BatchWorld } from '../support/batch-world.ts';
import { ENGINES } from '../support/running-system.ts';

describe.each(ENGINES)('the outbox to the PMO, on %s', (engine) => {
  let world: BatchWorld;
  let reachable = true;
  let worker: DispatchWorker;
  const newWorker = () => {
    const { database, audit, encryption, logger, rowMoves } = world.system.services;
    const pmo = createEmbeddedPmo(database);
    const lost = { result: 'unreachable', detail: 'CONNECT_FAILED' } as const;
    const client: PmoClient = {
      deliver: (...about) => (reachable ? pmo.deliver(...about) : Promise.resolve(lost)),
      ask: (...about) => (reachable ? pmo.ask(...about) : Promise.resolve(lost)),
    };
    return createDispatchWorker({
      ...{ database, audit, encryption, client, logger, rowMoves },
      sealOf: () => Promise.resolve(null),
      // What rests between failures is measured elsewhere.
      rest: { failuresToRest: 1000, restMs: 1 },
    });
  };
  beforeAll(async () => {
    world = await batchWorld(engine);
    // The system's own worker rests: these tests say when something is delivered.
    await world.system.services.dispatchWorker.drain();
    worker = newWorker();
  });
  afterAll(() => world.stop());

  const forwarded = async (count: number) => {
    const { ids } = await world.people(count);
    return world.road.forward(await world.road.ratified(world.system.waveId, ids));
  };
  const dispatchOf = async (batch: BatchRecord) => {
    const listed = await world.clients.coordinator.list<{ id: number }>('/api/dispatches', {
      filter: { batchId: batch.id },
    });
    const path = `/api/dispatches/${listed.rows[0]?.id}`;
    return (await world.clients.coordinator.get<DispatchDetail>(path)).body;
  };

  it('delivers a batch once, and the PMO counts and digests what arrived by itself', async () => {
    const sent = await forwarded(3);
    expect(sent).toMatchObject({ status: 'sent', dispatchNo: expect.stringMatching(/^DSP-\d{4}-\d{5}-1$/) });
    expect(await dispatchOf(sent)).toMatchObject({ status: 'queued', delivery: null });
    await worker.turn();
    expect(await dispatchOf(sent)).toMatchObject({
      status: 'delivered', attempts: 1, rowCount: 3, attemptLog: [{ attemptNo: 1, result: 'accepted' }],
      delivery: { receivedCount: 3, receivedDigest: sent.digest },
    }); // prettier-ignore
  });

  it('makes one delivery however often the same one is handed over, by however many workers', async () => {
    const sent = await forwarded(2);
    await Promise.all([worker.turn(), newWorker().turn(), newWorker().turn()]);
    const dispatch = await dispatchOf(sent);
    expect(dispatch).toMatchObject({ status: 'delivered', attempts: 1 });
    const row = (await world.write('dispatches').where({ id: dispatch.id }).first()) as {
      idempotency_key: string;
    };
    async function* lines() {
      yield await Promise.resolve(['{"other":"content"}']);
    }
    const pmo = createEmbeddedPmo(world.system.services.database);
    const delivery = {
      dispatchId: dispatch.id, dispatchNo: dispatch.dispatchNo, idempotencyKey: row.idempotency_key,
      digest: dispatch.digest, rowCount: 2, lines, batchNo: sent.batchNo, channel: 'offline', handoverScan: null, seal: null,
    } satisfies Delivery; // prettier-ignore
    const { signal } = new AbortController();
    const deliver = () => pmo.deliver(delivery, signal);
    const results = await Promise.all([deliver(), deliver(), deliver()]);
    expect(results.map(({ result }) => result)).toEqual(['accepted', 'accepted', 'accepted']);
    const kept = await world.write('pmo_deliveries').where({ dispatch_id: dispatch.id });
    expect(kept).toMatchObject([{ received_count: 2, received_digest: sent.digest }]);
  });

  it('writes every attempt down, waits longer each time, asks for help, and comes through after a retry', async () => {
    const sent = await forwarded(1);
    reachable = false;
    const waits: number[] = [];
    for (let attempt = 0; attempt < ATTEMPTS_BEFORE_HELP; attempt += 1) {
      const due = world.write('dispatches').where({ batch_id: sent.id });
      await due.clone().update({ next_attempt_at: new Date(0).toISOString() });
      await worker.turn();
      const { next_attempt_at } = (await due.clone().first()) as { next_attempt_at: string };
      waits.push(Date.parse(next_attempt_at) - Date.now());
    }
    reachable = true;
    expect(waits[8] as number).toBeGreaterThan(waits[0] as number);
    const failed = await dispatchOf(sent);
    expect(failed).toMatchObject({ status: 'failed', attempts: ATTEMPTS_BEFORE_HELP, delivery: null });
    expect(failed.attemptLog.map(({ result }) => result)).toEqual(
      Array.from({ length: ATTEMPTS_BEFORE_HELP }, () => 'unreachable'),
    );
    const early = await world.clients.pmo.post(world.road.path(sent, 'acknowledge'), {
      version: sent.version, count: 1, digest: sent.digest,
    }); // prettier-ignore
    expect(blockersOf(early)).toMatchObject([{ code: 'NOT_DELIVERED' }]);
    const path = `/api/dispatches/${failed.id}/retry`;
    expect((await world.clients.pmo.post(path, { version: failed.version })).status).toBe(403);
    const retried = await world.clients.coordinator.post(path, { version: failed.version });
    // Asked about first: not there, so it is sent.
    expect(retried.body).toMatchObject({ status: 'unknown' });
    await Promise.all([worker.turn(), newWorker().turn()]);
    const delivered = await dispatchOf(sent);
    expect(delivered).toMatchObject({ status: 'delivered', attempts: ATTEMPTS_BEFORE_HELP + 2 });
    expect(await world.write('pmo_deliveries').where({ dispatch_id: failed.id })).toHaveLength(1);
    const again = await world.clients.coordinator.post(path, { version: delivered.version });
    expect(blockersOf(again)).toMatchObject([{ code: 'DISPATCH_NOT_FAILED' }]);
  });

  it('takes over a delivery whose worker died after handing it over, and makes no second one', async () => {
    const sent = await forwarded(1);
    const outbox = () => world.write('dispatches').where({ batch_id: sent.id });
    await outbox().update({ lease_owner: 'dead', lease_until: new Date(Date.now() + 60_000).toISOString() });
    await worker.turn();
    const waiting = await dispatchOf(sent);
    expect(waiting.status).toBe('queued');
    // The dead worker had come as far as the PMO's inbox.
    const { idempotency_key } = (await outbox().first()) as { idempotency_key: string };
    await world.write('pmo_deliveries').insert({
      idempotency_key, dispatch_no: waiting.dispatchNo, dispatch_id: waiting.id, received_count: 1,
      received_digest: sent.digest, received_at: new Date().toISOString(),
    }); // prettier-ignore
    await outbox().update({ lease_until: new Date(0).toISOString() });
    await worker.turn();
    expect(await dispatchOf(sent)).toMatchObject({ status: 'delivered', attempts: 1 });
    expect(await world.write('pmo_deliveries').where({ dispatch_id: waiting.id })).toHaveLength(1);
  });

  it('hands nothing over from a manifest whose line does not open any more, and leaves it to a person', async () => {
    const sent = await forwarded(1);
    const off = engine === 'sqlite' ? 'DROP TRIGGER guard_manifest_lines_update' : 'ALTER TABLE manifest_lines DISABLE TRIGGER guard_manifest_lines_update'; // prettier-ignore
    await world.write.raw(off);
    const dispatch = (await world.write('dispatches').where({ batch_id: sent.id }).first()) as {
      manifest_id: number;
    };
    await world.write('manifest_lines').where({ manifest_id: dispatch.manifest_id }).update({ position: 2 });
    await worker.turn();
    expect(await dispatchOf(sent)).toMatchObject({
      status: 'failed', delivery: null, lastError: expect.stringContaining('MANIFEST_TAMPERED'),
    }); // prettier-ignore
  });

  it('acknowledges only where count and digest agree, and answers with both numbers otherwise', async () => {
    const sent = await forwarded(2);
    await worker.turn();
    const wrong = await world.clients.pmo.post(world.road.path(sent, 'acknowledge'), {
      version: sent.version, count: 3, digest: 'f'.repeat(64),
    }); // prettier-ignore
    expect(wrong.status).toBe(409);
    expect(blockersOf(wrong)).toMatchObject([
      { code: 'COUNT_DIFFERS', stated: 3, received: 2, sealed: 2 },
      { code: 'DIGEST_DIFFERS', stated: 'f'.repeat(64), received: sent.digest },
    ]);
    const spaced = (sent.digest as string).toUpperCase().replace(/(.{8})/g, '$1 ');
    const right = await world.clients.pmo.post<BatchRecord>(world.road.path(sent, 'acknowledge'), {
      version: sent.version, count: 2, digest: spaced,
    }); // prettier-ignore
    expect(right.body).toMatchObject({ status: 'acknowledged' });
  });
});
