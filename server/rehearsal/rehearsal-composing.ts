import type { BatchProjection } from '../batches/composition-schema.ts';
import { MOST_COMPOSED, ProjectBatches } from '../batches/composition-schema.ts';
import type { Services } from '../services.ts';
import type { Cast, HandingOffice } from './rehearsal-cast.ts';
import type { Desk } from './rehearsal-desk.ts';
import { PROPOSERS_2020 } from './rehearsal-figure-rules.ts';
import type { RehearsalClock } from './rehearsal-clock.ts';

export interface ComposingDependencies {
  services: Pick<Services, 'batches' | 'database'>;
  desk: Desk;
  cast: Cast;
  clock: RehearsalClock;
}

/** Offices of one proposer, as many as may be composed at once. */
function portions(offices: readonly HandingOffice[]): HandingOffice[][] {
  const found: HandingOffice[][] = [];
  for (const proposer of new Set(PROPOSERS_2020.map((one) => one.proposer))) {
    let portion: HandingOffice[] = [];
    let rows = 0;
    for (const office of offices.filter((one) => one.proposer === proposer)) {
      if (rows + office.rows > MOST_COMPOSED) {
        found.push(portion);
        [portion, rows] = [[], 0];
      }
      portion.push(office);
      rows += office.rows;
    }
    found.push(portion);
  }
  return found.filter((portion) => portion.length > 0);
}

/** Composing by filter, proposer by proposer: a projection first, then the act with the number it showed. */
export function createComposing({ services, desk, cast, clock }: ComposingDependencies) {
  const { coordinator, waveId } = cast;
  const { compositions } = services.batches;

  const scopeOf = (portion: readonly HandingOffice[]): ProjectBatches =>
    ProjectBatches.parse({
      waveId,
      channel: 'offline',
      filter: {
        status: 'verified',
        proposer: portion[0]?.proposer,
        officeId: portion.map(({ id }) => id),
      },
    });

  const project = (scope: ProjectBatches): Promise<BatchProjection> =>
    compositions.project(coordinator, scope, clock.now().toISOString(), (work) =>
      desk.act(coordinator, 'batch.projected', work),
    );

  async function composePortion(scope: ProjectBatches, size: number): Promise<number[]> {
    const { fits, found, blockers } = await project(scope);
    if (fits !== found)
      throw new Error(
        `of ${found} verified rows ${fits} can be composed: ${blockers.map(({ code, count }) => `${code} ${count}`).join(', ')}`,
      );
    if (fits === 0) return [];
    const wish = { ...scope, expectedCount: fits, split: { by: 'size', size } as const };
    const id = await desk.act(coordinator, 'batch.composed', (act) => compositions.compose(act, wish));
    const { job_id: jobId } = (await services.database
      .read('batch_compositions')
      .where({ id })
      .first('job_id')) as { job_id: number | null };
    if (jobId !== null) await desk.finished(jobId);
    return services.database
      .read('batches')
      .where({ composition_id: id })
      .orderBy('composition_part')
      .pluck('id');
  }

  return {
    /** Puts everybody verified into batches of `size`; gives them in order. */
    async all(size: number): Promise<number[]> {
      const batches: number[] = [];
      for (const portion of portions(cast.offices))
        batches.push(...(await composePortion(scopeOf(portion), size)));
      return batches;
    },

    /** How many verified rows the deadline keeps out now, and how many there are. */
    async keptOut(): Promise<{ late: number; found: number }> {
      let [late, found] = [0, 0];
      for (const portion of portions(cast.offices)) {
        const { blockers, found: there } = await project(scopeOf(portion));
        late += blockers.find(({ code }) => code === 'AFTER_DEADLINE')?.count ?? 0;
        found += there;
      }
      return { late, found };
    },
  };
}
export type Composing = ReturnType<typeof createComposing>;
