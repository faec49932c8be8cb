import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchRecord } from '../../server/batches/batch-schema.ts';
import type {
  AnswerFileReceipt,
  AnswerIssueRecord,
  Reconciliation,
} from '../../server/forwarding/forwarding-schema.ts';
import { batchWorld, type BatchWorld } from '../support/batch-world.ts';
import { ENGINES } from '../support/running-system.ts';

const HEADER = 'dispatch_no,row_id,nik,result,pmo_code,note,answered_at';

describe.each(ENGINES)('the PMO’s answer files, on %s', (engine) => {
  let world: BatchWorld;
  beforeAll(async () => {
    world = await batchWorld(engine);
  });
  afterAll(() => world.stop());

  const sheet = async (batch: BatchRecord) =>
    (await world.clients.pmo.get<Reconciliation>(world.road.path(batch, 'reconciliation'))).body;

  const upload = (batch: BatchRecord, lines: string[], header = HEADER) =>
    world.clients.pmo.upload<AnswerFileReceipt>(world.road.path(batch, 'answer-files'), {
      bytes: Buffer.from(`${[header, ...lines].join('\n')}\n`),
      name: 'jawaban 3374011206909001.csv',
    });

  it('takes an answer file in parts, turns what it cannot take into work, and changes nothing the second time', async () => {
    const { ids, people: persons, batch } = await world.acknowledged(6, { rowPrefix: 'AF-' });
    const [unnamed] = await world.numbers([ids[5] as number]);
    const nik = (index: number) => persons[index]?.nik as string;
    const line = (row: string, index: number, rest: string) =>
      `${batch.dispatchNo},${row},${nik(index)},${rest}`;
    const lines = [
      line('AF-1', 0, 'CONFIRMED,,,2026-11-20T03:00:00Z'),
      line('AF-2', 1, 'RETURNED,DOB_MISMATCH,,2026-11-20'),
      line('AF-2', 1, 'RETURNED,DOB_MISMATCH,,2026-11-20'),
      line('AF-3', 2, 'CONFIRMED,,,2026-11-20'),
      line('AF-3', 2, 'REJECTED,BLACKLISTED,,2026-11-20'),
      line('AF-9', 3, 'CONFIRMED,,,2026-11-20'),
      line('AF-4', 0, 'CONFIRMED,,,2026-11-20'),
      line('AF-5', 4, 'REJECTED,Z9,,2026-11-20'),
      line(unnamed as string, 5, 'CONFIRMED,,,'),
      'cut,line',
    ];
    const first = await upload(batch, lines);
    expect(first.status).toBe(202);
    const job = await world.clients.pmo.get(`/api/jobs/${first.body.jobId}`);
    expect(job.body).toMatchObject({
      status: 'succeeded',
      receipt: { id: first.body.id, counts: first.body.counts },
    });
    expect(first.body).toMatchObject({
      repeated: false,
      counts: { rows: 10, applied: 4, confirmed: 2, returned: 1, rejected: 1, same: 0, issues: 7 },
      batch: { status: 'acknowledged' },
    });
    expect(first.body.issues.map((issue) => [issue.line, issue.code])).toEqual([
      [4, 'REPEATED_ROW'], [5, 'CONTRADICTION'], [6, 'CONTRADICTION'], [7, 'UNKNOWN_ROW'], [8, 'NIK_DIFFERS'], [9, 'CODE_UNMAPPED'], [11, 'BAD_LINE'],
    ]); // prettier-ignore
    // A digest may hold sixteen digits in a row; a NIK stands alone.
    expect(JSON.stringify(first.body)).not.toMatch(/(?<![0-9a-f])\d{16}(?![0-9a-f])/);
    expect(await world.statuses(ids)).toEqual([
      'confirmed',
      'pmo_returned',
      'sent',
      'sent',
      'pmo_rejected',
      'confirmed',
    ]);

    const second = await upload(batch, lines);
    expect(second.body).toMatchObject({ repeated: true, id: first.body.id, counts: first.body.counts });
    expect(second.body.batch.version).toBe(first.body.batch.version);

    const rest = await upload(batch, [
      line('AF-1', 0, 'CONFIRMED,,,2026-11-20'),
      line('AF-2', 1, 'CONFIRMED,,,2026-11-21'),
      line('AF-3', 2, 'CONFIRMED,,,2026-11-20'),
      line('AF-4', 3, 'CONFIRMED,,,2026-11-20'),
      line('AF-5', 4, 'REJECTED,Z9,terdaftar di program lain,2026-11-20'),
    ]);
    expect(rest.body).toMatchObject({
      counts: { rows: 5, applied: 2, same: 2, issues: 1 },
      issues: [{ line: 3, code: 'ANSWERED_DIFFERENTLY' }],
      batch: { status: 'settled' },
    });
    const issues = await world.clients.coordinator.list<AnswerIssueRecord>('/api/answer-issues', {
      filter: { batchId: batch.id, status: 'open' }, sort: ['line', 'ASC'],
    }); // prettier-ignore
    expect(issues.total).toBe(8);
    const [issue] = issues.rows as [AnswerIssueRecord];
    const close = () =>
      world.clients.coordinator.post<AnswerIssueRecord>(`/api/answer-issues/${issue.id}/close`, {
        version: issue.version, note: 'PMO dihubungi, jawaban pertama berlaku',
      }); // prettier-ignore
    expect((await close()).body).toMatchObject({ status: 'closed' });
    expect((await close()).status).toBe(409);
    expect(await sheet(batch)).toMatchObject({
      sent: 6,
      confirmed: 4,
      returned: 1,
      refused: 1,
      pending: 0,
      balanced: true,
    });
  });

  it('refuses a file that is not an answer file, and one about another delivery, whole', async () => {
    const { ids, people: persons, batch } = await world.acknowledged(1);
    const [number] = await world.numbers(ids);
    const row = `${number},${persons[0]?.nik},CONFIRMED,,,2026-11-20`;
    const cases: [Promise<{ status: number; body: unknown }>, string][] = [
      [upload(batch, [`${batch.dispatchNo},${row}`], 'row_id,nik,result'), 'WRONG_TEMPLATE'],
      [upload(batch, [`DSP-2020-00001-1,${row}`]), 'WRONG_DISPATCH'],
      [upload(batch, []), 'EMPTY_FILE'],
      [world.clients.pmo.upload(world.road.path(batch, 'answer-files'), { bytes: Buffer.from([0xff, 0xd8, 0xff, 0, 1]) }), 'NOT_AN_ANSWER_FILE'],
      [world.clients.pmo.upload(world.road.path(batch, 'answer-files'), { bytes: Buffer.from(`${HEADER}\n${batch.dispatchNo},"${number}`) }), 'CUT_FILE'],
    ]; // prettier-ignore
    for (const [request, code] of cases) {
      const answer = await request;
      expect([answer.status, (answer.body as { code: string }).code]).toEqual([422, code]);
    }
    expect((await world.clients.pmo.upload(world.road.path(batch, 'answer-files'), null)).status).toBe(400);
    // The version beside a file comes in the header as well as in a field.
    const file = { bytes: Buffer.from(`${HEADER}\n${batch.dispatchNo},${row}\n`) };
    const headers = { 'if-match': '"99"' };
    const stale = await world.clients.pmo.upload(
      world.road.path(batch, 'answer-files'),
      file,
      {},
      { headers },
    );
    expect([stale.status, stale.body['code']]).toEqual([409, 'STALE_VERSION']);
    expect(await world.statuses(ids)).toEqual(['sent']);
  });
});
