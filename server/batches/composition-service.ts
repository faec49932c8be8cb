import type { Act, Actor } from '../audit/audit-service.ts';
import { insertMany } from '../bulk-sql.ts';
import type { Connection, Database } from '../database.ts';
import { blocked, invalid } from '../errors.ts';
import type { JobRun, JobService } from '../jobs/job-service.ts';
import { withBatchMessages } from './batch-blocker-rules.ts';
import type { BatchCompose } from './batch-compose.ts';
import { composePlan, type Split } from './compose-plan-rules.ts';
import { placesLeft, project, seedOf, survey } from './composition-projection.ts';
import {
  MOST_COMPOSED,
  MOST_IN_ONE_ACT,
  type BatchProjection,
  type ComposeBatches,
  type ProjectBatches,
} from './composition-schema.ts';
import { findComposition, type CompositionRow } from './composition-store.ts';
import { inWaitingOrder, WAITING_RULE, type Waiting } from './waiting-order.ts';

const CHUNK = 1000;

type Fit = Waiting & { officeId: number };
type Place = Fit & { lot: string | null };

/**
 * The fits in the order in which they are taken: by lots where places are short, else as they arrived. Whoever arrived together
 * then stands together in a batch, and every later step of it reads and writes neighbours.
 */
function ordered(fits: readonly Fit[], seed: string | null): Place[] {
  if (seed === null) return [...fits].sort((a, b) => a.id - b.id).map((one) => ({ ...one, lot: null }));
  const officeOf = new Map(fits.map(({ id, officeId }) => [id, officeId]));
  return inWaitingOrder(fits, seed).map((one) => ({ ...one, officeId: officeOf.get(one.id) as number }));
}

/** Composing by filter: a projection first, then one act that divides and takes; a long one goes on as a job. */
export function createCompositions({
  database,
  compose,
  jobs,
}: {
  database: Database;
  compose: BatchCompose;
  jobs: JobService;
}) {
  type Run = <T>(work: (act: Act) => Promise<T>) => Promise<T>;

  async function writePlaces(act: Act, id: number, places: readonly Place[], partOf: Map<number, number>) {
    await insertMany(act.trx, {
      table: 'composition_places',
      columns: ['composition_id', 'position', 'submission_id', 'part', 'lowered', 'verified_on', 'lot'],
      rows: places.map((one, index) => [
        id,
        index + 1,
        one.id,
        partOf.get(one.id) ?? null,
        one.lowered ? 1 : 0,
        one.verifiedOn,
        one.lot,
      ]),
    });
  }

  /**
   * The next thousand rows of one part behind a registration. All of a part come in, in whichever order: that of arrival keeps
   * what one act writes together, where the order of lots would touch every page of every index.
   */
  const nextRows = async (connection: Connection, composition: CompositionRow, part: number, after: number) =>
    (
      (await connection('composition_places')
        .where({ composition_id: composition.id, part })
        .where('submission_id', '>', after)
        .orderBy('submission_id')
        .limit(CHUNK)
        .select('submission_id')) as { submission_id: number }[]
    ).map(({ submission_id }) => submission_id);

  async function batchOf(act: Act, composition: CompositionRow, part: number): Promise<number> {
    const there = (await act
      .trx('batches')
      .where({ composition_id: composition.id, composition_part: part })
      .first('id')) as { id: number } | undefined;
    if (there) return there.id;
    const split = JSON.parse(composition.split) as Split;
    const row = (await act
      .trx('composition_places as p')
      .join('submissions as s', 's.id', 'p.submission_id')
      .where({ 'p.composition_id': composition.id, 'p.part': part })
      .first('s.office_id')) as { office_id: number };
    const batch = await compose.create(act, {
      waveId: composition.wave_id,
      channel: composition.channel,
      officeId: split.by === 'office' ? row.office_id : null,
      proposer: null,
    });
    await act
      .trx('batches')
      .where({ id: batch.id })
      .update({ composition_id: composition.id, composition_part: part });
    return batch.id;
  }

  /** Takes the next thousand of a part into its batch; null when none is left. What moved away meanwhile is passed over. */
  async function placeSome(act: Act, composition: CompositionRow, part: number, after: number) {
    const rows = await nextRows(act.trx, composition, part, after);
    if (rows.length === 0) return null;
    const batchId = await batchOf(act, composition, part);
    await compose.addRows(act, batchId, { ids: rows });
    return { after: rows.at(-1) as number, rows: rows.length };
  }

  async function partsOf(connection: Connection, id: number): Promise<number[]> {
    const rows = (await connection('composition_places')
      .where({ composition_id: id })
      .whereNotNull('part')
      .distinct('part')
      .orderBy('part')) as { part: number }[];
    return rows.map(({ part }) => part);
  }

  async function placeAll(act: Act, composition: CompositionRow): Promise<void> {
    for (const part of await partsOf(act.trx, composition.id))
      for (let place = await placeSome(act, composition, part, 0); place !== null;)
        place = await placeSome(act, composition, part, place.after);
  }

  jobs.register('batches.compose', async (run: JobRun) => {
    const composition = (await database.read('batch_compositions').where({ job_id: run.id }).first()) as
      CompositionRow | undefined;
    if (!composition) throw new Error(`job ${run.id} has no composition`);
    const from = (run.checkpoint as { part: number; after: number; done: number } | null) ?? {
      part: 0,
      after: 0,
      done: 0,
    };
    let { done } = from;
    const parts = await partsOf(database.read, composition.id);
    for (const part of parts.filter((one) => one >= from.part)) {
      let place = { after: part === from.part ? from.after : 0, rows: 0 };
      for (;;) {
        const { after } = place;
        // An act leaves a trace: none is begun for nothing.
        if ((await nextRows(database.read, composition, part, after)).length === 0) break;
        const next = await run.act('batch.composed', (act) => placeSome(act, composition, part, after));
        if (next === null) break;
        place = next;
        done += next.rows;
        const checkpoint = { part, after: next.after, done };
        await run.progress(Math.min(done, composition.taken), composition.taken, checkpoint);
      }
    }
    return { compositionId: composition.id, batches: parts.length };
  });

  return {
    async project(actor: Actor, scope: ProjectBatches, now: string, run: Run): Promise<BatchProjection> {
      let isTold = false;
      const tell = (act: Act) => {
        isTold = true;
        act.record({ subject: 'wave', subjectId: scope.waveId, details: { channel: scope.channel } });
      };
      const projection = await project(database.read, actor, scope, {
        now,
        seed: () =>
          run(async (act) => {
            tell(act);
            return seedOf(act, scope.waveId);
          }),
      });
      if (!isTold) await run((act) => Promise.resolve(tell(act)));
      return projection;
    },

    /** Makes batches of what a filter finds: all of it that fits, or the first of the waiting list where places are short. */
    async compose(act: Act, input: ComposeBatches): Promise<number> {
      const found = await survey(act.trx, act.actor, input, act.now);
      const { fits } = found;
      if (fits.length !== input.expectedCount)
        throw blocked(
          withBatchMessages([{ code: 'COUNT_CHANGED', expected: input.expectedCount, found: fits.length }]),
        );
      if (fits.length > MOST_COMPOSED)
        throw invalid('TOO_MANY_ROWS', `At most ${MOST_COMPOSED} rows are composed at once.`, {
          filter: 'too many rows',
        });
      const { left } = await placesLeft(act.trx, input.waveId);
      const seed = fits.length > left ? await seedOf(act, input.waveId) : null;
      const places = ordered(fits, seed);
      const { parts } = composePlan(places, left, input.split);
      const taken = parts.reduce((sum, part) => sum + part.rows.length, 0);
      if (taken === 0)
        throw blocked(withBatchMessages([{ code: fits.length === 0 ? 'EMPTY_BATCH' : 'QUOTA', quotaLeft: left }]));
      const jobId =
        taken > MOST_IN_ONE_ACT ? await jobs.enqueue(act, 'batches.compose', {}, taken) : null;
      const [row] = (await act
        .trx('batch_compositions')
        .insert({
          wave_id: input.waveId,
          channel: input.channel,
          filter: JSON.stringify(input.filter),
          split: JSON.stringify(input.split),
          rule: seed === null ? null : WAITING_RULE,
          seed,
          found: found.found,
          fits: fits.length,
          quota_left: left,
          taken,
          blockers: JSON.stringify(found.blockers),
          job_id: jobId,
          created_by_id: act.actor.id,
          created_at: act.now,
        })
        .returning('id')) as { id: number }[];
      const id = (row as { id: number }).id;
      const partOf = new Map(
        parts.flatMap((part, index) => part.rows.map((one) => [one.id, index + 1] as const)),
      );
      await writePlaces(act, id, places, partOf);
      act.record({
        subject: 'composition',
        subjectId: id,
        details: { found: found.found, fits: fits.length, taken, parts: parts.length, seed, split: input.split.by },
      });
      if (jobId === null) await placeAll(act, await findComposition(act.trx, id));
      return id;
    },
  };
} // prettier-ignore
export type Compositions = ReturnType<typeof createCompositions>;
