import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PortalMe } from '../../server/portal/portal-schema.ts';
import {
  accountOf,
  APPLICANT_PASSWORD,
  portalDesk,
  type PortalDesk,
  type Refusal,
} from '../support/applicants.ts';
import { ENGINES, startSystem, TEST_PASSWORD, type RunningSystem } from '../support/running-system.ts';

describe.each(ENGINES)('accounts of applicants on %s', (engine) => {
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
  const rowOf = async (email: string) =>
    (await database()
      .read('applicants')
      .where({ email_digest: system.services.applicants.sealer.emailDigest(email) })) as {
      id: number;
      email_verified_at: string | null;
    }[];

  it('wait for a ministry office, whose the registrations are', async () => {
    const kind = (value: string) =>
      database().write('offices').where({ code: 'ministry' }).update({ kind: value });
    await kind('dinas');
    try {
      const answer = await system.visitor().post<Refusal>('/api/portal/register', accountOf(no()));
      expect([answer.status, answer.body.code]).toEqual([503, 'PORTAL_NOT_READY']);
    } finally {
      await kind('ministry');
    }
    expect((await system.visitor().post('/api/portal/register', accountOf(no()))).status).toBe(202);
  });

  it('are opened, proved by the code of the mail, and logged in to', async () => {
    const { client, account } = await desk.registered(no());
    const mail = await desk.lastTo(account.email);
    expect(mail.text).toContain(`${system.services.config.publicUrl}/daftar/verifikasi#${mail.token}`);
    const verified = await client.post('/api/portal/verify-email', { email: account.email, code: mail.code });
    expect(verified.status).toBe(200);
    const { status, body, headers } = await login(account.email.toUpperCase());
    expect(status).toBe(200);
    expect(body.applicant).toMatchObject({
      ...{ fullName: account.fullName, email: account.email, emailVerified: true, phoneVerified: false },
    });
    expect(body.wave?.name).toBe('Gelombang Uji');
    expect(body.submission).toMatchObject({ version: 0, stage: 'filling', editable: true });
    const cookie = headers.getSetCookie().find((one) => one.startsWith('pid=')) ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).toMatch(/Path=\//);
  });

  it('are proved by the link as well, and each proof once', async () => {
    const { client, account } = await desk.registered(no());
    const { token, code } = await desk.lastTo(account.email);
    expect((await client.post('/api/portal/verify-email', { token })).status).toBe(200);
    const again = await client.post<Refusal>('/api/portal/verify-email', { token });
    expect([again.status, again.body.code]).toEqual([422, 'CODE_WRONG']);
    const byCode = await client.post<Refusal>('/api/portal/verify-email', { email: account.email, code });
    expect(byCode.body.code).toBe('CODE_WRONG');
  });

  it('answer the same whether an address is known, and tell its owner alone', async () => {
    const { account } = await desk.verified(no());
    const first = await system.visitor().post('/api/portal/register', accountOf(no()));
    const second = await system
      .visitor()
      .post('/api/portal/register', { ...accountOf(no()), email: account.email });
    expect([second.status, second.body]).toEqual([first.status, first.body]);
    expect([second.status, second.body]).toEqual([202, {}]);
    const mail = await desk.lastTo(account.email);
    expect(mail.text).toContain('sudah memiliki akun');
    expect(mail.code).toBeNull();
    expect((await login(account.email)).status).toBe(200);
  });

  it('in the name of an unproved address are replaced by the newest, whose code alone counts', async () => {
    const { account } = await desk.registered(no());
    const old = await desk.lastTo(account.email);
    await desk.registered(no(), { email: account.email, fullName: 'SITI UJI LESTARI' });
    const fresh = await desk.lastTo(account.email);
    expect(fresh.token).not.toBe(old.token);
    const visitor = system.visitor();
    expect((await visitor.post('/api/portal/verify-email', { token: old.token })).status).toBe(422);
    expect((await visitor.post('/api/portal/verify-email', { token: fresh.token })).status).toBe(200);
    expect((await login(account.email)).body.applicant.fullName).toBe('SITI UJI LESTARI');
    expect(await rowOf(account.email)).toHaveLength(1);
  });

  it('are one to an address, also where two register it at the same instant', async () => {
    const email = 'bersamaan@uji.example';
    await Promise.all(
      Array.from({ length: 4 }, () =>
        system.visitor().post('/api/portal/register', { ...accountOf(no()), email }),
      ),
    );
    expect(await rowOf(email)).toHaveLength(1);
    const { token } = await desk.lastTo(email);
    expect((await system.visitor().post('/api/portal/verify-email', { token })).status).toBe(200);
  });

  it('send five messages a day to an address, however often somebody registers it', async () => {
    const email = 'banjir@uji.example';
    const statuses: number[] = [];
    for (let n = 0; n < 25; n += 1)
      statuses.push(
        (await system.visitor().post('/api/portal/register', { ...accountOf(no()), email })).status,
      );
    expect(new Set(statuses)).toEqual(new Set([202]));
    expect(await desk.sentTo(email)).toHaveLength(5);
    // The last code that was sent stays good.
    const { code } = await desk.lastTo(email);
    expect((await system.visitor().post('/api/portal/verify-email', { email, code })).status).toBe(200);
  });

  it('are not opened by the hundred from one address', async () => {
    const count = async () => Number((await database().read('applicants').count({ n: '*' }))[0]?.['n']);
    const before = await count();
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        system.visitor().post('/api/portal/register', accountOf(5000 + n)),
      ),
    );
    const taken = answers.filter(({ status }) => status === 202).length;
    expect(taken).toBe(50);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(50);
    expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await count()) - before).toBe(50);
  });

  it('send the code again once a minute, and only where there is something to prove', async () => {
    const { account } = await desk.registered(no());
    const visitor = system.visitor();
    const again = () => visitor.post('/api/portal/resend', { email: account.email });
    const first = await desk.lastTo(account.email);
    expect([(await again()).status, (await again()).status]).toEqual([202, 202]);
    const messages = await desk.sentTo(account.email);
    expect(messages).toHaveLength(2);
    expect((await visitor.post('/api/portal/verify-email', { token: first.token })).status).toBe(422);
    await desk.nextDay();
    await visitor.post('/api/portal/verify-email', { token: messages[1]?.token });
    await again();
    expect(await desk.sentTo(account.email)).toHaveLength(2);
    const nobody = await visitor.post('/api/portal/resend', { email: 'tak-ada@uji.example' });
    expect([nobody.status, nobody.body]).toEqual([202, {}]);
  });

  it('void a code after five wrong ones, also when they are sent all at once', async () => {
    const { account } = await desk.registered(no());
    const { code, token } = await desk.lastTo(account.email);
    const wrong = code === '000000' ? '111111' : '000000';
    const guesses = await Promise.all(
      Array.from({ length: 8 }, () =>
        system.visitor().post<Refusal>('/api/portal/verify-email', { email: account.email, code: wrong }),
      ),
    );
    expect(guesses.map(({ body }) => body.code)).toEqual(Array<string>(8).fill('CODE_WRONG'));
    const [row] = (await database()
      .read('applicant_codes')
      .where({ applicant_id: (await rowOf(account.email))[0]?.id })) as { tries: number }[];
    expect(row?.tries).toBe(5);
    for (const proof of [{ email: account.email, code }, { token }])
      expect((await system.visitor().post('/api/portal/verify-email', proof)).status).toBe(422);
  });

  it('answer a code for an unknown address as a wrong one', async () => {
    const { account } = await desk.registered(no());
    const ask = (email: string) =>
      system.visitor().post<Refusal>('/api/portal/verify-email', { email, code: '123123' });
    const [known, unknown] = [await ask(account.email), await ask('tak-ada@uji.example')];
    const { requestId: _a, ...one } = known.body as Refusal & { requestId: string };
    const { requestId: _b, ...other } = unknown.body as Refusal & { requestId: string };
    expect([known.status, one]).toEqual([unknown.status, other]);
  });

  it('lapse codes after half an hour', async () => {
    const { account } = await desk.registered(no());
    const { code, token } = await desk.lastTo(account.email);
    await database()
      .write('applicant_codes')
      .update({ expires_at: new Date(Date.now() - 1000).toISOString() });
    for (const proof of [{ email: account.email, code }, { token }])
      expect((await system.visitor().post('/api/portal/verify-email', proof)).status).toBe(422);
  });

  it('end with nothing of the person left, and the address may be registered again', async () => {
    const { client, account } = await desk.applicant(no());
    await desk.save(client, 0, { birthPlace: 'SEMARANG' });
    await desk.attach(client);
    const wrong = await client.post<Refusal>('/api/portal/account/delete', { password: 'salah' });
    expect(wrong.status).toBe(422);
    const [{ id } = { id: 0 }] = await rowOf(account.email);
    const names = (await database().read('portal_draft_documents').pluck('served_name')) as string[];
    const gone = await client.post('/api/portal/account/delete', { password: APPLICANT_PASSWORD });
    expect(gone.status).toBe(200);
    const row = (await database().read('applicants').where({ id }).first()) as Record<string, unknown>;
    expect(row).toMatchObject({
      ...{ full_name: '', email_enc: null, email_digest: null, phone_enc: null, password_hash: null },
    });
    for (const table of ['portal_drafts', 'applicant_sessions', 'applicant_codes', 'portal_messages'])
      expect(await database().read(table).where({ applicant_id: id })).toEqual([]);
    const kept = await system.services.vault.names();
    expect(names.filter((name) => kept.includes(name))).toEqual([]);
    expect((await client.get('/api/portal/me')).status).toBe(401);
    expect((await login(account.email)).status).toBe(401);
    await desk.nextDay();
    await desk.verified(no(), { email: account.email });
    expect((await login(account.email)).status).toBe(200);
  });

  it('keep addresses, telephones, codes and tokens nowhere in clear', async () => {
    const { account } = await desk.registered(no(), { phone: '081277770001' });
    const { code, token } = await desk.lastTo(account.email);
    await desk.registered(no(), { email: 'menunggu@uji.example' });
    const tables = ['applicants', 'applicant_codes', 'portal_messages', 'login_throttle', 'audit_events'];
    for (const table of tables) {
      const rows = (await database().read(table)) as Record<string, unknown>[];
      const text = rows
        .flatMap((row) => Object.values(row))
        .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value)))
        .join('\n');
      for (const secret of [account.email, 'menunggu@uji.example', '81277770001', token as string])
        expect(text.includes(secret), `${table}: ${secret}`).toBe(false);
      if (table === 'applicant_codes') expect(text.split('\n')).not.toContain(code);
    }
    const left = (await database().read('portal_messages').where({ status: 'sent' })) as {
      sealed: unknown;
    }[];
    expect(left.length).toBeGreaterThan(0);
    expect(left.every(({ sealed }) => sealed === null)).toBe(true);
  });

  it('leave each act in the log, in the name of the portal and of the applicant', async () => {
    const { account } = await desk.applicant(no());
    const [{ id } = { id: 0 }] = await rowOf(account.email);
    const events = (await database()
      .read('audit_events')
      .where({ subject: 'applicant', subject_id: String(id) })
      .orderBy('id')) as { action: string; actor_id: number; body: string }[];
    expect(events.map(({ action }) => action)).toEqual([
      'applicant.registered',
      'applicant.verified',
      'applicant.login',
    ]);
    const portal = (await database().read('staff').where({ username: '~portal' }).first()) as {
      id: number;
      active: number;
    };
    expect(portal.active).toBe(0);
    expect(events.every(({ actor_id }) => actor_id === portal.id)).toBe(true);
    expect(JSON.parse(events[1]?.body ?? '{}')).toMatchObject({ details: { applicantId: id } });
  });

  it('act through an account that nobody logs in with and no administrator opens', async () => {
    await desk.registered(no());
    const { id, version } = (await database().read('staff').where({ username: '~portal' }).first()) as {
      id: number;
      version: number;
    };
    for (const password of ['', '~portal', TEST_PASSWORD]) {
      const answer = await system.visitor().post('/api/auth/login', { username: '~portal', password });
      expect([401, 422]).toContain(answer.status);
    }
    const admin = await system.login('admin');
    const edit = await admin.put<Refusal>(`/api/staff/${id}`, {
      ...{ version, active: true, password: 'jendela hijau seratus anggur', role: 'reviewer' },
    });
    expect([edit.status, edit.body.code]).toEqual([422, 'SERVICE_ACCOUNT']);
    for (const values of [{ active: 1 }, { role: 'reviewer' }, { password_hash: 'x' }, { username: 'biasa' }])
      await expect(database().write('staff').where({ id }).update(values)).rejects.toThrow(
        /GUARD_STAFF_SERVICE/,
      );
  });

  it('lose what is kept no longer: old codes, sessions, and addresses nobody proved', async () => {
    const { account } = await desk.registered(no());
    await desk.applicant(no());
    const later = Date.now() + 8 * 86_400_000;
    const swept = await system.services.applicants.sweep(later);
    expect(swept.codes).toBeGreaterThan(0);
    expect(swept.sessions).toBeGreaterThan(0);
    expect(swept.unproved).toBeGreaterThan(0);
    expect(await rowOf(account.email)).toEqual([]);
  });
});
