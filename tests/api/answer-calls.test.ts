import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnswerCallReceipt } from '../../server/forwarding/answer-call-schema.ts';
import type { AnswerIssueRecord, Reconciliation } from '../../server/forwarding/forwarding-schema.ts';
import { batchWorld, type BatchWorld } from '../support/batch-world.ts';
import { PMO_ENV, pmoCaller, type PmoCaller } from '../support/pmo-caller.ts';
import { ENGINES } from '../support/running-system.ts';

const HEADER = 'dispatch_no,row_id,nik,result,pmo_code,note,answered_at';
const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

describe.each(ENGINES)('answers of the PMO’s system, on %s', (engine) => {
  let world: BatchWorld;
  let call: PmoCaller;
  beforeAll(async () => {
    world = await batchWorld(engine, PMO_ENV);
    call = pmoCaller(world.system);
  });
  afterAll(() => world.stop());

  const send = (dispatchNo: string | null, answers: unknown[]) =>
    call<AnswerCallReceipt>({ dispatchNo, answers });
  const confirm = (registrationNo: string) => ({ registrationNo, result: 'CONFIRMED' });
  const answersOf = (ids: number[]) =>
    world.write('pmo_answers').whereIn('submission_id', ids).orderBy('submission_id');
  const openItems = (batchId: number) =>
    world.clients.coordinator.list<AnswerIssueRecord>('/api/answer-issues', {
      filter: { batchId, status: 'open' },
      sort: ['id', 'ASC'],
    });

  it('are taken in parts by the rules of the file, a tenth of them bad, and nothing is half applied', async () => {
    const { ids, batch } = await world.acknowledged(10);
    const numbers = await world.numbers(ids);
    const [a, b, c] = numbers as [string, string, string];
    const first = await send(batch.dispatchNo, [
      ...numbers.slice(3, 9).map(confirm),
      { registrationNo: a, result: 'RETURNED', pmoCode: 'kk_mismatch', answeredAt: '2026-11-20T10:00:00+07:00' },
      { registrationNo: b, result: 'REJECTED', pmoCode: 'E17', note: 'NIK 3374010101019001 ganda' },
      { registrationNo: c, result: 'BOGUS' },
    ]); // prettier-ignore
    expect(first.status).toBe(200);
    expect(first.body.counts).toEqual({
      answers: 9, applied: 8, confirmed: 6, returned: 1, rejected: 1, same: 0, kept: 0, issues: 2,
    }); // prettier-ignore
    expect(first.body.issues.map(({ position, code }) => [position, code])).toEqual([
      [8, 'CODE_UNMAPPED'],
      [9, 'BAD_RESULT'],
    ]);
    expect(await answersOf(ids.slice(0, 2))).toMatchObject([
      { result: 'RETURNED', reason_code: 'KK_MISMATCH', source: 'api', answer_call_id: first.body.id },
      { result: 'REJECTED', reason_code: 'PMO_OTHER', pmo_code: 'E17', answered_at: expect.any(String) },
    ]);
    const items = await openItems(batch.id);
    expect(items.rows).toMatchObject([
      { source: 'api', position: 8, line: null, fileName: null, code: 'CODE_UNMAPPED' },
      { source: 'api', position: 9, code: 'BAD_RESULT' },
    ]);
    const rest = await send(batch.dispatchNo, [
      confirm(c),
      { registrationNo: a, result: 'RETURNED', pmoCode: 'KK_MISMATCH' },
      { registrationNo: b, result: 'CONFIRMED' },
      confirm(numbers[9] as string),
    ]);
    expect(rest.body.counts).toMatchObject({ applied: 2, same: 1, issues: 1 });
    expect(rest.body.issues).toMatchObject([{ position: 3, code: 'ANSWERED_DIFFERENTLY' }]);
    expect((await world.road.reload(batch.id)).status).toBe('settled');
    const sheet = await world.clients.pmo.get<Reconciliation>(world.road.path(batch, 'reconciliation'));
    expect(sheet.body).toMatchObject({ sent: 10, confirmed: 8, returned: 1, refused: 1, pending: 0 });
  });

  it('change nothing the second time, signed anew; a copied request is refused', async () => {
    const { ids, batch } = await world.acknowledged(2);
    const [number] = (await world.numbers(ids)) as [string];
    const body = { dispatchNo: batch.dispatchNo, answers: [confirm(number)] };
    const timestamp = String(Math.floor(Date.now() / 1000));
    const copied = { nonce: `nonce-${batch.id}-0123456789`, timestamp };
    const first = await call<AnswerCallReceipt>(body, copied);
    const copy = await call(body, copied);
    expect([copy.status, copy.body['code']]).toEqual([409, 'NONCE_USED']);
    const other = await call({ ...body, answers: [{ registrationNo: number, result: 'REJECTED', note: 'x' }] }, copied); // prettier-ignore
    expect(other.body['code']).toBe('NONCE_USED');
    const again = await call<AnswerCallReceipt>(body);
    expect(again.body).toEqual({ ...first.body, repeated: true });
    expect(await answersOf(ids)).toHaveLength(1);
    expect(await world.write('pmo_answer_calls').where({ batch_id: batch.id })).toHaveLength(1);
  });

  it('are refused with a wrong token, signature or clock, a body changed on its way, or in a session', async () => {
    const { ids, batch } = await world.acknowledged(1);
    const [number] = (await world.numbers(ids)) as [string];
    const body = { dispatchNo: batch.dispatchNo, answers: [confirm(number)] };
    const seconds = (offset: number) => String(Math.floor(Date.now() / 1000) + offset);
    const forged = JSON.stringify({ ...body, answers: [{ registrationNo: number, result: 'REJECTED' }] });
    const cases: [Parameters<PmoCaller>[1], number, string][] = [
      [{ token: 'x'.repeat(40) }, 401, 'BAD_TOKEN'],
      [{ secret: 'y'.repeat(40) }, 401, 'BAD_SIGNATURE'],
      [{ forged }, 401, 'BAD_SIGNATURE'],
      [{ headers: { 'x-loket-nonce': 'another-nonce-0123' } }, 401, 'BAD_SIGNATURE'],
      [{ timestamp: seconds(-400) }, 401, 'TIMESTAMP_OUT_OF_WINDOW'],
      [{ timestamp: seconds(400) }, 401, 'TIMESTAMP_OUT_OF_WINDOW'],
      [{ headers: { 'x-loket-signature': '' } }, 401, 'SIGNATURE_MISSING'],
    ];
    for (const [changes, status, code] of cases) {
      const answer = await call(body, changes);
      expect([answer.status, answer.body['code']]).toEqual([status, code]);
    }
    const session = await world.clients.pmo.post('/api/pmo/answers', body);
    expect([session.status, session.body['code']]).toEqual([403, 'TOKEN_ONLY']);
    expect(await answersOf(ids)).toEqual([]);
    const logged = await world.clients.auditor.list<{ body: { details: { code: string } } }>(
      '/api/audit-events',
      { filter: { action: 'batch.answer-call', outcome: 'refused' }, sort: ['id', 'DESC'] },
    );
    expect(logged.rows.map(({ body: event }) => event.details.code)).toEqual(
      expect.arrayContaining(['BAD_SIGNATURE', 'TIMESTAMP_OUT_OF_WINDOW', 'TOKEN_ONLY']),
    );
  });

  it('open no other route with the configured token; a token made in the console does as well', async () => {
    const other = await world.system.visitor().raw('/api/batches?range=[0,1]', {
      headers: { authorization: `Bearer ${PMO_ENV.LOKET_PMO_ANSWER_TOKEN}` },
    });
    expect([other.status, ((await other.json()) as { code: string }).code]).toEqual([403, 'SCOPE']);
    const made = await world.clients.admin.post<{ token: string }>('/api/tokens', {
      name: 'sistem PMO',
      staffId: world.system.accounts.pmo.id,
      scopes: ['delivery.answer-signed'],
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    });
    const { ids, batch } = await world.acknowledged(1);
    const [number] = (await world.numbers(ids)) as [string];
    const answer = await call<AnswerCallReceipt>(
      { dispatchNo: batch.dispatchNo, answers: [confirm(number)] },
      { token: made.body.token },
    );
    expect(answer.body.counts.applied).toBe(1);
    expect(await answersOf(ids)).toMatchObject([{ recorded_by_id: world.system.accounts.pmo.id }]);
  });

  it('name rows of this delivery only: those of another batch are work, an unknown delivery is told', async () => {
    const one = await world.acknowledged(1);
    const two = await world.acknowledged(1);
    const [foreign] = (await world.numbers(two.ids)) as [string];
    const answer = await send(one.batch.dispatchNo, [confirm(foreign)]);
    expect(answer.body).toMatchObject({
      counts: { applied: 0, issues: 1 },
      issues: [{ position: 1, code: 'UNKNOWN_ROW' }],
    });
    expect(await answersOf(two.ids)).toEqual([]);
    expect((await send('DSP-2020-00001-1', [confirm(foreign)])).status).toBe(404);
    expect((await call({ dispatchNo: one.batch.dispatchNo, answers: [] })).status).toBe(422);
  });

  it('that are quicker than the acknowledgement are kept, shown as work, and taken after it', async () => {
    const { ids } = await world.people(3);
    const [a, b, c] = (await world.numbers(ids)) as [string, string, string];
    const sent = await world.road.forward(await world.road.ratified(world.system.waveId, ids));
    const early = await send(sent.dispatchNo, [confirm(a), { registrationNo: b, result: 'NO' }, 'noise']);
    expect(early.body).toMatchObject({
      counts: { answers: 3, applied: 0, kept: 3, issues: 1 },
      issues: [{ position: 1, code: 'BEFORE_ACKNOWLEDGEMENT' }],
    });
    const contrary = await send(sent.dispatchNo, [
      { registrationNo: a, result: 'REJECTED', pmoCode: 'BLACKLISTED' },
      confirm(c),
    ]);
    expect(contrary.body.counts.kept).toBe(2);
    expect(await world.statuses(ids)).toEqual(['sent', 'sent', 'sent']);
    await expect(
      world.write('pmo_early_answers').update({ applied_at: new Date().toISOString() }),
    ).rejects.toThrow(/GUARD_PMO_EARLY_ANSWER_ONCE/);
    await world.road.acknowledge(await world.road.reload(sent.id));
    while ((await world.write('pmo_early_answers').whereNull('applied_at').first('id')) !== undefined)
      await pause();
    expect(await world.statuses(ids)).toEqual(['confirmed', 'sent', 'confirmed']);
    const items = await openItems(sent.id);
    expect(items.rows.map(({ position, code }) => [position, code])).toEqual([
      [2, 'BAD_RESULT'], [3, 'BAD_LINE'], [1, 'ANSWERED_DIFFERENTLY'],
    ]); // prettier-ignore
  });

  it('and a file of the same answers at the same moment are taken once', async () => {
    const { ids, people, batch } = await world.acknowledged(20);
    const numbers = await world.numbers(ids);
    const bytes = Buffer.from(
      [HEADER, ...numbers.map((number, index) => `${batch.dispatchNo},${number},${people[index]?.nik},CONFIRMED,,,`)].join('\n'),
    ); // prettier-ignore
    const [file, api, twice] = await Promise.all([
      world.clients.pmo.upload(world.road.path(batch, 'answer-files'), { bytes, name: 'jawaban.csv' }),
      send(batch.dispatchNo, numbers.map(confirm)),
      send(batch.dispatchNo, numbers.map(confirm)),
    ]);
    expect([file.status, api.status, twice.status]).toEqual([202, 200, 200]);
    expect(await answersOf(ids)).toHaveLength(20);
    expect((await openItems(batch.id)).total).toBe(0);
    expect((await world.road.reload(batch.id)).status).toBe('settled');
  });
});

describe('answers by API that nobody set up', () => {
  it('are refused as such, in words', async () => {
    const world = await batchWorld('sqlite');
    try {
      const made = await world.clients.admin.post<{ token: string }>('/api/tokens', {
        name: 'sistem PMO',
        staffId: world.system.accounts.pmo.id,
        scopes: ['delivery.answer-signed'],
        expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
      });
      const answer = await pmoCaller(world.system)({}, { token: made.body.token });
      expect([answer.status, answer.body['code']]).toEqual([503, 'PMO_ANSWERS_OFF']);
    } finally {
      await world.stop();
    }
  });
});
