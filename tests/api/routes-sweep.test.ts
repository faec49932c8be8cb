import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionWords } from '../../client/audit/action-words.ts';
import { createApp } from '../../server/app.ts';
import { may, ROLES, type Role } from '../../server/auth/permission-rules.ts';
import type { RouteRecord } from '../../server/http/route.ts';
import { startSystem, type ApiClient, type RunningSystem, type Username } from '../support/running-system.ts';

const NOBODY = '999999';
const address = (record: RouteRecord) => record.path.replace(/:\w+/g, NOBODY);

/** A request with nothing in it: whoever may not, must be refused before anything of it is read. */
async function call(
  client: ApiClient,
  record: RouteRecord,
): Promise<{ status: number; code: string | null }> {
  const init: RequestInit = { method: record.method };
  if (record.method !== 'GET') {
    init.body = '{}';
    init.headers = { 'content-type': 'application/json' };
  }
  const response = await client.raw(address(record), init);
  const text = await response.text();
  const json =
    response.headers.get('content-type')?.includes('application/json') && text
      ? (JSON.parse(text) as { code?: string })
      : {};
  return { status: response.status, code: json.code ?? null };
}

describe('every route', () => {
  let system: RunningSystem;
  let records: readonly RouteRecord[];
  const clients = {} as Record<Role, ApiClient>;

  beforeAll(async () => {
    system = await startSystem({ engine: 'sqlite' });
    // The same table the running server was made from.
    records = createApp(system.services).routes;
    for (const role of ROLES) clients[role] = await system.login(role as Username);
  });
  afterAll(() => system.stop());

  it('answers a stranger with 401, unless it is spelled public', async () => {
    const visitor = system.visitor();
    const wrong: string[] = [];
    for (const record of records) {
      const { status } = await call(visitor, record);
      // What belongs to an applicant is public to the staff's permissions and asks for the applicant's own session.
      const open = record.permission === 'public' && !record.prove;
      if (open ? status === 403 : status !== 401) wrong.push(`${record.method} ${record.path}: ${status}`);
    }
    expect(wrong).toEqual([]);
    const open = records.filter((record) => record.permission === 'public' && !record.prove);
    expect(open.map((record) => record.path).sort()).toEqual([
      '/api/auth/login',
      '/api/portal/login',
      '/api/portal/password-reset',
      '/api/portal/password-reset/confirm',
      '/api/portal/regions',
      '/api/portal/register',
      '/api/portal/resend',
      '/api/portal/status',
      '/api/portal/verify-email',
      '/api/portal/wave',
    ]);
  });

  it.each(ROLES)('is refused with 403 to %s exactly where the permission table says so', async (role) => {
    const wrong: string[] = [];
    for (const record of records) {
      if (record.permission === 'public' || record.path === '/api/auth/logout') continue;
      const { status, code } = await call(clients[role], record);
      const allowed = may(role, record.permission);
      const refusedForRole = status === 403 && code === 'FORBIDDEN';
      if (allowed === refusedForRole || status >= 500 || status === 401)
        wrong.push(`${record.method} ${record.path}: ${status} ${code ?? ''}`);
    }
    expect(wrong).toEqual([]);
  });

  it('of an applicant is nobody’s of the staff, whatever their role', async () => {
    const wrong: string[] = [];
    for (const record of records.filter((one) => one.permission === 'public' && one.prove)) {
      for (const role of ROLES) {
        const { status, code } = await call(clients[role], record);
        if (status !== 401 || code !== 'NO_SESSION') wrong.push(`${record.path} ${role}: ${status}`);
      }
    }
    expect(records.filter((one) => one.path.startsWith('/api/portal/') && one.prove).length).toBeGreaterThan(
      12,
    );
    expect(wrong).toEqual([]);
  });

  it('names its event, or why it leaves none; whatever changes something has one', () => {
    for (const record of records) {
      const name = `${record.method} ${record.path}`;
      if (typeof record.audit === 'string')
        expect(record.audit, name).toMatch(/^[a-z-]+\.[a-z-]+(\.[a-z-]+)?$/);
      else expect(record.audit.none.length, name).toBeGreaterThan(10);
      if (record.method !== 'GET') expect(typeof record.audit, name).toBe('string');
    }
  });

  it('has words for its event on the auditor’s pages', () => {
    const words = actionWords('id');
    const events = records.flatMap(({ audit }) => (typeof audit === 'string' ? [audit] : []));
    expect(events.filter((event) => !(event.replace('.', '_') in words))).toEqual([]);
  });

  it('leaves its refusal in the log, in the name of whoever asked', async () => {
    const { database } = system.services;
    const missing: string[] = [];
    for (const record of records.filter((one) => one.method !== 'GET' && one.permission !== 'public')) {
      const refused = ROLES.find((role) => !may(role, record.permission as Parameters<typeof may>[1]));
      if (!refused) continue;
      const [before] = (await database.read('audit_events').max({ id: 'id' })) as { id: number | null }[];
      await call(clients[refused], record);
      const event = (await database
        .read('audit_events')
        .where('id', '>', Number(before?.id ?? 0))
        .where({
          action: record.audit as string,
          outcome: 'refused',
          actor_id: system.accounts[refused as Username].id,
        })
        .first('id')) as { id: number } | undefined;
      if (!event) missing.push(`${record.method} ${record.path}`);
    }
    expect(missing).toEqual([]);
  });

  it('leaves a refused look at what is not one’s own in the log, with the address that was tried', async () => {
    const { id } = system.accounts.intake;
    await clients.intake.raw('/api/batches/7');
    const event = (await system.services.database
      .read('audit_events')
      .where({ action: 'access.refused', actor_id: id, subject: 'batches', subject_id: '7' })
      .first('body')) as { body: string } | undefined;
    expect(JSON.parse(event?.body ?? '{}')).toMatchObject({
      details: { route: 'GET /api/batches/:id', code: 'FORBIDDEN' },
    });
  });

  it('refuses unknown fields, __proto__ and arrays where an object belongs with 4xx and the error shape', async () => {
    const bodies = [
      '[]',
      '{"__proto__":{"admin":true},"constructor":1}',
      '{"version":"1"}',
      '{',
      '"text"',
      'null',
      `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`,
    ];
    const wrong: string[] = [];
    for (const record of records.filter(
      (one) => one.method !== 'GET' && !one.upload && one.path !== '/api/auth/logout',
    )) {
      const role = ROLES.find((one) => record.permission === 'public' || may(one, record.permission)) as Role;
      for (const body of bodies) {
        const response = await clients[role].raw(address(record), {
          method: record.method,
          body,
          headers: { 'content-type': 'application/json' },
        });
        const answer = (await response.json()) as { code?: string; message?: string; requestId?: string };
        const shaped = answer.code && answer.message && answer.requestId;
        if (response.status < 400 || response.status >= 500 || !shaped)
          wrong.push(`${record.method} ${record.path} ${body.slice(0, 30)}: ${response.status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('takes no unsafe request that another site’s page sent', async () => {
    const foreign: Record<string, string>[] = [
      { origin: 'https://jahat.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign) {
      const response = await clients.coordinator.raw('/api/submissions/search', {
        method: 'POST',
        body: '{"q":"budi"}',
        headers: { 'content-type': 'application/json', ...headers },
      });
      expect(response.status).toBe(403);
    }
  });

  it('stands in the OpenAPI with its permission and event', async () => {
    const { body } = await system
      .visitor()
      .get<{ openapi: string; paths: Record<string, Record<string, { 'x-permission': string }>> }>(
        '/api/openapi.json',
      );
    expect(body.openapi).toBe('3.1.0');
    for (const record of records) {
      const path = record.path.replace(/:(\w+)/g, '{$1}');
      expect(body.paths[path]?.[record.method.toLowerCase()]?.['x-permission'], path).toBe(record.permission);
    }
  });
});
