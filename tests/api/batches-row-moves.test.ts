import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SheetFigures } from '../../server/forwarding/reconciliation-sheet-schema.ts';
import type { Answer } from '../support/api-client.ts';
import { blockersOf, codesOf } from '../support/batch-world.ts';
import { tamper } from '../support/raw-tampering.ts';
import { ENGINES } from '../support/running-system.ts';
import { MANY, stepWorld, type StepWorld } from '../support/step-world.ts';

const log = (answer: Answer<unknown>) => JSON.stringify(answer.body);

describe.each(ENGINES)('rows that follow their batch, on %s', (engine) => {
  let world: StepWorld;
  beforeAll(async () => {
    world = await stepWorld(engine);
  });
  afterAll(() => world.stop());

  it('lets no further step be taken, by rule or by raw SQL, before the last row has followed', async () => {
    const { ids, batch } = await world.awaiting();
    await world.order(batch);
    const after = await world.quiet(batch.id);
    const refused = await world.forward(after);
    expect([refused.status, blockersOf(refused)[0]]).toMatchObject([409, { code: 'ROWS_FOLLOWING', moved: 0, total: MANY }]); // prettier-ignore
    const { write } = world;
    const raw = () => write('batches').where({ id: batch.id });
    await expect(raw().update({ status: 'sent', version: after.version + 1 })).rejects.toThrow(/GUARD_BATCH_ROWS_MOVING/); // prettier-ignore
    const move = () => write('row_moves').where({ batch_id: batch.id });
    await expect(move().update({ moved: MANY, ended_at: 'x' })).rejects.toThrow(/GUARD_ROW_MOVE_UPDATE/);
    await expect(move().update({ total: 1 })).rejects.toThrow(/GUARD_ROW_MOVE_UPDATE/);
    await expect(move().delete()).rejects.toThrow(/GUARD_ROW_MOVES_DELETE/);
    await world.follow();
    expect(await world.statuses(ids)).toEqual(Array(MANY).fill('ratified'));
    await expect(
      write('row_moves').insert({ batch_id: batch.id, action: 'send', actor_role: 'coordinator', at: 'x', request_id: 'x', total: MANY }),
    ).rejects.toThrow(/GUARD_ROW_MOVE_INSERT/); // prettier-ignore
  });

  it('counts rows that have not followed yet when two batches ask for the last places', async () => {
    const [one, other] = [await world.awaiting(), await world.awaiting()];
    await world.withPlaces(MANY + 2, async () => {
      expect((await world.order(one.batch)).status).toBe(202);
      expect((await world.quiet(one.batch.id)).moving).toMatchObject({ moved: 0 });
      const refused = await world.order(other.batch);
      expect([refused.status, blockersOf(refused)]).toMatchObject([409, [{ code: 'QUOTA', quotaLeft: 2, rowCount: MANY }]]); // prettier-ignore
      expect((await world.road.reload(other.batch.id)).quotaLeft).toBe(2);
    });
  });

  it('brings all rows back when the PMO refuses the whole delivery, and the batch can be forwarded again', async () => {
    const { ids, batch } = await world.ratified();
    await world.forward(batch);
    await world.quiet(batch.id);
    await world.follow();
    await world.system.services.dispatchWorker.wake();
    const sent = await world.road.reload(batch.id);
    const refused = await world.clients.pmo.post(world.road.path(batch, 'refuse'), {
      version: sent.version, reasons: ['PMO_OTHER'], note: 'BAST tidak terbaca',
    }); // prettier-ignore
    expect(refused.status, log(refused)).toBe(200);
    const back = await world.road.reload(batch.id);
    expect(back).toMatchObject({ status: 'ratified', moving: { action: 'unsend' } });
    expect(codesOf(await world.forward(back))).toEqual(['ROWS_FOLLOWING']);
    await world.follow();
    expect(await world.statuses(ids)).toEqual(Array(MANY).fill('ratified'));
    const steps = await world.write('submission_transitions').whereIn('submission_id', ids).where({ action: 'unsend' }); // prettier-ignore
    expect(steps).toHaveLength(MANY);
    for (const step of steps as object[])
      expect(step).toMatchObject({ note: 'BAST tidak terbaca', reason_codes: '["PMO_OTHER"]' });
    expect((await world.forward(await world.road.reload(batch.id))).status).toBe(202);
    expect((await world.quiet(batch.id)).dispatchNo).toMatch(/-2$/);
    await world.follow();
  });

  it('says the same on the sheet while rows are still following as when they have', async () => {
    const { batch } = await world.awaiting();
    type Line = { key: string | null; figures: SheetFigures; differences: unknown[] };
    const sheet = async () => {
      const { body } = await world.clients.auditor.get<{ total: Line; lines: Line[] }>(
        `/api/reconciliation/sheet?waveId=${world.system.waveId}&groupBy=batch`,
      );
      const line = body.lines.find(({ key }) => key === String(batch.id));
      expect(line?.figures).toMatchObject({ ratified: MANY });
      return { line, total: body.total };
    };
    const beforeAndAfter = async () => [await sheet(), (await world.follow(), await sheet())];
    await world.order(batch);
    await world.quiet(batch.id);
    const [ratifying, ratified] = await beforeAndAfter();
    expect(ratifying).toEqual(ratified);
    await world.forward(await world.road.reload(batch.id));
    await world.quiet(batch.id);
    const [sending, sent] = await beforeAndAfter();
    expect(sending).toEqual(sent);
    expect(sent?.line).toMatchObject({ figures: { sent: MANY }, differences: [] });
  });
  it('goes on with the others where a row of one batch is not where it should be, and with that one once it is', async () => {
    const [stuck, other] = [await world.awaiting(), await world.awaiting()];
    for (const { batch } of [stuck, other]) {
      await world.order(batch);
      await world.quiet(batch.id);
    }
    const row = () => world.write('submissions').where({ id: stuck.ids[2] });
    await tamper(world.write, 'submissions', () => row().update({ status: 'verified' }));
    await world.follow([stuck.batch.id]);
    expect(await world.statuses(other.ids)).toEqual(Array(MANY).fill('ratified'));
    expect((await world.road.reload(stuck.batch.id)).moving).toMatchObject({ moved: 0 });
    expect((await world.statuses(stuck.ids)).sort()).toEqual([
      ...Array(MANY - 1).fill('batched'),
      'verified',
    ]);
    await tamper(world.write, 'submissions', () => row().update({ status: 'batched' }));
    await world.follow();
    expect(await world.statuses(stuck.ids)).toEqual(Array(MANY).fill('ratified'));
  });
});
