import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Connection } from '../database.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import type { MessageKind } from './portal-message-text.ts';

/** What of a message is secret until it has left, and nobody's afterwards. */
export const SealedMessage = z.object({
  to: z.string(),
  code: z.string().nullable(),
  token: z.string().nullable(),
});
export type SealedMessage = z.infer<typeof SealedMessage>;

export interface MessageRow {
  id: number;
  uid: string;
  kind: MessageKind;
  sealed: Buffer;
  message_id: string | null;
  attempts: number;
  expires_at: string;
}

const place = (uid: string) => ({ table: 'portal_messages', column: 'sealed', rowUid: uid });

/** The outbox of the portal: what leaves is first a row, in the transaction of the act that it is about. */
export function createPortalOutbox(encryption: FieldEncryption) {
  return {
    /** Puts a message in; after `expiresAt` it is worth nothing and is not sent any more. */
    async put(
      trx: Connection,
      now: string,
      message: SealedMessage & { applicantId: number; kind: MessageKind; expiresAt: string },
    ): Promise<void> {
      const { applicantId, kind, expiresAt, to, code, token } = message;
      const uid = randomUUID();
      await trx('portal_messages').insert({
        ...{ uid, applicant_id: applicantId, kind, created_at: now, next_attempt_at: now },
        expires_at: expiresAt,
        sealed: encryption.encrypt(JSON.stringify({ to, code, token }), place(uid)),
      });
    },
    /** In place of a message to nobody: the same work, so that the time of an answer says nothing either. */
    async putNothing(trx: Connection, now: string): Promise<void> {
      const uid = randomUUID();
      encryption.encrypt(JSON.stringify({ to: 'nobody', code: uid, token: uid }), place(uid));
      await trx('portal_messages').insert({
        ...{ uid, kind: 'nothing', status: 'dropped', created_at: now, expires_at: now, ended_at: now },
      });
    },
    open: (row: Pick<MessageRow, 'uid' | 'sealed'>): SealedMessage =>
      SealedMessage.parse(JSON.parse(encryption.decrypt(row.sealed, place(row.uid)))),
  };
}
export type PortalOutbox = ReturnType<typeof createPortalOutbox>;
