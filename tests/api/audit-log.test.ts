import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainPng } from '../support/document-samples.ts';
import { loadLists, person, registerPeople, submitted } from '../support/registrations.ts';
import {
  DAY_MS,
  ENGINES,
  startSystem,
  type ApiClient,
  type RunningSystem,
} from '../support/running-system.ts';

interface Event {
  id: number;
  at: string;
  action: string;
  outcome: string;
  subject: string;
  subjectId: string | null;
  actorName: string | null;
  requestId: string;
  body: Record<string, unknown>;
  bodySha256: string;
}
interface Line {
  id: number;
  sha256: string;
  body: Record<string, unknown>;
}
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe.each(ENGINES)('the log on %s', (engine) => {
  let system: RunningSystem;
  let intake: ApiClient;
  let reviewer: ApiClient;
  let auditor: ApiClient;
  const form = person(engine === 'sqlite' ? 611 : 612, {
    email: 'kenari.uji@contoh.example',
    phone: '081234509876',
    ktpAddress: 'JL. KENARI EMAS NO. 77',
  });
  let id: number;

  beforeAll(async () => {
    system = await startSystem({ engine });
    [intake, reviewer, auditor] = (await Promise.all(
      (['intake', 'reviewer', 'auditor'] as const).map((name) => system.login(name)),
    )) as [ApiClient, ApiClient, ApiClient];
    await registerPeople(system, [form]);
    await loadLists(system);
    const one = await submitted(intake, system.waveId, form);
    id = one.id;
    const claimed = await reviewer.post<{ version: number }>(`/api/submissions/${id}/claim`, {
      version: one.version,
    });
    await reviewer.upload(
      '/api/documents',
      { bytes: await plainPng() },
      { submissionId: id, kind: 'ktp_photo' },
    );
    await intake.upload(
      '/api/documents',
      { bytes: await plainPng() },
      { submissionId: id, kind: 'ktp_photo' },
    );
    await reviewer.get(`/api/submissions/${id}`);
    await reviewer.post('/api/submissions/search', { q: form.nik });
    await reviewer.list('/api/submissions', { filter: { q: form.fullName } });
    await reviewer.post(`/api/submissions/${id}/reveal`, { purpose: 'mencocokkan fotokopi KTP' });
    await reviewer.post(`/api/submissions/${id}/notes`, {
      text: `Menelepon ${form.fullName} di 081234509876`,
    });
    await reviewer.post(`/api/submissions/${id}/return`, {
      version: claimed.body.version,
      reasons: ['DOC_UNREADABLE'],
    });
    await intake.post('/api/submissions', { waveId: system.waveId, ...form });
    await system.visitor().post('/api/auth/login', { username: form.nik, password: 'salah' });
  });
  afterAll(() => system?.stop());

  const events = async (filter: Record<string, unknown>) =>
    (await auditor.list<Event>('/api/audit-events', { filter, range: [0, 499], sort: ['id', 'ASC'] })).rows;

  it('holds each body as canonical JSON whose digest anybody can recompute', async () => {
    const rows = (await system.services.database.read('audit_events')) as {
      body: string;
      body_sha256: string;
    }[];
    expect(rows.length).toBeGreaterThan(12);
    for (const row of rows) {
      expect(sha256(row.body)).toBe(row.body_sha256);
      expect(canonicalize(JSON.parse(row.body))).toBe(row.body);
    }
  });

  it('holds nothing personal: no number, name, address, telephone or e-mail', async () => {
    const rows = JSON.stringify(await system.services.database.read('audit_events'));
    const canaries = [
      ...[
        form.nik,
        form.kkNumber,
        form.fullName,
        form.fullName.split(' ').at(-1),
        'kenari.uji',
        '1234509876',
      ],
      ...['KENARI EMAS', form.birthDate],
    ];
    for (const canary of canaries) expect(rows).not.toContain(canary);
    expect(rows).toMatch(/"fullName\\":\{\\"commitment\\":\\"[0-9a-f]{64}/);
  });

  it('keeps of a person only commitments that their salt proves', async () => {
    const { database } = system.services;
    const row = (await database
      .read('audit_events')
      .join('audit_salts', 'audit_salts.event_id', 'audit_events.id')
      .where({ action: 'submission.created', outcome: 'done', subject_id: String(id) })
      .first('body', 'salt')) as { body: string; salt: string };
    const after = (JSON.parse(row.body) as { after: Record<string, { commitment: string }> }).after;
    const name = `${row.salt}|fullName|${JSON.stringify(form.fullName)}`;
    expect(after['fullName']?.commitment).toBe(sha256(name));
  });

  it('tells the auditor each step of a registration, in order and with who did it', async () => {
    const actions = (await events({ subject: 'submission', subjectId: String(id) })).map(
      ({ action }) => action,
    );
    for (const action of [
      'submission.created',
      'submission.submitted',
      'submission.claimed',
      'submission.read',
    ])
      expect(actions).toContain(action);
    expect(actions.indexOf('submission.created')).toBeLessThan(actions.indexOf('submission.returned'));
    const [reveal] = await events({ action: 'submission.revealed' });
    expect(reveal).toMatchObject({ actorName: 'Petugas reviewer', subjectId: String(id), outcome: 'done' });
  });

  it('holds refusals too, and finds them by outcome, person, time and request', async () => {
    const refused = await events({ outcome: 'refused', actorId: system.accounts.intake.id });
    expect(refused.map(({ action }) => action)).toContain('submission.created');
    const one = refused.at(-1) as Event;
    expect(await events({ requestId: one.requestId })).toHaveLength(1);
    expect(await events({ at_gte: new Date(Date.now() + DAY_MS).toISOString() })).toEqual([]);
    expect((await auditor.get<Event>(`/api/audit-events/${one.id}`)).body).toMatchObject({ id: one.id });
    expect((await auditor.list('/api/audit-events', { filter: { body: 'x' } })).status).toBe(422);
    expect((await auditor.list('/api/audit-events', { sort: ['action', 'ASC'] })).status).toBe(422);
  });

  it('notes that it is read, once a request, and is read by the auditor only', async () => {
    const before = (await events({ action: 'audit.read' })).length;
    await auditor.list('/api/audit-events');
    expect((await events({ action: 'audit.read' })).length - before).toBe(2);
    for (const path of ['/api/audit-events', '/api/audit/export', '/api/audit/summary'])
      expect((await reviewer.get(path)).status).toBe(403);
  });

  it('leaves by export line by line, each provable by itself, and the export is an event', async () => {
    const response = await auditor.raw('/api/audit/export');
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const lines = (await response.text()).trimEnd().split('\n');
    const stored = (await system.services.database.read('audit_events').orderBy('id').select('id')) as {
      id: number;
    }[];
    const parsed = lines.map((line) => JSON.parse(line) as Line);
    expect(parsed.map((line) => line.id)).toEqual(
      stored.slice(0, parsed.length).map((row) => Number(row.id)),
    );
    expect(stored.length - parsed.length).toBeLessThanOrEqual(1);
    for (const [at, line] of parsed.entries()) {
      expect(canonicalize(line)).toBe(lines[at]);
      expect(sha256(canonicalize(line.body) as string)).toBe(line.sha256);
    }
    expect(await events({ action: 'audit.exported', outcome: 'done' })).toHaveLength(1);
  });

  it('exports a period of WIB days, and refuses a period that is none', async () => {
    const tomorrow = new Date(Date.now() + 2 * DAY_MS).toISOString().slice(0, 10);
    expect(await (await auditor.raw(`/api/audit/export?from=${tomorrow}&to=${tomorrow}`)).text()).toBe('');
    for (const query of [
      'from=kemarin',
      'from=2026-02-30',
      `from=${tomorrow}&to=2020-01-01`,
      'since=2026-01-01',
    ])
      expect([query, (await auditor.get(`/api/audit/export?${query}`)).status]).toEqual([query, 422]);
  });

  it('tells who handled or saw the registrations of a NIK, and keeps the NIK out of the log', async () => {
    const ask = (values: Record<string, unknown>) =>
      auditor.post<{ submissions: { id: number }[]; events: Event[] }>('/api/audit/nik-access', {
        nik: form.nik,
        purpose: 'permintaan subjek data',
        ...values,
      });
    const { body } = await ask({});
    expect(body.submissions.map((one) => one.id)).toEqual([id]);
    const actions = new Set(body.events.map(({ action }) => action));
    for (const action of [
      'submission.revealed',
      'submission.read',
      'submission.searched',
      'document.attached',
    ])
      expect(actions).toContain(action);
    expect(body.events.every(({ subject }) => ['submission', 'document'].includes(subject))).toBe(true);
    expect((await ask({ nik: person(613).nik })).body).toEqual({ submissions: [], events: [] });
    expect((await ask({ nik: 3374010106909001 })).status).toBe(422);
    expect((await ask({ purpose: `tentang ${form.nik}` })).status).toBe(422);
    const asked = await events({ action: 'audit.nik-access', outcome: 'done' });
    expect(asked[0]?.body).toMatchObject({
      details: { submissionIds: [id], purpose: 'permintaan subjek data' },
    });
    expect(JSON.stringify(asked)).not.toContain(form.nik);
  });

  it('sums up the day, the unmasking and its last digest', async () => {
    const { body } = await auditor.get<{
      rows: number;
      eventsToday: number;
      refusalsToday: number;
      reveals: { actorName: string; count: number }[];
      last: { id: number; sha256: string };
    }>('/api/audit/summary');
    expect(body.rows).toBe(body.eventsToday);
    expect(body.refusalsToday).toBeGreaterThan(0);
    expect(body.reveals).toEqual([expect.objectContaining({ actorName: 'Petugas reviewer', count: 1 })]);
    expect(body.last.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    'update audit_events set action = action',
    'delete from audit_events',
    'update audit_salts set salt = salt',
  ])('withstands raw SQL: %s', async (sql) => {
    await expect(system.services.database.write.raw(sql)).rejects.toThrow(/GUARD_AUDIT/);
  });
});
