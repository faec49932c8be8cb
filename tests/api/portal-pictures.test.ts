import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PortalDesk, type Refusal } from '../support/applicants.ts';
import { hugePng, plainPng, smallPdf } from '../support/document-samples.ts';
import { openPortalWorld } from '../support/portal-world.ts';
import { ENGINES, type RunningSystem } from '../support/running-system.ts';

describe.each(ENGINES)('pictures of applicants on %s', (engine) => {
  let system: RunningSystem;
  let desk: PortalDesk;
  let next = 100;
  const no = () => (next += 1);

  beforeAll(async () => {
    ({ system, desk } = await openPortalWorld(engine));
  });
  afterAll(() => system?.stop());
  beforeEach(() => desk.nextDay());

  it('take a photo of two megabytes at most, and nothing that is none', async () => {
    const { client } = await desk.applicant(no());
    const big = Buffer.concat([await plainPng(), Buffer.alloc(2 * 1024 * 1024)]);
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const uploads: [string, Uint8Array, number][] = [
      ['too many bytes', big, 413],
      ['an SVG', svg, 415],
      ['a PDF', smallPdf(), 415],
      ['nothing', Buffer.alloc(0), 415],
      ['too many pixels', hugePng(9000), 422],
    ];
    for (const [what, bytes, expected] of uploads)
      expect([what, (await desk.attach(client, bytes)).status]).toEqual([what, expected]);
    const bare = await client.upload<Refusal>('/api/portal/submission/documents', null, {
      kind: 'ktp_photo',
    });
    expect(bare.body.errors).toEqual({ file: 'is missing' });
    expect((await desk.current(client)).documents).toEqual([]);
  });

  it('take no picture from whoever is not logged in, and none without end', async () => {
    expect((await desk.attach(system.visitor())).status).toBe(401);
    const { client } = await desk.applicant(no());
    const statuses: number[] = [];
    for (let n = 0; n < 9; n += 1)
      statuses.push((await desk.attach(client, await plainPng(40 + n, 40))).status);
    expect(statuses).toEqual([...Array<number>(8).fill(201), 409]);
  });

  it('keep the same picture once, show it to its owner, and let it go before they are handed in', async () => {
    const { client } = await desk.applicant(no());
    const bytes = await plainPng(80, 60);
    const [first, second] = [await desk.attach(client, bytes), await desk.attach(client, bytes)];
    expect(second.body.id).toBe(first.body.id);
    expect((await desk.current(client)).version).toBe(0);
    const path = `/api/portal/submission/documents/${first.body.id}`;
    const content = await client.raw(`${path}/content`);
    expect([content.status, content.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect(content.headers.get('cache-control')).toBe('no-store');
    const stranger = await desk.applicant(no());
    await desk.attach(stranger.client);
    expect((await stranger.client.get(`${path}/content`)).status).toBe(404);
    expect((await stranger.client.delete(path)).status).toBe(404);
    expect((await client.delete(path)).status).toBe(200);
    expect((await client.get(`${path}/content`)).status).toBe(404);
    expect((await desk.current(client)).documents).toEqual([]);
  });

  it('show nobody the pictures of another applicant, once handed in neither', async () => {
    const [mine, other] = [await desk.handedIn(no()), await desk.handedIn(no())];
    const id = other.submission.documents[0]?.id as number;
    expect((await mine.client.get(`/api/portal/submission/documents/${id}/content`)).status).toBe(404);
    expect((await other.client.get(`/api/portal/submission/documents/${id}/content`)).status).toBe(200);
    const kept = await other.client.delete<Refusal>(`/api/portal/submission/documents/${id}`);
    expect([kept.status, kept.body.code]).toEqual([409, 'NOT_EDITABLE']);
  });

  it('of another applicant are out of reach of every staff route with a portal session', async () => {
    const { client } = await desk.applicant(no());
    const { id } = await desk.handedIn(no());
    for (const path of [`/api/submissions/${id}`, `/api/submissions/${id}/receipt.pdf`, '/api/documents'])
      expect((await client.get(path)).status).toBe(401);
    expect((await client.post(`/api/submissions/${id}/withdraw`, { version: 2 })).status).toBe(401);
  });
});
