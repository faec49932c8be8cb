import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchRecord } from '../../server/batches/batch-schema.ts';
import type { JobRecord } from '../../server/jobs/job-schema.ts';
import type { Answer } from '../support/api-client.ts';
import { nextDecree } from '../support/batch-road.ts';
import { blockersOf, codesOf } from '../support/batch-world.ts';
import { tamper } from '../support/raw-tampering.ts';
import { fillList } from '../support/registered-people.ts';
import { ENGINES, TEST_PASSWORD } from '../support/running-system.ts';
import { MANY, stepWorld, type StepWorld } from '../support/step-world.ts';

const yesterday = () => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const log = (answer: Answer<unknown>) => JSON.stringify(answer.body);

describe.each(ENGINES)('ratifying and forwarding by a job, on %s', (engine) => {
  let world: StepWorld;
  beforeAll(async () => {
    world = await stepWorld(engine);
  });
  afterAll(() => world.stop());

  const events = (action: string, id: number) =>
    world.write('audit_events').where({ action, subject_id: String(id), outcome: 'done' });

  it('answers the order of a large batch with a job, and the decree is one act of whoever ordered it', async () => {
    const { ids, batch } = await world.awaiting();
    const answer = await world.order(batch, { decreeNo: `KEP.JOB/${engine}` });
    expect([answer.status, Object.keys(answer.body)]).toEqual([202, ['jobId']]);
    const after = await world.quiet(batch.id);
    const approver = world.system.accounts.approver;
    expect(after).toMatchObject({
      status: 'ratified', ratifiedById: approver.id, decreeNo: `KEP.JOB/${engine}`, version: batch.version + 1,
      run: { action: 'ratify', state: 'done', screened: MANY, total: MANY }, moving: { action: 'ratify', moved: 0, total: MANY },
    }); // prettier-ignore
    expect(await world.statuses(ids)).toEqual(Array(MANY).fill('batched'));
    await world.follow();
    expect(await world.statuses(ids)).toEqual(Array(MANY).fill('ratified'));
    expect((await world.road.reload(batch.id)).moving).toBeNull();
    expect(await events('batch.ratified', batch.id)).toMatchObject([{ actor_id: approver.id }]);
    const steps = await world.write('submission_transitions').whereIn('submission_id', ids).where({ action: 'ratify' }); // prettier-ignore
    expect(steps).toHaveLength(MANY);
    for (const step of steps as object[])
      expect(step).toMatchObject({ actor_id: approver.id, actor_role: 'approver', at: after.ratifiedAt, batch_id: batch.id }); // prettier-ignore
  });

  it('goes the whole road: forwarded by a job, delivered once the rows have followed, acknowledged and answered', async () => {
    const { ids, batch } = await world.ratified();
    const answer = await world.forward(batch);
    expect(answer.status, log(answer)).toBe(202);
    const sent = await world.quiet(batch.id);
    expect(sent).toMatchObject({ status: 'sent', moving: { action: 'send', moved: 0 }, run: { action: 'forward', state: 'done' } }); // prettier-ignore
    const { dispatchWorker } = world.system.services;
    await dispatchWorker.wake();
    const dispatch = () => world.write('dispatches').where({ batch_id: batch.id }).first('status');
    expect(await dispatch()).toEqual({ status: 'queued' });
    expect(codesOf(await world.clients.pmo.post(world.road.path(batch, 'acknowledge'), { version: sent.version, count: MANY, digest: sent.digest }))).toEqual(['ROWS_FOLLOWING']); // prettier-ignore
    await world.follow();
    expect(await world.statuses(ids)).toEqual(Array(MANY).fill('sent'));
    await dispatchWorker.wake();
    expect(await dispatch()).toEqual({ status: 'delivered' });
    const taken = await world.road.acknowledge(await world.road.reload(batch.id));
    const all = await world.clients.pmo.post<BatchRecord>(world.road.path(batch, 'confirm-all'), { version: taken.version }); // prettier-ignore
    expect(all.body.status, log(all)).toBe('settled');
    expect(await world.statuses(ids)).toEqual(Array(MANY).fill('confirmed'));
  });

  it('reads a batch’s step before its rows’ way, and both before the batch: none is told as done too early', async () => {
    const { batch } = await world.awaiting(1);
    const { read } = world.system.services.database;
    const asked: string[] = [];
    const listen = ({ sql }: { sql: string }) => asked.push(sql);
    read.on('query', listen);
    await world.road.reload(batch.id);
    read.removeListener('query', listen);
    const firstOf = (table: string) => asked.findIndex((sql) => sql.includes(`from ${table}`));
    const quoted = (table: string) => (engine === 'postgres' ? `"${table}"` : `\`${table}\``);
    const order = ['batch_runs', 'row_moves', 'batches'].map((table) => firstOf(quoted(table)));
    expect(order.every((place) => place >= 0)).toBe(true);
    expect(order).toEqual([...order].sort((one, other) => one - other));
  });

  it('tells at once what speaks against the decree, before any job is made', async () => {
    const { batch } = await world.awaiting();
    const used = nextDecree();
    const other = await world.awaiting(1);
    expect((await world.road.ratify(other.batch, used)).status).toBe(200);
    const jobs = async () => (await world.write('jobs').count({ n: '*' }))[0];
    const before = await jobs();
    expect(codesOf(await world.order(batch, used))).toEqual(['DECREE_NO_USED']);
    expect((await world.order(batch, { password: 'salah' })).status).toBe(422);
    expect((await world.order({ ...batch, version: batch.version - 1 })).status).toBe(409);
    const own = await world.clients.coordinator.post(world.road.path(batch, 'ratify'), {
      version: batch.version, password: TEST_PASSWORD, ...nextDecree(),
    }); // prettier-ignore
    expect(own.status).toBe(403);
    expect(await jobs()).toEqual(before);
    expect((await world.road.reload(batch.id)).run).toMatchObject({ action: 'seal', state: 'done' });
  });

  it('refuses a batch in which somebody was found on a newer list, names them, and leaves it waiting', async () => {
    const { ids, people, batch } = await world.awaiting();
    const decree = nextDecree();
    const { letGo } = await world.held(async () =>
      expect((await world.order(batch, decree)).status).toBe(202),
    );
    await fillList(world.system, 'blacklist', [people[1]?.nik as string], { asOf: yesterday() });
    letGo();
    const after = await world.quiet(batch.id);
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
    const { batch } = await world.awaiting();
    const { done, letGo } = await world.held(() => world.order(batch));
    const act = (verb: string, body: object, as = world.clients.approver) =>
      as.post(world.road.path(batch, verb), { version: batch.version, ...body });
    const again = await world.order(batch);
    expect([again.status, blockersOf(again)[0]]).toMatchObject([409, { code: 'RATIFYING', jobId: done.body.jobId }]); // prettier-ignore
    expect(codesOf(await act('send-back', { reasons: ['PMO_OTHER'], note: 'tunggu' }))).toEqual(['RATIFYING']); // prettier-ignore
    expect(codesOf(await act('rescreen', {}, world.clients.coordinator))).toEqual(['RATIFYING']);
    const raw = world.write('batches').where({ id: batch.id });
    await expect(raw.update({ status: 'open', version: batch.version + 1 })).rejects.toThrow(/GUARD_BATCH_UNDER_RUN/); // prettier-ignore
    expect((await world.clients.approver.post(`/api/jobs/${done.body.jobId}/cancel`, {})).status).toBe(200);
    letGo();
    expect(await world.road.reload(batch.id)).toMatchObject({ status: 'awaiting_ratification', run: { state: 'given_up' } }); // prettier-ignore
    const ratify = await world.order(batch);
    expect(ratify.status, log(ratify)).toBe(202);
    expect((await world.quiet(batch.id)).status).toBe('ratified');
    await world.follow();
  });

  it('finds a row that was altered by raw SQL between the order and the decree', async () => {
    const { ids, batch } = await world.awaiting();
    const { letGo } = await world.held(() => world.order(batch));
    await tamper(world.write, 'submissions', () =>
      world.write('submissions').where({ id: ids[0] }).update({ full_name: 'NAMA LAIN' }),
    );
    letGo();
    expect(await world.quiet(batch.id)).toMatchObject({
      status: 'awaiting_ratification',
      run: { state: 'refused', blockers: [{ code: 'MANIFEST_TAMPERED' }] },
    });
  });

  it('decides between two orders for the last places in the decree itself', async () => {
    const [one, other] = [await world.awaiting(), await world.awaiting()];
    await world.withPlaces(MANY + 2, async () => {
      const { done, letGo } = await world.held(async () => [
        await world.order(one.batch),
        await world.order(other.batch),
      ]);
      expect(done.map(({ status }) => status)).toEqual([202, 202]);
      letGo();
      const ends = [await world.quiet(one.batch.id), await world.quiet(other.batch.id)];
      expect(ends.map(({ status }) => status).sort()).toEqual(['awaiting_ratification', 'ratified']);
      const lost = ends.find(({ status }) => status !== 'ratified');
      expect(lost?.run).toMatchObject({ state: 'refused', blockers: [{ code: 'QUOTA' }] });
    });
  });
});
