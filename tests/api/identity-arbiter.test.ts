import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchRecord } from '../../server/batches/batch-schema.ts';
import { batchRoad, logInAll, nextDecree } from '../support/batch-road.ts';
import { codesOf } from '../support/batch-world.ts';
import { readingDesk, type Case, type ReadingDesk } from '../support/reading-desk.ts';
import { ENGINES, startSystem, type RunningSystem, type Username } from '../support/running-system.ts';

/** Whoever decided between two readers has decided on the person: what else of that registration is not theirs any more. */
describe.each(ENGINES)('the coordinator who decided between two readers on %s', (engine) => {
  let system: RunningSystem;
  let desk: ReadingDesk;

  beforeAll(async () => {
    system = await startSystem({ engine });
    desk = await readingDesk(system);
  });
  afterAll(() => system.stop());

  const write = () => system.services.database.write;
  const becomes = (who: Username, role: string) =>
    write()('staff').where({ id: system.accounts[who].id }).update({ role });
  /** A disputed person whom the coordinator found to be the same. */
  async function decided(): Promise<Case> {
    const one = await desk.partial();
    await desk.readAll(one, ['same_person', 'different', 'same_person']);
    return one;
  }

  it('does not verify it, neither by the rules nor by raw SQL', async () => {
    const one = await decided();
    const { body } = await desk.coordinator.get<Case>(`/api/submissions/${one.id}`);
    const refused = await desk.coordinator.post(`/api/submissions/${one.id}/verify`, {
      version: body.version,
    });
    expect(refused.status).toBe(403);
    // With its place on the KK card, so that nothing but the person stands in the way.
    await write().raw(
      'INSERT INTO kk_reservations (kk_bidx, slot, submission_id, taken_at) SELECT kk_bidx, 1, id, updated_at FROM submissions WHERE id = ?',
      [one.id],
    );
    const verifyAs = (id: number) =>
      write()('submissions')
        .where({ id: one.id })
        .update({ status: 'verified', version: body.version + 1, decided_by_id: id });
    await expect(verifyAs(system.accounts.coordinator.id)).rejects.toThrow(/GUARD_SUBMISSION_VERIFIED/);
    expect(await verifyAs(system.accounts.reviewer.id)).toBe(1);
  });

  it('does not ratify a batch that holds it after becoming the approver, and neither does any other reader of it', async () => {
    const one = await decided();
    expect((await desk.verify(one)).body.status).toBe('verified');
    // Somebody else composes and seals, so that nothing but the reading stands in the way.
    await becomes('intake2', 'coordinator');
    const clients = { ...(await logInAll(system)), coordinator: await system.login('intake2') };
    const road = batchRoad(clients);
    const batch = await road.awaiting(system.waveId, [one.id]);
    const bySql = (id: number) =>
      write()('batches').where({ id: batch.id }).update({
        status: 'ratified', version: batch.version + 1, ratified_by_id: id, ratified_digest: batch.digest,
        ratified_at: new Date().toISOString(), decree_no: `SQL-${batch.id}-${id}`, decree_date: '2026-11-20',
      }); // prettier-ignore
    const readers = { coordinator: 'coordinator', reviewer2: 'reviewer', reviewer: 'reviewer' } as const;
    for (const [who, role] of Object.entries(readers) as [keyof typeof readers, string][]) {
      await becomes(who, 'approver');
      const answer = await road.ratify(batch, nextDecree(), await system.login(who));
      expect([answer.status, codesOf(answer)], who).toEqual([409, ['VERIFIED_BY_ACTOR']]);
      await expect(bySql(system.accounts[who].id), who).rejects.toThrow(/GUARD_BATCH_FOUR_EYES/);
      await becomes(who, role);
    }
    const ratified = await road.ratify(batch as BatchRecord);
    expect(ratified.body.status).toBe('ratified');
    await becomes('intake2', 'intake');
  });
});
