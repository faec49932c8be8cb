import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunAction } from '../../server/batches/batch-run-schema.ts';
import type { BatchDetail } from '../../server/batches/batch-schema.ts';
import { whereAny } from '../../server/bulk-sql.ts';
import { verifyBatch } from '../../server/batches/batch-verify.ts';
import type { BatchRow } from '../../server/batches/batch-store.ts';
import { readConfig } from '../../server/config.ts';
import { openServices } from '../../server/start.ts';
import type { Services } from '../../server/services.ts';
import type { ApiClient } from '../support/api-client.ts';
import { startKillable, type KillableServer } from '../support/killable-server.ts';
import { createTestDatabase, ENGINES, TEST_PASSWORD, type RunningSystem } from '../support/running-system.ts';
import { validJpeg } from '../support/signed-scan.ts';
import { loadEmptyLists, verifyPeople } from '../support/verified-people.ts';

/** More rounds find rarer moments: LOKET_TEST_KILL_ROUNDS=50 before a release. */
const ROUNDS = Number(process.env['LOKET_TEST_KILL_ROUNDS'] ?? 1);
/** Several parts of screening and of writing. */
const ROWS = Number(process.env['LOKET_TEST_KILL_ROWS'] ?? 1200);
const KILLS_A_ROUND = Number(process.env['LOKET_TEST_KILLS_A_ROUND'] ?? 1);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.each(ENGINES)('kill -9 while a job seals, ratifies or forwards, on %s', { timeout: 0 }, (engine) => {
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

  /** A batch of new people, and what is asked of it again and again. */
  async function opened(from: number) {
    const { ids } = await verifyPeople(system, ROWS, { from });
    const created = await coordinator.post<{ id: number }>('/api/batches', {
      waveId: system.waveId,
      channel: 'offline',
    });
    const { id } = created.body;
    const path = `/api/batches/${id}`;
    const added = await coordinator.post(`${path}/rows`, { ids });
    expect(added.status, JSON.stringify(added.body)).toBe(200);
    const batch = async () => (await coordinator.get<BatchDetail>(path)).body;
    return { id, ids, path, batch };
  }
  type Opened = Awaited<ReturnType<typeof opened>>;

  /** Orders a step and kills the server again and again, in the order itself as well, until the step is taken. */
  async function stepUnderKills(
    { id, path, batch }: Opened,
    o: {
      who: 'coordinator' | 'approver';
      verb: RunAction;
      body?: object;
      from: string;
      to: string;
      event: string;
    },
  ): Promise<BatchDetail> {
    const order = async () => {
      const client = await server.login(o.who);
      return client.post(`${path}/${o.verb}`, { version: (await batch()).version, ...o.body });
    };
    const isOrdered = ({ run, status }: BatchDetail) =>
      status !== o.from || (run?.action === o.verb && run.state === 'running');
    // The order itself is cut off too; whether it stood is told by the batch.
    const ordered = order().catch(() => null);
    await killSoon(400);
    await ordered;
    if (!isOrdered(await batch())) expect((await order()).status).toBe(202);
    for (let kill = 0; kill < KILLS_A_ROUND; kill += 1) {
      await killSoon(1200);
      const found = await batch();
      expect([o.from, o.to]).toContain(found.status);
      expect(isOrdered(found), JSON.stringify(found.run)).toBe(true);
    }
    for (;;) {
      const found = await batch();
      if (found.run?.state !== 'running' && found.moving === null) break;
      await pause(100);
    }
    const after = await batch();
    expect(after).toMatchObject({ status: o.to, rowCount: ROWS, run: { action: o.verb, state: 'done' } });
    const { read } = services.database;
    const about = { action: o.event, subject_id: String(id), outcome: 'done' };
    expect(await read('audit_events').where(about)).toHaveLength(1);
    expect(await read('batch_transitions').where({ batch_id: id, action: o.verb })).toHaveLength(1);
    return after;
  }
  async function attachBoth({ path, batch }: Opened): Promise<void> {
    const bytes = await validJpeg();
    const { digest } = await batch();
    for (const kind of ['attestation', 'handover']) {
      const fields = { kind, digest: digest ?? '' };
      const paper = await coordinator.upload(`${path}/papers`, { bytes, name: 'scan.jpg' }, fields);
      expect(paper.status, JSON.stringify(paper.body)).toBe(201);
    }
  }
  /** All rows stand at the status, and each came there by one step. */
  async function allAt({ ids }: Opened, status: string, action: string): Promise<void> {
    const { read } = services.database;
    const places = await whereAny(read('submissions'), read, 'id', ids).groupBy('status').select('status').count({ n: '*' }); // prettier-ignore
    expect(places.map((row) => ({ ...row, n: Number(row.n) }))).toEqual([{ status, n: ROWS }]);
    const [steps] = (await whereAny(read('submission_transitions'), read, 'submission_id', ids).where({ action }).count({ n: '*' })) as { n: number }[]; // prettier-ignore
    expect(Number(steps?.n)).toBe(ROWS);
  }

  it('goes on where it was: one signed manifest, one decree, one delivery, and every row moved once', async () => {
    const { read } = services.database;
    for (let round = 0; round < ROUNDS; round += 1) {
      const one = await opened(1 + round * ROWS);
      const sealed = await stepUnderKills(one, {
        who: 'coordinator', verb: 'seal', from: 'open', to: 'sealed', event: 'batch.sealed',
      }); // prettier-ignore
      expect(sealed.run).toMatchObject({ written: ROWS });
      expect(await read('manifests').where({ batch_id: one.id })).toHaveLength(1);
      const row = (await read('batches').where({ id: one.id }).first()) as BatchRow;
      const verified = await verifyBatch({ ...services, read, sealer: services.submissions.sealer }, row);
      expect(verified).toMatchObject({ lines: ROWS, compared: ROWS, findings: [] });

      await attachBoth(one);
      await coordinator.post(`${one.path}/submit`, { version: (await one.batch()).version });
      const decree = {
        password: TEST_PASSWORD,
        decreeNo: `KEP.${round}/${engine}`,
        decreeDate: '2026-11-01',
      };
      await stepUnderKills(one, {
        who: 'approver', verb: 'ratify', body: decree, from: 'awaiting_ratification', to: 'ratified', event: 'batch.ratified',
      }); // prettier-ignore
      await allAt(one, 'ratified', 'ratify');

      await stepUnderKills(one, {
        who: 'coordinator', verb: 'forward', from: 'ratified', to: 'sent', event: 'batch.forwarded',
      }); // prettier-ignore
      await allAt(one, 'sent', 'send');
      const delivery = () => read('dispatches').where({ batch_id: one.id });
      while (((await delivery())[0] as { status: string }).status !== 'delivered') await pause(100);
      expect(await delivery()).toHaveLength(1);
      const { id: dispatch_id } = (await delivery())[0] as { id: number };
      expect(await read('pmo_deliveries').where({ dispatch_id })).toMatchObject([
        { received_count: ROWS, received_digest: sealed.digest },
      ]);
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
