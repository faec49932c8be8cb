import fc from 'fast-check';
import type { Engine } from '../support/test-engines.ts';
import { COMPOSE_ACTS } from './compose-acts.ts';
import { decreeActs } from './decree-acts.ts';
import { DELIVERY_ACTS } from './delivery-acts.ts';
import { ENTRY_ACTS } from './entry-acts.ts';
import { isHeld, pick, type Act, type Life } from './life-model.ts';
import {
  attempts,
  createSteps,
  leadsOn,
  type Aim,
  type Choice,
  type Manner,
  type Steps,
} from './life-step.ts';
import { createTally } from './life-tally.ts';
import { startLifeWorld, type LifeWorld } from './life-world.ts';
import { REVIEW_ACTS } from './review-acts.ts';

/** Which life is told: whose acts come often, and who is there at the start. */
export interface Mix {
  about: 'registration' | 'batch';
  /** People who are verified before the first random step. */
  verifiedAtFirst: number;
}

/** How large a run is, and which: see CONTRIBUTING.md. */
const SETTINGS = {
  steps: Number(process.env['LOKET_TEST_MODEL_STEPS'] ?? 150),
  /** Always the same unless another is asked for, so that a red run is about the change and not about chance. */
  seed: Number(process.env['LOKET_TEST_MODEL_SEED'] ?? 20_261_130),
  path: process.env['LOKET_TEST_MODEL_PATH'],
  replayPath: process.env['LOKET_TEST_MODEL_REPLAY'],
  isShrunk: process.env['LOKET_TEST_MODEL_SHRINK'] !== '0',
  isReported: process.env['LOKET_TEST_MODEL_REPORT'] === '1',
};
/** From so many steps on, each act the life is about must have been done and refused. */
const ENOUGH_FOR_ALL = 5000;
const MOST_COMMANDS = 300;
const FEWEST_A_LIFE = 10;
const ENOUGH_PEOPLE = 10;
const ENOUGH_BATCHES = 2;

interface Real {
  world: LifeWorld;
  steps: Steps;
  /** Counts a random step. */
  count(act: string, status: number): void;
}

interface Told {
  line: string;
}
const NOTHING: Told = { line: 'nothing to do' };

/** One random step; what it was shows only once it ran, since it depends on what came before. */
class Step implements fc.AsyncCommand<Life, Real> {
  readonly #play: (life: Life, real: Real) => Promise<Told>;
  #line = 'not run';

  constructor(play: (life: Life, real: Real) => Promise<Told>) {
    this.#play = play;
  }

  check(): boolean {
    return true;
  }

  async run(life: Life, real: Real): Promise<void> {
    try {
      this.#line = (await this.#play(life, real)).line;
    } catch (error) {
      this.#line = (error as Error).message;
      throw error;
    }
  }

  toString(): string {
    return `\n  ${this.#line}`;
  }
}

async function take(life: Life, real: Real, act: Act, choice: Choice): Promise<Told> {
  const told = await real.steps.take(life, act, choice);
  if (!told) return NOTHING;
  real.count(act.name, told.status);
  return told;
}

/** There are enough to go on with: more of them would only come each a step further. */
const isCrowded = (life: Life, { name }: Act) =>
  (name === 'create' && life.registrations.length >= ENOUGH_PEOPLE) ||
  (name === 'compose' && life.batches.filter(({ status }) => status === 'open').length >= ENOUGH_BATCHES);

/** A step along the road: one of the acts that lead on and may be done now. */
function advance(acts: readonly Act[], choice: Choice) {
  return new Step(async (life, real) => {
    const open = acts.filter(
      (act) => !isCrowded(life, act) && attempts(life, act, choice.detail).some(leadsOn),
    );
    // The later of two, so that a life comes to its end before everybody stands at its beginning.
    const late = Math.max(choice.which % open.length, Math.floor(choice.which / 72) % open.length);
    return open.length === 0 ? NOTHING : take(life, real, open[late] as Act, choice);
  });
}

const roam = (act: Act, choice: Choice) => new Step((life, real) => take(life, real, act, choice));

/** What happens around the office: a lease runs out, somebody changes desks, a newer blacklist is loaded. */
function happen(kind: 'lease' | 'desk' | 'list', which: number, to: number) {
  return new Step(async (life, { world }) => {
    if (kind === 'desk') return { line: await world.move(life, which, to) };
    if (kind === 'list') {
      const one = pick(life.people, which);
      if (!life.listed.delete(one) && life.listed.size < 2) life.listed.add(one);
      await world.loadBlacklist(life);
      return { line: `the blacklist names ${life.listed.size} of the pool` };
    }
    const held = life.registrations.filter(isHeld);
    if (held.length === 0) return NOTHING;
    const one = pick(held, which);
    if (one.holder) one.holder.isOver = true;
    await world
      .write('submissions')
      .where({ id: one.id })
      .update({ lease_until: new Date(0).toISOString() });
    return { line: `the lease of registration ${life.registrations.indexOf(one)} ran out` };
  });
}

const number = fc.nat({ max: 5039 });
const choiceOf = (aims: readonly Aim[], manners: readonly Manner[]): fc.Arbitrary<Choice> =>
  fc.record({ aim: fc.constantFrom(...aims), which: number, detail: number, manner: fc.constantFrom(...manners) }); // prettier-ignore

const ON_THE_ROAD = choiceOf(['onward'], ['plain', 'plain', 'plain', 'plain', 'plain', 'repeated']);
const ANYHOW = choiceOf(
  ['fit', 'fit', 'fit', 'blocked', 'blocked', 'any'],
  ['plain', 'plain', 'plain', 'plain', 'repeated', 'stale', 'odd'],
);

function stepsOf(acts: readonly Act[], mix: Mix) {
  const isOwn = (act: Act) => act.kind === mix.about;
  const roads = (kind: Act['kind']) => acts.filter((act) => act.isRoad && act.kind === kind);
  const along = (kind: Act['kind']) => ON_THE_ROAD.map((choice) => advance(roads(kind), choice));
  const off = (some: readonly Act[]) =>
    fc.tuple(fc.constantFrom(...some), ANYHOW).map(([act, choice]) => roam(act, choice));
  const happening = fc
    .tuple(fc.constantFrom('lease' as const, 'desk' as const, 'desk' as const, 'list' as const), number, number)
    .map(([kind, which, to]) => happen(kind, which, to)); // prettier-ignore
  const isBatch = mix.about === 'batch';
  return fc.oneof(
    { weight: isBatch ? 15 : 30, arbitrary: along('registration') },
    { weight: isBatch ? 35 : 20, arbitrary: along('batch') },
    { weight: 35, arbitrary: off(acts.filter(isOwn)) },
    { weight: 7, arbitrary: off(acts.filter((act) => !isOwn(act))) },
    { weight: 8, arbitrary: happening },
  );
}

/** Brings people to where a batch can take them, by the same steps. */
async function prologue(life: Life, { steps }: Real, acts: readonly Act[], count: number): Promise<void> {
  for (const name of ['create', 'submit', 'claim', 'verify']) {
    const act = acts.find((one) => one.name === name) as Act;
    for (let at = 0; at < count; at += 1)
      await steps.take(life, act, { aim: 'fit', which: at * 7, detail: 0, manner: 'plain' });
  }
}

/**
 * Lives one life after another on a running system until so many random steps are taken, and holds each against the model.
 * Throws with seed, path and the shortest sequence found where they differ.
 */
export async function runLives(engine: Engine, mix: Mix): Promise<{ steps: number; uncovered: string[] }> {
  const world = await startLifeWorld(engine);
  try {
    const acts = [...ENTRY_ACTS, ...REVIEW_ACTS, ...COMPOSE_ACTS, ...decreeActs(world.password), ...DELIVERY_ACTS];
    const names = acts.map(({ name }) => name);
    const own = acts.filter(({ kind }) => kind === mix.about).map(({ name }) => name);
    const tally = createTally();
    const real: Real = { world, steps: createSteps(world), count: tally.count };
    const failure = { isFound: false };
    const { seed, path, replayPath } = SETTINGS;
    const commands = fc.commands([stepsOf(acts, mix)], {
      maxCommands: MOST_COMMANDS,
      size: 'max',
      ...(replayPath ? { replayPath } : {}),
    });
    const lives = fc.asyncProperty(fc.noBias(commands), async (some) => {
      // Once one has failed, shrinking needs each of its lives.
      if (!failure.isFound && tally.steps() >= SETTINGS.steps) return;
      const life = await world.begin();
      try {
        await prologue(life, real, acts, mix.verifiedAtFirst);
        await fc.asyncModelRun(() => ({ model: life, real }), some);
      } catch (error) {
        failure.isFound = true;
        throw error;
      }
    });
    const numRuns = Math.ceil(SETTINGS.steps / FEWEST_A_LIFE);
    await fc.assert(lives, { numRuns, seed, endOnFailure: !SETTINGS.isShrunk, ...(path ? { path } : {}) });
    if (SETTINGS.isReported)
      process.stdout.write(`${mix.about} on ${engine}, seed ${seed}, ${tally.steps()} steps\n${tally.table(names)}\n`);
    return { steps: tally.steps(), uncovered: tally.steps() >= ENOUGH_FOR_ALL ? tally.uncovered(own) : [] };
  } finally {
    await world.stop();
  }
} // prettier-ignore
