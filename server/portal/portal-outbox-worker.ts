import { randomUUID } from 'node:crypto';
import { isPostgres } from '../bulk-sql.ts';
import type { Database } from '../database.ts';
import type { Logger } from '../logger.ts';
import type { Mailer, MailResult } from '../notices/mailer.ts';
import { waitAfter } from '../notices/notice-rules.ts';
import { createWorkRounds } from '../work-rounds.ts';
import type { PhoneSender } from './phone-sender.ts';
import { messageText } from './portal-message-text.ts';
import type { MessageRow, PortalOutbox } from './portal-outbox.ts';

// Twenty messages through two connections to a mail server that hangs.
const LEASE_MS = 600_000;
const SENT_AT_ONCE = 20;

export interface OutboxWorkerDependencies {
  database: Database;
  outbox: PortalOutbox;
  mailer: Mailer;
  phoneSender: PhoneSender;
  logger: Logger;
  publicUrl: string;
}

const later = (now: string, milliseconds: number) => new Date(Date.parse(now) + milliseconds).toISOString();
const ENDED = { sealed: null, next_attempt_at: null, lease_owner: null, lease_until: null };

/**
 * Empties the portal's outbox. Dying between sending and writing down sends a message again under the same id. Any number of
 * processes may run one on the same database.
 */
export function createPortalOutboxWorker(dependencies: OutboxWorkerDependencies) {
  const { database, outbox, mailer, phoneSender, logger, publicUrl } = dependencies;
  const owner = randomUUID();
  const host = new URL(publicUrl).hostname;
  const clock = () => new Date().toISOString();

  /** Takes what is due; a code that lapsed while the way was closed helps nobody any more. */
  async function lease(): Promise<MessageRow[]> {
    const now = clock();
    return database.transaction(async (trx) => {
      await trx('portal_messages')
        .where({ status: 'queued' })
        .where('expires_at', '<=', now)
        .update({ ...ENDED, status: 'dropped', ended_at: now });
      const due = trx('portal_messages')
        .where({ status: 'queued' })
        .where('next_attempt_at', '<=', now)
        .orderBy('next_attempt_at')
        .orderBy('id')
        .limit(SENT_AT_ONCE);
      const rows = (await (isPostgres(trx) ? due.forUpdate().skipLocked() : due).select()) as MessageRow[];
      const leased: MessageRow[] = [];
      for (const row of rows) {
        const message_id = row.message_id ?? `portal-${row.id}.${row.uid}@${host}`;
        await trx('portal_messages')
          .where({ id: row.id })
          .update({
            ...{ status: 'sending', message_id, lease_owner: owner, lease_until: later(now, LEASE_MS) },
          });
        leased.push({ ...row, message_id });
      }
      return leased;
    });
  }

  async function deliver(row: MessageRow): Promise<MailResult> {
    try {
      const { to, code, token } = outbox.open(row);
      const { subject, text } = messageText({ kind: row.kind, code, token, publicUrl });
      const messageId = row.message_id as string;
      return row.kind === 'phone_code'
        ? await phoneSender.send({ to, text, messageId })
        : await mailer.send({ to, subject, text, messageId });
    } catch (error) {
      logger.warn({ messageId: row.id, kind: (error as Error).name }, 'portal message not sent');
      return { result: 'unreachable', detail: (error as Error).name };
    }
  }

  async function sendOne(row: MessageRow): Promise<void> {
    const { result, detail } = await deliver(row);
    const now = clock();
    const attempts = row.attempts + 1;
    const again = {
      ...{ status: 'queued', lease_owner: null, lease_until: null },
      next_attempt_at: later(now, waitAfter(attempts, Math.random())),
    };
    const over = { ...ENDED, status: result === 'sent' ? 'sent' : 'failed', ended_at: now };
    await database
      .write('portal_messages')
      .where({ id: row.id, status: 'sending', lease_owner: owner })
      .update({ ...(result === 'unreachable' ? again : over), attempts, last_error: detail });
  }

  async function takeBack(all: boolean): Promise<void> {
    const query = database.write('portal_messages').where({ status: 'sending' });
    if (!all) void query.where('lease_until', '<', clock());
    await query.update({ status: 'queued', lease_owner: null, lease_until: null, next_attempt_at: clock() });
  }

  async function round(stopping: () => boolean): Promise<void> {
    await takeBack(false);
    while (!stopping()) {
      const leased = await lease();
      await Promise.all(leased.map(sendOne));
      if (leased.length < SENT_AT_ONCE) return;
    }
  }

  return createWorkRounds({
    name: 'portal messages',
    // The embedded file has one process: whoever still holds a lease died with the one before.
    takeBack: () => (database.engine === 'sqlite' ? takeBack(true) : Promise.resolve()),
    round,
    logger,
  });
}
export type PortalOutboxWorker = ReturnType<typeof createPortalOutboxWorker>;
