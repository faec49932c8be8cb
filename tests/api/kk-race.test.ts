import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { letters } from '../support/registered-people.ts';
import { blockerCodes } from '../support/refusals.ts';
import { ENGINES, startSystem, type ApiClient, type RunningSystem } from '../support/running-system.ts';
import { loadLists, person, registerPeople, submitted, verified } from '../support/registrations.ts';

type Body = Record<string, unknown> & { id: number; version: number; status: string };
type Member = { id: number; slot: number | null; status: string; fullName: string | null; self: boolean };

const KK = '3374011201159050';
const TRIES = 50;

describe.each(ENGINES)('the last place of a KK card on %s', (engine) => {
  let system: RunningSystem;
  let intake: ApiClient;
  let intake2: ApiClient;
  let reviewer: ApiClient;
  let first: Body;
  let claimed: Body[];
  let winner: Body;

  const verify = (one: Body) =>
    reviewer.post<Body>(`/api/submissions/${one.id}/verify`, { version: one.version });
  const fresh = async (id: number) => (await reviewer.get<Body>(`/api/submissions/${id}`)).body;
  const holders = async () =>
    (await reviewer.get<Member[]>(`/api/submissions/${first.id}/family`)).body.filter(
      ({ slot }) => slot !== null,
    );
  const claim = async (one: Body) => {
    const answer = await reviewer.post<Body>(`/api/submissions/${one.id}/claim`, { version: one.version });
    expect(answer.status).toBe(200);
    return answer.body;
  };
  /** All of them at once; `winner` is who got in, every other was kept out for the limit and nothing else. */
  const race = async (runners: readonly Body[]) => {
    const answers = await Promise.all(runners.map(verify));
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused.map(({ body }) => blockerCodes(body))).toEqual(refused.map(() => ['KK_LIMIT']));
    const passed = answers.filter(({ status }) => status === 200).map(({ body }) => body);
    expect([passed.length, refused.length]).toEqual([1, runners.length - 1]);
    winner = passed[0] as Body;
  };
  const others = () => claimed.filter(({ id }) => id !== winner.id);

  beforeAll(async () => {
    system = await startSystem({ engine });
    [intake, intake2, reviewer] = [
      await system.login('intake'),
      await system.login('intake2'),
      await system.login('reviewer'),
    ];
    await loadLists(system);
    const forms = Array.from({ length: TRIES + 1 }, (_, no) =>
      person(no, { kkNumber: KK, fullName: `${letters(no)} ${letters(no + 500)}` }),
    );
    await registerPeople(system, forms);
    const entered: Body[] = [];
    for (const form of forms) entered.push(await submitted(intake, system.waveId, form));
    first = (await verified(reviewer, entered[0] as Body)) as Body;
    claimed = [];
    for (const one of entered.slice(1)) claimed.push(await claim(one));
  });
  afterAll(() => system.stop());

  it('goes to one of fifty people verified at the same moment, and the others are refused for the limit', async () => {
    await race(claimed);
    expect((await holders()).map(({ id, slot }) => [id, slot])).toEqual([
      [first.id, 1],
      [winner.id, 2],
    ]);
  });

  it('is free again once its holder withdraws, for one of the others again', async () => {
    const gone = await intake.post<Body>(`/api/submissions/${winner.id}/withdraw`, {
      version: winner.version,
      note: 'Permintaan pendaftar.',
    });
    expect(gone.body.status).toBe('withdrawn');
    expect((await holders()).map(({ id }) => id)).toEqual([first.id]);
    claimed = others();
    await race(claimed);
    expect(await holders()).toHaveLength(2);
  });

  it('is free again once its holder is rejected after all, for one of the others again', async () => {
    const undone = await reviewer.post<Body>(`/api/submissions/${winner.id}/undo`, {
      version: winner.version,
    });
    expect(undone.body.status).toBe('in_review');
    const again = await claim(undone.body);
    const rejected = await reviewer.post<Body>(`/api/submissions/${winner.id}/reject`, {
      version: again.version,
      reasons: ['OTHER_AID'],
      note: 'Menerima bantuan lain.',
    });
    expect(rejected.body.status).toBe('rejected');
    expect((await holders()).map(({ id }) => id)).toEqual([first.id]);
    claimed = others();
    await race(claimed);
  });

  it('shows everyone of the card with their status and place, and what the rules allow', async () => {
    const family = (await reviewer.get<Member[]>(`/api/submissions/${first.id}/family`)).body;
    expect(family).toHaveLength(TRIES + 1);
    expect(family.filter(({ self }) => self).map(({ id }) => id)).toEqual([first.id]);
    expect(family.filter(({ status }) => status === 'verified').map(({ id }) => id)).toEqual(
      [first.id, winner.id].sort((one, other) => one - other),
    );
    expect(family.every(({ fullName }) => fullName !== null)).toBe(true);
    expect((await fresh(first.id))['kkLimit']).toBe(2);
  });

  it('tells another office how many hold a place, but not who they are', async () => {
    const form = person(TRIES + 1, { kkNumber: KK, fullName: letters(TRIES + 700) });
    await registerPeople(system, [form]);
    const theirs = await submitted(intake2, system.waveId, form);
    const family = (await intake2.get<Member[]>(`/api/submissions/${theirs.id}/family`)).body;
    expect(family.filter(({ slot }) => slot !== null)).toHaveLength(2);
    expect(family.filter(({ fullName }) => fullName !== null).map(({ id }) => id)).toEqual([theirs.id]);
    expect(JSON.stringify(family)).not.toContain(letters(0));
  });
});
