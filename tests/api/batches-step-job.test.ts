import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchRecord } from '../../server/batches/batch-schema.ts';
import type { Actor } from '../../server/audit/audit-service.ts';
import { createRowMoves } from '../../server/batches/row-moves.ts';
import type { StepOrdered } from '../../server/batches/batch-run-schema.ts';
import type { SheetFigures } from '../../server/forwarding/reconciliation-sheet-schema.ts';
import type { JobRecord } from '../../server/jobs/job-schema.ts';
import type { Answer } from '../support/api-client.ts';
import { nextDecree } from '../support/batch-road.ts';
import { batchWorld, blockersOf, codesOf, type BatchWorld } from '../support/batch-world.ts';
import { tamper } from '../support/raw-tampering.ts';
import { fillList } from '../support/registered-people.ts';
import { ENGINES, TEST_PASSWORD } from '../support/running-system.ts';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const yesterday = () => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const MANY = 5;

describe.each(ENGINES)('ratifying and forwarding by a job, on %s', (engine) => {
  let world: BatchWorld;
  beforeAll(async () => {
    world = await batchWorld(engine, { LOKET_BATCH_AT_ONCE: '2' });
    // The system's own rests: these tests say when rows follow.
    await world.system.services.rowMoves.worker.drain();
  });
  afterAll(() => world.stop());

  let busy = 0;
  const log = (answer: Answer<unknown>) => JSON.stringify(answer.body);
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
  /** Has the rows of all batches follow, by a worker of its own. */
  async function follow() {
    const { database, logger, submissions } = world.system.services;
    const { worker } = createRowMoves({ database, logger, moves: submissions.moves, atOnce: 2 });
    worker.start();
    while (await world.write('row_moves').whereNull('ended_at').first('id')) await pause(20);
    await worker.drain();
  }
  async function ratified(count = MANY) {
    const made = await awaiting(count);
    const answer = await order(made.batch);
    expect(answer.status, log(answer)).toBe(202);
    await quiet(made.batch.id);
    await follow();
    return { ...made, batch: await world.road.reload(made.batch.id) };
  }
  const events = (action: string, id: number) =>
    world.write('audit_events').where({ action, subject_id: String(id), outcome: 'done' });
  /** Has `work` order while the worker is busy with something else; `letGo` ends that. */
  async function held<T>(work: () => Promise<T>): Promise<{ done: T; letGo: () => void }> {
    const kind = `test.busy-${(busy += 1)}`;
    let letGo = () => {};
    const free = new Promise<void>((resolve) => (letGo = resolve));
    let begin = () => {};
    const began = new Promise<void>((resolve) => (begin = resolve));
    const { jobs, audit } = world.system.services;
    jobs.register(kind, () => (begin(), free));
    const { coordinator } = world.system.accounts;
    await audit.act(
      { action: 'job.cancelled', actor: coordinator as unknown as Actor, requestId: 'test' },
      async (act) => {
        await jobs.enqueue(act, kind, {});
        act.record({ subject: 'job', subjectId: 0 });
      },
    );
    await began;
    return { done: await work(), letGo };
  }

  it('answers the order of a large batch with a job, and the decree is one act of whoever ordered it', async () => {
    const { ids, batch } = await awaiting();
    const answer = await order(batch, { decreeNo: `KEP.JOB/${engine}` });
    expect([answer.status, Object.keys(answer.body)]).toEqual([202, ['jobId']]);
    const after = await quiet(batch.id);
    const approver = world.system.accounts.approver;
    expect(after).toMatchObject({
      status: 'ratified', ratifiedById: approver.id, decreeNo: `KEP.JOB/${engine}`, version: batch.version + 1,
      run: { action: 'ratify', state: 'done', screened: MANY, total: MANY }, moving: { action: 'ratify', moved: 0, total: MANY },
    }); // prettier-ignore
    expect(await world.statuses(ids)).toEqual(Array(MANY).fill('batched'));
    await follow();
    expect(await world.statuses(ids)).toEqual(Array(MANY).fill('ratified'));
    expect((await world.road.reload(batch.id)).moving).toBeNull();
    expect(await events('batch.ratified', batch.id)).toMatchObject([{ actor_id: approver.id }]);
    const steps = await world.write('submission_transitions').whereIn('submission_id', ids).where({ action: 'ratify' }); // prettier-ignore
    expect(steps).toHaveLength(MANY);
    for (const step of steps as object[])
      expect(step).toMatchObject({ actor_id: approver.id, actor_role: 'approver', at: after.ratifiedAt, batch_id: batch.id }); // prettier-ignore
  });

  it('goes the whole road: forwarded by a job, delivered once the rows have followed, acknowledged and answered', async () => {
    const { ids, batch } = await ratified();
    const answer = await forward(batch);
    expect(answer.status, log(answer)).toBe(202);
    const sent = await quiet(batch.id);
    expect(sent).toMatchObject({ status: 'sent', moving: { action: 'send', moved: 0 }, run: { action: 'forward', state: 'done' } }); // prettier-ignore
    const { dispatchWorker } = world.system.services;
    await dispatchWorker.wake();
    const dispatch = () => world.write('dispatches').where({ batch_id: batch.id }).first('status');
    expect(await dispatch()).toEqual({ status: 'queued' });
    expect(codesOf(await world.clients.pmo.post(world.road.path(batch, 'acknowledge'), { version: sent.version, count: MANY, digest: sent.digest }))).toEqual(['ROWS_FOLLOWING']); // prettier-ignore
    await follow();
    expect(await world.statuses(ids)).toEqual(Array(MANY).fill('sent'));
    await dispatchWorker.wake();
    expect(await dispatch()).toEqual({ status: 'delivered' });
    const taken = await world.road.acknowledge(await world.road.reload(batch.id));
    const all = await world.clients.pmo.post<BatchRecord>(world.road.path(batch, 'confirm-all'), { version: taken.version }); // prettier-ignore
    expect(all.body.status, log(all)).toBe('settled');
    expect(await world.statuses(ids)).toEqual(Array(MANY).fill('confirmed'));
  });

  it('tells at once what speaks against the decree, before any job is made', async () => {
    const { batch } = await awaiting();
    const used = nextDecree();
    const other = await awaiting(1);
    expect((await world.road.ratify(other.batch, used)).status).toBe(200);
    const jobs = async () => (await world.write('jobs').count({ n: '*' }))[0];
    const before = await jobs();
    expect(codesOf(await order(batch, used))).toEqual(['DECREE_NO_USED']);
    expect((await order(batch, { password: 'salah' })).status).toBe(422);
    expect((await order({ ...batch, version: batch.version - 1 })).status).toBe(409);
    const own = await world.clients.coordinator.post(world.road.path(batch, 'ratify'), {
      version: batch.version, password: TEST_PASSWORD, ...nextDecree(),
    }); // prettier-ignore
    expect(own.status).toBe(403);
    expect(await jobs()).toEqual(before);
    expect((await world.road.reload(batch.id)).run).toMatchObject({ action: 'seal', state: 'done' });
  });

  it('refuses a batch in which somebody was found on a newer list, names them, and leaves it waiting', async () => {
    const { ids, people, batch } = await awaiting();
    const decree = nextDecree();
    const { letGo } = await held(async () => expect((await order(batch, decree)).status).toBe(202));
    await fillList(world.system, 'blacklist', [people[1]?.nik as string], { asOf: yesterday() });
    letGo();
    const after = await quiet(batch.id);
    expect(after).toMatchObject({
      status: 'awaiting_ratification', version: batch.version, decreeNo: null, moving: null,
      run: { action: 'ratify', state: 'refused', blockers: [{ code: 'SCREENING_HIT', count: 1, rows: [{ id: ids[1], reasons: ['BLACKLISTED'] }] }] },
    }); // prettier-ignore
    const job = await world.clients.approver.get<JobRecord>(`/api/jobs/${after.run?.jobId}`);
    expect(job.body.status).toBe('failed');
    expect(await events('batch.ratify-refused', batch.id)).toHaveLength(1);
    const back = await world.clients.approver.post(world.road.path(batch, 'send-back'), {
      version: batch.version, reasons: ['BLACKLISTED'], note: null, rows: [ids[1]],
    }); // prettier-ignore
    expect(back.status, log(back)).toBe(200);
  });

  it('lets nothing else be done to the batch meanwhile, and gives it back when the job is cancelled', async () => {
    const { batch } = await awaiting();
    const { done, letGo } = await held(() => order(batch));
    const act = (verb: string, body: object, as = world.clients.approver) =>
      as.post(world.road.path(batch, verb), { version: batch.version, ...body });
    const again = await order(batch);
    expect([again.status, blockersOf(again)[0]]).toMatchObject([409, { code: 'RATIFYING', jobId: done.body.jobId }]); // prettier-ignore
    expect(codesOf(await act('send-back', { reasons: ['PMO_OTHER'], note: 'tunggu' }))).toEqual(['RATIFYING']); // prettier-ignore
    expect(codesOf(await act('rescreen', {}, world.clients.coordinator))).toEqual(['RATIFYING']);
    const raw = world.write('batches').where({ id: batch.id });
    await expect(raw.update({ status: 'open', version: batch.version + 1 })).rejects.toThrow(/GUARD_BATCH_UNDER_RUN/); // prettier-ignore
    expect((await world.clients.approver.post(`/api/jobs/${done.body.jobId}/cancel`, {})).status).toBe(200);
    letGo();
    expect(await world.road.reload(batch.id)).toMatchObject({ status: 'awaiting_ratification', run: { state: 'given_up' } }); // prettier-ignore
    const ratify = await order(batch);
    expect(ratify.status, log(ratify)).toBe(202);
    expect((await quiet(batch.id)).status).toBe('ratified');
    await follow();
  });

  it('finds a row that was altered by raw SQL between the order and the decree', async () => {
    const { ids, batch } = await awaiting();
    const { letGo } = await held(() => order(batch));
    await tamper(world.write, 'submissions', () =>
      world.write('submissions').where({ id: ids[0] }).update({ full_name: 'NAMA LAIN' }),
    );
    letGo();
    expect(await quiet(batch.id)).toMatchObject({
      status: 'awaiting_ratification',
      run: { state: 'refused', blockers: [{ code: 'MANIFEST_TAMPERED' }] },
    });
  });

  it('lets no further step be taken, by rule or by raw SQL, before the last row has followed', async () => {
    const { ids, batch } = await awaiting();
    await order(batch);
    const after = await quiet(batch.id);
    const refused = await forward(after);
    expect([refused.status, blockersOf(refused)[0]]).toMatchObject([409, { code: 'ROWS_FOLLOWING', moved: 0, total: MANY }]); // prettier-ignore
    const { write } = world;
    const raw = () => write('batches').where({ id: batch.id });
    await expect(raw().update({ status: 'sent', version: after.version + 1 })).rejects.toThrow(/GUARD_BATCH_ROWS_MOVING/); // prettier-ignore
    const move = () => write('row_moves').where({ batch_id: batch.id });
    await expect(move().update({ moved: MANY, ended_at: 'x' })).rejects.toThrow(/GUARD_ROW_MOVE_UPDATE/);
    await expect(move().update({ total: 1 })).rejects.toThrow(/GUARD_ROW_MOVE_UPDATE/);
    await expect(move().delete()).rejects.toThrow(/GUARD_ROW_MOVES_DELETE/);
    await follow();
    expect(await world.statuses(ids)).toEqual(Array(MANY).fill('ratified'));
    await expect(
      write('row_moves').insert({ batch_id: batch.id, action: 'send', actor_role: 'coordinator', at: 'x', request_id: 'x', total: MANY }),
    ).rejects.toThrow(/GUARD_ROW_MOVE_INSERT/); // prettier-ignore
  });

  it('counts rows that have not followed yet when two batches ask for the last places', async () => {
    const [one, other] = [await awaiting(), await awaiting()];
    const { write, system } = world;
    const held = (await write('submissions').whereIn('status', ['ratified', 'sent', 'confirmed']).where({ wave_id: system.waveId }).count({ n: '*' }))[0] as { n: number }; // prettier-ignore
    const wave = () => write('waves').where({ id: system.waveId });
    const { quota } = (await wave().first('quota')) as { quota: number };
    await wave().update({ quota: Number(held.n) + MANY + 2 });
    try {
      expect((await order(one.batch)).status).toBe(202);
      expect((await quiet(one.batch.id)).moving).toMatchObject({ moved: 0 });
      const refused = await order(other.batch);
      expect([refused.status, blockersOf(refused)]).toMatchObject([409, [{ code: 'QUOTA', quotaLeft: 2, rowCount: MANY }]]); // prettier-ignore
      expect((await world.road.reload(other.batch.id)).quotaLeft).toBe(2);
    } finally {
      await wave().update({ quota });
      await follow();
    }
  });

  it('decides between two orders for the last places in the decree itself', async () => {
    const [one, other] = [await awaiting(), await awaiting()];
    const { write, system } = world;
    const taken = (await write('submissions').whereIn('status', ['ratified', 'sent', 'confirmed']).where({ wave_id: system.waveId }).count({ n: '*' }))[0] as { n: number }; // prettier-ignore
    const wave = () => write('waves').where({ id: system.waveId });
    const { quota } = (await wave().first('quota')) as { quota: number };
    await wave().update({ quota: Number(taken.n) + MANY + 2 });
    try {
      const { done, letGo } = await held(async () => [await order(one.batch), await order(other.batch)]);
      expect(done.map(({ status }) => status)).toEqual([202, 202]);
      letGo();
      const ends = [await quiet(one.batch.id), await quiet(other.batch.id)];
      expect(ends.map(({ status }) => status).sort()).toEqual(['awaiting_ratification', 'ratified']);
      const lost = ends.find(({ status }) => status !== 'ratified');
      expect(lost?.run).toMatchObject({ state: 'refused', blockers: [{ code: 'QUOTA' }] });
    } finally {
      await wave().update({ quota });
      await follow();
    }
  });

  it('brings all rows back when the PMO refuses the whole delivery, and the batch can be forwarded again', async () => {
    const { ids, batch } = await ratified();
    await forward(batch);
    await quiet(batch.id);
    await follow();
    await world.system.services.dispatchWorker.wake();
    const sent = await world.road.reload(batch.id);
    const refused = await world.clients.pmo.post(world.road.path(batch, 'refuse'), {
      version: sent.version, reasons: ['PMO_OTHER'], note: 'BAST tidak terbaca',
    }); // prettier-ignore
    expect(refused.status, log(refused)).toBe(200);
    const back = await world.road.reload(batch.id);
    expect(back).toMatchObject({ status: 'ratified', moving: { action: 'unsend' } });
    expect(codesOf(await forward(back))).toEqual(['ROWS_FOLLOWING']);
    await follow();
    expect(await world.statuses(ids)).toEqual(Array(MANY).fill('ratified'));
    const steps = await world.write('submission_transitions').whereIn('submission_id', ids).where({ action: 'unsend' }); // prettier-ignore
    expect(steps).toHaveLength(MANY);
    for (const step of steps as object[])
      expect(step).toMatchObject({ note: 'BAST tidak terbaca', reason_codes: '["PMO_OTHER"]' });
    expect((await forward(await world.road.reload(batch.id))).status).toBe(202);
    expect((await quiet(batch.id)).dispatchNo).toMatch(/-2$/);
    await follow();
  });

  it('says the same on the sheet while rows are still following as when they have', async () => {
    const { batch } = await awaiting();
    type Line = { key: string | null; figures: SheetFigures; differences: unknown[] };
    const sheet = async () => {
      const { body } = await world.clients.auditor.get<{ total: Line; lines: Line[] }>(
        `/api/reconciliation/sheet?waveId=${world.system.waveId}&groupBy=batch`,
      );
      const line = body.lines.find(({ key }) => key === String(batch.id));
      expect(line?.figures).toMatchObject({ ratified: MANY });
      return { line, total: body.total };
    };
    const beforeAndAfter = async () => [await sheet(), (await follow(), await sheet())];
    await order(batch);
    await quiet(batch.id);
    const [ratifying, ratified] = await beforeAndAfter();
    expect(ratifying).toEqual(ratified);
    await forward(await world.road.reload(batch.id));
    await quiet(batch.id);
    const [sending, sent] = await beforeAndAfter();
    expect(sending).toEqual(sent);
    expect(sent?.line).toMatchObject({ figures: { sent: MANY }, differences: [] });
  });
});
