import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
import { blockerCodes } from '../support/refusals.ts';
import { readingDesk, type Case, type ReadingDesk } from '../support/reading-desk.ts';
import { ENGINES, startSystem, type RunningSystem } from '../support/running-system.ts';

describe.each(ENGINES)('the readings of a partial match on %s', (engine) => {
  let system: RunningSystem;
  let desk: ReadingDesk;

  beforeAll(async () => {
    system = await startSystem({ engine });
    desk = await readingDesk(system);
  });
  afterAll(() => system.stop());

  it('let it be verified where two find the same person, and no third is asked', async () => {
    const one = await desk.partial();
    await desk.readAll(one, ['same_person', 'same_person']);
    const third = await desk.read(3, one, 'different');
    expect([third.status, blockerCodes(third.body)]).toEqual([409, ['READERS_AGREE']]);
    expect((await desk.verify(one)).body.status).toBe('verified');
  });

  it('leave only a return or a rejection where two find another person', async () => {
    const one = await desk.partial();
    await desk.readAll(one, ['different', 'different']);
    expect(blockerCodes((await desk.read(3, one, 'same_person')).body)).toEqual(['READERS_AGREE']);
    expect(blockerCodes((await desk.verify(one)).body)).toEqual(['IDENTITY_MISMATCH']);
    const { body } = await desk.reviewer.get<Case>(`/api/submissions/${one.id}`);
    const rejected = await desk.reviewer.post<Case>(`/api/submissions/${one.id}/reject`, {
      version: body.version,
      reasons: ['NAME_MISMATCH'],
    });
    expect(rejected.body.status).toBe('rejected');
  });

  it.each([
    ['same_person', 'different'],
    ['different', 'same_person'],
  ] as const)('wait for a coordinator where one finds %s and the other %s', async (first, second) => {
    const one = await desk.partial();
    const early = await desk.read(3, one, 'same_person');
    expect([early.status, blockerCodes(early.body)]).toEqual([409, ['FIRST_READER_MISSING']]);
    await desk.readAll(one, [first]);
    expect(blockerCodes((await desk.read(3, one, 'same_person')).body)).toEqual(['SECOND_READER_MISSING']);
    expect(blockerCodes((await desk.verify(one)).body)).toEqual(['IDENTITY_SECOND_READER_MISSING']);
    expect((await desk.read(2, one, second)).status).toBe(200);
    expect(blockerCodes((await desk.verify(one)).body)).toEqual(['IDENTITY_READERS_DISAGREE']);

    const silent = await desk.read(3, one, 'same_person', desk.coordinator, { note: ' ' });
    expect([silent.status, Object.keys((silent.body as Case)['errors'] as object)]).toEqual([422, ['note']]);
    expect((await desk.read(3, one, 'same_person', desk.reviewer)).status).toBe(403);
    expect((await desk.read(3, one, 'same_person')).status).toBe(200);
    expect(blockerCodes((await desk.read(3, one, 'different')).body)).toEqual(['ALREADY_READ']);
    expect((await desk.verify(one)).body.status).toBe('verified');
    const events = await system.services.database
      .read('audit_events')
      .where({ subject: 'submission', subject_id: String(one.id), outcome: 'done' })
      .whereIn('action', ['submission.identity-settled', 'submission.second-read', 'submission.third-read'])
      .distinct('action', 'actor_id');
    expect(events).toHaveLength(3);
  });

  it('leave one event each, which says what was found and on which check', async () => {
    const one = await desk.partial();
    await desk.readAll(one, ['same_person', 'different', 'same_person']);
    const events = (await system.services.database
      .read('audit_events')
      .where({ subject: 'submission', subject_id: String(one.id), outcome: 'done' })
      .whereIn('action', ['submission.identity-settled', 'submission.second-read', 'submission.third-read'])
      .orderBy('id')
      .select('action', 'body')) as { action: string; body: string }[];
    expect(events.map(({ action }) => action)).toEqual([
      'submission.identity-settled',
      'submission.second-read',
      'submission.third-read',
    ]);
    const told = events.map(({ body }) => JSON.parse(body) as { after: object; details: object });
    expect(told.map(({ after, details }) => ({ ...after, ...details }))).toEqual(
      ['same_person', 'different', 'same_person'].map((verdict, index) =>
        expect.objectContaining({
          status: 'in_review',
          verdict,
          reasonCode: 'NAME_MISMATCH',
          readerNo: index + 1,
          checkId: expect.any(Number) as number,
        }),
      ),
    );
  });

  it('leave only a return or a rejection where the coordinator finds another person', async () => {
    const one = await desk.partial();
    await desk.readAll(one, ['same_person', 'different', 'different']);
    expect(blockerCodes((await desk.verify(one)).body)).toEqual(['IDENTITY_MISMATCH']);
    const { body } = await desk.reviewer.get<Case>(`/api/submissions/${one.id}`);
    const returned = await desk.reviewer.post<Case>(`/api/submissions/${one.id}/return`, {
      version: body.version,
      reasons: ['NAME_MISMATCH'],
    });
    expect(returned.body.status).toBe('needs_correction');
  });

  it('are never decided by a coordinator who keyed the form, or whose own registration it is', async () => {
    const { write } = system.services.database;
    const staff = write('staff').where({ id: system.accounts.intake2.id });
    const keyed = await desk.partial(await system.login('intake2'));
    await desk.readAll(keyed, ['same_person', 'different']);
    await staff.clone().update({ role: 'coordinator' });
    const keyer = await system.login('intake2');
    const refused = await desk.read(3, keyed, 'same_person', keyer);
    expect([refused.status, blockerCodes(refused.body)]).toEqual([409, ['KEYED_BY_ACTOR']]);

    const own = await desk.partial();
    await desk.readAll(own, ['same_person', 'different']);
    const { nik_bidx } = (await write('submissions').where({ id: own.id }).first('nik_bidx')) as {
      nik_bidx: string;
    };
    await staff.clone().update({ nik_bidx });
    const about = await desk.read(3, own, 'same_person', keyer);
    expect([about.status, blockerCodes(about.body)]).toEqual([409, ['OWN_REGISTRATION']]);
    await staff.clone().update({ nik_bidx: null, role: 'intake' });
  });

  it('are never two of one person, not even of a reviewer who became a coordinator', async () => {
    const one = await desk.partial();
    await desk.readAll(one, ['same_person', 'different']);
    const staff = system.services.database.write('staff').where({ id: system.accounts.reviewer2.id });
    await staff.clone().update({ role: 'coordinator' });
    const again = await desk.read(3, one, 'same_person', await system.login('reviewer2'));
    expect([again.status, blockerCodes(again.body)]).toEqual([409, ['SAME_READER']]);
    await staff.clone().update({ role: 'reviewer' });
  });

  it('begin anew with another check', async () => {
    const one = await desk.partial();
    await desk.readAll(one, ['same_person', 'different']);
    expect((await desk.reviewer.post(`/api/submissions/${one.id}/identity-check`, {})).status).toBe(200);
    expect(blockerCodes((await desk.verify(one)).body)).toEqual(['IDENTITY_NOT_SETTLED']);
    expect(blockerCodes((await desk.read(3, one, 'same_person')).body)).toEqual(['FIRST_READER_MISSING']);
    await desk.readAll(one, ['same_person', 'same_person']);
    expect((await desk.verify(one)).body.status).toBe('verified');
  });

  it('rest on a reason that fits: a difference the check found, and a forged paper for another person only', async () => {
    const one = await desk.partial();
    const refused = [
      ['same_person', 'DOB_MISMATCH'],
      ['same_person', 'DOC_SUSPECT'],
      ['different', 'BLACKLISTED'],
      ['different', 'QUOTA'],
    ] as const;
    for (const [verdict, reason] of refused) {
      const { status, body } = await desk.read(1, one, verdict, desk.reviewer, { reason });
      expect([status, body['code'], body['errors']], `${verdict} ${reason}`).toEqual([
        422,
        'REASON_NOT_CITABLE',
        { reason },
      ]);
    }
    const unknown = await desk.read(1, one, 'different', desk.reviewer, { reason: 'LAINNYA' });
    expect([unknown.status, Object.keys(unknown.body['errors'] as object)]).toEqual([422, ['reason']]);
    expect((await desk.read(1, one, 'different', desk.reviewer, { reason: 'DOC_SUSPECT' })).status).toBe(200);
    expect((await desk.read(2, one, 'same_person')).status).toBe(200);
  });

  it('show a second reader the evidence, and nothing of the first reading but that it was made', async () => {
    const one = await desk.partial();
    const secret = 'Tahi lalat yang sama di pipi kiri.';
    const first = await desk.read(1, one, 'different', desk.reviewer, {
      note: secret,
      reason: 'DOC_SUSPECT',
    });
    expect(first.status).toBe(200);
    const { identity_check_id: checkId } = (await system.services.database
      .read('submissions')
      .where({ id: one.id })
      .first('identity_check_id')) as { identity_check_id: number };
    const parts = ['', '/evidence', '/history', '/available-actions', '/family', '/duplicates', '/documents'];
    const places = [
      ...parts.map((part) => `/api/submissions/${one.id}${part}`),
      `/api/identity-checks/${checkId}`,
      '/api/identity-checks',
      '/api/submissions',
      '/api/dashboard',
    ];
    const everything = async (by: ApiClient) => {
      const answers = await Promise.all(places.map((place) => by.get(place)));
      expect(answers.map(({ status }) => status)).toEqual(places.map(() => 200));
      return JSON.stringify(answers.map(({ body }) => body));
    };
    const approver = await system.login('approver');
    for (const by of [desk.reviewer2, desk.intake]) {
      const told = await everything(by);
      for (const word of [secret, 'DOC_SUSPECT', '"verdict":"different"']) expect(told).not.toContain(word);
      expect(told).toContain('"withheld":true');
    }
    const settlements = async (by: ApiClient) =>
      (await by.get<{ evidence: { settlements: unknown[] } }>(`/api/submissions/${one.id}`)).body.evidence
        .settlements;
    const made = { readerNo: 1, readerId: system.accounts.reviewer.id };
    const nothing = { verdict: null, reasonCode: null, note: null, withheld: true };
    const all = { verdict: 'different', reasonCode: 'DOC_SUSPECT', note: secret, withheld: false };
    for (const by of [desk.reviewer2, desk.intake, approver])
      expect(await settlements(by)).toMatchObject([{ ...made, ...nothing }]);
    for (const by of [desk.reviewer, desk.coordinator])
      expect(await settlements(by)).toMatchObject([{ ...made, ...all }]);
    expect(blockerCodes((await desk.verify(one)).body)).toEqual(['IDENTITY_SECOND_READER_MISSING']);

    expect((await desk.read(2, one, 'same_person')).status).toBe(200);
    for (const by of [desk.reviewer2, desk.intake, approver])
      expect((await settlements(by))[0]).toMatchObject(all);
    expect(await everything(desk.reviewer2)).toContain(secret);
  });

  it('are of the check whose evidence was read: another check since is refused, and what to look at again is said', async () => {
    const one = await desk.partial();
    const open = async () =>
      (await desk.reviewer.get<Case & { evidence: { checkId: number } }>(`/api/submissions/${one.id}`)).body;
    const before = await open();
    const said = { verdict: 'same_person', reason: 'NAME_MISMATCH' };
    const checked = await desk.coordinator.post(`/api/submissions/${one.id}/identity-check`, {});
    expect(checked.status).toBe(200);
    const stale = await desk.reviewer.post(`/api/submissions/${one.id}/identity-settle`, {
      version: before.version,
      checkId: before.evidence.checkId,
      ...said,
    });
    expect([stale.status, blockerCodes(stale.body)]).toEqual([409, ['IDENTITY_STALE']]);
    const unaware = await desk.reviewer.post<Case>(`/api/submissions/${one.id}/identity-settle`, {
      version: before.version,
      ...said,
    });
    expect([unaware.status, unaware.body['code']]).toEqual([409, 'STALE_VERSION']);
    expect(unaware.body['details']).toMatchObject({
      change: 'identity-check',
      changedBy: system.accounts.coordinator.fullName,
    });
    for (const no of [1, 2, 3] as const) {
      const { evidence } = await open();
      const old = await desk.read(no, one, 'same_person', undefined, { checkId: before.evidence.checkId });
      expect([old.status, blockerCodes(old.body)], `reader ${no}`).toEqual([409, ['IDENTITY_STALE']]);
      const verdict = no === 2 ? 'different' : 'same_person';
      const now = await desk.read(no, one, verdict, undefined, { checkId: evidence.checkId });
      expect(now.status, `reader ${no}`).toBe(200);
    }
    expect((await desk.verify(one)).body.status).toBe('verified');
  });

  it('are taken of one second reader only, where two send theirs at once', async () => {
    const staff = system.services.database.write('staff').where({ id: system.accounts.intake2.id });
    await staff.clone().update({ role: 'reviewer' });
    const another = await system.login('intake2');
    for (const round of [1, 2, 3]) {
      const one = await desk.partial();
      await desk.readAll(one, ['same_person']);
      const both = await Promise.all([
        desk.read(2, one, 'same_person', desk.reviewer2),
        desk.read(2, one, 'different', another),
      ]);
      expect(both.map(({ status }) => status).sort(), `round ${round}`).toEqual([200, 409]);
      const read = await system.services.database
        .read('identity_settlements')
        .where({ submission_id: one.id });
      expect(read).toHaveLength(2);
    }
    await staff.clone().update({ role: 'intake' });
  });
});
