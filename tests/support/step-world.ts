import type { Actor } from '../../server/audit/audit-service.ts';
import type { BatchRecord } from '../../server/batches/batch-schema.ts';
import type { StepOrdered } from '../../server/batches/batch-run-schema.ts';
import { createRowMoves } from '../../server/batches/row-moves.ts';
import { nextDecree } from './batch-road.ts';
import { batchWorld } from './batch-world.ts';
import { TEST_PASSWORD } from './running-system.ts';
import type { Engine } from './test-engines.ts';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
/** Above it everything goes by a job. */
const AT_ONCE = 2;
export const MANY = 5;

/** A system in which batches of more than two rows take their steps by jobs, and rows follow when a test says so. */
export async function stepWorld(engine: Engine) {
  const world = await batchWorld(engine, { LOKET_BATCH_AT_ONCE: String(AT_ONCE) });
  const { rowMoves, jobs, audit, database, logger, submissions } = world.system.services;
  await rowMoves.worker.drain();
  let busy = 0;

  const quiet = async (id: number) => {
    for (;;) {
      const batch = await world.road.reload(id);
      if (batch.run?.state !== 'running') return batch;
      await pause(30);
    }
  };
  async function awaiting(count = MANY) {
    const { ids, people } = await world.people(count);
    const open = await world.road.open(world.system.waveId, ids);
    await world.road.seal(open);
    const batch = await world.road.submit(await world.road.attach(await quiet(open.id)));
    return { ids, people, batch };
  }
  const order = (batch: BatchRecord, values: Record<string, unknown> = {}) =>
    world.clients.approver.post<StepOrdered>(world.road.path(batch, 'ratify'), {
      version: batch.version, password: TEST_PASSWORD, ...nextDecree(), ...values,
    }); // prettier-ignore
  const forward = (batch: BatchRecord) =>
    world.clients.coordinator.post<StepOrdered>(world.road.path(batch, 'forward'), {
      version: batch.version,
    });
  /** Has the rows of all batches follow, but for those of `stuck`, by a worker of its own. */
  async function follow(stuck: readonly number[] = []) {
    const { worker } = createRowMoves({ database, logger, moves: submissions.moves, atOnce: AT_ONCE });
    worker.start();
    const waiting = () => world.write('row_moves').whereNull('ended_at').whereNotIn('batch_id', stuck);
    while (await waiting().first('id')) await pause(20);
    await worker.drain();
  }
  async function ratified(count = MANY) {
    const made = await awaiting(count);
    const answer = await order(made.batch);
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
    await quiet(made.batch.id);
    await follow();
    return { ...made, batch: await world.road.reload(made.batch.id) };
  }
  /** Has `work` order while the worker is busy with something else; `letGo` ends that. */
  async function held<T>(work: () => Promise<T>): Promise<{ done: T; letGo: () => void }> {
    const kind = `test.busy-${(busy += 1)}`;
    let letGo = () => {};
    const free = new Promise<void>((resolve) => (letGo = resolve));
    let begin = () => {};
    const began = new Promise<void>((resolve) => (begin = resolve));
    jobs.register(kind, () => (begin(), free));
    const actor = world.system.accounts.coordinator as unknown as Actor;
    await audit.act({ action: 'job.cancelled', actor, requestId: 'test' }, async (act) => {
      await jobs.enqueue(act, kind, {});
      act.record({ subject: 'job', subjectId: 0 });
    });
    await began;
    return { done: await work(), letGo };
  }
  /** Leaves so many places in the wave while `work` lasts. */
  async function withPlaces<T>(places: number, work: () => Promise<T>): Promise<T> {
    const { waveId } = world.system;
    const [taken] = (await world
      .write('submissions')
      .whereIn('status', ['ratified', 'sent', 'confirmed'])
      .where({ wave_id: waveId })
      .count({ n: '*' })) as { n: number }[];
    const wave = () => world.write('waves').where({ id: waveId });
    const { quota } = (await wave().first('quota')) as { quota: number };
    await wave().update({ quota: Number(taken?.n ?? 0) + places });
    try {
      return await work();
    } finally {
      await wave().update({ quota });
      await follow();
    }
  }
  return { ...world, quiet, awaiting, order, forward, follow, ratified, held, withPlaces };
}
export type StepWorld = Awaited<ReturnType<typeof stepWorld>>;
