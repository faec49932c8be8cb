import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchWorld, codesOf, type BatchWorld } from '../support/batch-world.ts';
import { nextDecree } from '../support/batch-road.ts';
import { ENGINES } from '../support/running-system.ts';

/** A sealed batch, its decree and its delivery: raw SQL moves none of them off what they stand for. */
describe.each(ENGINES)('raw SQL against batches on %s', (engine) => {
  let world: BatchWorld;
  const raw = (sql: string, values: unknown[] = []) => world.write.raw(sql, values as never);
  const batchRow = async (id: number) =>
    (await world.write('batches').where({ id }).first()) as Record<string, unknown>;
  const ratifyRaw = (id: number, by: number, connection: { raw: typeof raw } = { raw }) =>
    connection.raw(
      "UPDATE batches SET status = 'ratified', version = version + 1, ratified_by_id = ?, ratified_digest = digest, decree_no = ?, decree_date = '2026-11-22' WHERE id = ?",
      [by, nextDecree().decreeNo, id],
    );

  beforeAll(async () => {
    world = await batchWorld(engine);
  });
  afterAll(() => world.stop());

  it('cannot give a batch another wave, channel, number or composer', async () => {
    const { ids } = await world.people(1);
    const batch = await world.road.open(world.system.waveId, ids);
    for (const change of [
      `composed_by_id = ${world.system.accounts.admin.id}`,
      "channel = 'online'",
      "batch_no = 'KOL-X'",
      "created_at = 'x'",
    ])
      await expect(raw(`UPDATE batches SET ${change} WHERE id = ?`, [batch.id]), change).rejects.toThrow(
        /GUARD_BATCH_FIXED/,
      );
  });

  it('cannot add to a manifest once its batch is sealed, nor name another sealer', async () => {
    const [{ ids }, stranger] = [await world.people(2), await world.people(1)];
    const batch = await world.road.seal(await world.road.open(world.system.waveId, ids));
    const manifest = (await world.write('manifests').where({ batch_id: batch.id }).first()) as {
      id: number;
    };
    const line = (await world.write('manifest_lines').where({ manifest_id: manifest.id }).first()) as object;
    await expect(
      world.write('manifest_lines').insert({ ...line, position: 99, submission_id: stranger.ids[0] }),
    ).rejects.toThrow(/GUARD_MANIFEST_LINE_CLOSED/);
    await expect(world.write('manifests').insert({ ...manifest, id: 9_999 })).rejects.toThrow(
      /GUARD_MANIFEST_CLOSED/,
    );
    await expect(
      raw('UPDATE batches SET sealed_by_id = ? WHERE id = ?', [world.system.accounts.admin.id, batch.id]),
    ).rejects.toThrow(/GUARD_BATCH_SEALED/);
    await expect(
      raw('UPDATE batch_rows SET added_by_id = ? WHERE batch_id = ?', [
        world.system.accounts.admin.id,
        batch.id,
      ]),
    ).rejects.toThrow(/GUARD_BATCH_ROW_UPDATE/);
  });

  it('cannot move a registration into a ratified batch that does not hold it', async () => {
    const [{ ids }, open] = [await world.people(1), await world.people(1)];
    const ratified = await world.road.ratified(world.system.waveId, ids);
    await world.road.open(world.system.waveId, open.ids);
    await expect(
      raw("UPDATE submissions SET status = 'ratified', version = version + 1, batch_id = ? WHERE id = ?", [
        ratified.id,
        open.ids[0],
      ]),
    ).rejects.toThrow(/GUARD_SUBMISSION_WITH_BATCH/);
  });

  it('cannot call a batch sent, acknowledged or free again without its delivery saying so', async () => {
    const { ids } = await world.people(1);
    const ratified = await world.road.ratified(world.system.waveId, ids);
    const to = (status: string) =>
      raw(`UPDATE batches SET status = '${status}', version = version + 1 WHERE id = ?`, [ratified.id]);
    await expect(to('sent')).rejects.toThrow(/GUARD_BATCH_SENT_TRUE/);
    const sent = await world.road.forward(ratified);
    await world.system.services.dispatchWorker.wake();
    await expect(to('acknowledged')).rejects.toThrow(/GUARD_BATCH_SENT_TRUE/);
    await expect(to('ratified')).rejects.toThrow(/GUARD_BATCH_SENT_TRUE/);
    for (const status of ['refused', 'acknowledged', 'queued'])
      await expect(
        raw(`UPDATE dispatches SET status = '${status}' WHERE batch_id = ?`, [ratified.id]),
        status,
      ).rejects.toThrow(/GUARD_DISPATCH_MOVES/);
    await world.road.acknowledge(await world.road.reload(sent.id));
    await expect(to('settled')).rejects.toThrow(/GUARD_BATCH_SETTLED_TRUE/);
  });

  it('cannot ratify two batches beyond the quota, one after the other or at once', async () => {
    const [first, second] = [await world.people(2), await world.people(2)];
    const { waveId, accounts } = world.system;
    const one = await world.road.awaiting(waveId, first.ids);
    const two = await world.road.awaiting(waveId, second.ids);
    const [kept] = (await world
      .write('submissions')
      .where({ wave_id: waveId })
      .whereIn('status', ['ratified', 'sent', 'confirmed'])
      .count({ n: '*' })) as { n: number }[];
    await world
      .write('waves')
      .where({ id: waveId })
      .update({ quota: Number(kept?.n) + 3 });
    const { database } = world.system.services;
    const results = await Promise.allSettled(
      [one, two].map(({ id }) =>
        database.transaction(async (trx) => {
          await ratifyRaw(id, accounts.approver.id, trx as never);
          await new Promise((resolve) => setTimeout(resolve, 300));
        }),
      ),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const left = (await batchRow(one.id))['status'] === 'ratified' ? two : one;
    await expect(ratifyRaw(left.id, accounts.approver.id)).rejects.toThrow(/GUARD_BATCH_QUOTA/);
    await world.write('waves').where({ id: waveId }).update({ quota: 1000 });
  });

  it('refuses ratification by whoever put a row in, or verified it in an earlier round, whatever their role is now', async () => {
    const { accounts, waveId } = world.system;
    const { ids } = await world.people(1);
    const batch = await world.road.awaiting(waveId, ids);
    const made = async (id: number) =>
      world.write('staff').where({ id }).update({ role: 'approver' }) as Promise<number>;
    await world.write('submission_transitions').insert({
      ...{ submission_id: ids[0], action: 'verify', from_status: 'in_review', to_status: 'verified' },
      ...{ actor_id: accounts.reviewer2.id, actor_role: 'reviewer', at: 'x', request_id: 'x' },
    });
    await made(accounts.reviewer2.id);
    await made(accounts.coordinator.id);
    try {
      const former = await world.system.login('reviewer2');
      expect(codesOf(await world.road.ratify(batch, {}, former))).toEqual(['VERIFIED_BY_ACTOR']);
      for (const by of [accounts.reviewer2.id, accounts.coordinator.id])
        await expect(ratifyRaw(batch.id, by)).rejects.toThrow(/GUARD_BATCH_FOUR_EYES/);
    } finally {
      await world.write('staff').where({ id: accounts.reviewer2.id }).update({ role: 'reviewer' });
      await world.write('staff').where({ id: accounts.coordinator.id }).update({ role: 'coordinator' });
    }
    const closed = world.write('staff').where({ id: accounts.approver.id });
    await closed.clone().update({ active: 0 });
    await expect(ratifyRaw(batch.id, accounts.approver.id)).rejects.toThrow(/GUARD_BATCH_FOUR_EYES/);
    await closed.clone().update({ active: 1 });
  });
});
