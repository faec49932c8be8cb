import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchDetail } from '../../server/batches/batch-schema.ts';
import { verifyBatch } from '../../server/batches/batch-verify.ts';
import type { BatchRow } from '../../server/batches/batch-store.ts';
import { readConfig } from '../../server/config.ts';
import { openServices } from '../../server/start.ts';
import type { Services } from '../../server/services.ts';
import type { ApiClient } from '../support/api-client.ts';
import { startKillable, type KillableServer } from '../support/killable-server.ts';
import { createTestDatabase, ENGINES, type RunningSystem } from '../support/running-system.ts';
import { loadEmptyLists, verifyPeople } from '../support/verified-people.ts';

/** More rounds find rarer moments: LOKET_TEST_KILL_ROUNDS=50 before a release. */
const ROUNDS = Number(process.env['LOKET_TEST_KILL_ROUNDS'] ?? 2);
/** Several parts of screening and of writing. */
const ROWS = 3500;
const KILLS_A_ROUND = 3;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.each(ENGINES)('kill -9 while a job seals, on %s', { timeout: 0 }, (engine) => {
  let env: Record<string, string>;
  let dataDir: string;
  let drop: (() => Promise<void>) | null = null;
  let server: KillableServer;
  let coordinator: ApiClient;
  /** A second look at the same database: it makes people, and looks at what a killed server left. */
  let services: Services;
  let system: RunningSystem;

  const restart = async () => {
    server = await startKillable(env);
    coordinator = await server.login('coordinator');
  };
  const leasesRunOut = () =>
    services.database
      .write('jobs')
      .whereNotNull('lease_until')
      .update({ lease_until: new Date(0).toISOString() });
  const killSoon = async (longest: number) => {
    await pause(Math.random() * longest);
    await server.kill();
    await leasesRunOut();
    await restart();
  };

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'loket-kill-seal-'));
    const made = engine === 'postgres' ? await createTestDatabase() : null;
    drop = made?.drop ?? null;
    env = { DATA_DIR: dataDir, LOKET_BATCH_AT_ONCE: '10', ...(made ? { DATABASE_URL: made.url } : {}) };
    await restart();
    services = await openServices(
      readConfig({ NODE_ENV: 'test', DEMO: 'off', LOKET_LOG_LEVEL: 'error', ...env }),
    );
    const { read } = services.database;
    const byName = async (table: string, column: string) =>
      Object.fromEntries(
        ((await read(table)) as Record<string, unknown>[]).map((row) => [row[column], { ...row, officeId: row['office_id'] }]),
      ); // prettier-ignore
    const offices = await byName('offices', 'code');
    const wave = (await read('waves').first('id')) as { id: number };
    system = {
      engine, services, waveId: wave.id, accounts: await byName('staff', 'username'),
      offices: Object.fromEntries(Object.entries(offices).map(([code, row]) => [code, (row as { id?: number }).id])),
    } as unknown as RunningSystem; // prettier-ignore
    await services.database.write('waves').update({ quota: 10_000_000 });
    await loadEmptyLists(system);
  });
  afterAll(async () => {
    await server.kill();
    await services.database.close();
    await drop?.();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('goes on where it was, and ends with one whole, signed manifest and nothing half', async () => {
    const { read } = services.database;
    for (let round = 0; round < ROUNDS; round += 1) {
      const { ids } = await verifyPeople(system, ROWS, { from: 1 + round * ROWS });
      const created = await coordinator.post<{ id: number }>('/api/batches', {
        waveId: system.waveId,
        channel: 'offline',
      });
      const path = `/api/batches/${created.body.id}`;
      const added = await coordinator.post(`${path}/rows`, { ids });
      expect(added.status, JSON.stringify(added.body)).toBe(200);
      const batch = async () => (await coordinator.get<BatchDetail>(path)).body;
      const seal = async () => coordinator.post(`${path}/seal`, { version: (await batch()).version });
      // The order itself is cut off too; whether it stood is told by the batch.
      const ordered = seal().catch(() => null);
      await killSoon(150);
      await ordered;
      const after = await batch();
      if (after.status === 'open' && after.run === null) expect((await seal()).status).toBe(202);
      for (let kill = 0; kill < KILLS_A_ROUND; kill += 1) {
        await killSoon(1200);
        const found = await batch();
        expect(['open', 'sealed']).toContain(found.status);
        if (found.status === 'open') expect([found.digest, found.run?.state]).toEqual([null, 'running']);
      }
      for (;;) {
        const { run, status } = await batch();
        if (run?.state !== 'running') break;
        expect(status).toBe('open');
        await pause(100);
      }
      const sealed = await batch();
      expect(sealed).toMatchObject({
        status: 'sealed',
        rowCount: ROWS,
        run: { state: 'done', written: ROWS },
      });
      expect(await read('manifests').where({ batch_id: sealed.id })).toHaveLength(1);
      expect(await read('batch_transitions').where({ batch_id: sealed.id, action: 'seal' })).toHaveLength(1);
      expect(await read('audit_events').where({ action: 'batch.sealed', subject_id: String(sealed.id), outcome: 'done' })).toHaveLength(1); // prettier-ignore
      const row = (await read('batches').where({ id: sealed.id }).first()) as BatchRow;
      const verified = await verifyBatch({ ...services, read, sealer: services.submissions.sealer }, row);
      expect(verified).toMatchObject({ lines: ROWS, compared: ROWS, findings: [] });
    }
  });

  it('gives up what was cancelled just before the server died, and keeps no draft once it is ordered again', async () => {
    const { read } = services.database;
    const { ids } = await verifyPeople(system, ROWS, { from: 1 + ROUNDS * ROWS });
    const created = await coordinator.post<{ id: number }>('/api/batches', {
      waveId: system.waveId,
      channel: 'offline',
    });
    const path = `/api/batches/${created.body.id}`;
    await coordinator.post(`${path}/rows`, { ids });
    const batch = async () => (await coordinator.get<BatchDetail>(path)).body;
    const first = await coordinator.post<{ jobId: number }>(`${path}/seal`, {
      version: (await batch()).version,
    });
    while (((await batch()).run?.written ?? 0) === 0 && (await batch()).status === 'open') await pause(5);
    const cancelled = await coordinator.post(`/api/jobs/${first.body.jobId}/cancel`, {});
    await server.kill();
    await leasesRunOut();
    await restart();
    if (cancelled.status === 200 && (await batch()).status === 'open') {
      expect((await batch()).run?.state).toBe('given_up');
      const again = await coordinator.post(`${path}/seal`, { version: (await batch()).version });
      expect(again.status).toBe(202);
      while ((await batch()).run?.state === 'running') await pause(100);
    }
    expect(await batch()).toMatchObject({ status: 'sealed', rowCount: ROWS });
    expect(await read('manifests').where({ batch_id: created.body.id })).toHaveLength(1);
  });
});
