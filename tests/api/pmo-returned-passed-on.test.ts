import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SubmissionRow } from '../../server/submissions/submission-store.ts';
import { batchWorld, type BatchWorld } from '../support/batch-world.ts';
import { ENGINES } from '../support/running-system.ts';

const COUNT = 5;

describe.each(ENGINES)('what the PMO returned, passed on by one bulk act on %s', (engine) => {
  let world: BatchWorld;
  let ids: number[];
  let batchId: number;
  const own = () => ids[2] as number;
  const others = () => ids.filter((id) => id !== own());

  const rowsOf = (some: readonly number[]) =>
    world.write('submissions').whereIn('id', some).orderBy('id') as unknown as Promise<SubmissionRow[]>;

  async function bulkReturn(wish: Record<string, unknown>) {
    const { coordinator } = world.clients;
    const body = { reasons: ['KK_MISMATCH'], note: 'dikembalikan PMO', ...wish };
    const ordered = await coordinator.post<{ jobId: number }>('/api/submissions/bulk/return', body);
    expect(ordered.status).toBe(202);
    for (;;) {
      const job = (await coordinator.get<{ status: string; receipt: { counts: object; rows: object[] } }>(`/api/jobs/${ordered.body.jobId}`)).body; // prettier-ignore
      if (!['queued', 'running'].includes(job.status)) return job;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  beforeAll(async () => {
    world = await batchWorld(engine);
    const made = await world.acknowledged(COUNT);
    ids = [...made.ids].sort((a, b) => a - b);
    batchId = made.batch.id;
    const answers = (await world.numbers(ids)).map((registrationNo) => ({
      registrationNo,
      result: 'RETURNED',
      pmoCode: 'KK_MISMATCH',
    }));
    await world.clients.pmo.post(world.road.path(made.batch, 'answer'), {
      version: made.batch.version,
      answers,
    });
    expect(await world.statuses(ids)).toEqual(ids.map(() => 'pmo_returned'));
    const [{ nik_bidx }] = (await rowsOf([own()])) as [SubmissionRow];
    const { coordinator } = world.system.accounts;
    await world.write('staff').where({ id: coordinator.id }).update({ nik_bidx });
  });
  afterAll(() => world?.stop());

  it('passes on all but the coordinator’s own registration, which is skipped with its reason', async () => {
    const before = await rowsOf(others());
    const job = await bulkReturn({ filter: { status: 'pmo_returned' }, expectedCount: COUNT });
    expect(job).toMatchObject({ status: 'succeeded', receipt: { counts: { done: COUNT - 1, skipped: 1 } } });
    expect(job.receipt.rows[0]).toEqual({ id: own(), outcome: 'skipped', reasons: ['OWN_REGISTRATION'] });
    expect(await world.statuses([own()])).toEqual(['pmo_returned']);
    const after = await rowsOf(others());
    after.forEach((row, index) => {
      expect(row).toMatchObject({
        status: 'needs_correction',
        round_no: 2,
        batch_id: null,
        decided_by_id: null,
        decided_at: null,
        assignee_id: null,
        version: (before[index] as SubmissionRow).version + 1,
      });
    });
  });

  it('frees their places in the batch and on the KK card', async () => {
    const live = (table: string) =>
      world
        .write(table)
        .whereIn('submission_id', ids)
        .where(table === 'batch_rows' ? { live: 1 } : { released_at: null })
        .pluck('submission_id');
    expect(await live('batch_rows')).toEqual([own()]);
    expect(await live('kk_reservations')).toEqual([own()]);
  });

  it('leaves with each the same transition and event as one passed on by hand', async () => {
    const transitions = await world
      .write('submission_transitions')
      .whereIn('submission_id', ids)
      .where({ action: 'return' })
      .orderBy('submission_id');
    expect(transitions).toHaveLength(COUNT - 1);
    for (const one of transitions)
      expect(one).toMatchObject({
        ...{ from_status: 'pmo_returned', to_status: 'needs_correction', reason_codes: '["KK_MISMATCH"]' },
        ...{ note: 'dikembalikan PMO', batch_id: batchId, rule_set_code: 'normal-2023', rule_set_version: 1 },
        ...{ actor_id: world.system.accounts.coordinator.id, actor_role: 'coordinator' },
      });
    const events = (await world
      .write('audit_events')
      .where({ action: 'submission.returned', subject: 'submission' })
      .orderBy('id')) as { subject_id: string; body: string }[];
    expect(events.map(({ subject_id }) => Number(subject_id))).toEqual(others());
    for (const { body } of events) {
      expect(JSON.parse(body)).toMatchObject({
        before: { status: 'pmo_returned' },
        after: { status: 'needs_correction' },
        details: { reasons: ['KK_MISMATCH'], ruleSet: 'normal-2023' },
      });
      expect(body).not.toContain('dikembalikan');
    }
  });

  it('skips whom somebody passed on already, and says so', async () => {
    const job = await bulkReturn({ ids: others() });
    expect(job).toMatchObject({ status: 'succeeded', receipt: { counts: { skipped: COUNT - 1 } } });
    expect(job.receipt.rows.every((row) => 'reasons' in row)).toBe(true);
    expect((await rowsOf(others())).map(({ round_no }) => round_no)).toEqual(others().map(() => 2));
  });
});
