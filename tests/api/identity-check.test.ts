import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerVersion } from '../../server/identity/identity-store.ts';
import { fillRegister, identityInput, NOW, person, register } from '../support/registered-people.ts';
import { ENGINES, startSystem, type RunningSystem } from '../support/running-system.ts';

describe.each(ENGINES)('identity checks on %s', (engine) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem({ engine });
  });
  afterAll(() => system.stop());

  const options = { trigger: 'bulk' as const, now: NOW, checkedById: null };
  const check = (inputs: ReturnType<typeof identityInput>[]) =>
    system.services.database.transaction((trx) => system.services.identity.checkMany(trx, inputs, options));
  const evidenceOf = (checkId: number) =>
    system.services.identity.evidence(system.services.database.read, checkId, system.accounts.reviewer);

  it('calls the register unavailable for everybody while it is empty, and holds it against nobody', async () => {
    const one = person(1);
    const [id] = await register(system, [one]);
    expect(await registerVersion(system.services.database.read)).toBeNull();
    const results = await check([identityInput(system, id as number, one)]);
    const result = results.get(id as number);
    expect(result).toMatchObject({ outcome: 'unavailable', reasonCodes: [] });
    const evidence = await evidenceOf(result?.checkId as number);
    expect(evidence?.register).toBeNull();
    expect(evidence?.fields.nik).toEqual({ verdict: 'not_sent' });
  });

  it('stays unavailable while the first load is still under way', async () => {
    const [listed, other] = [person(2), person(3)];
    await fillRegister(system, [listed], 'loading');
    const ids = await register(system, [listed, other]);
    const results = await check([
      identityInput(system, ids[0] as number, listed),
      identityInput(system, ids[1] as number, other),
    ]);
    expect([...results.values()].map((result) => result.outcome)).toEqual(['unavailable', 'unavailable']);
  });

  it('matches equal data, names what differs and keeps digests instead of values', async () => {
    const people = [person(10), person(11), person(12), person(13)];
    await fillRegister(system, people.slice(0, 3));
    const ids = await register(system, people);
    const inputs = people.map((one, index) => identityInput(system, ids[index] as number, one));
    const [same, kk, name] = inputs as [(typeof inputs)[0], (typeof inputs)[0], (typeof inputs)[0]];
    kk.kkBidx = system.services.blindIndex.kk('3374010101779999');
    name.fullName = name.fullName.slice(0, -1);
    const results = await check(inputs);
    expect(ids.map((id) => results.get(id)?.outcome)).toEqual(['matched', 'partial', 'partial', 'not_found']);
    expect(results.get(ids[1] as number)?.reasonCodes).toEqual(['KK_MISMATCH']);
    expect(results.get(ids[3] as number)?.reasonCodes).toEqual(['NIK_NOT_FOUND']);

    const evidence = await evidenceOf(results.get(ids[1] as number)?.checkId as number);
    expect(evidence).toMatchObject({
      outcome: 'partial',
      threshold: 90,
      source: 'ktp_records',
      checkedAt: NOW,
      registerChanged: false,
      register: { fullName: people[1]?.fullName, kkNumberMasked: '337401**********', status: 'AKTIF' },
    });
    expect(evidence?.fields.kkNumber.verdict).toBe('differs');
    expect(evidence?.fields.fullName).toMatchObject({ verdict: 'same', score: 100 });

    const row = (await system.services.database
      .read('identity_checks')
      .where({ submission_id: ids[2] })
      .first()) as { digests: string; inputs_digest: string };
    const digestOf = async (input: ReturnType<typeof identityInput>) => {
      const checkId = [...(await check([input])).values()][0]?.checkId;
      const stored = await system.services.database.read('identity_checks').where({ id: checkId }).first();
      return (stored as { inputs_digest: string }).inputs_digest;
    };
    expect(await digestOf(name)).toBe(row.inputs_digest);
    expect(await digestOf({ ...name, ktpAddress: 'elsewhere' })).not.toBe(row.inputs_digest);
    expect(JSON.stringify(row)).not.toContain(people[2]?.nik);
    const digests = JSON.parse(row.digests) as Record<string, string[]>;
    expect(digests['birthPlace']?.[0]).toBe(digests['birthPlace']?.[1]);
    expect(digests['fullName']?.[0]).not.toBe(digests['fullName']?.[1]);
    expect(same.fullName).toBe(people[0]?.fullName);
  });

  it('says when the register was loaded anew since and now says something else', async () => {
    const one = person(20);
    await fillRegister(system, [one]);
    const [id] = await register(system, [one]);
    const results = await check([identityInput(system, id as number, one)]);
    const checkId = results.get(id as number)?.checkId as number;
    await system.services.database
      .write('ktp_records')
      .where({ nik_bidx: system.services.blindIndex.nik(one.nik) })
      .update({ birth_place: 'SURAKARTA' });
    expect(await evidenceOf(checkId)).toMatchObject({ outcome: 'matched', registerChanged: true });
  });

  it('never changes the version of the registration it checks', async () => {
    const one = person(21);
    const [id] = await register(system, [one]);
    await check([identityInput(system, id as number, one)]);
    const row = (await system.services.database.read('submissions').where({ id }).first('version')) as {
      version: number;
    };
    expect(row.version).toBe(1);
  });

  it('takes one word of each of two readers on a partial match, and refuses the same reader twice', async () => {
    const one = person(30);
    await fillRegister(system, [one]);
    const [id] = await register(system, [one]);
    const input = { ...identityInput(system, id as number, one), birthDate: '1971-01-01' };
    const results = await check([input]);
    const checkId = results.get(id as number)?.checkId as number;
    // Readers read the check a registration rests on.
    await system.services.database
      .write('submissions')
      .where({ id })
      .update({ identity_check_id: checkId, identity_outcome: 'partial' });
    const settle = (username: 'reviewer' | 'reviewer2', readerNo: 1 | 2) =>
      system.services.audit.act(
        { action: 'test.settled', actor: system.accounts[username], requestId: 'r' },
        (act) => {
          // The step of the registration leaves the event; here nobody takes one.
          act.record({ subject: 'submission', subjectId: id as number });
          return system.services.identity.settle(act, {
            checkId,
            submissionId: id as number,
            readerNo,
            verdict: 'same_person',
            reasonCode: 'DOB_MISMATCH',
            note: 'KK seen',
          });
        },
      );
    await settle('reviewer', 1);
    await expect(settle('reviewer', 2)).rejects.toThrow(/unique/i);
    await settle('reviewer2', 2);
    const readers = await system.services.identity.settlements(system.services.database.read, checkId);
    expect(readers.map((reader) => [reader.readerNo, reader.readerId, reader.verdict])).toEqual([
      [1, system.accounts.reviewer.id, 'same_person'],
      [2, system.accounts.reviewer2.id, 'same_person'],
    ]);
  });

  it('refuses to settle a check that is not a partial match, even by SQL', async () => {
    const one = person(31);
    await fillRegister(system, [one]);
    const [id] = await register(system, [one]);
    const results = await check([identityInput(system, id as number, one)]);
    const write = system.services.database.write('identity_settlements').insert({
      check_id: results.get(id as number)?.checkId, submission_id: id, reader_no: 1, reader_id: system.accounts.reviewer.id,
      verdict: 'same_person', reason_code: 'DOB_MISMATCH', at: NOW,
    }); // prettier-ignore
    await expect(write).rejects.toThrow(/GUARD_SETTLEMENT_ON_PARTIAL/);
  });

  it('refuses to change or delete a stored check, even by SQL', async () => {
    const { write } = system.services.database;
    await expect(write('identity_checks').update({ outcome: 'matched' })).rejects.toThrow(/GUARD_/);
    await expect(write('identity_checks').delete()).rejects.toThrow(/GUARD_/);
  });

  it('checks many registrations in one call and gives each its own result', async () => {
    const people = Array.from({ length: 4500 }, (_, n) => person(1000 + n));
    await fillRegister(system, people.slice(0, 4000));
    const ids = await register(system, people);
    const results = await check(people.map((one, index) => identityInput(system, ids[index] as number, one)));
    const outcomes = ids.map((id) => results.get(id)?.outcome);
    expect(outcomes.filter((outcome) => outcome === 'matched')).toHaveLength(4000);
    expect(outcomes.slice(4000)).toEqual(Array.from({ length: 500 }, () => 'not_found'));
    expect(new Set([...results.values()].map((result) => result.checkId)).size).toBe(4500);
  });
});
