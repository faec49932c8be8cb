import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dashboard } from '../../server/dashboard/dashboard-schema.ts';
import type { ApiClient } from '../support/api-client.ts';
import { readingDesk, type Case, type ReadingDesk } from '../support/reading-desk.ts';
import { ENGINES, startSystem, type RunningSystem } from '../support/running-system.ts';

describe.each(ENGINES)('the queues of readers on %s', (engine) => {
  let system: RunningSystem;
  let desk: ReadingDesk;

  beforeAll(async () => {
    system = await startSystem({ engine });
    desk = await readingDesk(system);
  });
  afterAll(() => system.stop());

  const listed = async (by: ApiClient, filter: Record<string, unknown>) => {
    const { body, total } = await by.list<Case>('/api/submissions', { filter, sort: ['id', 'ASC'] });
    expect(total).toBe(body.length);
    return body.map(({ id }) => id);
  };
  /** What the first page of a person says, and the list it leads to; the two must agree. */
  /** Where computing a figure takes long, the one before is shown for a while: a busy machine shows it later. */
  const shows = (by: ApiClient, figure: (home: Dashboard) => number | undefined, expected: number) =>
    expect
      .poll(async () => figure((await by.get<Dashboard>('/api/dashboard')).body), { timeout: 60_000 })
      .toBe(expected);
  const secondReadings = async (by: ApiClient, name: 'reviewer' | 'reviewer2') => {
    const filter = { reading: 'awaits_second', firstReaderId_neq: system.accounts[name].id };
    const ids = await listed(by, filter);
    await shows(by, ({ queue }) => queue?.secondReadings, ids.length);
    return ids;
  };
  const disagreements = async () => {
    const ids = await listed(desk.coordinator, { reading: 'disagree' });
    await shows(desk.coordinator, ({ disagreements: found }) => found, ids.length);
    return ids;
  };

  it('hold every partial match with one reading for others, whichever way it went, and every dispute', async () => {
    const [unread, same, other, agreed, dispute, decided, returned, stale] = [
      await desk.partial(),
      await desk.partial(),
      await desk.partial(),
      await desk.partial(),
      await desk.partial(),
      await desk.partial(),
      await desk.partial(),
      await desk.partial(),
    ];
    await desk.readAll(same, ['same_person']);
    await desk.readAll(other, ['different']);
    await desk.readAll(agreed, ['same_person', 'same_person']);
    await desk.readAll(dispute, ['same_person', 'different']);
    await desk.readAll(decided, ['different', 'same_person', 'same_person']);
    await desk.readAll(returned, ['different']);
    await desk.readAll(stale, ['same_person']);
    const now = async ({ id }: Case) => (await desk.reviewer.get<Case>(`/api/submissions/${id}`)).body;
    const back = { version: (await now(returned)).version, reasons: ['NAME_MISMATCH'] };
    expect((await desk.reviewer.post(`/api/submissions/${returned.id}/return`, back)).status).toBe(200);
    // Another check begins anew: nobody waits for a second reader of the old one.
    expect((await desk.reviewer.post(`/api/submissions/${stale.id}/identity-check`, {})).status).toBe(200);

    expect(await secondReadings(desk.reviewer2, 'reviewer2')).toEqual([same.id, other.id]);
    expect(await secondReadings(desk.reviewer, 'reviewer')).toEqual([]);
    expect(
      await listed(desk.reviewer, { reading: 'awaits_second', firstReaderId: system.accounts.reviewer.id }),
    ).toEqual([same.id, other.id]);
    expect(await disagreements()).toEqual([dispute.id]);
    expect(await listed(desk.coordinator, { reading: 'disagree', status: 'on_hold' })).toEqual([]);

    const hold = { version: (await now(dispute)).version, note: 'Menunggu putusan koordinator.' };
    expect((await desk.reviewer.post(`/api/submissions/${dispute.id}/hold`, hold)).status).toBe(200);
    expect(await disagreements()).toEqual([dispute.id]);
    await desk.read(2, other, 'same_person');
    expect(await disagreements()).toEqual([other.id, dispute.id]);
    await desk.read(3, dispute, 'different');
    await desk.read(3, other, 'same_person');
    expect(await disagreements()).toEqual([]);
    expect(await secondReadings(desk.reviewer2, 'reviewer2')).toEqual([same.id]);
    expect((await now(unread)).status).toBe('in_review');
  });

  it('are asked for one at a time, by the words of the list', async () => {
    for (const filter of [
      { reading: 'unread' },
      { reading_neq: 'disagree' },
      { firstReaderId_gte: 1 },
      { firstReaderId: 'x' },
    ]) {
      const answer = await desk.reviewer.list('/api/submissions', { filter });
      expect(answer.status, JSON.stringify(filter)).toBe(422);
    }
    expect((await desk.reviewer.list('/api/submissions', { sort: ['reading', 'ASC'] })).status).toBe(422);
  });
});
