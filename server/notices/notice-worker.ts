import { createHash, randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { appendEvent } from '../audit/audit-store.ts';
import { isPostgres, whereAny } from '../bulk-sql.ts';
import type { Connection, Database } from '../database.ts';
import type { Logger } from '../logger.ts';
import { createWorkRounds } from '../work-rounds.ts';
import type { Mailer, MailResult } from './mailer.ts';
import { dueAtOf, maskedAddress, needsHelp, noticeVerdict, waitAfter } from './notice-rules.ts';
import { factsOf, standings, type NoticeRow } from './notice-store.ts';
import { noticeText, plainText, type NoticeFacts } from './notice-text.ts';

const LEASE_MS = 120_000;
const PLANNED_AT_ONCE = 1000;
const SENT_AT_ONCE = 20;

export interface NoticeWorkerDependencies {
  database: Database;
  mailer: Mailer;
  logger: Logger;
  publicUrl: string;
}

/** A notice under way, with where it goes. */
type Leased = NoticeRow & { email: string };

/** Rows no other process holds; SQLite has one writer. */
const free = (query: Knex.QueryBuilder, connection: Connection): Knex.QueryBuilder =>
  isPostgres(connection) ? query.forUpdate().skipLocked() : query;

function idsByDueTime(rows: readonly Pick<NoticeRow, 'id' | 'kind' | 'decided_at'>[]): Map<string, number[]> {
  const byTime = new Map<string, number[]>();
  for (const { id, kind, decided_at } of rows) {
    const due = dueAtOf(kind, decided_at);
    const ids = byTime.get(due);
    if (ids) ids.push(id);
    else byTime.set(due, [id]);
  }
  return byTime;
}

const later = (now: string, milliseconds: number) => new Date(Date.parse(now) + milliseconds).toISOString();

/**
 * Empties the outbox of notices: plans each, holds it until it is final, sends it once. Dying between sending and writing
 * down sends it again under the same Message-ID, which mail servers and readers know as one message; a file is written over.
 * Any number of processes may run one on the same database.
 */
export function createNoticeWorker({ database, mailer, logger, publicUrl }: NoticeWorkerDependencies) {
  const owner = randomUUID();
  const host = new URL(publicUrl).hostname;
  const clock = () => new Date().toISOString();

  async function record(
    trx: Connection,
    now: string,
    action: string,
    row: Pick<NoticeRow, 'id' | 'submission_id' | 'kind'>,
    details: Record<string, unknown>,
  ): Promise<void> {
    const nobody = { actorId: null, actorRole: null, officeId: null } as const;
    await appendEvent(
      trx as Parameters<typeof appendEvent>[0],
      { ...nobody, at: now, requestId: owner, action, outcome: 'done' },
      {
        subject: 'notice',
        subjectId: row.id,
        details: { submissionId: row.submission_id, kind: row.kind, ...details },
      },
    );
  }

  /** Gives what was just decided its time. */
  async function plan(): Promise<boolean> {
    return database.transaction(async (trx) => {
      const rows = (await free(
        trx('notices').where({ status: 'new' }).orderBy('id').limit(PLANNED_AT_ONCE),
        trx,
      ).select('id', 'kind', 'decided_at')) as Pick<NoticeRow, 'id' | 'kind' | 'decided_at'>[];
      // What was decided in one act is due at one time: a bulk act is planned in one statement.
      for (const [due, ids] of idsByDueTime(rows))
        await whereAny(trx('notices').where({ status: 'new' }), trx, 'id', ids).update({
          status: 'held',
          due_at: due,
          next_attempt_at: due,
          version: trx.raw('version + 1'),
        });
      return rows.length === PLANNED_AT_ONCE;
    });
  }

  /** Takes what is due: drops what does not hold any more, leaves letters to the printer, leases the rest. */
  async function release(): Promise<{ taken: number; leased: Leased[] }> {
    const now = clock();
    return database.transaction(async (trx) => {
      const due = trx('notices')
        .where({ status: 'held' })
        .where('next_attempt_at', '<=', now)
        .orderBy('next_attempt_at')
        .orderBy('id')
        .limit(SENT_AT_ONCE);
      const rows = (await free(due, trx).select()) as NoticeRow[];
      const standing = await standings(trx, rows);
      const leased: Leased[] = [];
      for (const row of rows) {
        const one = standing.get(row.id);
        const verdict = one && noticeVerdict({ kind: row.kind, decidedAt: row.decided_at }, one, now);
        const set = (values: Record<string, unknown>) =>
          trx('notices')
            .where({ id: row.id, status: 'held' })
            .update({ ...values, version: trx.raw('version + 1') });
        if (!verdict || verdict.verdict === 'drop') {
          await set({ status: 'dropped', ended_at: now, next_attempt_at: null });
          await record(trx, now, 'notice.dropped', row, { why: 'SUPERSEDED' });
        } else if (verdict.verdict === 'hold') await set({ next_attempt_at: verdict.until });
        else if (!one?.email) await set({ status: 'to_print', next_attempt_at: null });
        else {
          const message_id = row.message_id ?? `notice-${row.id}.${randomUUID()}@${host}`;
          const lease = { lease_owner: owner, lease_until: later(now, LEASE_MS) };
          await set({ status: 'sending', released_at: now, message_id, ...lease });
          leased.push({ ...row, message_id, email: one.email });
        }
      }
      return { taken: rows.length, leased };
    });
  }

  function columnsAfter(row: Leased, { result, detail }: MailResult, sha256: string, now: string) {
    const attempts = row.attempts + 1;
    const free = { attempts, lease_owner: null, lease_until: null, last_error: detail };
    if (result === 'sent')
      return {
        ...free,
        ...{ status: 'sent', ended_at: now, next_attempt_at: null },
        ...{ sent_to: maskedAddress(row.email), text_sha256: sha256 },
      };
    if (result === 'refused' || needsHelp(attempts))
      return { ...free, status: 'failed', next_attempt_at: null };
    return { ...free, status: 'held', next_attempt_at: later(now, waitAfter(attempts, Math.random())) };
  }

  /** The attempt, the new state and its event: all or nothing, and only while the lease is ours. */
  async function writeDown(row: Leased, outcome: MailResult, sha256: string): Promise<void> {
    const now = clock();
    const after = columnsAfter(row, outcome, sha256, now);
    await database.transaction(async (trx) => {
      const ours = await trx('notices')
        .where({ id: row.id, status: 'sending', lease_owner: owner })
        .update({ ...after, version: trx.raw('version + 1') });
      if (ours === 0) return;
      await trx('notice_attempts').insert({
        ...{ notice_id: row.id, attempt_no: after.attempts, result: outcome.result, detail: outcome.detail },
        at: now,
      });
      if (after.status === 'held') return;
      await record(trx, now, after.status === 'sent' ? 'notice.sent' : 'notice.failed', row, {
        ...{ attempts: after.attempts, messageId: row.message_id, detail: outcome.detail, sha256 },
      });
    });
  }

  async function sendOne(row: Leased, text: string, subject: string): Promise<void> {
    const sha256 = createHash('sha256').update(text).digest('hex');
    let outcome: MailResult;
    try {
      const mail = { to: row.email, subject, text, messageId: row.message_id as string };
      outcome = await mailer.send(mail);
    } catch (error) {
      logger.warn({ noticeId: row.id, kind: (error as Error).name }, 'notice not sent');
      outcome = { result: 'unreachable', detail: (error as Error).name };
    }
    await writeDown(row, outcome, sha256);
  }

  /** Whoever died while sending left the message unsaid, or said it: under its Message-ID it is said again. */
  async function takeBack(all: boolean): Promise<void> {
    const query = database.write('notices').where({ status: 'sending' });
    if (!all) void query.where('lease_until', '<', clock());
    await query.update({
      ...{ status: 'held', lease_owner: null, lease_until: null, next_attempt_at: clock() },
      version: database.write.raw('version + 1'),
    });
  }

  /** A slow mail server must not let another process send the same beside it. */
  function keepLeases(): NodeJS.Timeout {
    return setInterval(() => {
      database
        .write('notices')
        .where({ status: 'sending', lease_owner: owner })
        .update({ lease_until: later(clock(), LEASE_MS) })
        .catch((error: unknown) => logger.warn({ kind: (error as Error).name }, 'leases not renewed'));
    }, LEASE_MS / 4);
  }

  async function sendAll(leased: readonly Leased[]): Promise<void> {
    const ids = leased.map(({ id }) => id);
    const facts = await factsOf(database.read, ids, publicUrl);
    const leases = keepLeases();
    try {
      await Promise.all(
        leased.map((row) => {
          const text = noticeText(facts.get(row.id) as NoticeFacts);
          return sendOne(row, plainText(text), text.subject);
        }),
      );
    } finally {
      clearInterval(leases);
    }
  }

  async function round(stopping: () => boolean): Promise<void> {
    while (!stopping() && (await plan()));
    await takeBack(false);
    while (!stopping()) {
      const { taken, leased } = await release();
      if (leased.length > 0) await sendAll(leased);
      if (taken < SENT_AT_ONCE) return;
    }
  }

  const rounds = createWorkRounds({
    name: 'notices',
    // The embedded file has one process: whoever still holds a lease died with the one before.
    takeBack: () => (database.engine === 'sqlite' ? takeBack(true) : Promise.resolve()),
    round,
    logger,
  });
  return {
    ...rounds,
    drain: async () => {
      await rounds.drain();
      mailer.close();
    },
    /** One round over what is due, without the clock: for tests. */
    turn: () => round(rounds.stopping),
  };
}
export type NoticeWorker = ReturnType<typeof createNoticeWorker>;
