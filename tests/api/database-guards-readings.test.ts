import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readingDesk, type ReadingDesk } from '../support/reading-desk.ts';
import { ENGINES, startSystem, type RunningSystem } from '../support/running-system.ts';

/** The readers of a partial match, their order and their persons: raw SQL may not put others there. */
describe.each(ENGINES)('raw SQL against readings on %s', (engine) => {
  let system: RunningSystem;
  let desk: ReadingDesk;

  const raw = (sql: string, values: unknown[] = []) =>
    system.services.database.write.raw(sql, values as never);
  const rowOf = async (id: number) =>
    (await system.services.database.read('submissions').where({ id }).first()) as {
      identity_check_id: number;
      nik_bidx: string;
    };
  /** With its place on the KK card, so that nothing but the readings keeps it from being verified. */
  const partial = async () => {
    const one = await desk.partial();
    await raw(
      'INSERT INTO kk_reservations (kk_bidx, slot, submission_id, taken_at) SELECT kk_bidx, 1, id, updated_at FROM submissions WHERE id = ?',
      [one.id],
    );
    return one;
  };
  const reading = (
    one: { id: number },
    check: unknown,
    no: number,
    by: number,
    verdict: string,
    note: string | null = 'uji',
  ) =>
    raw(
      "INSERT INTO identity_settlements (check_id, submission_id, reader_no, reader_id, verdict, reason_code, note, at) VALUES (?, ?, ?, ?, ?, 'NAME_MISMATCH', ?, 'x')",
      [check, one.id, no, by, verdict, note],
    );
  const checkOf = async ({ id }: { id: number }) => (await rowOf(id)).identity_check_id;
  const verify = ({ id }: { id: number }) =>
    raw("UPDATE submissions SET status = 'verified', version = version + 1, decided_by_id = ? WHERE id = ?", [
      system.accounts.reviewer.id,
      id,
    ]);

  beforeAll(async () => {
    system = await startSystem({ engine });
    desk = await readingDesk(system);
  });
  afterAll(() => system.stop());

  it('cannot read before one’s turn, nor a third time where two agree', async () => {
    const { reviewer: first, reviewer2: second, coordinator: third } = system.accounts;
    const one = await partial();
    const check = await checkOf(one);
    for (const [no, by] of [
      [2, second.id],
      [3, third.id],
    ] as const)
      await expect(reading(one, check, no, by, 'same_person')).rejects.toThrow(/GUARD_SETTLEMENT_ORDER/);
    await reading(one, check, 1, first.id, 'same_person');
    await expect(reading(one, check, 3, third.id, 'same_person')).rejects.toThrow(/GUARD_SETTLEMENT_ORDER/);
    await expect(verify(one)).rejects.toThrow(/GUARD_SUBMISSION_VERIFIED/);
    await reading(one, check, 2, second.id, 'same_person');
    await expect(reading(one, check, 3, third.id, 'different')).rejects.toThrow(/GUARD_SETTLEMENT_ORDER/);
    await expect(reading(one, check, 4, third.id, 'same_person')).rejects.toThrow(
      /check|constraint|GUARD_SETTLEMENT/i,
    );
  });

  it('cannot decide between readers in another role, as one of them, or without a word', async () => {
    const { reviewer: first, reviewer2: second, coordinator, approver, intake: keyed } = system.accounts;
    const one = await partial();
    const check = await checkOf(one);
    await reading(one, check, 1, first.id, 'same_person');
    await reading(one, check, 2, second.id, 'different');
    await expect(verify(one)).rejects.toThrow(/GUARD_SUBMISSION_VERIFIED/);
    for (const { id } of [first, second, approver, keyed])
      await expect(reading(one, check, 3, id, 'same_person')).rejects.toThrow(/GUARD_SETTLEMENT_FOUR_EYES/);
    for (const { id } of [first, second]) {
      const staff = system.services.database.write('staff').where({ id });
      await staff.clone().update({ role: 'coordinator' });
      await expect(reading(one, check, 3, id, 'same_person')).rejects.toThrow(/unique/i);
      await staff.clone().update({ role: 'reviewer' });
    }
    for (const note of [null, ' '])
      await expect(reading(one, check, 3, coordinator.id, 'same_person', note)).rejects.toThrow(
        /check|constraint/i,
      );
    const { nik_bidx } = await rowOf(one.id);
    const own = system.services.database.write('staff').where({ id: coordinator.id });
    await own.clone().update({ nik_bidx });
    await expect(reading(one, check, 3, coordinator.id, 'same_person')).rejects.toThrow(
      /GUARD_SETTLEMENT_FOUR_EYES/,
    );
    await own.clone().update({ nik_bidx: null });
    await reading(one, check, 3, coordinator.id, 'same_person');
    await verify(one);
  });

  it('cannot verify somebody whom two of three readers found to be another person', async () => {
    const { reviewer: first, reviewer2: second, coordinator: third } = system.accounts;
    for (const verdicts of [
      ['same_person', 'different', 'different'],
      ['different', 'different'],
    ]) {
      const one = await partial();
      const check = await checkOf(one);
      for (const [at, verdict] of verdicts.entries())
        await reading(one, check, at + 1, [first, second, third][at]?.id as number, verdict);
      await expect(verify(one), verdicts.join()).rejects.toThrow(/GUARD_SUBMISSION_VERIFIED/);
    }
  });

  it('cannot read a check the registration rests on no more, or a stale one', async () => {
    const one = await partial();
    const before = await checkOf(one);
    await desk.reviewer.post(`/api/submissions/${one.id}/identity-check`, {});
    const { reviewer: reader } = system.accounts;
    await expect(reading(one, before, 1, reader.id, 'same_person')).rejects.toThrow(
      /GUARD_SETTLEMENT_ON_PARTIAL/,
    );
    await raw('UPDATE submissions SET identity_stale = 1 WHERE id = ?', [one.id]);
    await expect(reading(one, await checkOf(one), 1, reader.id, 'same_person')).rejects.toThrow(
      /GUARD_SETTLEMENT_ON_PARTIAL/,
    );
  });
});
