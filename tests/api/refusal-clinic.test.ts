import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchRecord } from '../../server/batches/batch-schema.ts';
import type { Dashboard } from '../../server/dashboard/dashboard-schema.ts';
import type { AnswerIssueRecord } from '../../server/forwarding/forwarding-schema.ts';
import type { PmoCodeRecord } from '../../server/forwarding/pmo-code-schema.ts';
import type { RefusalClinic, RefusalRecord } from '../../server/forwarding/refusal-schema.ts';
import { batchWorld, type BatchWorld } from '../support/batch-world.ts';
import { ENGINES } from '../support/running-system.ts';

const E17 = {
  code: 'e17',
  reasonCode: 'KK_MISMATCH',
  cause: 'office',
  remedy: { id: 'Perbarui nomor KK pada formulir.', en: 'Update the KK number on the form.' },
  carriesOver: true,
};

describe.each(ENGINES)('the refusal clinic, on %s', (engine) => {
  let world: BatchWorld;
  let batch: BatchRecord;
  let ids: number[];
  beforeAll(async () => {
    world = await batchWorld(engine);
    const made = await world.acknowledged(6, { proposer: 'ORMAS' });
    ids = made.ids;
    batch = made.batch;
    const numbers = await world.numbers(ids);
    const answers = [
      { registrationNo: numbers[0], result: 'CONFIRMED' },
      { registrationNo: numbers[1], result: 'RETURNED', pmoCode: 'E17', note: 'lihat KK' },
      { registrationNo: numbers[2], result: 'RETURNED', pmoCode: 'e17', note: 'lihat KK' },
      { registrationNo: numbers[3], result: 'REJECTED', pmoCode: 'BLACKLISTED' },
      { registrationNo: numbers[4], result: 'RETURNED', pmoCode: 'DOB_MISMATCH' },
    ];
    const path = world.road.path(batch, 'answer');
    await world.clients.pmo.post<BatchRecord>(path, { version: batch.version, answers });
  });
  afterAll(() => world.stop());

  const clinic = async (filter: object = {}) =>
    (
      await world.clients.coordinator.get<RefusalClinic>(
        `/api/refusal-clinic?filter=${encodeURIComponent(JSON.stringify({ waveId: world.system.waveId, ...filter }))}`,
      )
    ).body;
  const rows = (filter: object) =>
    world.clients.auditor.list<RefusalRecord>('/api/pmo-refusals', {
      filter: { ...filter },
      sort: ['id', 'ASC'],
    });

  it('shows a code nobody mapped as such, makes it a work item, and closes that when somebody maps it', async () => {
    const before = await clinic();
    expect(before).toMatchObject({ returned: 3, rejected: 1, canCarry: 1, rounds: [1] });
    expect(before.codes[0]).toMatchObject({
      code: 'E17',
      mapped: false,
      cause: null,
      returned: 2,
      canCarry: 0,
    });
    const items = () =>
      world.clients.coordinator.list<AnswerIssueRecord>('/api/answer-issues', {
        filter: { code: 'CODE_UNMAPPED', status: 'open' },
      });
    expect((await items()).rows).toMatchObject([{ source: 'console', line: null, position: null }]);
    const made = await world.clients.admin.post<PmoCodeRecord>('/api/pmo-codes', E17);
    expect([made.status, made.body.code, made.body.answers]).toEqual([201, 'E17', 2]);
    expect((await items()).total).toBe(0);
    expect((await world.clients.admin.post('/api/pmo-codes', E17)).body['code']).toBe('CODE_USED');
    const after = await clinic();
    expect(after.codes[0]).toMatchObject({
      ...{ code: 'E17', mapped: true, cause: 'office', reasonCode: 'KK_MISMATCH', canCarry: 2 },
      remedy: E17.remedy,
    });
    expect(after.canCarry).toBe(3);
    expect((await world.clients.coordinator.post('/api/pmo-codes', E17)).status).toBe(403);
  });

  it('counts by office what its rows give, under every filter', async () => {
    const officeId = world.system.offices['dinas-3374'];
    expect((await clinic()).offices).toMatchObject([{ officeId, total: 4 }]);
    expect((await clinic({ proposer: 'ORMAS', roundNo: 1 })).returned).toBe(3);
    expect((await clinic({ proposer: 'DINAS' })).codes).toEqual([]);
    expect((await clinic({ roundNo: 2 })).codes).toEqual([]);
    const wave = { waveId: world.system.waveId };
    expect((await rows({ ...wave, officeId, code: 'E17' })).total).toBe(2);
    expect((await rows({ ...wave, code: ['E17', 'BLACKLISTED'] })).total).toBe(3);
    expect((await rows({ ...wave, cause: 'office' })).total).toBe(3);
    const carried = await rows({ ...wave, canCarry: true });
    expect(carried.rows.map(({ submissionId }) => submissionId)).toEqual([ids[1], ids[2], ids[4]]);
    expect((await rows({ ...wave, canCarry: false })).rows.map(({ code }) => code)).toEqual(['BLACKLISTED']);
    const bad = await world.clients.coordinator.get('/api/refusal-clinic?filter={"waveId":[1]}');
    expect(bad.status).toBe(422);
  });

  it('carries nothing over that has gone on', async () => {
    await world
      .write('submissions')
      .where({ id: ids[4] })
      .update({ status: 'needs_correction', decided_by_id: null, version: world.write.raw('version + 1') });
    expect((await rows({ canCarry: true, code: 'DOB_MISMATCH' })).total).toBe(1);
    await world
      .write('submissions')
      .where({ id: ids[4] })
      .update({ status: 'withdrawn', version: world.write.raw('version + 1') });
    expect((await rows({ canCarry: true, code: 'DOB_MISMATCH' })).total).toBe(0);
  });

  it('alarms coordinator and PMO when answers are late, by the wave’s own deadline', async () => {
    const deadline = async () =>
      (await world.clients.pmo.get(`/api/batches/${batch.id}/answer-deadline`)).body;
    expect(await deadline()).toMatchObject({ state: 'open', pending: 1, answerDays: 14 });
    const home = async (who: 'coordinator' | 'pmo') =>
      (await world.clients[who].get<Dashboard>('/api/dashboard')).body;
    expect((await home('coordinator')).lateAnswers).toEqual([]);
    const past = new Date(Date.now() - 16 * 86_400_000).toISOString();
    await world.write('dispatches').where({ batch_id: batch.id }).update({ delivered_at: past });
    expect(await deadline()).toMatchObject({ state: 'overdue', daysOver: 2 });
    expect((await home('coordinator')).lateAnswers).toMatchObject([
      { batchId: batch.id, answersState: 'overdue', daysOver: 2, pending: 1 },
    ]);
    expect((await home('pmo')).deliveries).toMatchObject([{ batchId: batch.id, answersState: 'overdue' }]);
    const wave = (await world.clients.admin.get<{ version: number }>(`/api/waves/${world.system.waveId}`))
      .body;
    const longer = await world.clients.admin.put(`/api/waves/${world.system.waveId}`, {
      version: wave.version,
      answerDays: 30,
    });
    expect(longer.body).toMatchObject({ answerDays: 30 });
    expect(await deadline()).toMatchObject({ state: 'open', answerDays: 30 });
    await expect(
      world.write('waves').where({ id: world.system.waveId }).update({ answer_days: 0 }),
    ).rejects.toThrow(/check/i);
  });
});
