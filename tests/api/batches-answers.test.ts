import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReconciliationSheet } from '../../server/forwarding/reconciliation-sheet-schema.ts';
import type { BatchRecord } from '../../server/batches/batch-schema.ts';
import type { Reconciliation } from '../../server/forwarding/forwarding-schema.ts';
import { batchWorld, blockersOf, type BatchWorld } from '../support/batch-world.ts';
import { ENGINES } from '../support/running-system.ts';

describe.each(ENGINES)('the PMO’s answers row by row, on %s', (engine) => {
  let world: BatchWorld;
  beforeAll(async () => {
    world = await batchWorld(engine);
  });
  afterAll(() => world.stop());

  const sheet = async (batch: BatchRecord) =>
    (await world.clients.pmo.get<Reconciliation>(world.road.path(batch, 'reconciliation'))).body;

  it('takes no answer of somebody about their own registration, alone, with all others or by raw SQL', async () => {
    const { people, ids, batch } = await world.acknowledged(2);
    const [own, other] = (await world.numbers(ids)) as [string, string];
    const staff = world.write('staff').where({ id: world.system.accounts.pmo.id });
    await staff.clone().update({ nik_bidx: world.system.services.blindIndex.nik(people[0]?.nik as string) });
    try {
      const { path } = world.road;
      const all = await world.clients.pmo.post(path(batch, 'confirm-all'), { version: batch.version });
      const alone = await world.clients.pmo.post(path(batch, 'answer'), {
        version: batch.version,
        answers: [{ registrationNo: own, result: 'CONFIRMED' }],
      });
      expect([all.status, alone.status]).toEqual([409, 409]);
      expect(blockersOf(all)).toMatchObject([{ code: 'OWN_REGISTRATION', rows: [{ registrationNo: own }] }]);
      const rest = await world.clients.pmo.post(path(batch, 'answer'), {
        version: batch.version,
        answers: [{ registrationNo: other, result: 'CONFIRMED' }],
      });
      expect(rest.status).toBe(200);
      expect(await world.statuses(ids)).toEqual(['sent', 'confirmed']);
      const dispatch = (await world.write('dispatches').where({ batch_id: batch.id }).first()) as {
        id: number;
      };
      await expect(
        world.write('pmo_answers').insert({
          ...{ dispatch_id: dispatch.id, submission_id: ids[0], result: 'CONFIRMED', source: 'console' },
          ...{ answered_at: 'x', recorded_by_id: world.system.accounts.pmo.id, recorded_at: 'x' },
        }),
      ).rejects.toThrow(/GUARD_PMO_ANSWER_OF_DELIVERY/);
    } finally {
      await staff.clone().update({ nik_bidx: null });
    }
  });

  it('takes answers row by row, keeps the PMO’s code beside ours, and settles with the last one', async () => {
    const { ids, batch } = await world.acknowledged(3);
    const [one, two, three] = (await world.numbers(ids)) as [string, string, string];
    const path = world.road.path(batch, 'answer');
    const bad = await world.clients.pmo.post(path, {
      version: batch.version,
      answers: [
        { registrationNo: one, result: 'RETURNED', pmoCode: 'X-17' },
        { registrationNo: 'PK-0000-0000-0000', result: 'CONFIRMED' },
        { registrationNo: two, result: 'CONFIRMED' },
        { registrationNo: two, result: 'CONFIRMED' },
      ],
    });
    expect([bad.status, Object.keys((bad.body as { errors?: Record<string, string> }).errors ?? {})]).toEqual(
      [422, ['answers.0.note', 'answers.1.registrationNo', 'answers.3.registrationNo']],
    );
    expect(await world.statuses(ids)).toEqual(['sent', 'sent', 'sent']);
    const first = await world.clients.pmo.post<BatchRecord>(path, {
      version: batch.version,
      answers: [
        { registrationNo: one, result: 'RETURNED', pmoCode: 'kk_mismatch' },
        { registrationNo: two.toLowerCase(), result: 'REJECTED', pmoCode: 'X-17', note: 'data ganda di PMO' },
      ],
    });
    expect(first.body).toMatchObject({ status: 'acknowledged' });
    expect(await sheet(batch)).toMatchObject({
      sent: 3,
      confirmed: 0,
      returned: 1,
      refused: 1,
      pending: 1,
      balanced: true,
    });
    const other = await world.clients.pmo.post(path, {
      version: first.body.version, answers: [{ registrationNo: one, result: 'CONFIRMED' }],
    }); // prettier-ignore
    expect(blockersOf(other)).toMatchObject([
      { code: 'ALREADY_ANSWERED', rows: [{ registrationNo: one, before: 'RETURNED' }] },
    ]);
    const last = await world.clients.pmo.post<BatchRecord>(path, {
      version: first.body.version,
      answers: [{ registrationNo: three, result: 'CONFIRMED' }, { registrationNo: one, result: 'RETURNED', pmoCode: 'KK_MISMATCH' }],
    }); // prettier-ignore
    expect(last.body).toMatchObject({ status: 'settled' });
    expect(await world.statuses(ids)).toEqual(['pmo_returned', 'pmo_rejected', 'confirmed']);
    const kept = (await world
      .write('pmo_answers')
      .whereIn('submission_id', ids)
      .orderBy('submission_id')) as object[];
    expect(kept).toMatchObject([
      { result: 'RETURNED', pmo_code: 'kk_mismatch', reason_code: 'KK_MISMATCH' },
      { result: 'REJECTED', pmo_code: 'X-17', reason_code: 'PMO_OTHER', note: 'data ganda di PMO' },
      { result: 'CONFIRMED', reason_code: null },
    ]);
  });

  it('lets one of many simultaneous answers win', async () => {
    const { ids, batch } = await world.acknowledged(2);
    const [number] = await world.numbers(ids);
    const answers = await Promise.all(
      ['CONFIRMED', 'RETURNED', 'CONFIRMED', 'REJECTED', 'RETURNED'].map((result) =>
        world.clients.pmo.post(world.road.path(batch, 'answer'), {
          version: batch.version, answers: [{ registrationNo: number, result, pmoCode: 'KK_MISMATCH' }],
        }),
      ),
    ); // prettier-ignore
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await world.write('pmo_answers').where({ submission_id: ids[0] })).toHaveLength(1);
  });

  it('sends a returned row through correction into a second round, and the wave’s sheet balances', async () => {
    const { ids, batch } = await world.acknowledged(2, { proposer: 'SERIKAT' });
    const [one, two] = await world.numbers(ids);
    const answered = await world.clients.pmo.post<BatchRecord>(world.road.path(batch, 'answer'), {
      version: batch.version,
      answers: [{ registrationNo: one, result: 'RETURNED', pmoCode: 'DOB_MISMATCH' }, { registrationNo: two, result: 'CONFIRMED' }],
    }); // prettier-ignore
    expect(answered.body.status).toBe('settled');
    const returned = (await world.clients.coordinator.get<{ version: number }>(`/api/submissions/${ids[0]}`))
      .body;
    const back = await world.clients.coordinator.post<{ status: string; roundNo: number }>(
      `/api/submissions/${ids[0]}/return`,
      { version: returned.version, reasons: ['DOB_MISMATCH'], note: 'dikembalikan PMO' },
    );
    expect(back.body).toMatchObject({ status: 'needs_correction', roundNo: 2 });
    expect(await world.write('batch_rows').where({ submission_id: ids[0] })).toMatchObject([
      { live: 0, batch_id: batch.id },
    ]);
    const sums = await sheet(batch);
    expect(sums).toMatchObject({ sent: 2, confirmed: 1, returned: 1, pending: 0, balanced: true });
    expect(sums.by).toMatchObject({
      proposer: [{ proposer: 'SERIKAT', sent: 2 }],
      round: [{ roundNo: 1, sent: 2 }],
      office: [{ officeName: 'Dinas Tenaga Kerja Kota Semarang', sent: 2 }],
    });
    for (const part of [sums.by.office, sums.by.proposer, sums.by.round])
      expect(part.reduce((sum, slice) => sum + slice.sent, 0)).toBe(sums.sent);
    const wave = await world.clients.auditor.get<ReconciliationSheet>(
      `/api/reconciliation/sheet?waveId=${world.system.waveId}&groupBy=batch`,
    );
    expect(wave.body.balanced).toBe(true);
    const rows = await world.clients.pmo.list<{ id: number; result: string; live: boolean }>(
      world.road.path(batch, 'rows'),
    );
    expect(rows.rows.map(({ id, result, live }) => [id, result, live]).sort()).toEqual(
      [[ids[0], 'RETURNED', false], [ids[1], 'CONFIRMED', true]].sort(),
    ); // prettier-ignore
  });
});
