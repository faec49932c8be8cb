import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PortalMe } from '../../server/portal/portal-schema.ts';
import { DECLARED, type PortalDesk } from '../support/applicants.ts';
import { plainPng } from '../support/document-samples.ts';
import { openPortalWorld } from '../support/portal-world.ts';
import { person, submitted, verified } from '../support/registrations.ts';
import { DAY_MS, ENGINES, type ApiClient, type RunningSystem } from '../support/running-system.ts';

type Case = {
  id: number;
  version: number;
  status: string;
  channel: string;
  keyedById: number;
  officeId: number;
};

describe.each(ENGINES)('forms of applicants on %s', (engine) => {
  let system: RunningSystem;
  let desk: PortalDesk;
  let reviewer: ApiClient;
  let intake: ApiClient;
  let next = 100;
  const no = () => (next += 1);
  const iso = (offset: number) => new Date(Date.now() + offset).toISOString();

  beforeAll(async () => {
    ({ system, desk, reviewer, intake } = await openPortalWorld(engine));
  });
  afterAll(() => system?.stop());
  beforeEach(() => desk.nextDay());

  const database = () => system.services.database;
  const wave = (values: object) => database().write('waves').where({ id: system.waveId }).update(values);
  const caseOf = async (id: number) => (await reviewer.get<Case>(`/api/submissions/${id}`)).body;

  it('save themselves bit by bit, sealed, and say what is still missing', async () => {
    const { client, form, account } = await desk.applicant(no());
    const first = await desk.save(client, 0, { nik: form.nik, birthPlace: 'SEMARANG' });
    expect(first.body).toMatchObject({
      ...{ version: 1, stage: 'filling', status: 'draft', registrationNo: null, editable: true },
      form: { fullName: account.fullName, nikMasked: `${form.nik.slice(0, 6)}**********`, sex: null },
    });
    expect(first.body.missing.map(({ field }) => field)).not.toContain('nik');
    expect(first.body.missing).toContainEqual({ field: 'ktpPhoto', code: 'DOC_MISSING' });
    const second = await desk.save(client, 1, { birthPlace: null, sex: 'P' });
    expect(second.body.form).toMatchObject({ birthPlace: null, sex: 'P' });
    expect((await desk.current(client)).version).toBe(2);
    const kept = (await database().read('portal_drafts')) as { form_enc: Buffer }[];
    expect(kept.some(({ form_enc }) => form_enc.includes(form.nik))).toBe(false);
    expect(JSON.stringify((await client.get('/api/portal/submission')).body)).not.toContain(form.nik);
  });

  it('do not overwrite what another tab saved', async () => {
    const { client } = await desk.applicant(no());
    const both = await Promise.all([
      desk.save(client, 0, { birthPlace: 'SATU' }),
      desk.save(client, 0, { birthPlace: 'DUA' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const stale = both.find(({ status }) => status === 409);
    expect(stale?.body).toMatchObject({ code: 'STALE_VERSION', details: { version: 1 } });
    expect(Object.keys(stale?.body.details ?? {})).toEqual(['version']);
  });

  it('refuse what cannot be: a placeholder NIK, no regency, a birth to come, and any field of the office', async () => {
    const { client } = await desk.applicant(no());
    for (const [field, value] of [
      ['nik', '1111111111111111'],
      ['kkNumber', '1234567890123456'],
      ['regionCode', '99.99'],
      ['birthDate', '2990-01-01'],
      ['fullName', 'NAMA LAIN'],
      ['proposer', 'ORMAS'],
      ['email', 'lain@uji.example'],
    ]) {
      const answer = await desk.save(client, 0, { [field as string]: value });
      expect([answer.status, Object.keys(answer.body.errors ?? {})]).toEqual([422, [field]]);
    }
    expect((await desk.current(client)).version).toBe(0);
  });

  it('become a registration of the ministry with all its evidence, under review like any other', async () => {
    const n = no();
    const { client, account, submission, id } = await desk.handedIn(n);
    expect(submission).toMatchObject({ status: 'submitted', stage: 'received', editable: false });
    expect(submission.timeline.map(({ stage }) => stage)).toEqual(['received']);
    expect(submission.documents).toHaveLength(1);
    const seen = await reviewer.get<
      Case & {
        fullName: string;
        email: string;
        identityOutcome: string;
        screeningOutcome: string;
        keyedByName: string;
      }
    >(`/api/submissions/${id}`);
    expect(seen.status).toBe(200);
    expect(seen.body).toMatchObject({
      ...{ channel: 'online', status: 'submitted', officeId: system.offices.ministry },
      ...{ fullName: account.fullName, email: account.email, keyedByName: 'Portal pendaftar' },
      ...{ identityOutcome: 'matched', screeningOutcome: 'clear' },
    });
    const history = await reviewer.get<{ action: string }[]>(`/api/submissions/${id}/history`);
    expect(history.body.map(({ action }) => action)).toEqual(expect.arrayContaining(['create', 'submit']));
    const list = await reviewer.list<Case>('/api/submissions', { filter: { channel: 'online', id: [id] } });
    expect(list.rows.map((row) => row.id)).toEqual([id]);
    for (const path of ['evidence', 'family', 'duplicates', 'documents', 'available-actions'])
      expect((await reviewer.get(`/api/submissions/${id}/${path}`)).status, path).toBe(200);
    const { applicant_id } = (await database()
      .read('portal_registrations')
      .where({ submission_id: id })
      .first()) as { applicant_id: number };
    expect(await database().read('portal_drafts').where({ applicant_id })).toEqual([]);
    const done = await verified(reviewer, { ...(await caseOf(id)) } as never);
    expect(done).toMatchObject({ status: 'verified' });
    const me = (await client.get<PortalMe>('/api/portal/me')).body;
    expect(me.submission).toMatchObject({ stage: 'verified', withdrawable: true, editable: false });
  });

  it('are not handed in while anything is missing, and say all of it at once', async () => {
    const { client, form } = await desk.applicant(no());
    const { nik: _left, ...rest } = form;
    const saved = await desk.save(client, 0, { ...rest, declarations: { ...DECLARED, consent: false } });
    const answer = await desk.submit(client, saved.body.version);
    expect([answer.status, answer.body.code]).toEqual([409, 'BLOCKED']);
    expect(answer.body.details?.blockers?.map(({ code, field }) => [code, field])).toEqual([
      ['REQUIRED', 'nik'],
      ['DECLARATION_UNSIGNED', 'declarations'],
      ['DOC_MISSING', 'ktpPhoto'],
    ]);
    expect(await desk.current(client)).toMatchObject({ version: saved.body.version, status: 'draft' });
  });

  it('are handed in once, from however many tabs', async () => {
    const { client, version } = await desk.filled(no());
    const answers = await Promise.all(Array.from({ length: 5 }, () => desk.submit(client, version)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    expect(answers.filter(({ body }) => body.code === 'ALREADY_SUBMITTED').length).toBe(4);
    const edit = await desk.save(client, 2, { birthPlace: 'LAIN' });
    expect([edit.status, edit.body.code]).toEqual([409, 'NOT_EDITABLE']);
  });

  it('of a NIK that is in the wave already are refused without saying whose it is', async () => {
    const n = no();
    const taken = String((await submitted(intake, system.waveId, person(n))).registrationNo);
    const { client, version } = await desk.filled(no(), { nik: person(n).nik });
    const answer = await desk.submit(client, version);
    expect([answer.status, answer.body.code]).toEqual([409, 'DUPLICATE']);
    const text = JSON.stringify(answer.body);
    expect(text).not.toContain('Dinas');
    expect(text).not.toContain(taken.slice(0, 7));
    expect(Object.keys(answer.body.details?.blockers?.[0] ?? {}).sort()).toEqual(['code', 'message']);
    // Nothing is half done: the draft and its picture are there still.
    expect(await desk.current(client)).toMatchObject({
      version,
      documents: [{ kind: 'ktp_photo' }],
      missing: [],
    });
  });

  it('of one NIK from two applicants at the same instant let one in', async () => {
    const { nik } = person(no());
    const [one, other] = [await desk.filled(no(), { nik }), await desk.filled(no(), { nik })];
    const answers = await Promise.all([
      desk.submit(one.client, one.version),
      desk.submit(other.client, other.version),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('DUPLICATE');
  });

  it('are taken until the wave closes and not after', async () => {
    const { client, version } = await desk.filled(no());
    const { closes_at } = (await database().read('waves').where({ id: system.waveId }).first()) as {
      closes_at: string;
    };
    try {
      await wave({ closes_at: iso(-1000) });
      expect((await system.visitor().get('/api/portal/wave')).body).toBeNull();
      const answers = [
        await desk.save(client, version, { birthPlace: 'LAIN' }),
        await desk.submit(client, version),
        await desk.attach(client, await plainPng(64, 64)),
      ];
      expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
        Array<unknown>(3).fill([409, 'WAVE_CLOSED']),
      );
      expect(await desk.current(client)).toMatchObject({ version, editable: false, stage: 'filling' });
      const late = await desk.applicant(no());
      expect((await late.client.get<PortalMe>('/api/portal/me')).body).toMatchObject({
        wave: null,
        submission: null,
      });
    } finally {
      await wave({ closes_at });
    }
    expect((await desk.submit(client, version)).status).toBe(200);
  });

  it('find the open wave and the regions without an account', async () => {
    const visitor = system.visitor();
    expect((await visitor.get('/api/portal/wave')).body).toMatchObject({ name: 'Gelombang Uji' });
    const regions = await visitor.get<{ code: string; name: string }[]>('/api/portal/regions');
    expect(regions.headers.get('cache-control')).toBe('public, max-age=86400');
    expect(regions.body.filter(({ code }) => /^\d\d$/.test(code))).toHaveLength(38);
    expect(regions.body.filter(({ code }) => /^\d\d\.\d\d$/.test(code))).toHaveLength(514);
  });

  it('never handed in are forgotten a month after their wave closed, pictures and all', async () => {
    const { client } = await desk.filled(no());
    const [photo] = (await desk.current(client)).documents;
    const names = (await database()
      .read('portal_draft_documents')
      .where({ id: photo?.id })
      .first('draft_id', 'original_name', 'served_name')) as Record<string, string>;
    expect((await system.services.vault.names()).includes(names['served_name'] as string)).toBe(true);
    const swept = await system.services.applicants.sweep(Date.now() + 61 * DAY_MS);
    expect(swept.drafts).toBeGreaterThan(0);
    const left = await system.services.vault.names();
    expect(Object.values(names).filter((name) => left.includes(name))).toEqual([]);
    expect(await database().read('portal_drafts').where({ id: names['draft_id'] })).toEqual([]);
  });
});
