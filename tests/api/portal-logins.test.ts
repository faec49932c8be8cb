import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PortalMe, PortalSession } from '../../server/portal/portal-schema.ts';
import {
  accountOf,
  APPLICANT_PASSWORD,
  portalDesk,
  type PortalDesk,
  type Refusal,
} from '../support/applicants.ts';
import { createClient, ENGINES, startSystem, type RunningSystem } from '../support/running-system.ts';

describe.each(ENGINES)('logins of applicants on %s', (engine) => {
  let system: RunningSystem;
  let desk: PortalDesk;
  let next = 0;
  const no = () => (next += 1);

  beforeAll(async () => {
    system = await startSystem({ engine });
    desk = portalDesk(system);
  });
  afterAll(() => system?.stop());
  beforeEach(() => desk.nextDay());

  const database = () => system.services.database;
  const login = (email: string, password = APPLICANT_PASSWORD) =>
    system.visitor().post<PortalMe & Refusal>('/api/portal/login', { email, password });

  it('refuse an unknown address, a wrong password and an unproved address in the same words', async () => {
    const { account } = await desk.verified(no());
    const unproved = await desk.registered(no());
    const answers = [
      await login('tak-ada@uji.example'),
      await login(account.email, 'bukan kata sandinya'),
      await login(unproved.account.email, 'bukan kata sandinya'),
    ];
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.code} ${body.message}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
    const right = await login(unproved.account.email);
    expect([right.status, right.body.code]).toEqual([409, 'EMAIL_NOT_VERIFIED']);
    expect(right.headers.getSetCookie()).toEqual([]);
  });

  it('take ten wrong passwords a quarter of an hour', async () => {
    const { account } = await desk.verified(no());
    const answers = await Promise.all(Array.from({ length: 12 }, () => login(account.email, 'salah terus')));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(2);
    expect((await login(account.email)).status).toBe(429);
  });

  it('take no password that is easy to guess or made of their own words', async () => {
    for (const password of ['prakerja12345', 'pendaftar-9000', 'indonesia-raya']) {
      const answer = await system
        .visitor()
        .post<Refusal>('/api/portal/register', { ...accountOf(9000), password });
      expect([answer.status, Object.keys(answer.body.errors ?? {})], password).toEqual([422, ['password']]);
    }
  });

  it('give nothing to staff, and staff give nothing to them', async () => {
    const { client } = await desk.applicant(no());
    for (const path of ['/api/auth/me', '/api/submissions', '/api/dashboard', '/api/staff'])
      expect((await client.get(path)).status).toBe(401);
    const reviewer = await system.login('reviewer');
    expect((await reviewer.get('/api/portal/me')).status).toBe(401);
    expect((await reviewer.get('/api/portal/submission')).status).toBe(401);
  });

  it('end a session that was planted, rested for half an hour, or is eight hours old', async () => {
    const { client, account } = await desk.verified(no());
    const planted = { headers: { cookie: `pid=${'A'.repeat(43)}` } };
    await client.post('/api/portal/login', { email: account.email, password: APPLICANT_PASSWORD }, planted);
    expect(client.cookie()).not.toContain('AAAA');
    expect((await client.get('/api/portal/me')).status).toBe(200);
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    const sessions = () => database().write('applicant_sessions');
    await sessions().update({ last_seen_at: ago(31) });
    expect((await client.get('/api/portal/me')).status).toBe(401);
    await sessions().update({ last_seen_at: ago(1), expires_at: ago(1) });
    expect((await client.get('/api/portal/me')).status).toBe(401);
  });

  it('keep of a session nothing that opens one', async () => {
    const { client } = await desk.applicant(no());
    const secret = /pid=([\w-]+)/.exec(client.cookie())?.[1] as string;
    expect(JSON.stringify(await database().read('applicant_sessions'))).not.toContain(secret);
  });

  it('end by logging out, here and on other devices', async () => {
    const { client, account } = await desk.applicant(no());
    const stolen = { headers: { cookie: client.cookie() } };
    const other = system.visitor();
    await other.post('/api/portal/login', { email: account.email, password: APPLICANT_PASSWORD });
    const listed = (await other.get<PortalSession[]>('/api/portal/sessions')).body;
    expect(listed.map(({ current }) => current).sort()).toEqual([false, true]);
    expect((await other.post<{ ended: number }>('/api/portal/sessions/end-others')).body.ended).toBe(1);
    expect((await client.get('/api/portal/me')).status).toBe(401);
    expect((await other.post('/api/portal/logout')).status).toBe(200);
    expect((await other.get('/api/portal/me')).status).toBe(401);
    expect((await createClient(system.url).get('/api/portal/me', stolen)).status).toBe(401);
  });

  it('change their password with the old one, and end the other sessions', async () => {
    const { client, account } = await desk.applicant(no());
    const other = system.visitor();
    await other.post('/api/portal/login', { email: account.email, password: APPLICANT_PASSWORD });
    const next = 'jendela hijau seratus anggur';
    const wrong = await client.post<Refusal>('/api/portal/password', { current: 'salah', next });
    expect([wrong.status, wrong.body.errors]).toEqual([422, { current: 'wrong password' }]);
    const right = await client.post('/api/portal/password', { current: APPLICANT_PASSWORD, next });
    expect(right.status).toBe(200);
    expect((await client.get('/api/portal/me')).status).toBe(200);
    expect((await other.get('/api/portal/me')).status).toBe(401);
    expect((await desk.lastTo(account.email)).text).toContain(
      'Kata sandi akun Kartu Prakerja Anda baru saja',
    );
    expect((await login(account.email, next)).status).toBe(200);
  });

  it('get a new password by mail, which ends every session; an unknown address is told the same', async () => {
    const { client, account } = await desk.applicant(no());
    const ask = (email: string) => system.visitor().post('/api/portal/password-reset', { email });
    const [known, unknown] = [await ask(account.email), await ask('tak-ada@uji.example')];
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
    const { code, token } = await desk.lastTo(account.email);
    const confirm = (body: object) =>
      system.visitor().post<Refusal>('/api/portal/password-reset/confirm', body);
    const weak = await confirm({ token, password: 'prakerja12345' });
    expect([weak.status, Object.keys(weak.body.errors ?? {})]).toEqual([422, ['password']]);
    const password = 'jendela hijau seratus anggur';
    expect((await confirm({ email: account.email, code, password })).status).toBe(200);
    expect((await confirm({ token, password })).status).toBe(422);
    expect((await client.get('/api/portal/me')).status).toBe(401);
    expect((await login(account.email)).status).toBe(401);
    expect((await login(account.email, password)).status).toBe(200);
  });

  it('ask for new passwords once a minute and five times a day', async () => {
    const { account } = await desk.verified(no());
    const before = (await desk.sentTo(account.email)).length;
    const ask = () => system.visitor().post('/api/portal/password-reset', { email: account.email });
    await Promise.all([ask(), ask(), ask()]);
    expect(await desk.sentTo(account.email)).toHaveLength(before + 1);
  });

  it('prove a telephone by a code, once a minute and five times a day', async () => {
    const { client } = await desk.applicant(no(), { phone: '081299990001' });
    const send = () => client.post<Refusal>('/api/portal/phone-code');
    expect((await send()).status).toBe(202);
    expect((await send()).status).toBe(429);
    const { code } = await desk.lastTo('+6281299990001');
    const wrong = await client.post('/api/portal/verify-phone', {
      code: code === '000000' ? '111111' : '000000',
    });
    expect(wrong.status).toBe(422);
    expect((await client.post('/api/portal/verify-phone', { code })).status).toBe(200);
    expect((await client.get<PortalMe>('/api/portal/me')).body.applicant.phoneVerified).toBe(true);
    await desk.nextDay();
    expect((await send()).body.code).toBe('PHONE_VERIFIED');
  });

  it('do not ring one telephone from many accounts', async () => {
    const phone = '081299990002';
    const statuses: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      const { client } = await desk.applicant(no(), { phone });
      statuses.push((await client.post('/api/portal/phone-code')).status);
    }
    expect(statuses).toEqual([202, 202, 202, 202, 202, 429]);
  });
});
