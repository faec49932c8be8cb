import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
