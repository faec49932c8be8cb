import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findWaveWithRules } from '../../server/reference/reference-store.ts';
import type { RuleSetRecord } from '../../server/reference/reference-schema.ts';
import { LIST_CODES } from '../../server/screening/screening-schema.ts';
import { fillList, NOW, person, register, type TestPerson } from '../support/registered-people.ts';
import { ENGINES, startSystem, type RunningSystem } from '../support/running-system.ts';

describe.each(ENGINES)('screening on %s', (engine) => {
  let system: RunningSystem;
  let ruleSet: RuleSetRecord;
  beforeAll(async () => {
    system = await startSystem({ engine });
    const rules = await findWaveWithRules(system.services.database.read, system.waveId);
    ruleSet = (rules as { ruleSet: RuleSetRecord }).ruleSet;
  });
  afterAll(() => system.stop());

  const screen = async (ids: number[], people: TestPerson[], changes: { now?: string } = {}) => {
    const inputs = people.map((one, index) => ({
      submissionId: ids[index] as number,
      nikBidx: system.services.blindIndex.nik(one.nik),
      birthDate: one.birthDate,
      submittedOn: '2026-11-22',
    }));
    const options = {
      ruleSet, listMaxAgeDays: 30, trigger: 'demand' as const, now: NOW, screenedById: null, ...changes,
    }; // prettier-ignore
    return system.services.database.transaction((trx) =>
      system.services.screening.screenMany(trx, inputs, options),
    );
  };
  const view = (id: number | undefined) =>
    system.services.screening.result(system.services.database.read, id ?? null);

  it('gives unknown, which is never clear, while a list that the rules ask was never loaded', async () => {
    const one = person(1, { birthDate: '1990-05-05' });
    const ids = await register(system, [one]);
    const result = (await screen(ids, [one])).get(ids[0] as number);
    expect(result).toMatchObject({ outcome: 'unknown', reasonCodes: [], blocking: [] });
    const shown = await view(result?.resultId);
    expect(shown?.lists.blacklist).toEqual({
      result: 'unknown',
      listVersion: null,
      asOf: null,
      effect: 'excludes',
      reason: null,
    });
    expect(shown).toMatchObject({ ruleSetCode: 'normal-2023', ruleSetVersion: 1, age: 36 });
  });

  it('finds people on each list, passes an allowed one and names the version that said so', async () => {
    const people = Array.from({ length: 7 }, (_, n) => person(100 + n, { birthDate: '1990-05-05' }));
    const nik = (index: number) => (people[index] as TestPerson).nik;
    for (const [index, code] of LIST_CODES.entries()) await fillList(system, code, [nik(index)]);
    await fillList(system, 'blacklist', [nik(4), nik(5)]);
    const ids = await register(system, people);
    const results = await screen(ids, people);
    expect(ids.map((id) => results.get(id)?.blocking)).toEqual([
      ['EXCLUDED_POST'],
      ['IN_EDUCATION'],
      [],
      ['PRIOR_RECIPIENT'],
      ['BLACKLISTED'],
      ['BLACKLISTED'],
      [],
    ]);
    expect(results.get(ids[2] as number)).toMatchObject({ outcome: 'clear', reasonCodes: ['OTHER_AID'] });
    const shown = await view(results.get(ids[5] as number)?.resultId);
    expect(shown?.lists.blacklist).toMatchObject({ result: 'hit', listVersion: 2, asOf: '2026-11-20' });
    const latest = await system.services.screening.latestVersions(system.services.database.read);
    expect(latest.blacklist).toMatchObject({ listVersion: 2, rowCount: 2 });
  });

  it('does not ask a list whose load has not finished', async () => {
    const one = person(120, { birthDate: '1990-05-05' });
    await fillList(system, 'blacklist', [one.nik], { status: 'loading' });
    const ids = await register(system, [one]);
    expect((await screen(ids, [one])).get(ids[0] as number)).toMatchObject({ outcome: 'clear' });
  });

  it('gives unknown for a list older than the wave allows, and not even a hit', async () => {
    const one = person(130, { birthDate: '1990-05-05' });
    await fillList(system, 'education', [one.nik], { asOf: '2026-10-22' });
    const ids = await register(system, [one]);
    const result = (await screen(ids, [one])).get(ids[0] as number);
    expect(result).toMatchObject({ outcome: 'unknown', blocking: [] });
    expect((await view(result?.resultId))?.lists.education).toMatchObject({
      result: 'unknown',
      asOf: '2026-10-22',
    });
    await fillList(system, 'education', [one.nik], { asOf: '2026-10-23' });
    expect((await screen(ids, [one])).get(ids[0] as number)).toMatchObject({ blocking: ['IN_EDUCATION'] });
  });

  it('judges the age on the day of submission, both ends included', async () => {
    const born = ['2008-11-23', '2008-11-22', '1961-11-23', '1961-11-22'];
    const people = born.map((birthDate, index) => person(140 + index, { birthDate }));
    const ids = await register(system, people);
    const results = await screen(ids, people);
    expect(ids.map((id) => results.get(id)?.blocking)).toEqual([['UNDER_AGE'], [], [], ['OVER_AGE']]);
  });

  it('screens many in one call and gives each its own result', async () => {
    const people = Array.from({ length: 6000 }, (_, n) => person(2000 + n, { birthDate: '1990-05-05' }));
    const hits = people.filter((_, index) => index % 10 === 0);
    await fillList(system, 'prior_recipients', hits.map((one) => one.nik)); // prettier-ignore
    const ids = await register(system, people);
    const results = await screen(ids, people);
    const outcomes = ids.map((id) => results.get(id)?.outcome);
    expect(outcomes.map((outcome) => outcome === 'hit')).toEqual(people.map((_, index) => index % 10 === 0));
    expect(new Set([...results.values()].map((result) => result.resultId)).size).toBe(6000);
  });

  describe('places of a KK card', () => {
    const take = (submissionId: number, kkBidx: string, limit: number | null) =>
      system.services.database.transaction((trx) =>
        system.services.screening.takePlace(trx, { submissionId, kkBidx, limit, now: NOW }),
      );
    const family = async (from: number, size: number, waveId = system.waveId) => {
      const kkNumber = `33740101018${from}`;
      const people = Array.from({ length: size }, (_, n) =>
        person(from + n, { kkNumber, status: 'draft', waveId }),
      );
      return { ids: await register(system, people), kk: system.services.blindIndex.kk(kkNumber) };
    };
    /** A wave like that of the tests, under other rules. */
    const waveUnder = async (code: string): Promise<number> => {
      const { write } = system.services.database;
      const rules = (await write('rule_sets').where({ code }).first('id')) as { id: number };
      const { id: _id, ...wave } = (await write('waves').where({ id: system.waveId }).first()) as Record<string, unknown>; // prettier-ignore
      const [added] = (await write('waves')
        .insert({ ...wave, code, rule_set_id: rules.id })
        .returning('id')) as { id: number }[];
      return added?.id ?? 0;
    };
    const places = (kk: string) => system.services.screening.placesTaken(system.services.database.read, kk);

    it('lets two of fifty through when fifty of one KK are passed at the same moment', async () => {
      const { ids, kk } = await family(10_000, 50);
      const taken = await Promise.all(ids.map((id) => take(id, kk, 2)));
      expect(taken.filter(Boolean)).toHaveLength(2);
      const slots = (await places(kk)).map((place) => place.slot);
      expect(slots).toEqual([1, 2]);
    });

    it('gives one place to fifty attempts for the same registration', async () => {
      const { ids, kk } = await family(10_100, 1);
      const taken = await Promise.all(Array.from({ length: 50 }, () => take(ids[0] as number, kk, 2)));
      expect(taken.every(Boolean)).toBe(true);
      expect(await places(kk)).toEqual([{ submissionId: ids[0], slot: 1 }]);
    });

    it('gives everybody a slot of their own where the rules have no limit', async () => {
      const { ids, kk } = await family(10_200, 30, await waveUnder('permenko-11-2020'));
      expect((await Promise.all(ids.map((id) => take(id, kk, null)))).every(Boolean)).toBe(true);
      expect((await places(kk)).map((place) => place.slot)).toEqual(
        Array.from({ length: 30 }, (_, index) => index + 1),
      );
    });

    it('passes the next of the KK once a place was given back, and counts places of waves without a limit', async () => {
      const { ids, kk } = await family(10_300, 4);
      const [first, second, third, fourth] = ids as [number, number, number, number];
      expect(await take(first, kk, null)).toBe(true);
      expect(await take(second, kk, 2)).toBe(true);
      expect(await take(third, kk, 2)).toBe(false);
      await system.services.database.transaction((trx) =>
        system.services.screening.givePlacesBack(trx, [first], NOW),
      );
      expect(await take(third, kk, 2)).toBe(true);
      expect(await take(fourth, kk, 2)).toBe(false);
      expect(await places(kk)).toEqual([
        { submissionId: third, slot: 1 },
        { submissionId: second, slot: 2 },
      ]);
    });

    it('moves a registration whose KK number was corrected to a place of the right card', async () => {
      const { ids, kk } = await family(10_400, 1);
      const right = system.services.blindIndex.kk('3374010101819999');
      await take(ids[0] as number, kk, 2);
      const { write } = system.services.database;
      const corrected = { kk_bidx: right, version: write.raw('version + 1') };
      await write('submissions').where({ id: ids[0] }).update(corrected);
      await take(ids[0] as number, right, 2);
      expect(await places(kk)).toEqual([]);
      expect(await places(right)).toEqual([{ submissionId: ids[0], slot: 1 }]);
    });

    it('refuses a third place by SQL, and any change of a place given back', async () => {
      const { ids, kk } = await family(10_500, 2);
      await take(ids[0] as number, kk, 2);
      const { write } = system.services.database;
      const same = { kk_bidx: kk, slot: 1, submission_id: ids[1], taken_at: NOW };
      await expect(write('kk_reservations').insert(same)).rejects.toThrow(/unique/i);
      await expect(write('kk_reservations').where({ kk_bidx: kk }).delete()).rejects.toThrow(/GUARD_/);
      await expect(write('kk_reservations').where({ kk_bidx: kk }).update({ slot: 2 })).rejects.toThrow(
        /GUARD_/,
      );
    });
  });
});
