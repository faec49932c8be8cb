import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { person } from '../support/registrations.ts';
import {
  DAY_MS,
  ENGINES,
  startSystem,
  type ApiClient,
  type RunningSystem,
} from '../support/running-system.ts';

type View = { id: number; version: number; name: string; ownerName: string };
type Token = {
  id: number;
  token: string;
  code: string;
  errors?: Record<string, string>;
  lastUsedAt: string | null;
};
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

describe.each(ENGINES)('on %s', (engine) => {
  let system: RunningSystem;
  let reviewer: ApiClient;
  let reviewer2: ApiClient;
  let admin: ApiClient;
  beforeAll(async () => {
    system = await startSystem({ engine });
    [reviewer, reviewer2, admin] = (await Promise.all(
      (['reviewer', 'reviewer2', 'admin'] as const).map((name) => system.login(name)),
    )) as [ApiClient, ApiClient, ApiClient];
  });
  afterAll(() => system?.stop());

  describe('a saved view', () => {
    const view = (name: string, sharedWithRole: string | null = null) => ({
      resource: 'submissions',
      name,
      filter: { status: ['submitted', 'in_review'] },
      sort: { field: 'dueAt', order: 'ASC' },
      sharedWithRole,
    });

    it('stays its owner’s unless shared with a role', async () => {
      const own = await reviewer.post<View>('/api/views', view('Antrean saya'));
      const shared = await reviewer.post<View>('/api/views', view('Antrean tim', 'reviewer'));
      expect([own.status, shared.status]).toEqual([201, 201]);
      const names = async (client: ApiClient) =>
        (await client.list<View>('/api/views', { filter: { resource: 'submissions' } })).rows.map(
          ({ name }) => name,
        );
      expect(await names(reviewer)).toEqual(['Antrean saya', 'Antrean tim']);
      expect(await names(reviewer2)).toEqual(['Antrean tim']);
      expect(await names(admin)).toEqual([]);
      expect((await reviewer2.get(`/api/views/${own.body.id}`)).status).toBe(404);
    });

    it('is changed and deleted by its owner only, from the version they saw', async () => {
      const { body } = await reviewer.post<View>('/api/views', view('Lewat tenggat', 'reviewer'));
      const path = `/api/views/${body.id}`;
      expect((await reviewer2.put(path, { version: 1, name: 'x' })).status).toBe(403);
      expect((await reviewer2.delete(path)).status).toBe(403);
      const renamed = await reviewer.put<View>(path, {
        version: 1,
        name: 'Jatuh tempo',
        sharedWithRole: null,
      });
      expect(renamed.body).toMatchObject({ name: 'Jatuh tempo', version: 2, filter: view('').filter });
      expect((await reviewer.put(path, { version: 1, name: 'lama' })).status).toBe(409);
      expect((await reviewer.delete(path)).status).toBe(200);
      expect((await reviewer.get(path)).status).toBe(404);
    });

    it('may not hold a NIK', async () => {
      const answer = await reviewer.post('/api/views', { ...view('x'), filter: { q: person(1).nik } });
      expect(answer.status).toBe(422);
    });
  });

  describe('a token', () => {
    const ask = (values: Record<string, unknown> = {}) =>
      admin.post<Token>('/api/tokens', {
        name: 'Rekap dinas',
        staffId: system.accounts.intake.id,
        scopes: ['submission.create', 'submission.read'],
        expiresAt: inDays(30),
        ...values,
      });
    const withToken = (token: string, path: string, init: RequestInit = {}) =>
      system.visitor().raw(path, {
        ...init,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      });
    const code = async (response: Response) => ((await response.json()) as { code: string }).code;

    it('is told once, and only its digest is kept', async () => {
      const { status, body } = await ask();
      expect(status).toBe(201);
      expect(body.token).toMatch(/^loket_[\w-]{43}$/);
      const { database } = system.services;
      const row = (await database.read('api_tokens').where({ id: body.id }).first()) as {
        token_hash: string;
      };
      expect(row.token_hash).toBe(createHash('sha256').update(body.token).digest('hex'));
      expect(JSON.stringify(await admin.get(`/api/tokens/${body.id}`))).not.toContain(row.token_hash);
      for (const table of ['audit_events', 'idempotency_keys', 'api_tokens'])
        expect(JSON.stringify(await database.read(table))).not.toContain(body.token);
    });

    it('acts in the person’s name within its scopes, and a cookie beside it means nothing', async () => {
      const { body } = await ask();
      const keyed = await withToken(body.token, '/api/submissions', {
        method: 'POST',
        body: JSON.stringify({ waveId: system.waveId, ...person(engine === 'sqlite' ? 501 : 502) }),
      });
      expect(keyed.status).toBe(201);
      expect(await keyed.json()).toMatchObject({ officeId: system.accounts.intake.officeId });
      expect((await withToken(body.token, '/api/submissions?filter={}')).status).toBe(200);
      const beyond = await withToken(body.token, '/api/views');
      expect([beyond.status, await code(beyond)]).toEqual([403, 'SCOPE']);
      const mixed = await admin.raw('/api/staff', { headers: { authorization: `Bearer ${body.token}` } });
      expect(mixed.status).toBe(403);
      const login = await withToken(body.token, '/api/auth/me');
      expect([login.status, await code(login)]).toEqual([403, 'NOT_FOR_TOKENS']);
      const used = await admin.get<Token>(`/api/tokens/${body.id}`);
      expect(used.body.lastUsedAt).not.toBeNull();
    });

    it('opens nothing once revoked, expired, unknown or its person’s account closed', async () => {
      const { body } = await ask();
      const opens = async (token: string) => (await withToken(token, '/api/submissions')).status;
      expect(await opens(body.token)).toBe(200);
      expect((await admin.post(`/api/tokens/${body.id}/revoke`)).status).toBe(200);
      expect(await opens(body.token)).toBe(401);
      expect(await opens(`loket_${'A'.repeat(43)}`)).toBe(401);
      expect(await opens('x')).toBe(401);
      const { database } = system.services;
      const second = (await ask()).body;
      await database
        .write('api_tokens')
        .where({ id: second.id })
        .update({ expires_at: inDays(-1) });
      expect(await opens(second.token)).toBe(401);
      const third = (await ask({ staffId: system.accounts.intake2.id })).body;
      await database.write('staff').where({ id: system.accounts.intake2.id }).update({ active: 0 });
      expect(await opens(third.token)).toBe(401);
      await database.write('staff').where({ id: system.accounts.intake2.id }).update({ active: 1 });
    });

    it('is never given acts that bind a person, nor more than the person’s role, nor more than a year', async () => {
      const { reviewer: person } = system.accounts;
      const verify = await ask({ staffId: person.id, scopes: ['submission.verify'] });
      expect([verify.status, verify.body.code]).toEqual([422, 'SCOPE_BINDS_A_PERSON']);
      const beyond = await ask({ scopes: ['batch.compose'] });
      expect([beyond.status, beyond.body.code]).toEqual([422, 'SCOPE_BEYOND_ROLE']);
      expect((await ask({ expiresAt: inDays(400) })).status).toBe(422);
      expect((await ask({ expiresAt: inDays(-1) })).status).toBe(422);
      expect((await ask({ staffId: 999_999 })).status).toBe(422);
    });

    it('is made, listed and ended by the administrator only', async () => {
      expect((await reviewer.post('/api/tokens', {})).status).toBe(403);
      expect((await reviewer.get('/api/tokens')).status).toBe(403);
      const listed = await admin.list<Token>('/api/tokens', { sort: ['id', 'ASC'] });
      expect(listed.total).toBe(listed.rows.length);
      expect(listed.rows.some((row) => 'token' in row)).toBe(false);
    });
  });
});
