import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchRecord } from '../../server/batches/batch-schema.ts';
import type { PmoFaultPlan } from '../../server/forwarding/pmo-faults.ts';
import { readPmoFaultPlan } from '../../server/forwarding/pmo-faults.ts';
import { startPmoSimulator, type PmoSimulator } from '../../server/forwarding/pmo-simulator.ts';
import { batchWorld, type BatchWorld } from '../support/batch-world.ts';
import {
  hastyClient,
  makeCertificate,
  outboxOf,
  PMO_TOKEN,
  startNeighbour,
  workerOn,
} from '../support/pmo-desk.ts';
import { ENGINES } from '../support/running-system.ts';

const SECRET = 'rahasia-jawaban-uji-yang-cukup-panjang';

interface Case {
  fault: string;
  /** Codes of the attempts that went wrong, in order. */
  log: string[];
  /** Whether a person had to say "try again". */
  byPerson?: true;
  /** Whether the batch was ratified again and sent anew. */
  sentAnew?: true;
}

/** Every fault, and what the log of the delivery says of it. */
const CASES: Case[] = [
  { fault: '', log: [] },
  { fault: 'error@1..1', log: ['SERVER_ERROR: 500', 'absent'] },
  { fault: 'error@1..2', log: ['SERVER_ERROR: 500', 'absent', 'SERVER_ERROR: 500', 'absent'] },
  { fault: 'error-late@1..1', log: ['SERVER_ERROR: 500'] },
  { fault: 'cut@1..1', log: ['CONNECTION_CUT'] },
  { fault: 'cut-early@1..1', log: ['CONNECTION_CUT', 'absent'] },
  { fault: 'hang@1..1', log: ['ANSWER_TIMEOUT', 'absent'] },
  { fault: 'hang-late@1..1', log: ['ANSWER_TIMEOUT'] },
  { fault: 'slow@1..1', log: [] },
  { fault: 'busy@1..1', log: ['PMO_BUSY: 429', 'absent'] },
  { fault: 'pending@1..1', log: ['pending', 'pending'] },
  { fault: 'pending@1..1,ask-error@1..1', log: ['pending', 'SERVER_ERROR: 503', 'pending'] },
  { fault: 'wrong-count@1..1', log: ['WRONG_COUNT: 3 ≠ 2'], byPerson: true },
  { fault: 'wrong-digest@1..1', log: ['WRONG_DIGEST: ≠ ffffffffffffffff…'], byPerson: true },
  { fault: 'redirect@1..1', log: ['REDIRECTED: 307', 'absent'] },
  { fault: 'malformed@1..1', log: ['MALFORMED_ANSWER'] },
  { fault: 'huge@1..1', log: ['ANSWER_TOO_LARGE'] },
  { fault: 'refuse@1..1', log: [], sentAnew: true },
  { fault: 'cut@1..1,ask-absent@1..1', log: ['CONNECTION_CUT', 'absent'] },
  { fault: 'cut@1..1,ask-hang@1..1', log: ['CONNECTION_CUT', 'ANSWER_TIMEOUT'] },
  { fault: 'cut@1..1,ask-malformed@1..1', log: ['CONNECTION_CUT', 'MALFORMED_ANSWER'] },
  { fault: 'cut@1..1,ask-huge@1..1', log: ['CONNECTION_CUT', 'ANSWER_TOO_LARGE'] },
  { fault: 'cut@1..1,ask-wrong-count@1..1', log: ['CONNECTION_CUT', 'WRONG_COUNT: 3 ≠ 2'], byPerson: true },
  { fault: 'answer-early@1..1', log: [] },
  { fault: 'answer-twice@1..1', log: [] },
  { fault: 'answer-shuffled@1..1', log: [] },
  { fault: 'answer-contradict@1..1', log: [] },
]; // prettier-ignore

const told: string[] = [];

describe.each(ENGINES)('a PMO that does wrong, on %s', (engine) => {
  let world: BatchWorld;
  let pmo: PmoSimulator;
  let elsewhere: Awaited<ReturnType<typeof startNeighbour>>;
  let desk: Awaited<ReturnType<typeof startNeighbour>>;
  let outbox: ReturnType<typeof outboxOf>;

  beforeAll(async () => {
    world = await batchWorld(engine);
    // The system's own worker rests: these tests say when something is delivered.
    await world.system.services.dispatchWorker.drain();
    [elsewhere, desk] = [await startNeighbour(), await startNeighbour()];
    outbox = outboxOf(world);
    pmo = await startPmoSimulator({
      token: PMO_TOKEN,
      redirectTo: elsewhere.url,
      answering: { url: desk.url, token: 't', secret: SECRET, confirmedPercent: 50, chunk: 2, retryMs: 1 },
    });
  });
  afterAll(async () => {
    await Promise.all([pmo.stop(), elsewhere.stop(), desk.stop()]);
    await world.stop();
    if (process.env['LOKET_TEST_SHOW_TABLES']) process.stdout.write(`\n${told.splice(0).join('\n')}\n`);
  });

  const sent = async (count = 3) => {
    const { ids } = await world.people(count);
    return { ids, batch: await world.road.forward(await world.road.ratified(world.system.waveId, ids)) };
  };

  /** Turns the worker, time going by in between, until the PMO's word stands; a person tries again what failed. */
  async function untilSettled(batch: BatchRecord, worker: ReturnType<typeof workerOn>) {
    let byPerson = 0;
    for (let turn = 0; turn < 50; turn += 1) {
      await outbox.due(batch);
      await worker.turn();
      const { status } = await outbox.last(batch);
      if (['acknowledged', 'refused'].includes(status)) return { status, byPerson };
      if (status !== 'failed') continue;
      byPerson += 1;
      expect((await outbox.retry(batch)).status).toBe(200);
    }
    throw new Error('the delivery never settled');
  }

  /** What arrived is what was sent, once. */
  async function expectOneEffect(batch: BatchRecord, ids: number[]) {
    const dispatch = await outbox.last(batch);
    const held = pmo.received.all().filter(({ dispatchNo }) => dispatchNo === dispatch.dispatchNo);
    expect(held).toHaveLength(1);
    expect(held[0]).toMatchObject({ count: ids.length, digest: batch.digest, pendingFor: 0 });
    expect([...(held[0]?.registrationNos ?? [])].sort()).toEqual((await world.numbers(ids)).sort());
    expect(await world.write('pmo_deliveries').where({ dispatch_id: dispatch.id })).toHaveLength(1);
    expect(dispatch.delivery).toMatchObject({ source: 'http', receivedCount: ids.length });
    expect((await world.road.reload(batch.id)).status).toBe('acknowledged');
    expect([...new Set(await world.statuses(ids))]).toEqual(['sent']);
    return { dispatch, held: held[0] };
  }

  const wrongOnes = (dispatch: Awaited<ReturnType<typeof outbox.last>>) =>
    dispatch.attemptLog
      .filter(({ result }) => result !== 'accepted')
      .map(({ result, detail }) => detail ?? result);

  it.each(CASES)('"$fault" ends with what was sent, once', async ({ fault, log, byPerson, sentAnew }) => {
    pmo.behave(readPmoFaultPlan(fault) as PmoFaultPlan);
    const { ids, batch } = await sent();
    const worker = workerOn(world, hastyClient(pmo.url));
    let settled = await untilSettled(batch, worker);
    if (sentAnew) {
      expect(settled.status).toBe('refused');
      const ratified = await world.road.reload(batch.id);
      expect(ratified).toMatchObject({ status: 'ratified', dispatchNo: null });
      expect([...new Set(await world.statuses(ids))]).toEqual(['ratified']);
      settled = await untilSettled(await world.road.forward(ratified), worker);
    }
    const { dispatch, held } = await expectOneEffect(batch, ids);
    expect(wrongOnes(dispatch)).toEqual(log);
    expect(settled.byPerson).toBe(byPerson ? 1 : 0);
    expect(elsewhere.requests).toEqual([]);
    const { deliveries, questions } = pmo.counts();
    told.push(
      [
        engine.padEnd(9), (fault || 'ok').padEnd(30), `${deliveries} sent`, `${questions} asked`,
        `${held?.arrivals} arrived, 1 kept`, byPerson ? 'by a person' : 'by itself', wrongOnes(dispatch).join(' → '),
      ].join(' | '),
    ); // prettier-ignore
  });

  it('"bad certificate" sends nothing, and what was sent once it is mended', async () => {
    const tls = makeCertificate();
    if (!tls) return;
    const secure = await startPmoSimulator({ token: PMO_TOKEN, tls });
    try {
      const { batch } = await sent();
      await workerOn(world, hastyClient(secure.url)).turn();
      const refused = await outbox.last(batch);
      expect(refused).toMatchObject({ status: 'queued', attemptLog: [{ result: 'unreachable', detail: 'BAD_CERTIFICATE' }] });
      expect(secure.counts()).toEqual({ deliveries: 0, questions: 0 });
      await outbox.due(batch);
      await workerOn(world, hastyClient(secure.url, { ca: tls.cert })).turn();
      expect(await outbox.last(batch)).toMatchObject({ status: 'acknowledged' });
      expect(secure.received.all()).toMatchObject([{ count: 3, digest: batch.digest }]);
      told.push(`${engine.padEnd(9)} | ${'bad certificate'.padEnd(30)} | 1 sent | 0 asked | 1 arrived, 1 kept | by itself | BAD_CERTIFICATE`);
    } finally {
      await secure.stop();
    }
  }); // prettier-ignore

  it('an unknown sender is refused by name, and nothing of it is kept', async () => {
    pmo.behave([]);
    const { ids, batch } = await sent(1);
    await workerOn(world, hastyClient(pmo.url, { token: 'bukan-pengirim' })).turn();
    const dispatch = await outbox.last(batch);
    expect(dispatch).toMatchObject({ status: 'refused', refusal: { reasons: ['UNKNOWN_SENDER'] } });
    expect(pmo.received.all().filter(({ dispatchNo }) => dispatchNo === dispatch.dispatchNo)).toEqual([]);
    expect(await world.statuses(ids)).toEqual(['ratified']);
  });

  it('answers come signed, each call with a nonce of its own, in whatever order they were told to', async () => {
    await pmo.answers();
    expect(desk.areSigned(SECRET)).toBe(true);
    const logs = await pmo.answers();
    expect(logs.every(({ lost, ended }) => lost === 0 && ended)).toBe(true);
    const sizes = new Map<string, number[]>();
    for (const { dispatchNo, answers } of desk.calls())
      sizes.set(dispatchNo, [...(sizes.get(dispatchNo) ?? []), answers.length]);
    const calls = [...sizes.values()];
    // Two and one; all of it again; the shuffled one begins with the end; and a last word that contradicts.
    expect(calls).toEqual(expect.arrayContaining([[2, 1], [2, 1, 2, 1], [1, 2], [2, 1, 1]]));
  }); // prettier-ignore
});
