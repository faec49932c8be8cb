import type { Engine } from './test-engines.ts';
import { batchRoad, logInAll } from './batch-road.ts';
import { startSystem } from './running-system.ts';
import { loadEmptyLists, verifyPeople, type VerifiedOptions } from './verified-people.ts';

/** A running system with empty lists, a session of every role, and verified people on demand. */
export async function batchWorld(engine: Engine, env: Record<string, string> = {}) {
  const system = await startSystem({ engine, env });
  await loadEmptyLists(system);
  const clients = await logInAll(system);
  const road = batchRoad(clients);
  const { write } = system.services.database;
  let next = 1;

  async function people(count: number, options: VerifiedOptions = {}) {
    const from = next;
    next += count;
    return verifyPeople(system, count, { from, ...options });
  }
  async function column<T>(name: string, ids: readonly number[]): Promise<T[]> {
    const rows = (await write('submissions').whereIn('id', ids).orderBy('id').select(name)) as Record<
      string,
      T
    >[];
    return rows.map((row) => row[name] as T);
  }
  return {
    engine,
    system,
    clients,
    road,
    write,
    people,
    statuses: (ids: readonly number[]) => column<string>('status', ids),
    numbers: (ids: readonly number[]) => column<string>('registration_no', ids),
    async acknowledged(count: number, options: VerifiedOptions = {}) {
      const made = await people(count, options);
      return { ...made, batch: await road.acknowledged(system.waveId, made.ids) };
    },
    stop: () => system.stop(),
  };
}
export type BatchWorld = Awaited<ReturnType<typeof batchWorld>>;

/** The blockers of a 409. */
export const blockersOf = (answer: { body: unknown }) =>
  (answer.body as { details: { blockers: { code: string; [detail: string]: unknown }[] } }).details.blockers;
export const codesOf = (answer: { body: unknown }) => blockersOf(answer).map(({ code }) => code);
