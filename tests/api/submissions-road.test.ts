import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blockerCodes } from '../support/refusals.ts';
import { ENGINES, startSystem, type ApiClient, type RunningSystem } from '../support/running-system.ts';
import { loadLists, person, registerPeople, submitted, verified } from '../support/registrations.ts';

type Body = Record<string, unknown> & { id: number; version: number; status: string };

describe.each(ENGINES)('a registration on %s', (engine) => {
  let system: RunningSystem;
  let intake: ApiClient;
  let intake2: ApiClient;
  let reviewer: ApiClient;
  let reviewer2: ApiClient;
  let coordinator: ApiClient;
  let next = 0;
  const someone = (values: Record<string, unknown> = {}) => person((next += 1), values);

  const enter = async (values: Record<string, unknown> = {}, registered: Record<string, unknown> = {}) => {
    const form = someone(values);
    await registerPeople(system, [{ ...form, ...registered } as typeof form]);
    return submitted(intake, system.waveId, form);
  };

  beforeAll(async () => {
    system = await startSystem({ engine });
    [intake, intake2, reviewer, reviewer2, coordinator] = (await Promise.all(
      (['intake', 'intake2', 'reviewer', 'reviewer2', 'coordinator'] as const).map((name) =>
        system.login(name),
      ),
    )) as [ApiClient, ApiClient, ApiClient, ApiClient, ApiClient];
    await registerPeople(system, [person(999)]);
    await loadLists(system);
  });
  afterAll(() => system.stop());

  it('is keyed, submitted and checked at once, and its NIK is never given back', async () => {
    const form = someone();
    await registerPeople(system, [form]);
    const one = await submitted(intake, system.waveId, form);
    expect(one).toMatchObject({
      status: 'submitted',
      identityOutcome: 'matched',
      screeningOutcome: 'clear',
      nikMasked: `${form.nik.slice(0, 6)}**********`,
    });
    const read = await reviewer.get<Body>(`/api/submissions/${one.id}`);
    expect(read.status).toBe(200);
    expect(JSON.stringify(read.body)).not.toContain(form.nik);
    expect(JSON.stringify(read.body)).not.toContain(form.kkNumber);
    expect(read.body).toMatchObject({
      reasons: [],
      evidence: { outcome: 'matched', fields: { fullName: { verdict: 'same' } } },
      screening: { outcome: 'clear' },
    });
  });

  it('is verified by a reviewer who holds it, and by nobody else', async () => {
    const one = await enter();
    const unclaimed = await reviewer.post<Body>(`/api/submissions/${one.id}/verify`, {
      version: one.version,
    });
    expect(unclaimed.status).toBe(409);
    const claimed = await reviewer.post<Body>(`/api/submissions/${one.id}/claim`, { version: one.version });
    const other = await reviewer2.post<Body>(`/api/submissions/${one.id}/verify`, {
      version: claimed.body.version,
    });
    expect(other.status).toBe(409);
    expect(blockerCodes(other.body)).toEqual(['CLAIMED_BY_OTHER']);
    const done = await reviewer.post<Body>(`/api/submissions/${one.id}/verify`, {
      version: claimed.body.version,
    });
    expect(done.body).toMatchObject({
      status: 'verified',
      decidedById: system.accounts.reviewer.id,
      assigneeId: null,
    });
  });

  it('answers a stale version with who changed what', async () => {
    const one = await enter();
    await reviewer.post(`/api/submissions/${one.id}/claim`, { version: one.version });
    const late = await reviewer.post<Body>(`/api/submissions/${one.id}/verify`, { version: one.version });
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({
      code: 'STALE_VERSION',
      details: { version: one.version + 1, change: 'claim', changedBy: 'Petugas reviewer' },
    });
  });

  it('takes the version from If-Match as well', async () => {
    const one = await enter();
    const claimed = await reviewer.post<Body>(
      `/api/submissions/${one.id}/claim`,
      {},
      { headers: { 'if-match': `"${one.version}"` } },
    );
    expect(claimed.status).toBe(200);
    expect(
      (await reviewer.post(`/api/submissions/${one.id}/verify`, {}, { headers: { 'if-match': '"1"' } }))
        .status,
    ).toBe(409);
  });

  it('goes back with reasons, is corrected by its office and comes again with a fresh check', async () => {
    const one = await enter({}, { birthDate: '1991-01-01' });
    expect(one).toMatchObject({ identityOutcome: 'partial' });
    const claimed = await reviewer.post<Body>(`/api/submissions/${one.id}/claim`, { version: one.version });
    const returned = await reviewer.post<Body>(`/api/submissions/${one.id}/return`, {
      version: claimed.body.version,
      reasons: ['DOB_MISMATCH'],
      note: 'Bandingkan dengan KTP.',
    });
    expect(returned.body).toMatchObject({ status: 'needs_correction' });
    expect(
      (
        await intake2.put(`/api/submissions/${one.id}`, {
          version: returned.body.version,
          birthDate: '1991-01-01',
        })
      ).status,
    ).toBe(404);
    const renamed = await intake.put<Body>(`/api/submissions/${one.id}`, {
      version: returned.body.version,
      fullName: 'ORANG LAIN',
    });
    expect(renamed.status).toBe(422);
    expect(renamed.body).toMatchObject({
      code: 'NAME_LOCKED',
      errors: { fullName: expect.any(String) as string },
    });
    const edited = await intake.put<Body>(`/api/submissions/${one.id}`, {
      version: returned.body.version,
      birthDate: '1991-01-01',
    });
    expect(edited.body).toMatchObject({ birthDate: '1991-01-01', identityStale: true, phone: null });
    const again = await intake.post<Body>(`/api/submissions/${one.id}/resubmit`, {
      version: edited.body.version,
    });
    expect(again.body).toMatchObject({
      status: 'submitted',
      identityOutcome: 'matched',
      identityStale: false,
    });
    const history = await reviewer.get<{ action: string; kind: string }[]>(
      `/api/submissions/${one.id}/history`,
    );
    expect(history.body.map((entry) => entry.action)).toEqual(
      expect.arrayContaining(['create', 'submit', 'claim', 'return', 'edit', 'resubmit', 'identity-check']),
    );
  });

  it('is settled by two different readers where the match is partial', async () => {
    const one = await enter({ fullName: 'BAMBANG ANGRGAINI' }, { fullName: 'BAMBANG ANGGRAINI' });
    expect(one['identityOutcome']).toBe('partial');
    const claimed = await reviewer.post<Body>(`/api/submissions/${one.id}/claim`, { version: one.version });
    const early = await reviewer.post<Body>(`/api/submissions/${one.id}/verify`, {
      version: claimed.body.version,
    });
    expect(blockerCodes(early.body)).toEqual(['IDENTITY_NOT_SETTLED']);
    const read = { verdict: 'same_person', reason: 'NAME_MISMATCH' };
    const first = await reviewer.post<Body>(`/api/submissions/${one.id}/identity-settle`, {
      version: claimed.body.version,
      ...read,
    });
    expect(first.status).toBe(200);
    expect(
      blockerCodes(
        (await reviewer.post(`/api/submissions/${one.id}/verify`, { version: first.body.version })).body,
      ),
    ).toEqual(['IDENTITY_SECOND_READER_MISSING']);
    expect(
      blockerCodes(
        (
          await reviewer.post(`/api/submissions/${one.id}/second-read`, {
            version: first.body.version,
            ...read,
          })
        ).body,
      ),
    ).toEqual(['SAME_READER']);
    const second = await reviewer2.post<Body>(`/api/submissions/${one.id}/second-read`, {
      version: first.body.version,
      ...read,
    });
    expect(second.status).toBe(200);
    expect(
      (await reviewer.post<Body>(`/api/submissions/${one.id}/verify`, { version: second.body.version })).body
        .status,
    ).toBe('verified');
  });

  it('is rejected only for reasons the reviewer may give or the evidence suggests, and reopened with grounds', async () => {
    const one = await enter({ birthDate: '2015-06-10', nik: '3374011006159777' });
    const claimed = await reviewer.post<Body>(`/api/submissions/${one.id}/claim`, { version: one.version });
    expect(
      (
        await reviewer.post<Body>(`/api/submissions/${one.id}/reject`, {
          version: claimed.body.version,
          reasons: ['NIK_NOT_FOUND'],
        })
      ).status,
    ).toBe(422);
    const rejected = await reviewer.post<Body>(`/api/submissions/${one.id}/reject`, {
      version: claimed.body.version,
      reasons: ['UNDER_AGE'],
    });
    expect(rejected.body).toMatchObject({ status: 'rejected' });
    expect(
      (await coordinator.post(`/api/submissions/${one.id}/reopen`, { version: rejected.body.version }))
        .status,
    ).toBe(422);
    const reopened = await coordinator.post<Body>(`/api/submissions/${one.id}/reopen`, {
      version: rejected.body.version,
      note: 'Tanggal lahir salah ketik.',
    });
    expect(reopened.body).toMatchObject({ status: 'submitted', decidedById: null });
  });

  it('rests on hold, is taken up again, undone and withdrawn', async () => {
    const one = await enter();
    const claimed = await reviewer.post<Body>(`/api/submissions/${one.id}/claim`, { version: one.version });
    const held = await reviewer.post<Body>(`/api/submissions/${one.id}/hold`, {
      version: claimed.body.version,
      note: 'Menunggu Dinas.',
    });
    expect(held.body.status).toBe('on_hold');
    const resumed = await reviewer.post<Body>(`/api/submissions/${one.id}/resume`, {
      version: held.body.version,
    });
    const done = await reviewer.post<Body>(`/api/submissions/${one.id}/verify`, {
      version: resumed.body.version,
    });
    expect(
      (await reviewer2.post(`/api/submissions/${one.id}/undo`, { version: done.body.version })).status,
    ).toBe(409);
    const undone = await reviewer.post<Body>(`/api/submissions/${one.id}/undo`, {
      version: done.body.version,
    });
    expect(undone.body).toMatchObject({ status: 'in_review', decidedById: null });
    const gone = await intake.post<Body>(`/api/submissions/${one.id}/withdraw`, {
      version: undone.body.version,
      note: 'Permintaan pendaftar.',
    });
    expect(gone.body.status).toBe('withdrawn');
  });

  it('keeps the third person of a KK card out, and lets them in once a place is free', async () => {
    const kkNumber = '3374011201159001';
    const [a, b, c] = [await enter({ kkNumber }), await enter({ kkNumber }), await enter({ kkNumber })] as [
      Body,
      Body,
      Body,
    ];
    await verified(reviewer, a);
    const second = await verified(reviewer, b);
    const claimed = await reviewer.post<Body>(`/api/submissions/${c.id}/claim`, { version: c.version });
    const third = await reviewer.post<Body>(`/api/submissions/${c.id}/verify`, {
      version: claimed.body.version,
    });
    expect(third.status).toBe(409);
    expect(blockerCodes(third.body)).toEqual(['KK_LIMIT']);
    await intake.post(`/api/submissions/${second.id}/withdraw`, {
      version: second.version,
      note: 'Permintaan pendaftar.',
    });
    expect(
      (await reviewer.post<Body>(`/api/submissions/${c.id}/verify`, { version: claimed.body.version })).body
        .status,
    ).toBe('verified');
    const family = await reviewer.get<{ slot: number | null }[]>(`/api/submissions/${c.id}/family`);
    expect(family.body).toHaveLength(3);
    expect(family.body.filter((member) => member.slot !== null)).toHaveLength(2);
  });

  it('refuses a NIK that is in the wave already, and says where without saying whose', async () => {
    const one = await enter();
    const record = await intake.get<Body>(`/api/submissions/${one.id}`);
    const form = person(next);
    const twice = await intake2.post<Body>('/api/submissions', { waveId: system.waveId, ...form });
    expect(twice.status).toBe(409);
    expect(twice.body['code']).toBe('DUPLICATE');
    expect(JSON.stringify(twice.body)).not.toContain(form.nik);
    expect(JSON.stringify(twice.body)).not.toContain(record.body['registrationNo'] as string);
  });

  it('gives fifty parallel decisions one winner', async () => {
    const one = await enter();
    const claimed = await reviewer.post<Body>(`/api/submissions/${one.id}/claim`, { version: one.version });
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        reviewer.post<Body>(`/api/submissions/${one.id}/verify`, { version: claimed.body.version }),
      ),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(49);
    const rows = await system.services.database
      .read('submission_transitions')
      .where({ submission_id: one.id, action: 'verify' });
    expect(rows).toHaveLength(1);
  });

  it('leases each waiting case to one reviewer only, however many ask at once', async () => {
    const entered = [await enter(), await enter(), await enter()];
    const answers = await Promise.all(
      [reviewer, reviewer2, reviewer, reviewer2, reviewer, reviewer2].map((client) =>
        client.post<Body>('/api/submissions/claim-next', { filter: { id: entered.map(({ id }) => id) } }),
      ),
    );
    const won = answers.filter((answer) => answer.status === 200).map((answer) => answer.body.id);
    expect(new Set(won).size).toBe(won.length);
    expect(won).toHaveLength(3);
    expect(answers.filter((answer) => answer.status === 404)).toHaveLength(3);
  });

  it('gives the first answer again to a repeated Idempotency-Key, and refuses it for another request', async () => {
    const one = await enter();
    const headers = { 'idempotency-key': `uji-${engine}-kunci-1` };
    const first = await reviewer.post<Body>(
      `/api/submissions/${one.id}/claim`,
      { version: one.version },
      { headers },
    );
    const again = await reviewer.post<Body>(
      `/api/submissions/${one.id}/claim`,
      { version: one.version },
      { headers },
    );
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
    const other = await reviewer.post<Body>(
      `/api/submissions/${one.id}/verify`,
      { version: first.body.version },
      { headers },
    );
    expect(other.body).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('shows the whole numbers only for a purpose, leaves a trace, and stops after thirty an hour', async () => {
    const one = await enter();
    expect((await reviewer.post(`/api/submissions/${one.id}/reveal`, {})).status).toBe(422);
    const shown = await reviewer.post<{ nik: string }>(`/api/submissions/${one.id}/reveal`, {
      purpose: 'membandingkan dengan KTP asli',
    });
    expect(shown.body.nik).toBe(person(next).nik);
    const trace = await system.services.database
      .read('audit_events')
      .where({ action: 'submission.revealed', subject_id: String(one.id), outcome: 'done' });
    expect(trace).toHaveLength(1);
    const answers = [];
    for (let count = 0; count < 30; count += 1)
      answers.push(
        (await reviewer.post(`/api/submissions/${one.id}/reveal`, { purpose: 'membandingkan lagi' })).status,
      );
    expect(answers.at(-1)).toBe(429);
  });

  it('shows a counter only its own office', async () => {
    const one = await enter();
    for (const path of ['', '/history', '/family', '/duplicates', '/available-actions', '/evidence']) {
      expect((await intake2.get(`/api/submissions/${one.id}${path}`)).status, path).toBe(404);
    }
    const list = await intake2.get<Body[]>('/api/submissions');
    expect(list.body).toEqual([]);
  });

  it('finds a person by full NIK without the NIK in any address', async () => {
    await enter();
    const { nik } = person(next);
    const found = await coordinator.post<Body[]>('/api/submissions/search', { q: nik });
    expect(found.body).toHaveLength(1);
    expect(
      (await coordinator.get(`/api/submissions?filter=${encodeURIComponent(JSON.stringify({ q: nik }))}`))
        .status,
    ).toBe(422);
  });

  it('verifies many at once as a job that names what it skipped and why', async () => {
    const good = await enter();
    const bad = await enter({}, { status: 'MENINGGAL' });
    const answer = await reviewer.post<{ jobId: number }>('/api/submissions/bulk/verify', {
      ids: [good.id, bad.id],
    });
    expect(answer.status).toBe(202);
    type Job = { status: string; receipt: { counts: Record<string, number>; reasons: { code: string }[] } };
    let job = await reviewer.get<Job>(`/api/jobs/${answer.body.jobId}`);
    while (['queued', 'running'].includes(job.body.status)) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      job = await reviewer.get<Job>(`/api/jobs/${answer.body.jobId}`);
    }
    expect(job.body).toMatchObject({ status: 'succeeded', receipt: { counts: { done: 1, skipped: 1 } } });
    expect(job.body.receipt.reasons.map(({ code }) => code)).toEqual(['IDENTITY_MISMATCH']);
    expect((await reviewer.get<Body>(`/api/submissions/${good.id}`)).body.status).toBe('verified');
  });

  it('tells the same blockers beforehand that it refuses with', async () => {
    const one = await enter({}, { status: 'NONAKTIF' });
    const claimed = await reviewer.post<Body>(`/api/submissions/${one.id}/claim`, { version: one.version });
    const actions = await reviewer.get<
      { action: string; allowed: boolean; blockers: { code: string; message: string }[] }[]
    >(`/api/submissions/${one.id}/available-actions`);
    const verify = actions.body.find(({ action }) => action === 'verify');
    const refused = await reviewer.post<Body>(`/api/submissions/${one.id}/verify`, {
      version: claimed.body.version,
    });
    expect(verify?.allowed).toBe(false);
    expect(verify?.blockers.map(({ code }) => code)).toEqual(blockerCodes(refused.body));
    expect(verify?.blockers.every(({ message }) => message.length > 5)).toBe(true);
  });
});
