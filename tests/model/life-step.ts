import type { Answer } from '../support/api-client.ts';
import { blockerCodes } from '../support/refusals.ts';
import { actualLines, differences, expectedLines } from './life-compare.ts';
import { pick, type Act, type Body, type Case, type Life, type Sent, type Staff } from './life-model.ts';
import type { LifeWorld } from './life-world.ts';

/** How an act is asked for: as it should be, with an older version, with a field too many, or twice under one key. */
export type Manner = 'plain' | 'stale' | 'odd' | 'repeated';
/** Whom and what is chosen: what leads on, what may be done now, what the actor may try, or anybody and anything. */
export type Aim = 'onward' | 'fit' | 'blocked' | 'any';

export interface Choice {
  aim: Aim;
  which: number;
  detail: number;
  manner: Manner;
}

interface Attempt {
  act: Act;
  actor: Staff;
  on: Case;
  detail: number;
}

const mayTry = ({ act, actor, on }: Attempt) => act.roles.includes(actor.role) && on.isSeenBy(actor);
export const isFit = (one: Attempt): boolean =>
  mayTry(one) && one.on.against(one.actor, one.detail).length === 0 && !one.on.isInvalid?.(one.actor, one.detail); // prettier-ignore

/** As `isFit`, where it also brings somebody further. */
export const leadsOn = (one: Attempt): boolean => isFit(one) && !one.on.isIdle?.(one.actor, one.detail);

const of = (life: Life, act: Act, detail: number, staff: readonly Staff[]): Attempt[] =>
  act.cases(life).flatMap((on) => staff.map((actor) => ({ act, actor, on, detail })));

/** An act on everything there is, by everybody whose role it is. */
export const attempts = (life: Life, act: Act, detail: number): Attempt[] =>
  of(
    life,
    act,
    detail,
    life.staff.filter(({ role }) => act.roles.includes(role)),
  );

const AIMED: Record<Exclude<Aim, 'any'>, (one: Attempt) => boolean> = {
  onward: leadsOn,
  fit: isFit,
  blocked: (one) => mayTry(one) && !isFit(one),
};

function chosen(life: Life, act: Act, { aim, which, detail }: Choice): Attempt | null {
  // Where nothing may be done now, what the actor may at least try says more than one more wrong role.
  const own = aim === 'any' ? [] : attempts(life, act, detail);
  const aims = aim === 'any' ? [] : [aim, 'blocked' as const];
  const narrow = aims.map((one) => own.filter(AIMED[one])).find((some) => some.length > 0);
  const all = narrow ?? of(life, act, detail, life.staff);
  return all.length === 0 ? null : pick(all, which);
}

interface Prediction {
  statuses: number[];
  /** Every code that may be named; empty where none is. */
  codes: string[];
}

/** What the answer must be: role before sight, sight before state, and a version nobody has any more is a conflict. */
function predict({ act, actor, on, detail }: Attempt, manner: Manner): Prediction {
  if (!act.roles.includes(actor.role)) return { statuses: [403], codes: [] };
  if (manner === 'odd') return { statuses: [422], codes: [] };
  const invalid = on.isInvalid?.(actor, detail) ? [422] : [];
  if (!on.isSeenBy(actor)) return { statuses: [404, ...invalid], codes: [] };
  const isStale = manner === 'stale' && on.version !== null && !on.asksNoVersion?.(actor);
  const codes = [...on.against(actor, detail), ...(isStale ? ['STALE_VERSION'] : [])];
  const statuses = [...(codes.length > 0 ? [409] : []), ...invalid];
  return { statuses: statuses.length > 0 ? statuses : [act.status ?? 200], codes };
}

function sentFor({ actor, on, detail }: Attempt, manner: Manner): Sent {
  const sent = on.request(actor, detail);
  const version = on.version === null ? {} : { version: on.version - (manner === 'stale' ? 1 : 0) || 99 };
  return { ...sent, body: { ...version, ...sent.body, ...(manner === 'odd' ? { isOdd: true } : {}) } };
}

/** What one step did, for whoever reads a failure. */
export interface Told {
  line: string;
  status: number;
}

export function createSteps(world: LifeWorld) {
  async function events(requestId: string | null): Promise<string[]> {
    const rows = (await world
      .write('audit_events')
      .where({ request_id: requestId })
      .orderBy('id')
      .select('action', 'outcome', 'actor_id')) as { action: string; outcome: string; actor_id: number }[];
    return rows.map(({ action, outcome, actor_id: actor }) => `${action} ${outcome} by ${actor}`);
  }
  const requestOf = (answer: Answer<Body>) => answer.headers.get('x-request-id');

  async function assertEvents(answer: Answer<Body>, { id }: Staff, done: string[], refused: string[]) {
    const expected = [...done.map((name) => `${name} done by ${id}`), ...refused.map((name) => `${name} refused by ${id}`)]; // prettier-ignore
    const actual = await events(requestOf(answer));
    if (actual.join() !== expected.join())
      throw new Error(`the log says [${actual.join(', ')}], expected [${expected.join(', ')}]`);
  }

  function assertAnswer(answer: Answer<Body>, { statuses, codes }: Prediction): void {
    const said = `${answer.status} ${JSON.stringify(answer.body)}`;
    if (!statuses.includes(answer.status)) throw new Error(`expected ${statuses.join(' or ')} ${codes.join()}, got ${said}`); // prettier-ignore
    if (answer.status !== 409) return;
    const named = blockerCodes(answer.body);
    const actual = named.length > 0 ? named : [answer.body['code'] as string];
    const strange = actual.filter((code) => !codes.includes(code));
    if (strange.length > 0) throw new Error(`expected only ${codes.join()}, got ${said}`);
  }

  /** The same request under the same key answers the same and does nothing; another one under that key is refused. */
  async function assertRepeats({ actor }: Attempt, sent: Sent, key: string, first: Answer<Body>) {
    const again = await world.send(actor, sent, key);
    const isSame = again.status === first.status && JSON.stringify(again.body) === JSON.stringify(first.body);
    if (!isSame) throw new Error(`repeated: ${again.status} ${JSON.stringify(again.body)}`);
    await assertEvents(again, actor, [], []);
    const other = { ...sent, path: sent.path, body: { ...sent.body, note: 'lain' } };
    const reused = await world.send(actor, other, key);
    if (reused.status !== 422) throw new Error(`another body under one key: ${reused.status}`);
  }

  /** What the auditor's page shows is what the act changed. */
  async function assertRead(life: Life): Promise<void> {
    const wanted = differences(expectedLines(life), await actualLines(world, life));
    if (wanted.length > 0) throw new Error(`the database differs:\n${wanted.join('\n')}`);
  }

  /** A delivery is on its way until the worker has handed it over: the model takes it for delivered. */
  async function delivered(batchId: number): Promise<void> {
    const under = () =>
      world.write('dispatches').where({ batch_id: batchId }).whereIn('status', ['queued', 'sending']).first('id'); // prettier-ignore
    while (await under()) await world.system.services.dispatchWorker.wake();
  }

  async function settle(one: Attempt, life: Life, manner: Manner, key: string | undefined): Promise<number> {
    const { act, actor, on, detail } = one;
    const prediction = predict(one, manner);
    const isHeard = act.roles.includes(actor.role) && manner !== 'odd' && on.isSeenBy(actor);
    const kept = isHeard ? (on.keptAnyway?.(prediction.codes) ?? []) : [];
    const sent = sentFor(one, manner);
    const answer = await world.send(actor, sent, key);
    assertAnswer(answer, prediction);
    if (answer.status >= 300) {
      await assertEvents(answer, actor, kept, [act.event]);
    } else {
      const done = on.done(actor, detail, answer.body);
      await assertEvents(answer, actor, [...kept, ...done], []);
      if (key) await assertRepeats(one, sent, key, answer);
      if (act.name === 'forward') await delivered(answer.body['id'] as number);
    }
    await assertRead(life);
    return answer.status;
  }

  let keys = 0;
  return {
    /** Takes one step and holds what it did against the model. Null where there is nothing to act on. */
    async take(life: Life, act: Act, choice: Choice): Promise<Told | null> {
      const one = chosen(life, act, choice);
      if (!one) return null;
      keys += 1;
      const key = choice.manner === 'repeated' ? `model-${process.pid}-${keys}` : undefined;
      const label = `${one.actor.name} (${one.actor.role}) ${act.name}, ${one.on.label}, ${choice.manner} ${choice.detail}`; // prettier-ignore
      try {
        const status = await settle(one, life, choice.manner, key);
        return { status, line: `${label} → ${status}` };
      } catch (error) {
        throw new Error(`${label}: ${(error as Error).message}`, { cause: error });
      }
    },
  };
}
export type Steps = ReturnType<typeof createSteps>;
