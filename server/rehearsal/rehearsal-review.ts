import type { Act } from '../audit/audit-service.ts';
import { isAny } from '../bulk-sql.ts';
import type { Database } from '../database.ts';
import { hand } from '../submissions/submission-case.ts';
import type { Cast } from './rehearsal-cast.ts';
import type { Desk } from './rehearsal-desk.ts';

/** Decided in one act. */
const AT_ONCE = 1000;
const LEASE_MS = 30 * 60_000;

/** Whom nothing keeps from being verified, behind the last one. */
async function nextReady({ read }: Database, waveId: number, after: number): Promise<number[]> {
  const rows = (await read('submissions')
    .where({
      wave_id: waveId,
      status: 'submitted',
      identity_outcome: 'matched',
      identity_stale: 0,
      screening_outcome: 'clear',
      duplicate_count: 0,
    })
    .where('id', '>', after)
    .orderBy('id')
    .limit(AT_ONCE)
    .select('id')) as { id: number }[];
  return rows.map(({ id }) => id);
}

/** One transition of many, with the rule set of their wave. */
async function trace(
  act: Act,
  ids: readonly number[],
  step: { action: string; from: string; to: string },
): Promise<void> {
  const by = hand(act);
  const { sql, bindings } = isAny(act.trx, 's.id', ids);
  await act.trx.raw(
    `INSERT INTO submission_transitions (submission_id, action, from_status, to_status, actor_id, actor_role, at, request_id, rule_set_code, rule_set_version)
     SELECT s.id, '${step.action}', '${step.from}', '${step.to}', ${by.actor_id}, '${by.actor_role}', '${by.at}', '${by.request_id}', u.code, u.rules_version
     FROM submissions s JOIN waves w ON w.id = s.wave_id JOIN rule_sets u ON u.id = w.rule_set_id WHERE ${sql} ORDER BY s.id`,
    bindings,
  );
}

async function change(act: Act, ids: readonly number[], columns: Record<string, unknown>): Promise<void> {
  const { sql, bindings } = isAny(act.trx, 'id', ids);
  const changed = await act
    .trx('submissions')
    .whereRaw(sql, bindings)
    .update({ ...columns, updated_at: act.now, version: act.trx.raw('version + 1') });
  if (changed !== ids.length)
    throw new Error(`${ids.length - changed} registrations moved while they were decided on`);
}

/**
 * Claims and verifies many at once: what a reviewer's own command does to one, in sets. The database asks its own guards for
 * each row as ever: fresh evidence, four eyes, the place of the KK.
 */
async function verifyMany(act: Act, ids: readonly number[]): Promise<void> {
  const lease = new Date(Date.parse(act.now) + LEASE_MS).toISOString();
  await change(act, ids, { status: 'in_review', assignee_id: act.actor.id, lease_until: lease });
  await trace(act, ids, { action: 'claim', from: 'submitted', to: 'in_review' });
  const { sql, bindings } = isAny(act.trx, 'id', ids);
  // Every household of the rehearsal has one registration.
  await act.trx.raw(
    `INSERT INTO kk_reservations (kk_bidx, slot, submission_id, taken_at) SELECT kk_bidx, 1, id, '${act.now}' FROM submissions WHERE ${sql} ORDER BY id`,
    bindings,
  );
  await change(act, ids, {
    status: 'verified',
    decided_by_id: act.actor.id,
    decided_at: act.now,
    assignee_id: null,
    lease_until: null,
  });
  await trace(act, ids, { action: 'verify', from: 'in_review', to: 'verified' });
  for (const id of ids)
    act.record({
      subject: 'submission',
      subjectId: id,
      before: { status: 'submitted' },
      after: { status: 'verified' },
    });
}

/** Verifies everybody of the wave whom nothing keeps from it, the reviewers by turns; gives how many. */
export async function verifyReady(
  database: Database,
  desk: Desk,
  { waveId, reviewers }: Cast,
  onDone: (done: number) => void,
): Promise<number> {
  let done = 0;
  for (let turn = 0, last = 0; ; turn += 1) {
    const ids = await nextReady(database, waveId, last);
    const [reviewer] = reviewers.slice(turn % reviewers.length);
    if (ids.length === 0 || !reviewer) return done;
    await desk.act(reviewer, 'submission.verified', (act) => verifyMany(act, ids));
    last = ids.at(-1) as number;
    done += ids.length;
    onDone(done);
  }
}
