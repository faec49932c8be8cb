import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchRecord } from '../../server/batches/batch-schema.ts';
import { batchRoad, logInAll, nextDecree, type Clients } from '../support/batch-road.ts';
import { rescreenDesk } from '../support/rescreen-desk.ts';
import type { RescreenAccepted } from '../../server/submissions/rescreen-schema.ts';
import { fillList } from '../support/registered-people.ts';
import { ENGINES, startSystem, TEST_PASSWORD, type RunningSystem } from '../support/running-system.ts';
import { loadEmptyLists, verifyPeople } from '../support/verified-people.ts';

type Refusal = { code: string; details: { blockers: { code: string; [detail: string]: unknown }[] } };

describe.each(ENGINES)('ratifying a batch, on %s', (engine) => {
  let system: RunningSystem;
  let clients: Clients;
  let road: ReturnType<typeof batchRoad>;
  let desk: ReturnType<typeof rescreenDesk>;
  let next = 1;
  beforeAll(async () => {
    system = await startSystem({ engine });
    await loadEmptyLists(system);
    clients = await logInAll(system);
    road = batchRoad(clients);
    desk = rescreenDesk(system, clients.coordinator);
  });
  afterAll(() => system.stop());

  const write = () => system.services.database.write;
  const people = async (count: number, options: Parameters<typeof verifyPeople>[2] = {}) => {
    const made = await verifyPeople(system, count, { from: next, ...options });
    next += count;
    return made;
  };
  const awaiting = async (count: number, options: Parameters<typeof verifyPeople>[2] = {}) => {
    const made = await people(count, options);
    return { ...made, batch: await road.awaiting(options.waveId ?? system.waveId, made.ids) };
  };
  const statusOf = async (batch: { id: number }) =>
    ((await write()('batches').where({ id: batch.id }).first('status')) as { status: string }).status;
  const codes = (answer: { body: unknown }) =>
    (answer.body as Refusal).details.blockers.map(({ code }) => code);
  /** The database's own answer to a ratification that goes around every rule. */
  const ratifyBySql = (batch: BatchRecord, byId: number) =>
    write()('batches').where({ id: batch.id }).update({
      status: 'ratified', version: batch.version + 1, ratified_by_id: byId, ratified_digest: batch.digest,
      ratified_at: new Date().toISOString(), decree_no: `SQL-${batch.id}-${byId}`, decree_date: '2026-11-20',
    }); // prettier-ignore

  it('moves batch and rows together, with decree, digest and the approver’s name', async () => {
    const { batch, ids } = await awaiting(2);
    const decree = nextDecree();
    const answer = await road.ratify(batch, decree);
    expect(answer.body).toMatchObject({
      status: 'ratified',
      ratifiedById: system.accounts.approver.id,
      ...decree,
    });
    const rows = (await write()('submissions').whereIn('id', ids).distinct('status')) as { status: string }[];
    expect(rows).toEqual([{ status: 'ratified' }]);
    const moved = await write()('submission_transitions')
      .whereIn('submission_id', ids)
      .where({ action: 'ratify' });
    expect(moved).toHaveLength(2);
  });

  it('signs nothing with a wrong password', async () => {
    const { batch } = await awaiting(1);
    const answer = await road.ratify(batch, { password: 'bukan-kata-sandi-saya' });
    expect([answer.status, (answer.body as unknown as Refusal).code]).toEqual([422, 'WRONG_PASSWORD']);
    expect(await statusOf(batch)).toBe('awaiting_ratification');
  });

  it('lets one of many simultaneous ratifications win and moves every row once', async () => {
    const { batch, ids } = await awaiting(3);
    const answers = await Promise.all(Array.from({ length: 8 }, () => road.ratify(batch)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const losers = answers.filter(({ status }) => status !== 200);
    expect(losers.map(({ status, body }) => [status, (body as unknown as Refusal).code])).toEqual(
      losers.map(() => [409, 'STALE_VERSION']),
    );
    const moved = await write()('submission_transitions')
      .whereIn('submission_id', ids)
      .where({ action: 'ratify' });
    expect(moved).toHaveLength(3);
  });

  it('gives a repeated request its first answer', async () => {
    const { batch } = await awaiting(1);
    const body = { version: batch.version, password: TEST_PASSWORD, ...nextDecree() };
    const send = () =>
      clients.approver.post<BatchRecord>(road.path(batch, 'ratify'), body, {
        headers: { 'idempotency-key': `ratify-${batch.id}-once` },
      });
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body).toEqual(first.body);
  });

  it('refuses a decree number used before, whatever its capitals, and a decree dated in the future', async () => {
    const one = await awaiting(1);
    const decree = { ...nextDecree(), decreeNo: 'Kep. 77/Men/2026' };
    expect((await road.ratify(one.batch, decree)).status).toBe(200);
    const two = await awaiting(1);
    const used = await road.ratify(two.batch, { ...decree, decreeNo: 'KEP.  77/MEN/2026' });
    expect([used.status, codes(used)]).toEqual([409, ['DECREE_NO_USED']]);
    const later = await road.ratify(two.batch, { decreeDate: '2099-01-01' });
    expect(codes(later)).toEqual(['DECREE_DATE_FUTURE']);
    await expect(
      write()('batches').where({ id: two.batch.id }).update({ decree_no: 'Kep. 77/Men/2026' }),
    ).rejects.toThrow(/unique/i);
    expect(await statusOf(two.batch)).toBe('awaiting_ratification');
  });

  it('keeps within the quota of the wave, also when two approvals meet', async () => {
    const [wave] = (await write()('waves')
      .insert({
        code: `G-KUOTA-${engine}`, name: 'Gelombang kecil', quota: 3, opens_at: '2026-01-01T00:00:00.000Z',
        closes_at: '2027-01-01T00:00:00.000Z', required_documents: '{"online":[],"offline":[]}',
        rule_set_id: ((await write()('rule_sets').where({ code: 'normal-2023' }).first('id')) as { id: number }).id,
      })
      .returning('id')) as { id: number }[]; // prettier-ignore
    const waveId = wave?.id as number;
    const [one, two, four] = [
      await awaiting(2, { waveId }),
      await awaiting(2, { waveId }),
      await awaiting(4, { waveId }),
    ];
    const refused = await road.ratify(four.batch);
    expect((refused.body as unknown as Refusal).details.blockers[0]).toMatchObject({
      code: 'QUOTA', quotaLeft: 3, rowCount: 4,
    }); // prettier-ignore
    await expect(ratifyBySql(four.batch, system.accounts.approver.id)).rejects.toThrow(/GUARD_BATCH_QUOTA/);
    const answers = await Promise.all([road.ratify(one.batch), road.ratify(two.batch)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(codes(answers.find(({ status }) => status === 409) as (typeof answers)[0])).toEqual(['QUOTA']);
  });

  it('refuses whoever keyed, verified, composed or sealed, and one’s own registration, by rule and by database', async () => {
    const { approver, coordinator } = system.accounts;
    const cases: [string, (ids: number[]) => Promise<unknown>, string][] = [
      ['keyed', (ids) => write().raw(`INSERT INTO submission_revisions (submission_id, revision_no, edited_by_id, edited_at, changed_fields, before_enc) VALUES (?, 90, ?, ?, '[]', ?)`, [ids[0] as number, approver.id, new Date().toISOString(), Buffer.from('x')]), 'KEYED_BY_ACTOR'],
      ['own', async (ids) => {
        const { nik_bidx } = (await write()('submissions').where({ id: ids[0] }).first('nik_bidx')) as { nik_bidx: string };
        return write()('staff').where({ id: approver.id }).update({ nik_bidx });
      }, 'OWN_REGISTRATION'],
    ]; // prettier-ignore
    for (const [, prepare, code] of cases) {
      const { batch, ids } = await awaiting(2);
      await prepare(ids);
      const answer = await road.ratify(batch);
      expect([answer.status, codes(answer)]).toEqual([409, [code]]);
      await expect(ratifyBySql(batch, approver.id)).rejects.toThrow(/GUARD_BATCH_FOUR_EYES/);
      await write()('staff').where({ id: approver.id }).update({ nik_bidx: null });
      expect(await statusOf(batch)).toBe('awaiting_ratification');
    }
    const verified = await awaiting(1);
    const reviewerTurnedApprover = { role: 'approver' };
    await write()('staff').where({ id: system.accounts.reviewer.id }).update(reviewerTurnedApprover);
    const reviewer = await system.login('reviewer');
    expect(codes(await road.ratify(verified.batch, {}, reviewer))).toEqual(['VERIFIED_BY_ACTOR']);
    await expect(ratifyBySql(verified.batch, system.accounts.reviewer.id)).rejects.toThrow(
      /GUARD_BATCH_FOUR_EYES/,
    );
    await write()('staff').where({ id: system.accounts.reviewer.id }).update({ role: 'reviewer' });

    const composed = await awaiting(1);
    await write()('staff').where({ id: coordinator.id }).update(reviewerTurnedApprover);
    const formerCoordinator = await system.login('coordinator');
    expect(codes(await road.ratify(composed.batch, {}, formerCoordinator))).toEqual([
      'COMPOSED_BY_ACTOR',
      'SEALED_BY_ACTOR',
    ]);
    await expect(ratifyBySql(composed.batch, coordinator.id)).rejects.toThrow(
      /GUARD_BATCH_FOUR_EYES|CHECK|check/,
    );
    await write()('staff').where({ id: coordinator.id }).update({ role: 'coordinator' });
  });

  it('names the rows whose checks are older than the wave allows', async () => {
    const { batch, ids } = await awaiting(2);
    await write()('waves').where({ id: system.waveId }).update({ check_max_age_days: 0 });
    const answer = await road.ratify(batch);
    await write()('waves').where({ id: system.waveId }).update({ check_max_age_days: 30 });
    expect(codes(answer)).toEqual(['STALE_CHECK', 'STALE_SCREENING']);
    const [stale] = (answer.body as unknown as Refusal).details.blockers as unknown as {
      count: number;
      rows: { id: number }[];
    }[];
    expect([stale?.count, stale?.rows.map(({ id }) => id).sort()]).toEqual([2, [...ids].sort()]);
  });

  it('wants another screening after a newer list, finds the blacklisted row, and keeps what it found', async () => {
    const { batch, ids, people: persons } = await awaiting(3);
    const asOf = new Date().toISOString().slice(0, 10);
    await fillList(system, 'blacklist', [], { asOf });
    const newer = await road.ratify(batch);
    expect((newer.body as unknown as Refusal).details.blockers).toMatchObject([
      { code: 'LIST_NEWER', lists: ['blacklist'], count: 3 },
    ]);
    const rescreen = async () => {
      const order = await clients.coordinator.post<RescreenAccepted>(road.path(batch, 'rescreen'), {
        version: batch.version,
      });
      return (await desk.ended(order.body)).counts;
    };
    expect(await rescreen()).toMatchObject({ checked: 3, clearToHit: 0 });
    expect(await road.reload(batch.id)).toMatchObject({
      status: 'awaiting_ratification',
      digest: batch.digest,
      version: batch.version,
    });
    await fillList(system, 'blacklist', [persons[1]?.nik as string], { asOf });
    expect(await rescreen()).toMatchObject({ checked: 3, clearToHit: 1 });
    const stale = await road.ratify(batch);
    expect((stale.body as unknown as Refusal).details.blockers).toMatchObject([
      { code: 'STALE_SCREENING', count: 1, rows: [{ id: ids[1] }] },
    ]);
    const found = (await write()('submissions').where({ id: ids[1] }).first()) as {
      screening_outcome: string;
    };
    expect(found.screening_outcome).toBe('hit');

    const back = await clients.approver.post<BatchRecord>(road.path(batch, 'send-back'), {
      version: batch.version, reasons: ['BLACKLISTED'], note: 'masuk daftar hitam', rows: [ids[1]],
    }); // prettier-ignore
    expect(back.body).toMatchObject({ status: 'open', rowCount: 2, digest: null });
    const again = await clients.coordinator.post(road.path(batch, 'rows'), { ids: [ids[1]] });
    expect(again.body).toMatchObject({ added: 0, skipped: [{ reasons: ['SCREENING_HIT'] }] });
    const sealed = await road.seal(back.body);
    expect(sealed.rowCount).toBe(2);
    await fillList(system, 'blacklist', [], { asOf });
  });

  it('seals nothing while a row is not clear', async () => {
    const { ids, people: persons } = await people(2);
    const batch = await road.open(system.waveId, ids);
    const asOf = new Date().toISOString().slice(0, 10);
    await fillList(system, 'education', [persons[0]?.nik as string], { asOf });
    const answer = await clients.coordinator.post(road.path(batch, 'seal'), { version: batch.version });
    await fillList(system, 'education', [], { asOf });
    expect((answer.body as unknown as Refusal).details.blockers).toMatchObject([
      { code: 'SCREENING_HIT', rows: [{ id: ids[0], reasons: ['IN_EDUCATION'] }] },
    ]);
    expect(await statusOf(batch)).toBe('open');
    expect(await write()('manifests').where({ batch_id: batch.id })).toEqual([]);
  });

  it('sends a whole batch back with its rows still in it', async () => {
    const { batch, ids } = await awaiting(2);
    const noNote = await clients.approver.post(road.path(batch, 'send-back'), {
      version: batch.version,
      reasons: ['PMO_OTHER'],
    });
    expect(noNote.status).toBe(422);
    const back = await clients.approver.post<BatchRecord>(road.path(batch, 'send-back'), {
      version: batch.version,
      reasons: ['QUOTA'],
      note: 'tunggu gelombang berikut',
    });
    expect(back.body).toMatchObject({ status: 'open', rowCount: 2, digest: null, sealedAt: null });
    const rows = (await write()('submissions').whereIn('id', ids).distinct('status')) as { status: string }[];
    expect(rows).toEqual([{ status: 'batched' }]);
  });

  it('refuses to ratify rows that are no longer what was sealed', async () => {
    const { batch, ids } = await awaiting(2);
    const off = engine === 'sqlite' ? 'DROP TRIGGER guard_submission_form_locked' : 'ALTER TABLE submissions DISABLE TRIGGER guard_submission_form_locked'; // prettier-ignore
    await write().raw(off);
    await write()('submissions').where({ id: ids[0] }).update({ phone: '+6281234567890', version: write().raw('version + 1') }); // prettier-ignore
    const answer = await road.ratify(batch);
    expect(codes(answer)).toContain('MANIFEST_TAMPERED');
    expect(await statusOf(batch)).toBe('awaiting_ratification');
  });
});
