import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { person } from '../support/registrations.ts';
import { ENGINES, startSystem, type ApiClient, type RunningSystem } from '../support/running-system.ts';

const NIK = '3374010106909001';
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const asked = (parameters: Record<string, string>) => new URLSearchParams(parameters).toString();

describe.each(ENGINES)('requests no person makes, on %s', (engine) => {
  let system: RunningSystem;
  let intake: ApiClient;
  let reviewer: ApiClient;
  let id: number;

  const send = async (client: ApiClient, path: string, body: string, type = 'application/json') => {
    const response = await client.raw(path, { method: 'POST', body, headers: { 'content-type': type } });
    return { status: response.status, text: await response.text() };
  };

  beforeAll(async () => {
    system = await startSystem({ engine });
    [intake, reviewer] = [await system.login('intake'), await system.login('reviewer')];
    const draft = await intake.post<{ id: number }>('/api/submissions', {
      waveId: system.waveId,
      ...person(1),
    });
    id = draft.body.id;
  });
  afterAll(() => system.stop());

  it('answers a body nested without end with 400, whatever would have walked it', async () => {
    for (const body of [
      `{"resource":"submissions","name":"x","filter":{"status":${nested(45_000)}}}`,
      `{"filter":{"status":${nested(45_000)}}}`,
    ])
      for (const path of ['/api/views', '/api/submissions/claim-next']) {
        const answer = await send(reviewer, path, body);
        expect(answer.status, path).toBe(400);
        expect(answer.text).toContain('MALFORMED_JSON');
      }
  });

  it('refuses a text with a NUL or half a character, naming the field', async () => {
    for (const text of ['"a\\u0000b"', '"a\\ud800b"']) {
      const note = await send(reviewer, `/api/submissions/${id}/notes`, `{"text":${text}}`);
      expect(note.status).toBe(422);
      expect(JSON.parse(note.text)).toMatchObject({ errors: { text: expect.any(String) as string } });
      expect((await send(reviewer, '/api/submissions/search', `{"q":${text}}`)).status).toBe(422);
    }
  });

  it('knows nothing under an id larger than any', async () => {
    const admin = await system.login('admin');
    const auditor = await system.login('auditor');
    for (const large of ['4294967296', NIK, '9'.repeat(30)]) {
      for (const path of ['submissions', 'documents', 'jobs', 'batches'])
        expect((await reviewer.get(`/api/${path}/${large}`)).status, path).toBe(404);
      expect((await admin.get(`/api/staff/${large}`)).status).toBe(404);
      expect((await auditor.get(`/api/audit-events/${large}`)).status).toBe(404);
      expect((await reviewer.post(`/api/submissions/${large}/claim`, {})).status).toBe(404);
    }
  });

  it('finds nothing under a number no column holds, and never answers 500', async () => {
    const coordinator = await system.login('coordinator');
    const wave = await coordinator.post('/api/batches', { waveId: 4_294_967_296, channel: 'offline' });
    expect(wave.status).toBe(422);
    for (const filter of ['{"id":4294967296}', '{"id":[4294967296]}'])
      expect(await reviewer.get(`/api/submissions?${asked({ filter })}`), filter).toMatchObject({
        status: 200,
        body: [],
      });
    const ids = await reviewer.post('/api/submissions/bulk/verify', { ids: [4_294_967_296], dryRun: true });
    expect(ids.status).toBeLessThan(500);
  });

  it('refuses a cursor that no page of this list gave', async () => {
    const status = '["status","ASC"]';
    for (const [sort, after] of [
      ['["id","ASC"]', cursor(['id', 'ASC', 1, Number.MAX_SAFE_INTEGER])],
      ['["id","ASC"]', cursor(['id', 'ASC', 4_294_967_296, 1])],
      [status, cursor(['id', 'ASC', 5, 1])],
      [status, cursor(['status', 'ASC', 'a\0b', 1])],
      [status, 'no cursor'],
    ] as const)
      expect((await reviewer.get(`/api/submissions?${asked({ sort, after })}`)).status, after).toBe(422);
    const page = await reviewer.get(
      `/api/submissions?${asked({ sort: status, after: cursor(['status', 'ASC', 'a', 1]) })}`,
    );
    expect(page.status).toBe(200);
  });

  it('answers 415 where a body is no JSON, so that a version in it is never taken for none', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])
      expect((await send(reviewer, `/api/submissions/${id}/claim`, '{"version":99}', type)).status).toBe(415);
    expect((await send(intake, '/api/documents', 'x', 'text/plain')).status).toBe(415);
    const leaving = await system.login('reviewer2');
    expect((await leaving.raw('/api/auth/logout', { method: 'POST' })).status).toBe(200);
  });

  it('takes no NIK in an address, with gaps or without, and tells none back', async () => {
    for (const filter of [
      `{"q":"${NIK}"}`,
      '{"q":"3374 0101 0690 9001"}',
      '{"q":"33.74.01.010690.9001"}',
      `{"registrationNo":"${NIK}"}`,
      `{"${NIK}":1}`,
    ]) {
      const answer = await reviewer.get(`/api/submissions?${asked({ filter })}`);
      expect(answer.status, filter).toBe(422);
      expect(JSON.stringify(answer.body)).not.toContain(NIK);
    }
    const named = await reviewer.post(`/api/submissions/${id}/notes`, { text: 'x', [NIK]: 1 });
    expect(named.status).toBe(422);
    expect(JSON.stringify(named.body)).not.toContain(NIK);
  });
});
