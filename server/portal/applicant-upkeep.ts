import { assertStrongPassword } from '../auth/password-strength.ts';
import type { Connection } from '../database.ts';
import { conflict, invalid, unauthenticated } from '../errors.ts';
import {
  assertWithin,
  ownWords,
  wrongProof,
  type AccountDependencies,
  type Asked,
} from './applicant-account.ts';
import { findApplicant, findByEmail, type ApplicantRow } from './applicant-store.ts';
import type { PortalDrafts } from './portal-drafts.ts';
import { LIMITS } from './portal-limit-rules.ts';
import type { PortalVisitor } from './portal-session.ts';

export interface UpkeepDependencies extends AccountDependencies {
  drafts: PortalDrafts;
}

const othersOf = (trx: Connection, { applicantId, sessionId }: PortalVisitor) =>
  trx('applicant_sessions').where({ applicant_id: applicantId }).whereNot({ id: sessionId });

/** What an account's owner does to it: password, telephone, sessions, and its end. */
export function createApplicantUpkeep(dependencies: UpkeepDependencies) {
  const { database, portal, sealer, codes, messages, throttle, logins, passwords, drafts } = dependencies;

  async function own(applicantId: number): Promise<ApplicantRow> {
    const row = await findApplicant(database.read, applicantId);
    if (!row) throw unauthenticated();
    return row;
  }

  /** Whether the password is their own; wrong ones are counted as at the login: a session taken over guesses no longer. */
  async function assertOwnPassword(row: ApplicantRow, { address }: Asked, password: string, field: string) {
    const email = sealer.emailOf(row);
    await logins.attempt(email, address);
    if (!(await passwords.verifyPassword(row.password_hash, password)))
      throw invalid('WRONG_PASSWORD', 'The password is wrong.', { [field]: 'wrong password' });
    await logins.forgive(email, address);
  }

  const strong = (password: string, row: ApplicantRow, field: string) =>
    assertStrongPassword(password, ownWords(sealer.toRecord(row)), field);

  return {
    own,

    async changePassword(
      asked: Asked,
      visitor: PortalVisitor,
      { current, next }: { current: string; next: string },
    ) {
      const row = await own(visitor.applicantId);
      await assertOwnPassword(row, asked, current, 'current');
      await strong(next, row, 'next');
      const password_hash = await passwords.hashPassword(next);
      await portal.act({ action: 'applicant.password-changed', ...asked, ...visitor }, async (act) => {
        await act.trx('applicants').where({ id: row.id }).update({ password_hash });
        // Whoever else knows the old password is out, and no code sent before opens the account.
        const sessions = await othersOf(act.trx, visitor).delete();
        await codes.forget(act.trx, row.id);
        await messages.tell(act.trx, act.now, row, 'password_changed');
        act.record({ subject: 'applicant', subjectId: row.id, details: { sessions } });
      });
    },

    /** Sends a code for a new password, where the address is an account's; the same answer and work where it is none. */
    async askReset(asked: Asked, email: string): Promise<void> {
      await assertWithin(throttle, LIMITS.askAddress, asked.address);
      const soon = await throttle.count(LIMITS.againWho, 'reset', email);
      const flooded = soon > 0 || (await throttle.count(LIMITS.messagesWho, 'reset', email)) > 0;
      await portal.act({ action: 'applicant.reset-asked', ...asked, applicantId: null }, async (act) => {
        const row = await findByEmail(act.trx, sealer.emailDigest(email));
        const sends = row !== undefined && row.email_verified_at !== null && !flooded;
        if (sends) await messages.reset(act.trx, act.now, row);
        else {
          await messages.idle(act.trx, 1);
          await messages.nothing(act.trx, act.now);
        }
        act.record({ subject: 'applicant', subjectId: row?.id ?? null, details: { sent: sends } });
      });
    },

    /** A new password by the mail's link or code; ends every session. Throws 422 or 429. */
    async reset(
      asked: Asked,
      proof: { password: string } & ({ token: string } | { email: string; code: string }),
    ): Promise<void> {
      await assertWithin(throttle, LIMITS.proveAddress, asked.address);
      const proved = await (async () => {
        if ('token' in proof) return codes.proveByToken('reset', proof.token, asked.now);
        await assertWithin(throttle, LIMITS.proveWho, 'reset', proof.email);
        const row = await findByEmail(database.read, sealer.emailDigest(proof.email));
        return codes.proveByCode(row?.id ?? 0, 'reset', proof.code, asked.now);
      })();
      if (!proved) throw wrongProof();
      const row = await own(proved.applicantId);
      // Before the code is used up: whoever is told to take a better password takes it with the same code.
      await strong(proof.password, row, 'password');
      const password_hash = await passwords.hashPassword(proof.password);
      await portal.act({ action: 'applicant.reset', ...asked, applicantId: row.id }, async (act) => {
        if (!(await codes.spend(act.trx, proved))) throw wrongProof();
        await act.trx('applicants').where({ id: row.id }).update({ password_hash });
        await codes.forget(act.trx, row.id);
        await act.trx('applicant_sessions').where({ applicant_id: row.id }).delete();
        await messages.tell(act.trx, act.now, row, 'password_changed');
        act.record({ subject: 'applicant', subjectId: row.id });
      });
    },

    /** Sends a code to the telephone; throws 429 beyond one a minute and five a day. */
    async sendPhoneCode(asked: Asked, { applicantId }: PortalVisitor): Promise<void> {
      const row = await own(applicantId);
      if (row.phone_verified_at) throw conflict('PHONE_VERIFIED', 'This telephone is verified already.');
      await assertWithin(throttle, LIMITS.againWho, 'phone', String(applicantId));
      // By number: a hundred accounts must not ring one telephone.
      await assertWithin(throttle, LIMITS.messagesPhone, sealer.phoneOf(row));
      await portal.act({ action: 'applicant.phone-code-sent', ...asked, applicantId }, async (act) => {
        await messages.verifyPhone(act.trx, act.now, row);
        act.record({ subject: 'applicant', subjectId: applicantId });
      });
    },

    async verifyPhone(asked: Asked, { applicantId }: PortalVisitor, code: string): Promise<void> {
      await assertWithin(throttle, LIMITS.proveWho, 'phone', String(applicantId));
      const proved = await codes.proveByCode(applicantId, 'verify_phone', code, asked.now);
      if (!proved) throw wrongProof();
      await portal.act({ action: 'applicant.phone-verified', ...asked, applicantId }, async (act) => {
        if (!(await codes.spend(act.trx, proved))) throw wrongProof();
        await act.trx('applicants').where({ id: applicantId }).update({ phone_verified_at: act.now });
        act.record({ subject: 'applicant', subjectId: applicantId });
      });
    },

    async endOthers(asked: Asked, visitor: PortalVisitor): Promise<number> {
      return portal.act({ action: 'applicant.sessions-ended', ...asked, ...visitor }, async (act) => {
        const sessions = await othersOf(act.trx, visitor).delete();
        act.record({ subject: 'applicant', subjectId: visitor.applicantId, details: { sessions } });
        return sessions;
      });
    },

    /** Ends an account with which nothing was handed in; its row keeps nothing of the person. Throws 409 otherwise. */
    async end(asked: Asked, { applicantId }: PortalVisitor, password: string): Promise<void> {
      const row = await own(applicantId);
      await assertOwnPassword(row, asked, password, 'password');
      const files = await portal.act({ action: 'applicant.deleted', ...asked, applicantId }, async (act) => {
        // Nothing is handed in meanwhile (portal-submit.ts holds the same row).
        await act.trx('applicants').where({ id: applicantId }).forUpdate().first('id');
        if (await act.trx('portal_registrations').where({ applicant_id: applicantId }).first('id'))
          throw conflict(
            'REGISTRATION_KEPT',
            'A registration was handed in with this account. Registrations to a state programme are kept for audit as the law requires (UU PDP 27/2022, article 20(2)c and e), so the account stays. You can withdraw the registration.',
          );
        const names = await drafts.removeAll(act.trx, applicantId);
        await codes.forget(act.trx, applicantId);
        for (const table of ['applicant_sessions', 'portal_messages'])
          await act.trx(table).where({ applicant_id: applicantId }).delete();
        const nothing = { email_enc: null, email_digest: null, phone_enc: null, password_hash: null };
        await act
          .trx('applicants')
          .where({ id: applicantId })
          .update({ ...nothing, full_name: '', deleted_at: act.now });
        act.record({ subject: 'applicant', subjectId: applicantId });
        return names;
      });
      await drafts.discardFiles(files);
    },
  };
}
export type ApplicantUpkeep = ReturnType<typeof createApplicantUpkeep>;
