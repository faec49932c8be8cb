import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchRecord } from '../../server/batches/batch-schema.ts';
import type { Reconciliation } from '../../server/forwarding/forwarding-schema.ts';
import { batchWorld, blockersOf, type BatchWorld } from '../support/batch-world.ts';
import { fillList } from '../support/registered-people.ts';
import { ENGINES } from '../support/running-system.ts';

describe.each(ENGINES)('a delivery that does not go through, on %s', (engine) => {
  let world: BatchWorld;
  beforeAll(async () => {
    world = await batchWorld(engine);
  });
  afterAll(() => world.stop());

  const sheet = async (batch: BatchRecord) =>
    (await world.clients.pmo.get<Reconciliation>(world.road.path(batch, 'reconciliation'))).body;

  it('takes back a delivery the PMO refuses whole; sending it again is another delivery', async () => {
    const { ids } = await world.people(2);
    const sent = await world.road.forward(await world.road.ratified(world.system.waveId, ids));
    const noNote = await world.clients.pmo.post(world.road.path(sent, 'refuse'), {
      version: sent.version,
      reasons: ['PMO_OTHER'],
    });
    expect(noNote.status).toBe(422);
    const refused = await world.clients.pmo.post<BatchRecord>(world.road.path(sent, 'refuse'), {
      version: sent.version, reasons: ['BAST_MISSING'], note: 'BAST tidak terlampir',
    }); // prettier-ignore
    expect(refused.body).toMatchObject({ status: 'ratified', dispatchNo: null, decreeNo: sent.decreeNo });
    expect(await world.statuses(ids)).toEqual(['ratified', 'ratified']);
    expect(await sheet(sent).catch(() => null)).toMatchObject({ code: 'NOT_FOUND' });
    const again = await world.road.forward(refused.body);
    expect(again.dispatchNo).toMatch(/-2$/);
    const all = await world.clients.coordinator.list<{ status: string }>('/api/dispatches', {
      filter: { batchId: sent.id }, sort: ['id', 'ASC'],
    }); // prettier-ignore
    expect(all.rows.map(({ status }) => status)).toEqual(['refused', 'delivered']);
    expect(await sheet(again)).toMatchObject({ sent: 2, pending: 2, balanced: true });
  });

  it('screens once more before it sends, and keeps a ratified batch where a row is on a list by now', async () => {
    const { ids, people: persons } = await world.people(2);
    const ratified = await world.road.ratified(world.system.waveId, ids);
    const asOf = new Date().toISOString().slice(0, 10);
    await fillList(world.system, 'blacklist', [persons[0]?.nik as string], { asOf });
    const answer = await world.clients.coordinator.post(world.road.path(ratified, 'forward'), {
      version: ratified.version,
    });
    expect(blockersOf(answer)).toMatchObject([
      { code: 'SCREENING_HIT', rows: [{ id: ids[0], reasons: ['BLACKLISTED'] }] },
    ]);
    expect(await world.write('dispatches').where({ batch_id: ratified.id })).toEqual([]);
    await fillList(world.system, 'blacklist', [], { asOf });
    expect(await world.road.forward(ratified)).toMatchObject({ status: 'sent' });
  });

  it('sends nothing from a manifest somebody tampered with', async () => {
    const { ids } = await world.people(2);
    const ratified = await world.road.ratified(world.system.waveId, ids);
    const off = engine === 'sqlite' ? 'DROP TRIGGER guard_manifest_lines_update' : 'ALTER TABLE manifest_lines DISABLE TRIGGER guard_manifest_lines_update'; // prettier-ignore
    await world.write.raw(off);
    const [first, second] = (await world.write('manifest_lines').whereIn('submission_id', ids).orderBy('position')) as {
      manifest_id: number; position: number; line: Buffer;
    }[]; // prettier-ignore
    await world
      .write('manifest_lines')
      .where({ manifest_id: first?.manifest_id, position: first?.position })
      .update({ line: second?.line });
    const answer = await world.clients.coordinator.post(world.road.path(ratified, 'forward'), {
      version: ratified.version,
    });
    expect(blockersOf(answer)).toMatchObject([{ code: 'MANIFEST_TAMPERED' }]);
    expect(await world.write('dispatches').where({ batch_id: ratified.id })).toEqual([]);
  });

  it('refuses by the database what goes around the rules: rows, answers and deliveries', async () => {
    const { ids } = await world.people(1);
    const ratified = await world.road.ratified(world.system.waveId, ids);
    const version = () => world.write.raw('version + 1');
    await expect(
      world.write('submissions').where({ id: ids[0] }).update({ status: 'sent', version: version() }),
    ).rejects.toThrow(/GUARD_SUBMISSION_WITH_BATCH/);
    const sent = await world.road.forward(ratified);
    await expect(
      world.write('submissions').where({ id: ids[0] }).update({ status: 'confirmed', version: version() }),
    ).rejects.toThrow(/GUARD_SUBMISSION_ANSWERED/);
    const dispatch = (await world.write('dispatches').where({ batch_id: sent.id }).first()) as {
      id: number;
      manifest_id: number;
    };
    const answer = {
      dispatch_id: dispatch.id, submission_id: ids[0], result: 'CONFIRMED', answered_at: 'x', source: 'console',
      recorded_by_id: world.system.accounts.pmo.id, recorded_at: 'x',
    }; // prettier-ignore
    await expect(world.write('pmo_answers').insert(answer)).rejects.toThrow(/GUARD_PMO_ANSWER_OF_DELIVERY/);
    await expect(world.write('batch_rows').where({ submission_id: ids[0] }).update({ live: 0, removed_at: 'x' })).rejects.toThrow(/GUARD_BATCH_ROW_UPDATE/); // prettier-ignore
    const twin = {
      dispatch_no: 'SQL-1', batch_id: sent.id, manifest_id: dispatch.manifest_id, idempotency_key: 'sql', digest: sent.digest,
      row_count: 1, round_no: 1, next_attempt_at: 'x', queued_by_id: world.system.accounts.coordinator.id, queued_at: 'x',
    }; // prettier-ignore
    await expect(world.write('dispatches').insert(twin)).rejects.toThrow(/unique/i);
  });
});
