import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchRecord } from '../../server/batches/batch-schema.ts';
import { openPostgres, openSqlite, type Database } from '../../server/database.ts';
import { startPmoSimulator, type PmoSimulator } from '../../server/forwarding/pmo-simulator.ts';
import { batchWorld, type BatchWorld } from '../support/batch-world.ts';
import { startKillable } from '../support/killable-server.ts';
import { PMO_TOKEN } from '../support/pmo-desk.ts';
import { ENGINES } from '../support/running-system.ts';

/** More rounds find rarer moments: LOKET_TEST_KILL_ROUNDS=50 before a release. */
const ROUNDS = Number(process.env['LOKET_TEST_KILL_ROUNDS'] ?? 1);
/** Deliveries of one server's life are few: each life is cut in one of them. */
const BATCHES = Math.min(12, ROUNDS * 2);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const PAST = new Date(0).toISOString();

/** Servers of their own deliver what was forwarded, and are killed while they do. */
describe.each(ENGINES)('kill -9 in mid-delivery on %s', { timeout: 0 }, (engine) => {
  let world: BatchWorld;
  let pmo: PmoSimulator;
  let dataDir: string;
  let database: Database;
  let env: Record<string, string>;
  const batches: BatchRecord[] = [];

  beforeAll(async () => {
    world = await batchWorld(engine);
    await world.system.services.dispatchWorker.drain();
    for (let no = 0; no < BATCHES; no += 1) {
      const { ids } = await world.people(2);
      batches.push(await world.road.forward(await world.road.ratified(world.system.waveId, ids)));
    }
    // Slow enough to be killed in, and cut now and then besides.
    const always = { every: 1 };
    pmo = await startPmoSimulator({
      token: PMO_TOKEN,
      slowMs: 120,
      faults: [
        { fault: 'slow', when: always },
        { fault: 'cut', when: { every: 5 } },
        { fault: 'error', when: { every: 7 } },
      ],
    });
    dataDir = await mkdtemp(join(tmpdir(), 'loket-kill-send-'));
    await cp(join(world.system.dataDir, 'keys'), join(dataDir, 'keys'), { recursive: true });
    const { databaseUrl } = world.system.services.config;
    // One server an embedded file: the killed ones get a copy of it.
    if (!databaseUrl) await world.write.raw(`VACUUM INTO '${join(dataDir, 'loket.sqlite')}'`);
    database = databaseUrl
      ? await openPostgres(databaseUrl)
      : await openSqlite(join(dataDir, 'loket.sqlite'));
    env = {
      DATA_DIR: dataDir,
      ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
      PMO_URL: pmo.url,
      PMO_TOKEN,
    };
  });
  afterAll(async () => {
    await database.close();
    await pmo.stop();
    await world.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const open = () => database.read('dispatches').whereNot({ status: 'acknowledged' });
  /** As minutes go by: leases of the dead run out, and waits end. */
  const timeGoesBy = async () => {
    await database.write('dispatches').whereNotNull('lease_until').update({ lease_until: PAST });
    await database.write('dispatches').whereNot({ status: 'acknowledged' }).update({ next_attempt_at: PAST });
  };

  it('leaves each delivery at the PMO once, whole, and acknowledged', async () => {
    for (let round = 0; round < ROUNDS && (await open()).length > 0; round += 1) {
      const before = pmo.counts().deliveries;
      const server = await startKillable(env);
      // The worker begins as the server starts; it is killed somewhere in its first deliveries.
      while (pmo.counts().deliveries === before && (await open()).length > 0) await pause(5);
      await pause(Math.random() * 150);
      await server.kill();
      await timeGoesBy();
    }
    const last = await startKillable(env);
    try {
      while ((await open()).length > 0) {
        await pause(200);
        await database
          .write('dispatches')
          .whereNot({ status: 'acknowledged' })
          .whereNull('lease_until')
          .update({ next_attempt_at: PAST });
      }
    } finally {
      await last.kill();
    }
    const sent = batches.map(({ digest, rowCount }) => ({ digest, count: rowCount }));
    const held = pmo.received.all().map(({ digest, count }) => ({ digest, count }));
    const byDigest = (a: { digest: string | null }, b: { digest: string | null }) =>
      String(a.digest) < String(b.digest) ? -1 : 1;
    expect(held.sort(byDigest)).toEqual(sent.sort(byDigest));
    for (const table of ['dispatches', 'pmo_deliveries'])
      expect(await database.read(table), table).toHaveLength(BATCHES);
    const statuses = await database.read('batches').distinct('status');
    expect(statuses).toEqual([{ status: 'acknowledged' }]);
    const steps = await database.read('batch_transitions').where({ to_status: 'acknowledged' });
    expect(steps).toHaveLength(BATCHES);
  });
});
