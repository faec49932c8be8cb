import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { person } from '../support/registrations.ts';
import { ENGINES, startSystem, type ApiClient, type RunningSystem } from '../support/running-system.ts';

describe.each(ENGINES)('a repeated request on %s', (engine) => {
  let system: RunningSystem;
  let intake: ApiClient;
  const again = (key: string) => ({ headers: { 'idempotency-key': key } });

  beforeAll(async () => {
    system = await startSystem({ engine });
    intake = await system.login('intake');
  });
  afterAll(() => system.stop());

  it('is one registration however many arrive at once, and another body is refused', async () => {
    const form = { waveId: system.waveId, ...person(1) };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        intake.post<{ id: number }>('/api/submissions', form, again('satu-kali')),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(201));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const other = await intake.post('/api/submissions', { ...form, ktpAddress: 'LAIN' }, again('satu-kali'));
    expect(other.body).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('leaves no digest from which a NIK or a password could be tried out', async () => {
    const form = { waveId: system.waveId, ...person(2) };
    await intake.post('/api/submissions', form, again('dicoba-coba'));
    const kept = (await system.services.database
      .read('idempotency_keys')
      .where({ key: 'dicoba-coba' })
      .first()) as { request_hash: string };
    const plain = createHash('sha256')
      .update(JSON.stringify(['POST /api/submissions', form]))
      .digest('hex');
    expect(kept.request_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(kept.request_hash).not.toBe(plain);
  });

  it('with another file of the same length is another request', async () => {
    const fields = { waveId: system.waveId, totals: '{"rows":1,"male":1,"female":0}' };
    const upload = (text: string) =>
      intake.upload('/api/imports', { bytes: Buffer.from(text), name: 'r.csv' }, fields, again('dua-berkas'));
    expect((await upload('a,b\n1,2\n')).status).toBe(202);
    expect((await upload('a,b\n1,2\n')).status).toBe(202);
    expect((await upload('a,b\n1,3\n')).body).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('may come from the address people open, and from no other', async () => {
    // TLS ends at a proxy this server was not told of: the request itself looks like plain HTTP.
    const published = await startSystem({ engine, env: { PUBLIC_URL: 'https://loket.example' } });
    const from = (origin: string) =>
      published
        .visitor()
        .post('/api/submissions', {}, { headers: { origin, 'sec-fetch-site': 'same-origin' } });
    expect((await from('https://loket.example')).status).toBe(401);
    expect((await from('http://loket.example')).status).toBe(403);
    expect((await from('https://jahat.example')).status).toBe(403);
    expect((await from('null')).status).toBe(403);
    await published.stop();
  });
});
