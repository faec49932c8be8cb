import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgres, openSqlite, type Database } from '../../server/database.ts';
import type { ApiClient } from '../support/api-client.ts';
import { handoverFiles } from '../support/handover-files.ts';
import { startKillable, type KillableServer } from '../support/killable-server.ts';
import { createTestDatabase, ENGINES, TEST_PASSWORD } from '../support/running-system.ts';
import { validJpeg } from '../support/signed-scan.ts';

/** More rounds find rarer moments: LOKET_TEST_KILL_ROUNDS=20 before a release. */
const ROUNDS = Number(process.env['LOKET_TEST_KILL_ROUNDS'] ?? 1);
const ROWS = 120;
const LISTS = ['excluded_posts', 'education', 'aid', 'prior_recipients', 'blacklist'];

interface Batch {
  id: number;
  version: number;
  status: string;
  digest: string | null;
  rowCount: number;
}
const listOf = (resource: string, filter: object) =>
  `/api/${resource}?filter=${encodeURIComponent(JSON.stringify(filter))}&range=%5B0,999%5D&sort=%5B%22id%22,%22ASC%22%5D`;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.each(ENGINES)('kill -9 on %s', { timeout: 0 }, (engine) => {
  let env: Record<string, string>;
  let dataDir: string;
  let dropDatabase: (() => Promise<void>) | null = null;
  let server: KillableServer;
  let database: Database;
  const clients = new Map<string, ApiClient>();

  const as = async (name: Parameters<KillableServer['login']>[0]): Promise<ApiClient> => {
    const known = clients.get(name) ?? (await server.login(name));
    clients.set(name, known);
    return known;
  };
  const restart = async () => {
    clients.clear();
    server = await startKillable(env);
  };
  const ended = async (name: 'intake' | 'admin' | 'reviewer', jobId: number) => {
    for (;;) {
      const { body } = await (
        await as(name)
      ).get<{ status: string; error: string | null }>(`/api/jobs/${jobId}`);
      if (body.status === 'succeeded') return;
      if (['failed', 'cancelled'].includes(body.status))
        throw new Error(`job ${jobId} ${body.status}: ${body.error}`);
      await pause(50);
    }
  };
  const quiet = async () => {
    while (await database.read('jobs').whereIn('status', ['queued', 'running']).first('id')) await pause(50);
  };
  /** As a minute or two go by: whoever held the leases is dead, and only time frees them on PostgreSQL. */
  const leasesRunOut = async () => {
    const past = { lease_until: new Date(0).toISOString() };
    for (const table of ['jobs', 'dispatches'])
      await database.write(table).whereNotNull('lease_until').update(past);
  };
  /** Sends the act, kills the server somewhere in it, starts it again; true when the act was acknowledged. */
  async function killDuring(act: () => Promise<{ status: number }>, longest: number): Promise<boolean> {
    const answered = act().then(
      ({ status }) => status < 300,
      () => false,
    );
    await pause(Math.random() * longest);
    await server.kill();
    const acknowledged = await answered;
    await leasesRunOut();
    await restart();
    return acknowledged;
  }
  const count = async (table: string, where: object) =>
    Number(((await database.read(table).where(where).count({ n: '*' })) as { n: number }[])[0]?.n);

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'loket-kill-'));
    const made = engine === 'postgres' ? await createTestDatabase() : null;
    dropDatabase = made?.drop ?? null;
    env = { DATA_DIR: dataDir, ...(made ? { DATABASE_URL: made.url } : {}) };
    await restart();
    database = made ? await openPostgres(made.url) : await openSqlite(join(dataDir, 'loket.sqlite'));
    const admin = await as('admin');
    for (const code of LISTS) {
      const list = await admin.upload<{ jobId: number }>(
        `/api/screening-lists/${code}/versions`,
        { bytes: Buffer.from('nik,note\n3374019901019999,uji\n'), name: `${code}.csv` },
        { asOf: new Date().toISOString().slice(0, 10) },
      );
      await ended('admin', list.body.jobId);
    }
  });
  afterAll(async () => {
    await server.kill();
    await database.close();
    await dropDatabase?.();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('during an import leaves every acknowledged commit whole, and nothing half or doubled', async () => {
    const wave = (await database.read('waves').first('id')) as { id: number };
    for (let round = 0; round < ROUNDS; round += 1) {
      const files = await handoverFiles(ROWS, `kill-${engine}-${round}`);
      const register = await (
        await as('admin')
      ).upload<{ jobId: number }>('/api/ktp-records/import', { bytes: files.ktp, name: 'ktp.csv' }, {});
      await ended('admin', register.body.jobId);
      // The file may be cut off by the first kill; sent again it is the same import.
      const upload = async () =>
        (await as('intake')).upload<{ id: number; jobId: number }>(
          '/api/imports',
          { bytes: files.recap, name: `recap-${round}.csv` },
          { waveId: String(wave.id), totals: files.totals },
        );
      await killDuring(upload, 400);
      const accepted = await upload();
      expect([200, 202]).toContain(accepted.status);
      await quiet();
      const one = async () =>
        (
          await (
            await as('intake')
          ).get<{ id: number; status: string; version: number; counts: { new: number } }>(
            `/api/imports/${accepted.body.id}`,
          )
        ).body;
      const ready = await one();
      expect(ready.status).toBe('ready');
      expect(ready.counts.new).toBeGreaterThan(ROWS / 2);
      const acknowledged = await killDuring(
        async () => (await as('intake')).post(`/api/imports/${ready.id}/commit`, { version: ready.version }),
        500,
      );
      await quiet();
      const after = await one();
      if (acknowledged) expect(after.status).toBe('committed');
      if (after.status === 'ready') {
        expect(await count('submissions', { import_id: ready.id })).toBe(0);
        const again = await (
          await as('intake')
        ).post(`/api/imports/${ready.id}/commit`, { version: after.version });
        expect(again.status, JSON.stringify(again.body)).toBe(202);
        await quiet();
      }
      expect((await one()).status).toBe('committed');
      expect(await count('submissions', { import_id: ready.id })).toBe(ready.counts.new);
      const entered = await database
        .read('submission_transitions')
        .whereIn('submission_id', database.read('submissions').where({ import_id: ready.id }).select('id'))
        .whereNull('from_status');
      expect(entered).toHaveLength(ready.counts.new);
      expect(
        await count('audit_events', {
          action: 'import.committed',
          outcome: 'done',
          subject_id: String(ready.id),
        }),
      ).toBe(1);
      const unchecked = await database
        .read('submissions')
        .where({ import_id: ready.id, identity_outcome: 'unchecked' });
      expect(unchecked).toEqual([]);
    }
  });

  it('during sealing, ratifying and forwarding leaves a batch where it was or where it was to be, with all its rows', async () => {
    const reviewer = await as('reviewer');
    const clean = await reviewer.get<{ id: number }[]>(
      listOf('submissions', {
        status: 'submitted',
        identityOutcome: 'matched',
        screeningOutcome: 'clear',
        duplicateCount: 0,
      }),
    );
    const job = await reviewer.post<{ jobId: number }>('/api/submissions/bulk/verify', {
      ids: clean.body.map(({ id }) => id),
    });
    await ended('reviewer', job.body.jobId);
    const verified = (
      await reviewer.get<{ id: number }[]>(listOf('submissions', { status: 'verified', channel: 'offline' }))
    ).body.map(({ id }) => id);
    const each = Math.min(40, Math.floor(verified.length / ROUNDS));
    expect(each).toBeGreaterThan(3);
    const wave = (await database.read('waves').first('id')) as { id: number };

    for (let round = 0; round < ROUNDS; round += 1) {
      const ids = verified.splice(0, each);
      const created = await (
        await as('coordinator')
      ).post<Batch>('/api/batches', { waveId: wave.id, channel: 'offline' });
      const path = `/api/batches/${created.body.id}`;
      const batch = async () => (await (await as('coordinator')).get<Batch>(path)).body;
      await (await as('coordinator')).post(`${path}/rows`, { ids });

      const step = async (
        who: 'coordinator' | 'approver',
        verb: string,
        body: object,
        from: string,
        to: string,
        rowsAfter: string,
      ) => {
        const { version } = await batch();
        const acknowledged = await killDuring(
          async () => (await as(who)).post(`${path}/${verb}`, { version, ...body }),
          350,
        );
        const found = await batch();
        expect([from, to]).toContain(found.status);
        if (acknowledged) expect(found.status).toBe(to);
        if (found.status === from) {
          const again = await (await as(who)).post(`${path}/${verb}`, { version: found.version, ...body });
          expect(again.status).toBe(200);
        }
        expect((await batch()).status).toBe(to);
        const statuses = await database.read('submissions').whereIn('id', ids).distinct('status');
        expect(statuses).toEqual([{ status: rowsAfter }]);
        expect(await count('batch_transitions', { batch_id: created.body.id, to_status: to })).toBe(1);
      };

      await step('coordinator', 'seal', {}, 'open', 'sealed', 'batched');
      const { digest, rowCount } = await batch();
      const manifests = (await database.read('manifests').where({ batch_id: created.body.id })) as {
        id: number;
        digest: string;
      }[];
      expect(manifests).toHaveLength(1);
      expect(manifests[0]?.digest).toBe(digest);
      expect(await count('manifest_lines', { manifest_id: manifests[0]?.id })).toBe(rowCount);

      for (const kind of ['attestation', 'handover']) {
        const paper = await (
          await as('coordinator')
        ).upload(
          `${path}/papers`,
          { bytes: await validJpeg(), name: `${kind}.jpg` },
          { kind, digest: digest as string },
        );
        expect(paper.status).toBeLessThan(300);
      }
      const submitted = await (
        await as('coordinator')
      ).post(`${path}/submit`, { version: (await batch()).version });
      expect(submitted.status).toBe(200);
      await step(
        'approver',
        'ratify',
        { password: TEST_PASSWORD, decreeNo: `KEP.${round + 1}/UJI/${engine}`, decreeDate: '2026-11-22' },
        'awaiting_ratification',
        'ratified',
        'ratified',
      );
      await step('coordinator', 'forward', {}, 'ratified', 'sent', 'sent');

      const arrived = async () =>
        (await database.read('dispatches').where({ batch_id: created.body.id, status: 'delivered' })).length;
      while ((await arrived()) === 0) await pause(50);
      expect(await count('dispatches', { batch_id: created.body.id })).toBe(1);
      const [dispatch] = (await database.read('dispatches').where({ batch_id: created.body.id })) as {
        id: number;
      }[];
      const received = (await database.read('pmo_deliveries').where({ dispatch_id: dispatch?.id })) as {
        received_count: number;
        received_digest: string;
      }[];
      expect(received).toHaveLength(1);
      expect(received[0]).toMatchObject({ received_count: rowCount, received_digest: digest });
    }
  });

  it('is not needed: SIGTERM lets what is under way finish and ends with success', async () => {
    const reading = (await as('auditor')).get('/api/audit-events');
    expect(await server.terminate()).toBe(0);
    const { status } = await reading;
    expect([200, 503]).toContain(status);
    await restart();
  });
});
