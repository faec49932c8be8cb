import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Services } from '../services.ts';
import { foldCounters } from '../submissions/counter-fold.ts';
import { CALENDAR, dayOfInstant } from './rehearsal-calendar-rules.ts';
import { makeCast, peopleOf, type Cast, type HandingOffice } from './rehearsal-cast.ts';
import type { RehearsalClock } from './rehearsal-clock.ts';
import { createComposing } from './rehearsal-composing.ts';
import { createDesk } from './rehearsal-desk.ts';
import { batchSize } from './rehearsal-figure-rules.ts';
import { createFiles } from './rehearsal-files.ts';
import { createHandover } from './rehearsal-handover.ts';
import { allowLate } from './rehearsal-lateness.ts';
import type { Invented } from './rehearsal-people-rules.ts';
import { createPmo } from './rehearsal-pmo.ts';
import type { Progress } from './rehearsal-progress.ts';
import { prove, type Proof } from './rehearsal-proof.ts';
import { createReferences } from './rehearsal-references.ts';
import { createReturned } from './rehearsal-returned.ts';
import { verifyReady } from './rehearsal-review.ts';
import { createRoad } from './rehearsal-road.ts';

export interface RehearsalOptions {
  rows: number;
  /** Other people, the same course of things. */
  seed: string;
  clock: RehearsalClock;
  progress: Progress;
}

async function orderPlan(services: Services, desk: Stage['desk'], cast: Cast): Promise<void> {
  const [first, second] = cast.admins;
  const stages = [{ name: 'Sekretaris Jenderal', needed: 1, signerIds: [cast.signer.id] }];
  const { id, version } = await desk.act(first, 'sign-off.ordered', (act) =>
    services.signOff.orderPlan(act, cast.waveId, { stages }),
  );
  await desk.act(second, 'sign-off.consented', (act) => services.signOff.consentPlan(act, id, version));
}

/** Everything the acts of the rehearsal share. */
async function setStage(services: Services, { rows, seed, clock, progress }: RehearsalOptions) {
  const dir = join(services.config.dataDir, 'rehearsal');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const files = createFiles(dir);
  const desk = createDesk(services, clock, progress);
  const cast = await makeCast(services.database, rows, seed);
  const shared = { services, desk, files, cast, clock };
  return {
    ...shared,
    progress,
    size: batchSize(rows),
    references: createReferences(shared),
    handIn: createHandover(shared),
    composing: createComposing(shared),
    road: createRoad(shared),
    returned: createReturned(shared),
  };
}
type Stage = Awaited<ReturnType<typeof setStage>>;

/** Repeats a step for each of many, and gives the sum of their rows. */
async function sumOf<T>(many: readonly T[], one: (each: T) => Promise<number>, progress: Progress) {
  let rows = 0;
  for (const [index, each] of many.entries()) {
    rows += await one(each);
    progress.at(index + 1, many.length);
  }
  return rows;
}

/** Lets the totals stay short sums, as the housekeeping of a server does twice a minute. */
const tidy = ({ services }: Stage) => foldCounters(services.database);

/** Offices hand in their people, who are checked; reviewers decide. */
async function register(stage: Stage): Promise<void> {
  const { cast, references, handIn, progress, services, desk, clock } = stage;
  const people = cast.offices.flatMap(peopleOf);
  await orderPlan(services, desk, cast);
  await progress.step('the KTP register is loaded', () => references.register(people));
  await progress.step('screening lists are loaded', () => references.lists(dayOfInstant(CALENDAR.set)));
  clock.turnTo(CALENDAR.handedIn);
  const recap = (office: HandingOffice) => handIn(office, peopleOf(office), false);
  await progress.step('recaps handed in, committed, checked', () => sumOf(cast.offices, recap, progress));
  await verify(stage, CALENDAR.verified);
}

async function verify({ clock, progress, services, desk, cast }: Stage, instant: string): Promise<void> {
  clock.turnTo(instant);
  await progress.step('verified by reviewers (in sets)', () =>
    verifyReady(services.database, desk, cast, (done) => progress.at(done, done)),
  );
}

/** Everybody verified goes into batches and out to the PMO; gives the batches. */
async function sendRound(stage: Stage): Promise<number[]> {
  const { road, composing, progress, size, services } = stage;
  let batches: number[] = [];
  await progress.step('composed', async () => {
    batches = await composing.all(size);
    const rows: number[] = await services.database.read('batches').whereIn('id', batches).pluck('row_count');
    return rows.reduce((sum, count) => sum + count, 0);
  });
  const each = (name: string, one: (id: number) => Promise<number>) =>
    progress.step(name, () => sumOf(batches, one, progress));
  await each('sealed', road.seal);
  await each('papers attached, submitted, signed', road.submitAndSign);
  await each('ratified by decree', road.ratify);
  await each('forwarded', road.forward);
  await progress.step('delivered', () => road.deliver(batches));
  await each('acknowledged by the PMO', road.acknowledge);
  await tidy(stage);
  return batches;
}

async function answerRound(stage: Stage, round: 1 | 2, batches: readonly number[]): Promise<void> {
  const answer = createPmo(stage, round);
  await stage.progress.step('answered by files of the PMO', () => sumOf(batches, answer, stage.progress));
  await tidy(stage);
}

/** Who came back is passed on, corrected after the deadline by leave of an override, checked and verified anew. */
async function correct(stage: Stage): Promise<void> {
  const { cast, clock, progress, returned, references, handIn, composing, desk } = stage;
  const chosen = await returned.choose();
  await progress.step('returned by the PMO, passed on to offices', () => returned.passOn(chosen));
  clock.turnTo(CALENDAR.overridden);
  const corrected = cast.offices.flatMap((office) => {
    const numbers = new Set(chosen.byOffice.get(office.id));
    const people: Invented[] = peopleOf(office).filter(({ index }) => numbers.has(index));
    return people.length > 0 ? [{ office, people }] : [];
  });
  const everybody = corrected.flatMap(({ people }) => people);
  await progress.step('the KTP register is brought up to date', () => references.register(everybody, true));
  await progress.step('newer screening lists are loaded', () =>
    references.lists(dayOfInstant(CALENDAR.overridden)),
  );
  await allowLate(desk, cast, 'resubmit');
  clock.turnTo(CALENDAR.corrected);
  await progress.step('corrected recaps handed in late, checked', () =>
    sumOf(corrected, ({ office, people }) => handIn(office, people, true), progress),
  );
  await verify(stage, CALENDAR.corrected);
  clock.turnTo(CALENDAR.composedAgain);
  await progress.step('kept out by the deadline until allowed', async () => {
    const { late, found } = await composing.keptOut();
    if (late !== found) throw new Error(`of ${found} late rows the deadline keeps out only ${late}`);
    return late;
  });
  await allowLate(desk, cast, 'compose');
}

/**
 * Plays October and November 2020 (domain.md section 2) on invented people: a first delivery of everything, the PMO's
 * partial acceptance, corrections that cross the deadline under an override, a second delivery, and one proposer of whom
 * nobody is confirmed. From composing on every act is the system's own.
 */
export async function rehearse(services: Services, options: RehearsalOptions): Promise<Proof> {
  const { clock, progress } = options;
  clock.turnTo(CALENDAR.set);
  const stage = await setStage(services, options);
  services.worker.start();
  services.rowMoves.worker.start();
  try {
    await register(stage);
    clock.turnTo(CALENDAR.composed);
    const first = await sendRound(stage);
    clock.turnTo(CALENDAR.answered);
    await answerRound(stage, 1, first);
    clock.turnTo(CALENDAR.passedOn);
    await correct(stage);
    const second = await sendRound(stage);
    clock.turnTo(CALENDAR.answeredAgain);
    await answerRound(stage, 2, second);
    clock.turnTo(CALENDAR.ended);
    return await prove(services, stage.cast.waveId, clock.now().toISOString(), progress);
  } finally {
    await services.worker.drain();
    await services.rowMoves.worker.drain();
    await Promise.all([services.images.stop(), services.press.stop()]);
  }
}
