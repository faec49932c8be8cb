import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { may, ROLES, type Role } from '../../server/auth/permission-rules.ts';
import type { BatchSignOff, DelegationRecord, PlanRecord } from '../../server/sign-off/sign-off-schema.ts';
import type { ApiClient } from '../support/api-client.ts';
import { batchWorld, blockersOf, codesOf, type BatchWorld } from '../support/batch-world.ts';
import { ENGINES, TEST_PASSWORD } from '../support/running-system.ts';

const today = () => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
const password = TEST_PASSWORD;

describe.each(ENGINES)('the stages before ratifying on %s', (engine) => {
  let world: BatchWorld;
  let admin: ApiClient;
  let admin2: ApiClient;
  let hired = 0;

  async function hire(role: Role) {
    const [like] = (await world.write('staff').where({ username: 'approver' })) as Record<string, unknown>[];
    const username = `penanda-${(hired += 1)}`;
    const values = { username, role, full_name: `Penanda ${hired}`, office_id: like?.['office_id'] };
    const [row] = (await world
      .write('staff')
      .insert({ ...values, password_hash: like?.['password_hash'], created_at: like?.['created_at'] })
      .returning('id')) as { id: number }[];
    const client = world.system.visitor();
    await client.post('/api/auth/login', { username, password });
    return { id: row?.id as number, client, fullName: values.full_name };
  }
  type Hired = Awaited<ReturnType<typeof hire>>;
  let head: Hired;
  let team: [Hired, Hired, Hired];

  const order = (stages: { name: string; needed: number; signerIds: number[] }[]) =>
    admin.post<PlanRecord>(`/api/waves/${world.system.waveId}/sign-off-plans`, { stages });
  const consent = (plan: PlanRecord, as = admin2) =>
    as.post<PlanRecord>(`/api/sign-off-plans/${plan.id}/consent`, { version: plan.version, password });
  const sign = async (id: number, as: ApiClient, values: Record<string, unknown> = {}) => {
    const { version } = await world.road.reload(id);
    return as.post<BatchSignOff>(`/api/batches/${id}/sign`, { version, password, ...values });
  };
  const twoStages = () => [
    { name: 'Kepala kantor', needed: 1, signerIds: [head.id] },
    { name: 'Tim seleksi', needed: 2, signerIds: team.map(({ id }) => id) },
  ];
  async function inForce(stages = twoStages()) {
    const { body } = await order(stages);
    return (await consent(body)).body;
  }
  const awaiting = async () => world.road.awaiting(world.system.waveId, (await world.people(2)).ids);

  beforeAll(async () => {
    world = await batchWorld(engine);
    admin = world.clients.admin;
    admin2 = (await hire('admin')).client;
    head = await hire('reviewer');
    team = [await hire('reviewer'), await hire('coordinator'), await hire('reviewer')];
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    await inForce([]);
  });

  it('hold once a second administrator consents, and only for batches submitted from then on', async () => {
    const before = await awaiting();
    const { body: plan } = await order(twoStages());
    expect(plan.state).toBe('proposed');
    const own = await consent(plan, admin);
    expect([own.status, own.body]).toMatchObject([409, { code: 'CONSENT_OWN_ORDER' }]);
    const wrong = await admin2.post(`/api/sign-off-plans/${plan.id}/consent`, { version: 1, password: 'x' });
    expect(wrong.status).toBe(422);
    expect((await consent(plan)).body.state).toBe('in_force');
    expect((await world.road.ratify(before)).status).toBe(200);
    const after = await awaiting();
    expect(blockersOf(await world.road.ratify(after))).toMatchObject([
      { code: 'SIGN_OFF_MISSING', stage: 'Kepala kantor', missing: 1, signers: [head.fullName] },
      { code: 'SIGN_OFF_MISSING', stage: 'Tim seleksi', missing: 2 },
    ]);
  });

  it('are signed in order, by those they ask, once each, and the batch is ratified after the last', async () => {
    await inForce();
    const batch = await awaiting();
    expect(codesOf(await sign(batch.id, team[0].client))).toEqual(['NOT_A_SIGNER']);
    expect((await sign(batch.id, head.client, { password: 'wrong' })).status).toBe(422);
    expect((await sign(batch.id, head.client)).status).toBe(200);
    expect(codesOf(await sign(batch.id, head.client))).toEqual(['SIGNED_BEFORE']);
    expect((await sign(batch.id, team[0].client)).status).toBe(200);
    expect(codesOf(await world.road.ratify(await world.road.reload(batch.id)))).toEqual(['SIGN_OFF_MISSING']);
    const { body } = await sign(batch.id, team[2].client, { note: 'lengkap' });
    expect(body.stages.map(({ signatures }) => signatures.length)).toEqual([1, 2]);
    expect(codesOf(await sign(batch.id, team[1].client))).toEqual(['NOTHING_TO_SIGN']);
    expect((await world.road.ratify(await world.road.reload(batch.id))).status).toBe(200);
  });

  it('are not signed by whoever had a hand in a row, nor ratified by whoever signed', async () => {
    const { reviewer, coordinator, approver } = world.system.accounts;
    await inForce([
      { name: 'Tim seleksi', needed: 1, signerIds: [reviewer.id, coordinator.id, approver.id] },
    ]);
    const batch = await awaiting();
    expect(codesOf(await sign(batch.id, world.clients.reviewer))).toContain('VERIFIED_BY_ACTOR');
    expect(codesOf(await sign(batch.id, world.clients.coordinator))).toContain('COMPOSED_BY_ACTOR');
    expect((await sign(batch.id, world.clients.approver)).status).toBe(200);
    expect(codesOf(await world.road.ratify(await world.road.reload(batch.id)))).toEqual(['SIGNED_BY_ACTOR']);
  });

  it('lose their signatures with the digest they covered', async () => {
    await inForce([{ name: 'Kepala kantor', needed: 1, signerIds: [head.id] }]);
    const batch = await awaiting();
    await sign(batch.id, head.client);
    const signed = await world.road.reload(batch.id);
    const back = { version: signed.version, reasons: ['DOC_MISSING'], note: null };
    await world.clients.approver.post(world.road.path(signed, 'send-back'), back);
    const open = await world.road.reload(batch.id);
    const again = await world.road.submit(await world.road.attach(await world.road.seal(open)));
    expect(codesOf(await world.road.ratify(again))).toEqual(['SIGN_OFF_MISSING']);
    expect((await sign(batch.id, head.client)).status).toBe(200);
  });

  it('are signed by a delegate on the days lent to them, after a second administrator’s consent', async () => {
    await inForce([{ name: 'Kepala kantor', needed: 1, signerIds: [head.id] }]);
    const batch = await awaiting();
    const days = { firstDay: today(), lastDay: today(), reason: 'cuti tahunan' };
    const lent = await admin.post<DelegationRecord>('/api/delegations', { fromId: head.id, toId: team[0].id, ...days }); // prettier-ignore
    expect([lent.status, lent.body.state]).toEqual([201, 'proposed']);
    expect(codesOf(await sign(batch.id, team[0].client))).toEqual(['NOT_A_SIGNER']);
    const version = lent.body.version;
    const own = await admin.post(`/api/delegations/${lent.body.id}/consent`, { version, password });
    expect(own.body).toMatchObject({ code: 'CONSENT_OWN_ORDER' });
    const given = await admin2.post<DelegationRecord>(`/api/delegations/${lent.body.id}/consent`, { version, password }); // prettier-ignore
    expect(given.body.state).toBe('in_force');
    const { body } = await sign(batch.id, team[0].client);
    expect(body.stages[0]?.signatures).toMatchObject([{ signerId: team[0].id, principalId: head.id }]);
    expect(codesOf(await sign(batch.id, head.client))).toEqual(['NOTHING_TO_SIGN']);
    const ended = await admin.post(`/api/delegations/${lent.body.id}/end`, { version: given.body.version });
    expect(ended.body).toMatchObject({ state: 'ended' });
    const next = await awaiting();
    expect(codesOf(await sign(next.id, team[0].client))).toEqual(['NOT_A_SIGNER']);
  });

  it('are signed by the same roles in the rules and in the database', async () => {
    const plan = (await order([{ name: 'Kepala kantor', needed: 1, signerIds: [head.id] }])).body;
    const fits: Role[] = [];
    for (const role of ROLES) {
      const { id } = await hire(role);
      const signer = { plan_id: plan.id, stage_id: plan.stages[0]?.id, staff_id: id };
      const put = world.write('sign_off_signers').insert(signer);
      if (
        await put.then(
          () => true,
          () => false,
        )
      )
        fits.push(role);
    }
    expect(fits).toEqual(ROLES.filter((role) => may(role, 'batch.sign')));
    await admin.post(`/api/sign-off-plans/${plan.id}/end`, { version: plan.version });
  });

  it('are refused where nobody could complete them', async () => {
    const few = await order([{ name: 'Tim seleksi', needed: 3, signerIds: [head.id, team[0].id] }]);
    expect([few.status, few.body]).toMatchObject([422, { code: 'TOO_FEW_SIGNERS' }]);
    const empty = await order([{ name: 'Tim seleksi', needed: 1, signerIds: [] }]);
    expect(empty.status).toBe(422);
    const pmo = await order([{ name: 'Tim seleksi', needed: 1, signerIds: [world.system.accounts.pmo.id] }]);
    expect(pmo.body).toMatchObject({ code: 'SIGNER_MAY_NOT' });
  });

  it('are completed once by many who sign at the same moment', async () => {
    await inForce([{ name: 'Tim seleksi', needed: 1, signerIds: team.map(({ id }) => id) }]);
    const batch = await awaiting();
    const { version } = await world.road.reload(batch.id);
    const answers = await Promise.all(
      team.map(({ client }) => client.post(`/api/batches/${batch.id}/sign`, { version, password })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const [counted] = (await world.write('batch_signatures').where({ batch_id: batch.id }).count({ n: '*' })) as { n: number }[]; // prettier-ignore
    expect(Number(counted?.n)).toBe(1);
  });

  it('stand in the database as well: raw SQL forges no signature, skips no stage and ratifies nothing unsigned', async () => {
    const plan = await inForce();
    const batch = await awaiting();
    const [first, second] = plan.stages;
    const forged = (values: Record<string, unknown>) =>
      world.write('batch_signatures').insert({
        batch_id: batch.id,
        digest: batch.digest,
        stage_id: first?.id,
        signer_id: head.id,
        principal_id: head.id,
        signed_at: new Date().toISOString(),
        ...values,
      });
    const refused = /GUARD_BATCH_SIGNATURE_TRUE/;
    await expect(forged({ stage_id: second?.id, signer_id: team[0].id, principal_id: team[0].id })).rejects.toThrow(refused); // prettier-ignore
    await expect(forged({ signer_id: team[0].id, principal_id: team[0].id })).rejects.toThrow(refused);
    await expect(forged({ digest: 'a'.repeat(64) })).rejects.toThrow(refused);
    await expect(forged({ principal_id: team[0].id })).rejects.toThrow(
      /GUARD_BATCH_SIGNATURE_TRUE|constraint/i,
    );
    const ratified = { status: 'ratified', version: batch.version + 1, ratified_by_id: world.system.accounts.approver.id, ratified_digest: batch.digest, decree_no: 'X/1', decree_date: '2026-11-30' }; // prettier-ignore
    await expect(world.write('batches').where({ id: batch.id }).update(ratified)).rejects.toThrow(
      /GUARD_BATCH_SIGNED_OFF/,
    );
    await expect(
      world.write('sign_off_signers').insert({ plan_id: plan.id, stage_id: first?.id, staff_id: team[0].id }),
    ).rejects.toThrow(/GUARD_SIGN_OFF_SIGNER_INSERT|constraint/i);
    await expect(
      world.write('sign_off_plans').where({ id: plan.id }).update({ wave_id: 0, version: 9 }),
    ).rejects.toThrow(/GUARD_SIGN_OFF_PLAN_UPDATE/);
    const { id: adminId } = world.system.accounts.admin;
    const alone = { wave_id: world.system.waveId, ordered_by_id: adminId, ordered_at: 'x', consented_by_id: adminId, consented_at: 'x' }; // prettier-ignore
    await expect(world.write('sign_off_plans').insert(alone)).rejects.toThrow(
      /GUARD_SIGN_OFF_PLAN_INSERT|constraint/i,
    );
  });
});
