import type { Connection } from '../database.ts';
import type { ApplicantCodes, CodePurpose } from './applicant-codes.ts';
import type { ApplicantRow, ApplicantSealer } from './applicant-store.ts';
import type { MessageKind } from './portal-message-text.ts';
import type { PortalOutbox } from './portal-outbox.ts';

const DAY_MS = 86_400_000;

/** What is sent to applicants about their accounts: each message a row, in the act it is about. */
export function createApplicantMessages({
  sealer,
  codes,
  outbox,
}: {
  sealer: ApplicantSealer;
  codes: ApplicantCodes;
  outbox: PortalOutbox;
}) {
  /** A fresh code to somebody; the one before is worth nothing from now on. */
  async function sendCode(
    trx: Connection,
    now: string,
    row: ApplicantRow,
    { purpose, kind }: { purpose: CodePurpose; kind: MessageKind },
  ): Promise<void> {
    const { token, code, expiresAt } = await codes.issue(trx, row.id, purpose, now);
    const byPhone = purpose === 'verify_phone';
    await outbox.put(trx, now, {
      ...{ applicantId: row.id, kind, expiresAt, code },
      to: byPhone ? sealer.phoneOf(row) : sealer.emailOf(row),
      token: byPhone ? null : token,
    });
  }

  return {
    verifyEmail: (trx: Connection, now: string, row: ApplicantRow) =>
      sendCode(trx, now, row, { purpose: 'verify_email', kind: 'verify' }),
    verifyPhone: (trx: Connection, now: string, row: ApplicantRow) =>
      sendCode(trx, now, row, { purpose: 'verify_phone', kind: 'phone_code' }),
    reset: (trx: Connection, now: string, row: ApplicantRow) =>
      sendCode(trx, now, row, { purpose: 'reset', kind: 'reset' }),
    /** Says something that holds no code. */
    tell: (trx: Connection, now: string, row: ApplicantRow, kind: 'known' | 'password_changed') =>
      outbox.put(trx, now, {
        ...{ applicantId: row.id, kind, to: sealer.emailOf(row), code: null, token: null },
        expiresAt: new Date(Date.parse(now) + DAY_MS).toISOString(),
      }),
    nothing: outbox.putNothing,
    /** Statements that change nothing: as many as the other branch makes, so that the time says nothing either. */
    async idle(trx: Connection, statements: number): Promise<void> {
      for (let n = 0; n < statements; n += 1)
        await trx('applicant_codes').where({ applicant_id: 0 }).delete();
    },
  };
}
export type ApplicantMessages = ReturnType<typeof createApplicantMessages>;
