import type { Act } from '../audit/audit-service.ts';
import type { LoginThrottle } from '../auth/login-throttle.ts';
import { assertStrongPassword } from '../auth/password-strength.ts';
import type { PasswordDoor } from '../auth/password.ts';
import { tooMany, type Limit, type Throttle } from '../auth/throttle.ts';
import type { AuditService } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import { conflict, invalid } from '../errors.ts';
import type { ApplicantCodes } from './applicant-codes.ts';
import type { ApplicantMessages } from './applicant-messages.ts';
import { findByEmail, type ApplicantRow, type ApplicantSealer } from './applicant-store.ts';
import type { PortalActor } from './portal-actor.ts';
import { LIMITS } from './portal-limit-rules.ts';
import type { MailProof, RegisterApplicant } from './portal-schema.ts';
import { badLogin } from './portal-session.ts';

export interface AccountDependencies {
  database: Database;
  audit: AuditService;
  portal: PortalActor;
  sealer: ApplicantSealer;
  codes: ApplicantCodes;
  messages: ApplicantMessages;
  throttle: Throttle;
  logins: LoginThrottle;
  passwords: PasswordDoor;
}

/** A request as the rules of an account see it. */
export interface Asked {
  requestId: string;
  /** Where it comes from. */
  address: string;
  now: string;
}

/** The same for a wrong code, an old one, one tried too often, and an address that has none. */
export const wrongProof = () =>
  invalid('CODE_WRONG', 'The code or link is wrong, or it has expired. Ask for a new one.', {
    code: 'wrong or expired',
  });

/** Words of a person that make a bad password. */
export const ownWords = ({ fullName, email, phone }: { fullName: string; email: string; phone: string }) => [
  ...fullName.split(/\s+/),
  ...email.split(/[@.\-_+]/),
  email,
  phone.replace('+62', '0'),
];

export async function assertWithin(throttle: Throttle, limit: Limit, ...parts: string[]): Promise<void> {
  const wait = await throttle.count(limit, ...parts);
  if (wait > 0) throw tooMany(wait, 'requests');
}

/** Opening an account, proving its address, logging in. Nothing of it tells whether an address is known. */
export function createApplicantAccount(dependencies: AccountDependencies) {
  const { database, audit, portal, sealer, codes, messages, throttle, logins, passwords } = dependencies;

  /** The newest registration of an unproved address is the one that counts: whoever else typed it proved nothing. */
  async function replaceUnproved(act: Act, input: RegisterApplicant, passwordHash: string): Promise<void> {
    const columns = sealer.columns(input);
    await act
      .trx('applicants')
      .where({ email_digest: columns.email_digest })
      .whereNull('email_verified_at')
      .delete();
    const [row] = (await act
      .trx('applicants')
      .insert({ ...columns, password_hash: passwordHash, created_at: act.now })
      // Two at the same instant: one of them is as good as the other.
      .onConflict()
      .ignore()
      .returning('*')) as ApplicantRow[];
    if (row) await messages.verifyEmail(act.trx, act.now, row);
    act.record({
      subject: 'applicant',
      subjectId: row?.id ?? null,
      details: { registered: row !== undefined },
    });
  }

  return {
    /** Opens an account, or tells the owner of a known address that somebody tried. Throws 422 or 429. */
    async register(asked: Asked, input: RegisterApplicant): Promise<void> {
      await assertWithin(throttle, LIMITS.registerAddress, asked.address);
      await assertStrongPassword(input.password, ownWords(input), 'password');
      const passwordHash = await passwords.hashPassword(input.password);
      const { email } = input;
      // Beyond what one address is written to a day nothing happens at all: the last code stays good.
      const flooded = (await throttle.count(LIMITS.messagesWho, 'email', email)) > 0;
      await portal.act({ action: 'applicant.registered', ...asked, applicantId: null }, async (act) => {
        const known = await findByEmail(act.trx, sealer.emailDigest(email));
        if (!flooded && !known?.email_verified_at) return replaceUnproved(act, input, passwordHash);
        // An account is made by three statements more.
        await messages.idle(act.trx, 3);
        if (flooded || !known) await messages.nothing(act.trx, act.now);
        else await messages.tell(act.trx, act.now, known, 'known');
        act.record({ subject: 'applicant', subjectId: known?.id ?? null, details: { registered: false } });
      });
    },

    /** Sends the code again, at most once a minute and five times a day. */
    async resend(asked: Asked, email: string): Promise<void> {
      await assertWithin(throttle, LIMITS.askAddress, asked.address);
      const soon = await throttle.count(LIMITS.againWho, 'verify', email);
      const flooded = soon > 0 || (await throttle.count(LIMITS.messagesWho, 'email', email)) > 0;
      await portal.act({ action: 'applicant.code-sent', ...asked, applicantId: null }, async (act) => {
        const row = await findByEmail(act.trx, sealer.emailDigest(email));
        const sends = row !== undefined && row.email_verified_at === null && !flooded;
        if (sends) await messages.verifyEmail(act.trx, act.now, row);
        else {
          await messages.idle(act.trx, 1);
          await messages.nothing(act.trx, act.now);
        }
        act.record({ subject: 'applicant', subjectId: row?.id ?? null, details: { sent: sends } });
      });
    },

    /** Proves that the address is theirs, by the link or by the code. Throws 422 or 429. */
    async verifyEmail(asked: Asked, proof: MailProof): Promise<void> {
      await assertWithin(throttle, LIMITS.proveAddress, asked.address);
      const proved = await (async () => {
        if ('token' in proof) return codes.proveByToken('verify_email', proof.token, asked.now);
        await assertWithin(throttle, LIMITS.proveWho, 'verify', proof.email);
        const row = await findByEmail(database.read, sealer.emailDigest(proof.email));
        return codes.proveByCode(row?.id ?? 0, 'verify_email', proof.code, asked.now);
      })();
      if (!proved) throw wrongProof();
      const { applicantId } = proved;
      await portal.act({ action: 'applicant.verified', ...asked, applicantId }, async (act) => {
        if (!(await codes.spend(act.trx, proved))) throw wrongProof();
        const row = (await act.trx('applicants').where({ id: applicantId }).first()) as ApplicantRow;
        const other = await findByEmail(act.trx, row.email_digest);
        if (other?.email_verified_at) throw wrongProof();
        await act.trx('applicants').where({ id: applicantId }).update({ email_verified_at: act.now });
        act.record({ subject: 'applicant', subjectId: applicantId });
      });
    },

    /** Whose e-mail address and password these are. Throws 401, 429, or 409 to whoever owns an unproved address. */
    async authenticate(asked: Asked, email: string, password: string): Promise<number> {
      await logins.attempt(email, asked.address);
      const row = await findByEmail(database.read, sealer.emailDigest(email));
      const right = row
        ? await passwords.verifyPassword(row.password_hash, password)
        : await passwords.verifyNobody(password);
      if (!row || !right) {
        await audit.noteAnonymous(
          { action: 'applicant.login', requestId: asked.requestId, outcome: 'refused' },
          { subject: 'applicant', subjectId: row?.id ?? null, details: { code: 'BAD_CREDENTIALS' } },
        );
        throw badLogin();
      }
      await logins.forgive(email, asked.address);
      if (row.email_verified_at === null)
        throw conflict(
          'EMAIL_NOT_VERIFIED',
          'Prove first that this e-mail address is yours: enter the code we sent.',
        );
      return row.id;
    },

    async loggedIn(asked: Asked, applicantId: number): Promise<void> {
      await portal.act({ action: 'applicant.login', ...asked, applicantId }, async (act) => {
        await act.trx('applicants').where({ id: applicantId }).update({ last_login_at: act.now });
        act.record({ subject: 'applicant', subjectId: applicantId });
      });
    },
  };
}
export type ApplicantAccount = ReturnType<typeof createApplicantAccount>;
