import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dashboard } from '../../server/dashboard/dashboard-schema.ts';
import { sweepExpired } from '../../server/maintenance.ts';
import { foldCounters } from '../../server/submissions/counter-fold.ts';
import { dayOf } from '../../server/wib-day-rules.ts';
import { register, person as stranger } from '../support/registered-people.ts';
import { loadLists, person, registerPeople, submitted, verified } from '../support/registrations.ts';
import {
  DAY_MS,
  ENGINES,
  startSystem,
  type ApiClient,
  type RunningSystem,
  type Username,
} from '../support/running-system.ts';

const ROLES: Username[] = ['intake', 'reviewer', 'coordinator', 'approver', 'pmo', 'auditor', 'admin'];

describe.each(ENGINES)('the home page’s figures on %s', (engine) => {
  let system: RunningSystem;
  let intake: ApiClient;
  let reviewer: ApiClient;
  const clients = {} as Record<Username, ApiClient>;

  beforeAll(async () => {
    system = await startSystem({ engine });
    for (const name of [...ROLES, 'intake2'] as Username[]) clients[name] = await system.login(name);
    ({ intake, reviewer } = clients);
    const people = Array.from({ length: 6 }, (_, at) => person(700 + at));
    await registerPeople(system, people);
    await loadLists(system);
    const entered = [];
    for (const one of people) entered.push(await submitted(intake, system.waveId, one));
    await verified(reviewer, entered[0] as never);
    await verified(reviewer, entered[1] as never);
    const third = entered[2] as { id: number; version: number };
    const claimed = await reviewer.post<{ version: number }>(`/api/submissions/${third.id}/claim`, {
      version: third.version,
    });
    const back = { version: claimed.body.version, reasons: ['DOC_UNREADABLE'] };
    expect((await reviewer.post(`/api/submissions/${third.id}/return`, back)).status).toBe(200);
    const fourth = entered[3] as { id: number; version: number };
    await reviewer.post(`/api/submissions/${fourth.id}/claim`, { version: fourth.version });
    await reviewer.post(`/api/submissions/${fourth.id}/reveal`, { purpose: 'mencocokkan fotokopi' });
    await intake.post('/api/submissions', { waveId: system.waveId, ...person(710) });
  });
  afterAll(() => system?.stop());

  const figures = async (name: Username, query = '') => {
    const answer = await clients[name].get<Dashboard>(`/api/dashboard${query}`);
    expect([name, answer.status]).toEqual([name, 200]);
    return answer.body;
  };

  it.each(ROLES)('are of the shape the console reads, for %s', async (name) => {
    const body = await figures(name);
    expect(Dashboard.parse(body)).toEqual(body);
    expect(body).toMatchObject({ role: name, wave: { id: system.waveId, quota: 1000, ratified: 0 } });
  });

  it('show the reviewer their queue, the wave’s pipeline and its reasons', async () => {
    const { queue, pipeline, reasons, ageing, decisionsPerDay } = await figures('reviewer');
    expect(queue).toMatchObject({ mine: 1, overdue: 0, onHold: 0, secondReadings: 0, waiting: 2 });
    const counts = Object.fromEntries((pipeline ?? []).map(({ status, count }) => [status, count]));
    expect(counts).toMatchObject({
      submitted: 2,
      in_review: 1,
      verified: 2,
      needs_correction: 1,
      confirmed: 0,
    });
    expect(reasons).toEqual([{ code: 'DOC_UNREADABLE', count: 1 }]);
    expect(ageing?.[0]).toEqual({ bucket: '0-1', count: 3 });
    expect(decisionsPerDay?.at(-1)).toEqual({
      ...{ day: dayOf(new Date().toISOString()), verified: 2, returned: 1, rejected: 0 },
    });
  });

  it('show the counter its own office and nothing of another', async () => {
    const own = (await figures('intake')).intake;
    expect(own).toMatchObject({
      ...{ officeName: 'Dinas Tenaga Kerja Kota Semarang', drafts: 1, sentBack: 1 },
      ...{ submittedToday: 6, submittedInWave: 6, verifiedInWave: 2 },
    });
    const other = await figures('intake2');
    expect(other.intake).toMatchObject({ drafts: 0, submittedToday: 0, submittedInWave: 0 });
    expect(other.pipeline?.every(({ count }) => count === 0)).toBe(true);
  });

  it('show the coordinator each reviewer’s load and each office', async () => {
    const { workload, offices, neighbours, batches } = await figures('coordinator');
    expect(workload?.find(({ fullName }) => fullName === 'Petugas reviewer')).toMatchObject({
      ...{ inReview: 1, decidedToday: 3 },
    });
    expect(offices).toEqual([
      expect.objectContaining({
        officeName: 'Dinas Tenaga Kerja Kota Semarang',
        submitted: 6,
        mismatched: 0,
      }),
    ]);
    expect(neighbours).toMatchObject({ register: 'up', registerSince: null, pmo: 'up' });
    expect(batches).toEqual([]);
  });

  it('show the auditor the unmasking with its purpose, and the administrator the lists', async () => {
    const { audit } = await figures('auditor');
    expect(audit).toMatchObject({ reveals: 1, decisions: 3, lateCorrections: 0 });
    expect(audit?.recentReveals[0]).toMatchObject({
      actorName: 'Petugas reviewer',
      purpose: 'mencocokkan fotokopi',
    });
    const { system: figuresOfSystem } = await figures('admin');
    expect(figuresOfSystem).toMatchObject({ offices: 4, waves: 1, ktpRecords: 6, jobsFailed: 0 });
    expect(figuresOfSystem?.lists.map(({ version }) => version)).toEqual([1, 1, 1, 1, 1]);
  });

  it('are given for a wave by its id, and refused for what is none', async () => {
    expect((await figures('coordinator', `?waveId=${system.waveId}`)).wave?.id).toBe(system.waveId);
    expect((await clients.coordinator.get('/api/dashboard?waveId=99999')).status).toBe(404);
    expect((await clients.coordinator.get('/api/dashboard?waveId=x')).status).toBe(422);
    expect((await clients.coordinator.get('/api/dashboard?officeId=1')).status).toBe(422);
  });

  describe('the counters behind them', () => {
    const totals = async () => {
      const rows = (await system.services.database
        .read('submission_counters')
        .select('wave_id', 'status', 'channel', 'office_id', 'region_code')
        .groupBy('wave_id', 'status', 'channel', 'office_id', 'region_code')
        .sum({ n: 'delta' })) as Record<string, unknown>[];
      return rows
        .filter((row) => Number(row['n']) !== 0)
        .map((row) => JSON.stringify({ ...row, n: Number(row['n']) }))
        .sort();
    };
    const deltas = async () =>
      Number(
        ((await system.services.database.read('submission_counters').count({ n: '*' })) as { n: number }[])[0]
          ?.n,
      );
    const counted = async () => {
      const rows = (await system.services.database
        .read('submissions')
        .select('wave_id', 'status', 'channel', 'office_id', 'region_code')
        .groupBy('wave_id', 'status', 'channel', 'office_id', 'region_code')
        .count({ n: '*' })) as Record<string, unknown>[];
      return rows.map((row) => JSON.stringify({ ...row, n: Number(row['n']) })).sort();
    };

    it('are the same before and after folding, and are what is there', async () => {
      const before = await totals();
      expect(before).toEqual(await counted());
      const many = await deltas();
      expect((await foldCounters(system.services.database)).taken).toBe(many);
      expect(await deltas()).toBe(before.length);
      expect(await totals()).toEqual(before);
    });

    it('lose nothing while registrations come in from all sides during folding', async () => {
      const { database } = system.services;
      let done = false;
      const folding = (async () => {
        while (!done) await Promise.all([foldCounters(database), foldCounters(database)]);
      })();
      const writers = Array.from({ length: 4 }, async (_, writer) => {
        for (let round = 0; round < 10; round += 1) {
          await database.transaction(async (trx) => {
            await register(system, [stranger(2000 + writer * 100 + round)], trx);
            await new Promise((resolve) => setTimeout(resolve, (writer * 7 + round) % 5));
          });
        }
      });
      await Promise.all(writers);
      done = true;
      await folding;
      expect(await totals()).toEqual(await counted());
      await foldCounters(database);
      expect(await totals()).toEqual(await counted());
    });

    it('are not changed by an act that is rolled back while folding goes on', async () => {
      const { database } = system.services;
      const before = await totals();
      const undone = database.transaction(async (trx) => {
        await register(system, [stranger(3000)], trx);
        await new Promise((resolve) => setTimeout(resolve, 30));
        throw new Error('undone');
      });
      const folded = engine === 'postgres' ? foldCounters(database) : Promise.resolve();
      await expect(undone).rejects.toThrow('undone');
      await folded;
      await foldCounters(database);
      expect(await totals()).toEqual(before);
    });
  });

  it('are kept light by housekeeping: expired sessions and week-old repeated requests go, living ones stay', async () => {
    const { database, auth, vault } = system.services;
    const now = Date.now();
    const iso = (at: number) => new Date(at).toISOString();
    const staff_id = system.accounts.admin.id;
    const session = (sid_hash: string, seen: number, expires: number) => ({
      ...{
        sid_hash,
        staff_id,
        data: '{}',
        created_at: iso(seen),
        last_seen_at: iso(seen),
        expires_at: iso(expires),
      },
    });
    await database.write('sessions').insert(session('old', now - DAY_MS, now - 1000));
    await database.write('sessions').insert(session('idle', now - 3_600_000, now + DAY_MS));
    await database.write('sessions').insert(session('living', now, now + DAY_MS));
    const key = (name: string, at: number) => ({
      actor_id: staff_id,
      key: name,
      route: 'POST /x',
      request_hash: 'x',
      created_at: iso(at),
    });
    await database
      .write('idempotency_keys')
      .insert([key('last-week', now - 8 * DAY_MS), key('yesterday', now - DAY_MS)]);
    expect(await sweepExpired({ database, vault, throttle: auth.throttle }, now)).toMatchObject({
      sessions: 2,
      keys: 1,
    });
    expect(await database.read('sessions').where({ sid_hash: 'living' }).first('sid_hash')).toBeDefined();
    expect(await database.read('idempotency_keys').where({ key: 'yesterday' }).first('key')).toBeDefined();
  });
});
