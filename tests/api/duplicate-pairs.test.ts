import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { drawKtpCard } from '../../seeds/ktp-card.ts';
import {
  fillRegister,
  identityInput,
  NOW,
  person,
  register,
  type TestPerson,
} from '../support/registered-people.ts';
import {
  ENGINES,
  startSystem,
  type ApiClient,
  type RunningSystem,
  type Username,
} from '../support/running-system.ts';

interface Pair {
  id: number;
  otherId: number;
  otherName: string | null;
  otherRegistrationNo: string | null;
  reasons: string[];
  score: number;
  status: string;
  version: number;
}

describe.each(ENGINES)('pairs that may be one person on %s', (engine) => {
  let system: RunningSystem;
  let reviewer: ApiClient;
  let next = 0;
  beforeAll(async () => {
    system = await startSystem({ engine });
    reviewer = await system.login('reviewer');
  });
  afterAll(() => system.stop());
  // People of one test share no day of birth with those of another.
  let birthDate = '';
  beforeEach(() => {
    next += 100;
    birthDate = new Date(Date.UTC(1980, 0, 1 + next)).toISOString().slice(0, 10);
  });

  const some = (n: number, changes: Partial<TestPerson> = {}) => person(next + n, { birthDate, ...changes });
  const find = (ids: number[]) =>
    system.services.database.transaction((trx) => system.services.duplicates.findPairs(trx, ids, NOW));
  const counts = async (ids: number[]) => {
    const rows = (await system.services.database
      .read('submissions')
      .whereIn('id', ids)
      .orderBy('id')
      .select('duplicate_count', 'version')) as { duplicate_count: number; version: number }[];
    expect(rows.every((row) => row.version === 1)).toBe(true);
    return rows.map((row) => row.duplicate_count);
  };
  const pairsOf = async (id: number, username: Username = 'reviewer') =>
    (await system.services.duplicates.listFor(
      system.services.database.read,
      system.accounts[username],
      id,
    )) as Pair[];
  const addScan = (submissionId: number, sha256: string) =>
    system.services.database.write('documents').insert({
      submission_id: submissionId, kind: 'form_scan', mime: 'image/jpeg', size: 1, sha256, original_name: `${submissionId}-${sha256.slice(0, 8)}`,
      uploaded_by_id: system.accounts.intake.id, created_at: NOW,
    }); // prettier-ignore

  it('finds near names of one birth date, a shared phone, e-mail and scan, each pair once', async () => {
    const people = [
      some(0, { fullName: 'BAMBANG ANGGRAINI' }),
      some(1, { fullName: 'BAMBANG ANGRGAINI' }),
      some(2, { birthDate: '1970-01-02', phone: '+6281234567890', email: 'dua@contoh.id' }),
      some(3, { birthDate: '1971-01-02', phone: '+6281234567890' }),
      some(4, { birthDate: '1972-01-02', email: 'dua@contoh.id' }),
      some(5, { birthDate: '1973-01-02' }),
      some(6, { birthDate: '1974-01-02' }),
    ];
    const ids = await register(system, people);
    await addScan(ids[5] as number, 'c'.repeat(64));
    await addScan(ids[6] as number, 'c'.repeat(64));
    expect(await find(ids)).toBe(4);
    expect(await counts(ids)).toEqual([1, 1, 2, 1, 1, 1, 1]);
    expect((await pairsOf(ids[0] as number)).map((pair) => [pair.otherId, pair.reasons])).toEqual([
      [ids[1], ['SAME_BIRTHDATE_NEAR_NAME']],
    ]);
    expect((await pairsOf(ids[2] as number)).map((pair) => [pair.otherId, pair.reasons])).toEqual([
      [ids[4], ['SAME_EMAIL']],
      [ids[3], ['SAME_PHONE']],
    ]);
    expect((await pairsOf(ids[6] as number))[0]?.reasons).toEqual(['SAME_DOCUMENT']);
    expect(await find(ids)).toBe(0);
    expect(await find([ids[1] as number])).toBe(0);
    expect(await counts(ids)).toEqual([1, 1, 2, 1, 1, 1, 1]);
  });

  it('finds one copy of a card under two NIKs, though it was made smaller and compressed again', async () => {
    const ids = await register(system, [
      some(0, { birthDate: '1981-01-02' }),
      some(1, { birthDate: '1982-01-02' }),
      some(2, { birthDate: '1983-01-02' }),
    ]);
    const card = (nik: string, fullName: string) =>
      drawKtpCard({
        nik,
        fullName,
        birthPlace: 'SEMARANG',
        birthDate: '16-02-1989',
        sex: 'P',
        address: 'JL. MAWAR 1',
      });
    const one = await card('3374025602899023', 'SUHARTI RAHMAWATI');
    const sentOn = await sharp(one).resize(500).jpeg({ quality: 60 }).toBuffer();
    const pictures = [one, sentOn, await card('3374025602899911', 'YOSINA LATUCONSINA')];
    for (const [index, bytes] of pictures.entries()) {
      const { documents, audit } = system.services;
      const prepared = await documents.prepare(bytes, { pdf: false });
      const owner = { submissionId: ids[index] as number };
      await audit.act(
        { action: 'document.attached', actor: system.accounts.intake, requestId: 'look' },
        (act) => documents.add(act, owner, 'ktp_photo', prepared),
      );
    }
    expect(await find(ids)).toBe(1);
    expect((await pairsOf(ids[0] as number)).map((pair) => [pair.otherId, pair.reasons])).toEqual([
      [ids[1], ['SAME_PICTURE']],
    ]);
  });

  it('makes no pair of one NIK, of drafts or of withdrawn registrations', async () => {
    const fullName = 'YOSINA LATUCONSINA';
    const ids = await register(system, [some(0, { fullName }), some(1, { fullName, status: 'draft' })]);
    await system.services.database
      .write('submissions')
      .insert(
        await copyOf(ids[0] as number, { registration_no: `PK-COPY${next}`, uid: `copy-${next}`, wave_id: await otherWave() }),
      ); // prettier-ignore
    const gone = await register(system, [some(2, { fullName })]);
    await system.services.database
      .write('submissions')
      .where({ id: gone[0] })
      .update({ status: 'withdrawn', version: 2 });
    expect(await find([...ids, ...gone])).toBe(0);
  });

  async function copyOf(id: number, changes: Record<string, unknown>) {
    const { id: _, ...row } = (await system.services.database
      .read('submissions')
      .where({ id })
      .first()) as Record<string, unknown>;
    return { ...row, ...changes };
  }
  async function otherWave(): Promise<number> {
    const { id: _, ...row } = (await system.services.database
      .read('waves')
      .where({ id: system.waveId })
      .first()) as Record<string, unknown>;
    const [wave] = (await system.services.database
      .write('waves')
      .insert({ ...row, code: `G-${next}` })
      .returning('id')) as { id: number }[];
    return wave?.id as number;
  }

  it('raises an open pair when more is found, and never reopens a decided one', async () => {
    const fullName = 'MARTHA SIMANJUNTAK';
    const ids = await register(system, [some(0, { fullName }), some(1, { fullName })]);
    await find(ids);
    const [before] = await pairsOf(ids[0] as number);
    for (const id of ids) await addScan(id, `${next}`.padStart(64, 'd'));
    expect(await find(ids)).toBe(0);
    const [raised] = await pairsOf(ids[0] as number);
    expect(raised?.reasons).toEqual(['SAME_DOCUMENT', 'SAME_BIRTHDATE_NEAR_NAME']);
    expect(raised?.score).toBeGreaterThan(before?.score as number);
    expect(await counts(ids)).toEqual([1, 1]);

    const stale = await reviewer.post(`/api/duplicates/${raised?.id}/decide`, {
      version: before?.version,
      verdict: 'not_duplicate',
    });
    expect(stale).toMatchObject({ status: 409, body: { code: 'STALE_VERSION' } });
    const decided = await reviewer.post(`/api/duplicates/${raised?.id}/decide`, {
      version: raised?.version,
      verdict: 'not_duplicate',
      note: 'kembar',
    });
    expect(decided).toMatchObject({ status: 200, body: { status: 'not_duplicate', version: 3 } });
    expect(await counts(ids)).toEqual([0, 0]);
    expect(await find(ids)).toBe(0);
    expect(await counts(ids)).toEqual([0, 0]);
    expect(await pairsOf(ids[1] as number)).toMatchObject([{ status: 'not_duplicate', note: 'kembar' }]);
  });

  it('lets a decision be corrected, and keeps both in the log without the note’s words', async () => {
    const fullName = 'DEWI RAHAYU';
    const ids = await register(system, [some(0, { fullName }), some(1, { fullName })]);
    await find(ids);
    const [pair] = await pairsOf(ids[0] as number);
    const decide = (version: number, verdict: string) =>
      reviewer.post(`/api/duplicates/${pair?.id}/decide`, { version, verdict, note: 'dilihat berkasnya' });
    expect((await decide(1, 'same_person')).status).toBe(200);
    expect((await decide(2, 'same_person')).status).toBe(409);
    const blockers = () =>
      system.services.duplicates.blockers(system.services.database.read, ids[0] as number);
    expect(await blockers()).toEqual([{ code: 'SAME_PERSON', otherId: ids[1] }]);
    expect((await decide(2, 'not_duplicate')).status).toBe(200);
    expect(await blockers()).toEqual([]);
    expect(await counts(ids)).toEqual([0, 0]);
    const events = (await system.services.database
      .read('audit_events')
      .where({
        action: 'duplicate.decided',
        subject: 'duplicate',
        subject_id: String(pair?.id),
        outcome: 'done',
      })
      .select('body')) as { body: string }[];
    expect(events).toHaveLength(2);
    expect(JSON.stringify(events)).not.toContain('berkasnya');
  });

  it('blocks while a pair is open, and no longer once the other registration is off the road', async () => {
    const fullName = 'SRI WAHYUNI';
    const ids = await register(system, [some(0, { fullName }), some(1, { fullName })]);
    await find(ids);
    const blockers = () =>
      system.services.duplicates.blockers(system.services.database.read, ids[0] as number);
    expect(await blockers()).toEqual([{ code: 'DUPLICATE', count: 1 }]);
    const [pair] = await pairsOf(ids[0] as number);
    await reviewer.post(`/api/duplicates/${pair?.id}/decide`, { version: 1, verdict: 'same_person' });
    await system.services.database
      .write('submissions')
      .where({ id: ids[1] })
      .update({ status: 'withdrawn', version: 2 });
    expect(await blockers()).toEqual([]);
  });

  it('refuses a decision to a role without the duty, and to whoever is one of the two', async () => {
    const fullName = 'AGUS SETIAWAN';
    const people = [some(0, { fullName }), some(1, { fullName })];
    const ids = await register(system, people);
    await find(ids);
    const [pair] = await pairsOf(ids[0] as number);
    const body = { version: 1, verdict: 'not_duplicate' };
    const path = `/api/duplicates/${pair?.id}/decide`;
    const auditor = await system.login('auditor');
    expect((await auditor.post(path, body)).status).toBe(403);
    await system.services.database
      .write('staff')
      .where({ id: system.accounts.reviewer2.id })
      .update({ nik_bidx: system.services.blindIndex.nik((people[1] as TestPerson).nik) });
    const own = await system.login('reviewer2');
    const answer = await own.post<{ details: { blockers: { code: string }[] } }>(path, body);
    expect(answer.status).toBe(409);
    expect(answer.body.details.blockers.map((blocker) => blocker.code)).toEqual(['OWN_REGISTRATION']);
    expect((await reviewer.post('/api/duplicates/999999/decide', body)).status).toBe(404);
    expect((await reviewer.post(path, { ...body, verdict: 'maybe' })).status).toBe(422);
  });

  it('gives one of fifty parallel decisions the pair and tells the others', async () => {
    const fullName = 'RATNA PERMATA';
    const ids = await register(system, [some(0, { fullName }), some(1, { fullName })]);
    await find(ids);
    const [pair] = await pairsOf(ids[0] as number);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        reviewer.post(`/api/duplicates/${pair?.id}/decide`, { version: 1, verdict: 'not_duplicate' }),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([
      200,
      ...Array.from({ length: 49 }, () => 409),
    ]);
    expect(await counts(ids)).toEqual([0, 0]);
  });

  it('shows an office its own side of a pair and nothing of another office’s', async () => {
    const fullName = 'JOKO PRASETYO';
    const ids = await register(system, [some(0, { fullName }), some(1, { fullName, office: 'dinas-3372' })]);
    await find(ids);
    const [pair] = await pairsOf(ids[0] as number, 'intake');
    expect(pair).toMatchObject({
      otherId: ids[1],
      otherName: null,
      otherRegistrationNo: null,
      status: 'open',
    });
    expect(await pairsOf(ids[1] as number, 'intake')).toEqual([]);
    const intake = await system.login('intake');
    const { rows } = await intake.list('/api/duplicates', { filter: { firstId: ids[0] } });
    expect(rows).toMatchObject([{ first: { fullName }, second: { id: ids[1], fullName: null } }]);
    const others = await register(system, [
      some(2, { fullName: 'LAIN ORANG', office: 'dinas-3372' }),
      some(3, { fullName: 'LAIN ORANG', office: 'dinas-3372' }),
    ]);
    await find(others);
    const hidden = await intake.list('/api/duplicates', { filter: { firstId: others[0] } });
    expect(hidden.total).toBe(0);
    const seen = await reviewer.list<{ id: number }>('/api/duplicates', { filter: { firstId: others[0] } });
    expect(seen.total).toBe(1);
    expect((await intake.get(`/api/duplicates/${seen.rows[0]?.id}`)).status).toBe(404);
    expect((await reviewer.get(`/api/duplicates/${seen.rows[0]?.id}`)).status).toBe(200);
  });

  it('stays small when hundreds share a phone: each is held against the earliest few', async () => {
    const people = Array.from({ length: 300 }, (_, n) =>
      person(30_000 + n, { birthDate: `19${50 + (n % 50)}-02-${String((n % 28) + 1).padStart(2, '0')}`, phone: '+6281111122222' }),
    ); // prettier-ignore
    const ids = await register(system, people);
    const found = await find(ids);
    expect(found).toBeGreaterThan(290);
    expect(found).toBeLessThan(3 * 300);
    const all = await counts(ids);
    expect(all[299]).toBeGreaterThanOrEqual(3);
    expect(all[299]).toBeLessThan(6);
  });

  it('counts every pair when offices submit at the same moment', async () => {
    const fullName = 'BUDI SANTOSO';
    const first = await register(system, [some(0, { fullName })]);
    const others = await register(system, [1, 2, 3, 4, 5, 6].map((n) => some(n, { fullName }))); // prettier-ignore
    await Promise.all(others.map((id) => find([id])));
    expect(await counts(first)).toEqual([6]);
    expect(await counts(others)).toEqual([6, 6, 6, 6, 6, 6]);
  });

  it('lists checks and results of one’s own office only, and logs the reading of one', async () => {
    const people = [some(0), some(1, { office: 'dinas-3372' })];
    const ids = await register(system, people);
    await fillRegister(system, people);
    const { database, identity } = system.services;
    await database.transaction((trx) =>
      identity.checkMany(
        trx,
        people.map((one, index) => identityInput(system, ids[index] as number, one)),
        { trigger: 'submit', now: NOW, checkedById: null },
      ),
    );
    const filter = { submissionId: ids };
    const intake = await system.login('intake');
    const own = await intake.list<{ id: number }>('/api/identity-checks', { filter });
    expect(own.rows).toMatchObject([{ submissionId: ids[0], outcome: 'matched', current: false }]);
    const all = await reviewer.list<{ id: number; submissionId: number }>('/api/identity-checks', { filter });
    expect(all.total).toBe(2);
    const foreign = all.rows.find((row) => row.submissionId === ids[1]) as { id: number };
    expect((await intake.get(`/api/identity-checks/${foreign.id}`)).status).toBe(404);
    const read = await reviewer.get<{ evidence: { register: unknown } }>(
      `/api/identity-checks/${foreign.id}`,
    );
    expect(read.body.evidence.register).toMatchObject({ fullName: people[1]?.fullName });
    expect(JSON.stringify(read.body)).not.toMatch(/\d{16}/);
    const logged = await database
      .read('audit_events')
      .where({ action: 'identity-check.read', subject_id: String(ids[1]), outcome: 'done' });
    expect(logged).toHaveLength(1);
    expect((await intake.list('/api/screening-results', { filter })).total).toBe(0);
    expect((await reviewer.list('/api/identity-checks', { sort: ['outcome', 'ASC'] })).status).toBe(422);
    expect((await (await system.login('admin')).get('/api/identity-checks')).status).toBe(403);
  });
});
