import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PortalSubmission } from '../../server/portal/portal-schema.ts';
import { APPLICANT_PASSWORD, type PortalDesk, type Refusal } from '../support/applicants.ts';
import { phoneJpeg } from '../support/document-samples.ts';
import { pdfText } from '../support/pdf-text.ts';
import { openPortalWorld } from '../support/portal-world.ts';
import { ENGINES, type ApiClient, type RunningSystem } from '../support/running-system.ts';

describe.each(ENGINES)('forms of applicants that were handed in on %s', (engine) => {
  let system: RunningSystem;
  let desk: PortalDesk;
  let reviewer: ApiClient;
  let next = 100;
  const no = () => (next += 1);
  const iso = (offset: number) => new Date(Date.now() + offset).toISOString();

  beforeAll(async () => {
    ({ system, desk, reviewer } = await openPortalWorld(engine));
  });
  afterAll(() => system?.stop());
  beforeEach(() => desk.nextDay());

  const database = () => system.services.database;
  const wave = (values: object) => database().write('waves').where({ id: system.waveId }).update(values);

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
    const claimed = await reviewer.post<{ version: number }>(`/api/submissions/${refused.id}/claim`, {});
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
});
