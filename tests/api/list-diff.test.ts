import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ListDiffRecord } from '../../server/screening/list-diff-schema.ts';
import { batchWorld, type BatchWorld } from '../support/batch-world.ts';
import { fillList, person } from '../support/registered-people.ts';
import { ENGINES } from '../support/running-system.ts';

const strangers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => person(60_000 + from + n).nik);

describe.each(ENGINES)('comparing two versions of a screening list, on %s', (engine) => {
  let world: BatchWorld;
  beforeAll(async () => {
    world = await batchWorld(engine);
  });
  afterAll(() => world.stop());

  const load = (niks: readonly string[], options = {}) => fillList(world.system, 'blacklist', niks, options);
  const diff = (from: unknown, to: unknown, as = world.clients.coordinator) =>
    as.get<ListDiffRecord & { errors: Record<string, string> }>(
      `/api/screening-lists/blacklist/diff?from=${String(from)}&to=${String(to)}`,
    );

  it('counts who was added, removed and kept, and names the registrations of open waves it is about', async () => {
    const { ids, people } = await world.people(5);
    const nik = (index: number) => people[index]?.nik as string;
    await load([...strangers(0, 30), nik(0), nik(1)]);
    await load([...strangers(10, 50), nik(1), nik(2), nik(3)]);
    const { status, body } = await diff(2, 3);
    expect(status).toBe(200);
    expect(body).toMatchObject({ code: 'blacklist', added: 22, removed: 11, unchanged: 21, rowsShown: true });
    expect(body.from).toMatchObject({
      listVersion: 2,
      rowCount: 32,
      loadedById: world.system.accounts.admin.id,
    });
    expect(body.to).toMatchObject({ listVersion: 3, rowCount: 43, fileSha256: 'b'.repeat(64) });
    const touched = (rows: { id: number }[]) => rows.map(({ id }) => id).sort((a, b) => a - b);
    expect(body.touched.added.count).toBe(2);
    expect(touched(body.touched.added.rows)).toEqual([ids[2], ids[3]]);
    expect(touched(body.touched.removed.rows)).toEqual([ids[0]]);
    expect(body.touched.added.rows[0]).toMatchObject({ status: 'verified', onlyReports: false });
    const back = (await diff(3, 2)).body;
    expect(back).toMatchObject({ added: 11, removed: 22, unchanged: 21 });
    expect(touched(back.touched.added.rows)).toEqual([ids[0]]);
    expect(JSON.stringify([body, back])).not.toMatch(/\d{16}/);
  });

  it('counts for the administrator, who sees no case, without naming a registration', async () => {
    const { body } = await diff(2, 3, world.clients.admin);
    expect(body).toMatchObject({ rowsShown: false, touched: { added: { count: 2, rows: [] } } });
    expect((await diff(2, 3, world.clients.pmo)).status).toBe(403);
  });

  it('asks no wave that has closed, and nobody who withdrew', async () => {
    const { write } = world;
    const { closes_at } = (await write('waves').where({ id: world.system.waveId }).first()) as {
      closes_at: string;
    };
    await write('waves')
      .where({ id: world.system.waveId })
      .update({ closes_at: new Date(Date.now() - 1000).toISOString() });
    expect((await diff(2, 3)).body.touched).toMatchObject({ added: { count: 0 }, removed: { count: 0 } });
    await write('waves').where({ id: world.system.waveId }).update({ closes_at });
    const [one] = (await diff(2, 3)).body.touched.removed.rows;
    const { version } = (
      await world.clients.coordinator.get<{ version: number }>(`/api/submissions/${one?.id}`)
    ).body;
    const left = await world.clients.coordinator.post(`/api/submissions/${one?.id}/withdraw`, {
      version,
      note: 'mundur',
    });
    expect(left.status).toBe(200);
    expect((await diff(2, 3)).body.touched.removed).toEqual({ count: 0, rows: [] });
  });

  it('names at most a hundred and counts all', async () => {
    const { people } = await world.people(105);
    await load([]);
    await load(people.map(({ nik }) => nik));
    const { body } = await diff(4, 5);
    expect(body.touched.added.count).toBe(105);
    expect(body.touched.added.rows).toHaveLength(100);
  });

  it('refuses versions that do not exist, never finished, or are the same, and names the field', async () => {
    await load([], { status: 'failed' });
    expect((await diff(1, 6)).body.errors).toHaveProperty('to');
    expect((await diff(77, 1)).body.errors).toHaveProperty('from');
    expect((await diff(1, 1)).body.errors).toHaveProperty('to');
    const unknown = await world.clients.coordinator.get('/api/screening-lists/others/diff?from=1&to=2');
    expect(unknown.status).toBe(404);
  });
});
