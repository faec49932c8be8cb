import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadLists, person, registerPeople, submitted } from '../support/registrations.ts';
import {
  createClient,
  ENGINES,
  startSystem,
  TEST_PASSWORD,
  type ApiClient,
  type RunningSystem,
} from '../support/running-system.ts';

type Body = Record<string, unknown> & { id: number; version: number };
type Refusal = { code: string; errors?: Record<string, string>; details?: { blockers: Body[] } };

describe.each(ENGINES)('commands as the contract writes them (%s)', (engine) => {
  let system: RunningSystem;
  let intake: ApiClient;
  let reviewer: ApiClient;
  let reviewer2: ApiClient;
  let coordinator: ApiClient;
  let next = 0;
  const one = () => person((next += 1));

  beforeAll(async () => {
    system = await startSystem({ engine });
    [intake, reviewer, reviewer2, coordinator] = await Promise.all([
      system.login('intake'),
      system.login('reviewer'),
      system.login('reviewer2'),
      system.login('coordinator'),
    ]);
    await registerPeople(system, [person(900)]);
    await loadLists(system);
  });
  afterAll(() => system.stop());

  const claimed = async (): Promise<Body> => {
    const { id, version } = await submitted(intake, system.waveId, one());
    return (await reviewer.post<Body>(`/api/submissions/${id}/claim`, { version })).body;
  };
  const verb = (client: ApiClient, { id }: Body, name: string, body: object) =>
    client.post<Body & Refusal>(`/api/submissions/${id}/${name}`, body);

  it('answers 415 for a body it would not read', async () => {
    for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'text/csv']) {
      const headers = { 'content-type': type };
      const answer = await intake.raw('/api/submissions', { method: 'POST', headers, body: '{"waveId":1}' });
      expect(answer.status).toBe(415);
      const upload = await coordinator.raw('/api/imports', { method: 'POST', headers, body: 'a,b' });
      expect(upload.status).toBe(415);
    }
    const bare = await reviewer.raw('/api/submissions/claim-next', { method: 'POST' });
    expect(bare.status).toBe(404);
  });

  it('refuses a zero byte, an unknown regency, a birth to come and a number no id can be', async () => {
    const form = { waveId: system.waveId, ...one() };
    for (const [field, value] of [
      ['fullName', 'A\u0000B'],
      ['regionCode', '99.99'],
      ['birthDate', '2990-01-01'],
    ]) {
      const answer = await intake.post<Refusal>('/api/submissions', { ...form, [field as string]: value });
      expect([answer.status, Object.keys(answer.body.errors ?? {})]).toEqual([422, [field]]);
    }
    const wave = await intake.post<Refusal>('/api/submissions', { ...form, waveId: 99_999_999_999 });
    expect(wave.status).toBe(422);
    for (const id of ['99999999999', '2147483648', '99999999999999999999'])
      expect((await intake.get(`/api/submissions/${id}`)).status).toBe(404);
  });

  it('logs in somebody who sends a second factor their account has not', async () => {
    const client = createClient(system.url);
    const answer = await client.post('/api/auth/login', {
      username: 'pmo',
      password: TEST_PASSWORD,
      otp: '123456',
    });
    expect(answer.status).toBe(200);
  });

  it('takes an Idempotency-Key of any length up to a hundred', async () => {
    const form = { waveId: system.waveId, ...one() };
    const headers = { 'idempotency-key': 'k' };
    const first = await intake.post<Body>('/api/submissions', form, { headers });
    const again = await intake.post<Body>('/api/submissions', form, { headers });
    expect([first.status, again.body.id]).toEqual([201, first.body.id]);
  });

  it('holds and withdraws with the version alone, and reopens for a code or for words', async () => {
    const case1 = await claimed();
    const onHold = await verb(reviewer, case1, 'hold', {
      version: case1.version,
      reasons: ['DOC_UNREADABLE'],
    });
    expect(onHold).toMatchObject({ status: 200, body: { status: 'on_hold' } });
    const history = await reviewer.get<Body[]>(`/api/submissions/${case1.id}/history`);
    expect(history.body[0]).toMatchObject({ action: 'hold', reasonCodes: ['DOC_UNREADABLE'] });
    const gone = await verb(intake, case1, 'withdraw', { version: onHold.body.version });
    expect(gone).toMatchObject({ status: 200, body: { status: 'withdrawn' } });

    const case2 = await claimed();
    const out = await verb(reviewer, case2, 'reject', { version: case2.version, reasons: ['NIK_NOT_FOUND'] });
    const bare = await verb(coordinator, case2, 'reopen', { version: out.body.version });
    expect([bare.status, Object.keys(bare.body.errors ?? {})]).toEqual([422, ['note']]);
    const body = { version: out.body.version, reasons: ['NIK_NOT_FOUND'] };
    expect(await verb(coordinator, case2, 'reopen', body)).toMatchObject({
      status: 200,
      body: { status: 'submitted' },
    });
  });

  it('names the holder of a claim to whoever comes second', async () => {
    const case1 = await claimed();
    for (const [client, name] of [
      [reviewer2, 'claim'],
      [reviewer2, 'verify'],
    ] as const) {
      const answer = await verb(client, case1, name, { version: case1.version });
      expect(answer.status).toBe(409);
      expect(answer.body.details?.blockers[0]).toMatchObject({
        code: 'CLAIMED_BY_OTHER',
        holderId: system.accounts.reviewer.id,
        holderName: system.accounts.reviewer.fullName,
      });
    }
  });

  it('takes the version with acts that change no record', async () => {
    const { id, version } = await claimed();
    const answer = await reviewer.post(`/api/submissions/${id}/reveal`, {
      version,
      purpose: 'periksa berkas',
    });
    expect(answer.status).toBe(200);
  });

  it('says under which rules every step was made', async () => {
    const { id } = await claimed();
    const history = await reviewer.get<Body[]>(`/api/submissions/${id}/history`);
    const steps = history.body.filter(({ kind }) => kind === 'transition');
    expect(steps.map(({ action }) => action)).toEqual(['claim', 'submit', 'create']);
    for (const step of steps) expect(step['ruleSet']).toBe('normal-2023/1');
  });

  it('answers a bulk act with a job, be it dry or not', async () => {
    const ids = [(await claimed()).id, (await submitted(intake, system.waveId, one())).id];
    const dry = await reviewer.post<{ jobId: number; counts: object }>('/api/submissions/bulk/release', {
      ids,
      dryRun: true,
    });
    expect([dry.status, dry.body.counts]).toEqual([202, { done: 1, skipped: 1 }]);
    const job = await reviewer.get(`/api/jobs/${dry.body.jobId}`);
    expect(job.body).toMatchObject({
      kind: 'submissions.release.dry-run',
      status: 'succeeded',
      progress: { done: 2, total: 2 },
      receipt: {
        dryRun: true,
        rows: [
          { id: ids[0], outcome: 'done' },
          { id: ids[1], outcome: 'skipped' },
        ],
      },
    });
    const still = await reviewer.get(`/api/submissions/${ids[0]}`);
    expect(still.body).toMatchObject({ status: 'in_review', assigneeId: system.accounts.reviewer.id });
    const ended = await reviewer.post<Refusal>(`/api/jobs/${dry.body.jobId}/cancel`, { version: 1 });
    expect(ended.status).toBe(409);
  });

  it('deletes a saved filter only from the version its owner saw', async () => {
    const view = await reviewer.post<Body>('/api/views', { resource: 'submissions', name: 'A', filter: {} });
    expect((await reviewer.delete(`/api/views/${view.body.id}`, { version: 7 })).status).toBe(409);
    expect((await reviewer.delete(`/api/views/${view.body.id}`, { version: 1 })).status).toBe(200);
  });

  it('says who changed what to whoever comes with an older version of a reference record', async () => {
    const admin = await system.login('admin');
    const path = `/api/waves/${system.waveId}`;
    expect((await admin.put(path, { version: 1, quota: 900 })).status).toBe(200);
    const stale = await admin.put<Body & Refusal>(path, { version: 1, quota: 800 });
    expect(stale).toMatchObject({
      status: 409,
      body: {
        code: 'STALE_VERSION',
        details: { version: 2, changedBy: 'Petugas admin', change: 'wave.changed' },
      },
    });
  });

  it('gives the result of a screening list by its code', async () => {
    const { id } = await claimed();
    const one = await reviewer.get<Body & { screening: Record<string, unknown> }>(`/api/submissions/${id}`);
    const result = { result: 'clear', listVersion: 1, reason: null };
    expect(one.body.screening['blacklist']).toMatchObject(result);
    expect(one.body.screening['lists']).toMatchObject({ blacklist: result });
  });
});
