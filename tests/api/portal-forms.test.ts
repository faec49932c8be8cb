import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PortalMe, PortalSubmission, StatusAnswer } from '../../server/portal/portal-schema.ts';
import {
  APPLICANT_PASSWORD,
  DECLARED,
  portalDesk,
  type PortalDesk,
  type Refusal,
} from '../support/applicants.ts';
import { hugePng, phoneJpeg, plainPng, smallPdf } from '../support/document-samples.ts';
import { pdfText } from '../support/pdf-text.ts';
import { loadLists, person, registerPeople, submitted, verified } from '../support/registrations.ts';
import {
  DAY_MS,
  ENGINES,
  startSystem,
  type ApiClient,
  type RunningSystem,
} from '../support/running-system.ts';

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
    system = await startSystem({ engine });
    desk = portalDesk(system);
    reviewer = await system.login('reviewer');
    intake = await system.login('intake');
    await registerPeople(
      system,
      Array.from({ length: 60 }, (_, n) => person(100 + n)),
    );
    await loadLists(system);
  });
  afterAll(() => system?.stop());
  beforeEach(() => desk.nextDay());

  const database = () => system.services.database;
  const wave = (values: object) => database().write('waves').where({ id: system.waveId }).update(values);
  const caseOf = async (id: number) => (await reviewer.get<Case>(`/api/submissions/${id}`)).body;
  const status = (registrationNo: string | null, birthDate: string) =>
    system.visitor().post<StatusAnswer & Refusal>('/api/portal/status', { registrationNo, birthDate });

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

  it('come back with reason, remedy and field, are corrected but for the name, and go in again', async () => {
    const { client, form, id, submission } = await desk.handedIn(no());
    const note = `Nomor KK pada kartu berbeda, NIK ${form.nik}`;
    await desk.sentBack(reviewer, id, ['KK_MISMATCH', 'DOC_UNREADABLE'], note);
    const back = await desk.current(client);
    expect(back).toMatchObject({ stage: 'mend', status: 'needs_correction', editable: true, missing: [] });
    expect(back.reasons.map(({ code, fields }) => [code, fields])).toEqual([
      ['KK_MISMATCH', ['kkNumber']],
      ['DOC_UNREADABLE', ['ktpPhoto']],
    ]);
    expect(back.reasons[0]?.remedy?.id).toContain('Kartu Keluarga terbaru');
    expect(back.note).toBe('Nomor KK pada kartu berbeda, NIK …');
    const emptied = await desk.save(client, back.version, { nik: null });
    expect([emptied.status, Object.keys(emptied.body.errors ?? {})]).toEqual([422, ['nik']]);
    expect((await desk.save(client, back.version, { fullName: 'NAMA LAIN' })).status).toBe(422);
    const saved = await desk.save(client, back.version, { kkNumber: `${form.kkNumber.slice(0, 12)}9777` });
    expect(saved.status).toBe(200);
    const old = await desk.save(client, back.version, { birthPlace: 'LAIN' });
    expect(old.body).toMatchObject({ code: 'STALE_VERSION', details: { version: saved.body.version } });
    expect(Object.keys(old.body.details ?? {})).toEqual(['version']);
    const photo = await desk.attach(client, await phoneJpeg(), 'ktp.jpg');
    expect(photo.status).toBe(201);
    const fresh = await desk.current(client);
    const again = await desk.submit(client, fresh.version);
    expect(again.body).toMatchObject({ stage: 'received', registrationNo: submission.registrationNo });
    expect(again.body.timeline.map(({ stage }) => stage)).toEqual(['received', 'mend', 'received']);
    const actions = (await database()
      .read('audit_events')
      .where({ subject: 'submission', subject_id: String(id), outcome: 'done' })
      .pluck('action')) as string[];
    expect(actions).toEqual(
      expect.arrayContaining([
        'submission.created',
        'submission.submitted',
        'submission.edited',
        'submission.resubmitted',
      ]),
    );
    const revisions = await database().read('submission_revisions').where({ submission_id: id });
    expect(revisions).toHaveLength(1);
  });

  it('tell the applicant by mail what came back, and where to correct it', async () => {
    const { account, id } = await desk.handedIn(no());
    await desk.sentBack(reviewer, id, ['KK_MISMATCH']);
    await system.services.noticeWorker.wake();
    const [notice] = (await database().read('notices').where({ submission_id: id })) as {
      id: number;
      kind: string;
      status: string;
      sent_to: string;
    }[];
    expect(notice).toMatchObject({ kind: 'correction', status: 'sent' });
    expect(notice?.sent_to).toBe(`p…${account.email.slice(account.email.indexOf('@'))}`);
    const coordinator = await system.login('coordinator');
    const { body } = await coordinator.get<{ text: { closing: string[] } }>(`/api/notices/${notice?.id}`);
    expect(body.text.closing.join(' ')).toContain('/daftar, perbaiki isian yang ditandai');
  });

  it('are not corrected after the deadline without an override', async () => {
    const { client, id } = await desk.handedIn(no());
    await desk.sentBack(reviewer, id, ['KK_MISMATCH']);
    try {
      await wave({ handover_deadline: iso(-1000) });
      const back = await desk.current(client);
      expect(back.missing).toEqual([{ field: 'deadline', code: 'AFTER_DEADLINE' }]);
      const answer = await desk.submit(client, back.version);
      expect(answer.body.details?.blockers?.map(({ code }) => code)).toEqual(['AFTER_DEADLINE']);
      expect(JSON.stringify(answer.body)).not.toContain('override');
    } finally {
      await wave({ handover_deadline: null });
    }
  });

  it('are withdrawn by their applicant, for good in this wave', async () => {
    const { client, submission } = await desk.handedIn(no());
    const { version } = submission;
    const withdraw = (body: object) =>
      client.post<PortalSubmission & Refusal>('/api/portal/submission/withdraw', body);
    expect((await withdraw({ version: version + 5 })).body.code).toBe('STALE_VERSION');
    const gone = await withdraw({ version, note: 'sudah bekerja' });
    expect(gone.body).toMatchObject({ stage: 'withdrawn', withdrawable: false, editable: false });
    expect((await withdraw({ version: gone.body.version })).status).toBe(409);
    expect((await desk.save(client, gone.body.version, { birthPlace: 'X' })).body.code).toBe('NOT_EDITABLE');
    const refused = await client.post<Refusal>('/api/portal/account/delete', {
      password: APPLICANT_PASSWORD,
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'REGISTRATION_KEPT']);
    expect(refused.body.message).toContain('UU PDP');
  });

  it('that were refused make room for a new form in the next wave, and others do not', async () => {
    const [refused, waiting] = [await desk.handedIn(no()), await desk.handedIn(no())];
    const claimed = await reviewer.post<Case>(`/api/submissions/${refused.id}/claim`, {});
    await reviewer.post(`/api/submissions/${refused.id}/reject`, {
      ...{ version: claimed.body.version, reasons: ['EXCLUDED_POST'] },
    });
    // A day in which it may be taken back: nothing is told.
    expect(await desk.current(refused.client)).toMatchObject({
      stage: 'received',
      status: 'in_review',
      reasons: [],
    });
    const old = (await database().read('waves').where({ id: system.waveId }).first()) as Record<
      string,
      unknown
    >;
    const { id: _id, ...values } = old;
    const [fresh] = (await database()
      .write('waves')
      .insert({ ...values, code: 'G-UJI-2', name: 'Gelombang Uji 2', opens_at: iso(-1000) })
      .returning('id')) as { id: number }[];
    try {
      expect(await desk.current(refused.client)).toMatchObject({ waveName: 'Gelombang Uji 2', version: 0 });
      expect(await desk.current(waiting.client)).toMatchObject({
        waveName: 'Gelombang Uji',
        stage: 'received',
      });
    } finally {
      await database().write('waves').where({ id: fresh?.id }).delete();
    }
  });

  it('give their receipt once they are in', async () => {
    const before = await desk.filled(no());
    expect((await before.client.get<Refusal>('/api/portal/submission/receipt.pdf')).body.code).toBe(
      'NOT_SUBMITTED',
    );
    const { client, submission, form } = await desk.handedIn(no());
    const response = await client.raw('/api/portal/submission/receipt.pdf');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const text = await pdfText(Buffer.from(await response.arrayBuffer()));
    expect(text).toContain(submission.registrationNo);
    expect(text).not.toContain(form.nik);
  });

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

  describe('where they are, asked with number and birth date', () => {
    it('is told of every channel, and names nobody', async () => {
      const online = await desk.handedIn(no());
      const n = no();
      const offline = await submitted(intake, system.waveId, person(n));
      const answer = await status(online.submission.registrationNo, online.form.birthDate);
      expect(answer.body).toMatchObject({ stage: 'received', waveName: 'Gelombang Uji', reasons: [] });
      const text = JSON.stringify(answer.body);
      for (const secret of [online.account.fullName, online.form.nik, online.account.email])
        expect(text).not.toContain(secret);
      const typed = String(offline.registrationNo).toLowerCase().replaceAll('-', ' ');
      expect((await status(typed, person(n).birthDate)).status).toBe(200);
    });

    it('is told to nobody who has the number alone, in the words for a number of nobody', async () => {
      const { submission } = await desk.handedIn(no());
      const n = no();
      const draft = await intake.post<{ registrationNo: string }>('/api/submissions', {
        ...{ waveId: system.waveId, ...person(n) },
      });
      const answers = [
        await status(submission.registrationNo, '1991-01-01'),
        await status('PK-0000-0000-0000', '1991-01-01'),
        await status('bukan nomor sama sekali', '1991-01-01'),
        await status(draft.body.registrationNo, person(n).birthDate),
      ];
      expect(answers.map(({ status: code }) => code)).toEqual([404, 404, 404, 404]);
      expect(new Set(answers.map(({ body }) => `${body.code} ${body.message}`)).size).toBe(1);
    });

    it('is guessed at ten times a quarter of an hour for one number', async () => {
      const { submission, form } = await desk.handedIn(no());
      const guesses = await Promise.all(
        Array.from({ length: 12 }, (_, n) => status(submission.registrationNo, `1991-01-${String(n + 10)}`)),
      );
      expect(guesses.filter(({ status: code }) => code === 429)).toHaveLength(2);
      expect((await status(submission.registrationNo, form.birthDate)).status).toBe(429);
    });

    it('is asked sixty times a quarter of an hour from one address', async () => {
      const answers = await Promise.all(
        Array.from({ length: 62 }, (_, n) => status(`PK-0000-0000-${String(1000 + n)}`, '1991-01-01')),
      );
      expect(answers.filter(({ status: code }) => code === 429)).toHaveLength(2);
    });
  });

  it('find the open wave and the regions without an account', async () => {
    const visitor = system.visitor();
    expect((await visitor.get('/api/portal/wave')).body).toMatchObject({ name: 'Gelombang Uji' });
    const regions = await visitor.get<{ code: string; name: string }[]>('/api/portal/regions');
    expect(regions.headers.get('cache-control')).toBe('public, max-age=86400');
    expect(regions.body.filter(({ code }) => /^\d\d$/.test(code))).toHaveLength(38);
    expect(regions.body.filter(({ code }) => /^\d\d\.\d\d$/.test(code))).toHaveLength(514);
  });

  describe('raw SQL', () => {
    const raw = (sql: string, values: unknown[] = []) => database().write.raw(sql, values as never);

    it('changes the name of no applicant, nor of what they handed in', async () => {
      const { id } = await desk.handedIn(no());
      const row = (await database().read('portal_registrations').where({ submission_id: id }).first()) as {
        applicant_id: number;
      };
      await expect(
        raw("UPDATE applicants SET full_name = 'LAIN' WHERE id = ?", [row.applicant_id]),
      ).rejects.toThrow(/GUARD_APPLICANT_NAME_LOCKED/);
      await expect(
        raw("UPDATE submissions SET full_name = 'LAIN', version = version + 1 WHERE id = ?", [id]),
      ).rejects.toThrow(/GUARD_SUBMISSION_/);
    });

    it('makes no second registration of an applicant in a wave, and none in another’s name', async () => {
      const [one, other] = [await desk.handedIn(no()), await desk.handedIn(no())];
      const linkOf = async (id: number) =>
        (await database().read('portal_registrations').where({ submission_id: id }).first()) as {
          applicant_id: number;
        };
      const { applicant_id } = await linkOf(one.id);
      const n = no();
      const offline = await submitted(intake, system.waveId, person(n, { fullName: one.account.fullName }));
      const link = (submissionId: number, waveId = system.waveId) =>
        raw(
          "INSERT INTO portal_registrations (submission_id, applicant_id, wave_id, created_at) VALUES (?, ?, ?, 'x')",
          [submissionId, applicant_id, waveId],
        );
      await expect(link(offline.id)).rejects.toThrow(/GUARD_PORTAL_REGISTRATION_INSERT/);
      await expect(link(other.id)).rejects.toThrow(/GUARD_PORTAL_REGISTRATION_INSERT|unique/i);
      await expect(link(one.id)).rejects.toThrow(/unique/i);
      await expect(raw('DELETE FROM portal_registrations')).rejects.toThrow(/GUARD_PORTAL_REGISTRATIONS/);
    });

    it('deletes no account that is proved, nor one with a registration by emptying it', async () => {
      const { id } = await desk.handedIn(no());
      const { applicant_id } = (await database()
        .read('portal_registrations')
        .where({ submission_id: id })
        .first()) as { applicant_id: number };
      await expect(raw('DELETE FROM applicants WHERE id = ?', [applicant_id])).rejects.toThrow(
        /GUARD_APPLICANT_DELETE/,
      );
      const empty =
        "UPDATE applicants SET full_name = '', email_enc = NULL, email_digest = NULL, phone_enc = NULL, password_hash = NULL, deleted_at = 'x' WHERE id = ?";
      await expect(raw(empty, [applicant_id])).rejects.toThrow(/GUARD_APPLICANT_REGISTERED/);
    });

    it('verifies no second account of an address', async () => {
      const { account } = await desk.verified(no());
      const digest = system.services.applicants.sealer.emailDigest(account.email);
      await expect(
        raw(
          `INSERT INTO applicants (uid, full_name, email_enc, email_digest, phone_enc, password_hash, email_verified_at, created_at)
           SELECT 'lain', full_name, email_enc, email_digest, phone_enc, password_hash, email_verified_at, created_at
           FROM applicants WHERE email_digest = ?`,
          [digest],
        ),
      ).rejects.toThrow(/unique/i);
    });
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
