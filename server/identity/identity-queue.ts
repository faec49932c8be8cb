import { insertMany, whereAny } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import { attemptsAfter, waitBeforeRetry, type QueueCause } from './identity-queue-rules.ts';

/** A registration that waits until the register can be asked about it. */
export interface QueuedCheck {
  submission_id: number;
  cause: QueueCause;
  trigger: string;
  attempts: number;
}

const later = (now: string, milliseconds: number) => new Date(Date.parse(now) + milliseconds).toISOString();

/** Lets registrations wait for the register; one that waits already is asked about now, with its new data. */
export async function queueChecks(
  connection: Connection,
  ids: readonly number[],
  { trigger, now }: { trigger: string; now: string },
): Promise<void> {
  await insertMany(connection, {
    table: 'identity_queue',
    columns: ['submission_id', 'cause', 'trigger', 'since', 'due_at'],
    rows: ids.map((id) => [id, 'new', trigger, now, now]),
    onConflict: `ON CONFLICT (submission_id) DO UPDATE SET due_at = excluded.due_at, attempts = 0,
      lease_owner = NULL, lease_until = NULL`,
  });
}

/** Lets those wait that a round left without an answer, each until its own time; `since` stays that of the first try. */
export async function requeueChecks(
  connection: Connection,
  failed: readonly { id: number; cause: QueueCause; attempts: number; trigger: string }[],
  now: string,
): Promise<void> {
  await insertMany(connection, {
    table: 'identity_queue',
    columns: ['submission_id', 'cause', 'trigger', 'attempts', 'since', 'due_at'],
    rows: failed.map(({ id, cause, attempts, trigger }) => {
      const tried = attemptsAfter(attempts, cause);
      return [id, cause, trigger, tried, now, later(now, waitBeforeRetry(tried, cause, Math.random()))];
    }),
    onConflict: `ON CONFLICT (submission_id) DO UPDATE SET cause = excluded.cause, attempts = excluded.attempts,
      due_at = excluded.due_at, lease_owner = NULL, lease_until = NULL`,
  });
}

/** Takes up to `limit` registrations whose time has come, oldest first; nobody else takes them until the lease is over. */
export async function leaseChecks(
  connection: Connection,
  { owner, limit, now, leaseMs }: { owner: string; limit: number; now: string; leaseMs: number },
): Promise<QueuedCheck[]> {
  const isFree = (query: ReturnType<Connection>) =>
    query.where((either) => void either.whereNull('lease_until').orWhere('lease_until', '<', now));
  const due = isFree(connection('identity_queue').where('due_at', '<=', now))
    .orderBy('due_at')
    .orderBy('submission_id')
    .limit(limit)
    .select('submission_id');
  const rows = (await isFree(connection('identity_queue').whereIn('submission_id', due))
    .update({ lease_owner: owner, lease_until: later(now, leaseMs) })
    .returning(['submission_id', 'cause', 'trigger', 'attempts'])) as QueuedCheck[];
  return rows.sort((a, b) => a.submission_id - b.submission_id);
}

/** Takes registrations out of the queue: they have an answer, or need none any more. */
export async function endChecks(connection: Connection, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await whereAny(connection('identity_queue'), connection, 'submission_id', ids).delete();
}

/** Which of some registrations wait for an answer. */
export const queuedAmong = (connection: Connection, ids: readonly number[]): Promise<number[]> =>
  whereAny(connection('identity_queue'), connection, 'submission_id', ids).pluck('submission_id');

/** The register can be asked again: whoever waits for it waits no longer. */
export const dueNow = (connection: Connection, now: string): Promise<number> =>
  connection('identity_queue').where('due_at', '>', now).update({ due_at: now });

/** How many wait for the register, and how many because their sealed numbers do not open. */
export async function waitingChecks(connection: Connection): Promise<{ waiting: number; sealed: number }> {
  const row = (await connection('identity_queue')
    .select(
      connection.raw(
        "count(*) AS n, coalesce(sum(CASE WHEN cause = 'sealed' THEN 1 ELSE 0 END), 0) AS sealed",
      ),
    )
    .first()) as { n: number; sealed: number };
  return { waiting: Number(row.n) - Number(row.sealed), sealed: Number(row.sealed) };
}
