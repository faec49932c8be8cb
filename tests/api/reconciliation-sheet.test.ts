import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  SHEET_GROUPINGS,
  type ReconciliationSheet,
  type SheetGrouping,
} from '../../server/forwarding/reconciliation-sheet-schema.ts';
import type { BatchRecord } from '../../server/batches/batch-schema.ts';
import { SHEET_FIGURES } from '../../server/submissions/sheet-figure-schema.ts';
import { batchWorld, type BatchWorld } from '../support/batch-world.ts';
import { verifyAgain } from '../support/second-round.ts';
import { ENGINES } from '../support/running-system.ts';

describe.each(ENGINES)('the reconciliation sheet on %s', (engine) => {
  let world: BatchWorld;
  let first: BatchRecord;
  let second: BatchRecord;

  const sheetOf = async (groupBy: SheetGrouping, as: 'auditor' | 'coordinator' = 'auditor') => {
    const answer = await world.clients[as].get<ReconciliationSheet>(
      `/api/reconciliation/sheet?waveId=${world.system.waveId}&groupBy=${groupBy}`,
    );
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const rowsOf = async (filter: Record<string, unknown>) =>
    (await world.clients.auditor.list<{ id: number }>('/api/submissions', { filter, range: [0, 99] })).rows
      .length;

  beforeAll(async () => {
    world = await batchWorld(engine);
    const { people, road, clients, numbers, system } = world;
    const dinas = await people(6);
    const ormas = await people(2, { office: 'dinas-3372', keyedBy: 'intake2', proposer: 'ORMAS' });
    first = await road.acknowledged(system.waveId, [...dinas.ids, ...ormas.ids]);
    const [a, b, c, d] = await numbers(dinas.ids);
    const [o] = await numbers(ormas.ids);
    const answers = [
      { registrationNo: a, result: 'CONFIRMED' },
      ...[b, c, o].map((registrationNo) => ({
        registrationNo,
        result: 'RETURNED',
        pmoCode: 'DOB_MISMATCH',
      })),
      { registrationNo: d, result: 'REJECTED', pmoCode: 'DUPLICATE' },
    ];
    const answered = await clients.pmo.post(road.path(first, 'answer'), { version: first.version, answers });
    expect(answered.status).toBe(200);
    // Two come back corrected; one of them with another proposer than it was sent with.
    await verifyAgain(world, dinas.ids[1] as number);
    await verifyAgain(world, ormas.ids[0] as number, { proposer: 'SERIKAT' });
    const ratified = await road.ratified(system.waveId, [dinas.ids[1] as number, ormas.ids[0] as number]);
    second = await road.forward(ratified);
    const waiting = await people(3);
    await road.open(system.waveId, waiting.ids.slice(0, 1));
  });
  afterAll(() => world.stop());

  it('counts every round, and what came back in the first goes out in the second', async () => {
    const { total, balanced } = await sheetOf('round');
    expect(balanced).toBe(true);
    expect(total.rounds.map(({ figures }) => figures)).toMatchObject([
      { verified: 11, batched: 9, waiting: 2, ratified: 8, toSend: 0, sent: 8, confirmed: 1, returned: 3, refused: 1, pending: 3, uncorrected: 1 },
      { verified: 2, batched: 2, waiting: 0, ratified: 2, sent: 2, pending: 2, correcting: 0, dropped: 0 },
    ]); // prettier-ignore
  });

  it.each(SHEET_GROUPINGS)('balances by %s and adds up to the whole', async (groupBy) => {
    const { total, lines, balanced } = await sheetOf(groupBy, 'coordinator');
    expect([balanced, total.differences, lines.flatMap(({ differences }) => differences)]).toEqual([
      true,
      [],
      [],
    ]);
    for (const figure of SHEET_FIGURES)
      expect([figure, lines.reduce((sum, line) => sum + line.figures[figure], 0)]).toEqual([
        figure,
        total.figures[figure],
      ]);
  });

  it('tells a round by the proposer it was sent with, whatever it is now', async () => {
    const { lines } = await sheetOf('proposer');
    const sent = Object.fromEntries(
      lines.map(({ key, rounds }) => [key, rounds.map(({ figures }) => figures.sent)]),
    );
    expect(sent).toEqual({ DINAS: [6, 1], ORMAS: [2, 0], SERIKAT: [0, 1] });
  });

  it('opens the rows behind every number', async () => {
    const keyOf = { batch: 'figureBatchId', proposer: 'figureProposer' };
    for (const groupBy of ['batch', 'proposer'] as const) {
      const { lines } = await sheetOf(groupBy);
      for (const { key, rounds } of lines.filter((line) => line.key !== null))
        for (const { roundNo, figures } of rounds)
          for (const figure of SHEET_FIGURES) {
            const part = { [keyOf[groupBy]]: groupBy === 'batch' ? Number(key) : key };
            const filter = { waveId: world.system.waveId, figure, figureRound: roundNo, ...part };
            expect([groupBy, key, roundNo, figure, await rowsOf(filter)]).toEqual([
              groupBy, key, roundNo, figure, figures[figure],
            ]); // prettier-ignore
          }
    }
  });

  it('is for those who answer for the numbers, and asks in its own words only', async () => {
    const { clients, system } = world;
    for (const role of ['approver', 'pmo'] as const)
      expect((await clients[role].get('/api/reconciliation/sheet')).status).toBe(200);
    for (const role of ['intake', 'reviewer', 'admin'] as const)
      expect((await clients[role].get('/api/reconciliation/sheet')).status).toBe(403);
    for (const query of ['waveId=0', 'waveId=999999', 'groupBy=person', 'groupBy=office&x=1'])
      expect((await clients.auditor.get(`/api/reconciliation/sheet?${query}`)).status).toBe(422);
    for (const filter of [
      { figureRound: 1 },
      { figure: 'everything' },
      { figure: 'sent', figureRound_gte: 1 },
    ])
      expect(
        (
          await clients.auditor.get(
            `/api/submissions?filter=${encodeURIComponent(JSON.stringify({ waveId: system.waveId, ...filter }))}`,
          )
        ).status,
      ).toBe(422);
  });

  it('leaves as a file, marked with who took it, and the log says so', async () => {
    const path = `/api/reconciliation/sheet/file?waveId=${world.system.waveId}&groupBy=office`;
    const csv = await world.clients.auditor.get<string>(`${path}&format=csv&locale=en`);
    expect(csv.status).toBe(200);
    const lines = csv.body.trim().split('\r\n');
    expect(lines[0]).toContain('Part,Round,Verified');
    expect(lines[1]).toContain('All,all,13,');
    expect(lines.at(-1)).toContain('Petugas auditor (auditor)');
    const xlsx = await world.clients.coordinator.raw(`${path}&format=xlsx`);
    expect(
      Buffer.from(await xlsx.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    expect(await world.write('audit_events').where({ action: 'reconciliation.exported' })).toHaveLength(2);
    expect((await world.clients.auditor.get(`${path}&format=pdf`)).status).toBe(422);
  });

  it('shows whatever one of the records lost, in words that say what differs', async () => {
    const { write } = world;
    const off = async (table: string, guard: string) =>
      write.raw(
        engine === 'sqlite'
          ? `DROP TRIGGER guard_${guard}`
          : `ALTER TABLE ${table} DISABLE TRIGGER guard_${guard}`,
      );
    await off('pmo_answers', 'pmo_answers_delete');
    const answer = (await write('pmo_answers').where({ result: 'CONFIRMED' }).first()) as { id: number };
    await write('pmo_answers').where({ id: answer.id }).delete();
    const lost = await sheetOf('batch');
    expect(lost.balanced).toBe(false);
    expect(lost.lines.find(({ label }) => label === first.batchNo)?.differences).toEqual([
      { code: 'SENT_NOT_ANSWERED', left: 8, right: 7 },
    ]);
    expect(lost.lines.find(({ label }) => label === second.batchNo)?.differences).toEqual([]);

    await off('manifest_lines', 'manifest_lines_delete');
    const line = (await write('manifest_lines').where({ round_no: 2 }).first()) as {
      manifest_id: number;
      position: number;
    };
    await write('manifest_lines').where({ manifest_id: line.manifest_id, position: line.position }).delete();
    const gone = await sheetOf('round');
    expect(gone.total.rounds[1]?.differences.map(({ code }) => code)).toEqual([
      'VERIFIED_NOT_PLACED',
      'SENT_NOT_ANSWERED',
    ]);
    expect(gone.total.differences.map(({ code }) => code)).toContain('DECREE_COUNT');
  });
});
