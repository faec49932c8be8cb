import { randomBytes, randomInt } from 'node:crypto';
import { rawRows } from '../bulk-sql.ts';
import type { Connection, Database } from '../database.ts';
import type { KeyedDigest } from '../privacy/keyed-digest.ts';
import { CODE_MINUTES, CODE_TRIES } from './portal-limit-rules.ts';

export type CodePurpose = 'verify_email' | 'verify_phone' | 'reset';

/** What was made for one message: both say the same, the token in a link, the code to be typed. */
export interface FreshCode {
  token: string;
  code: string;
  expiresAt: string;
}

/** A code that was right: spend it in the act that it proves. */
export interface ProvedCode {
  codeId: number;
  applicantId: number;
}

const later = (now: string, milliseconds: number) => new Date(Date.parse(now) + milliseconds).toISOString();

/** Counted before it is compared, in one statement: guesses sent all at once are counted one by one. */
const TRY = `UPDATE applicant_codes SET tries = tries + 1
  WHERE applicant_id = ? AND purpose = ? AND tries < ? AND expires_at > ? RETURNING id, code_digest`;

/** Codes and tokens of half an hour; only their keyed digests are kept, as six digits are tried through at once. */
export function createApplicantCodes(database: Database, digest: KeyedDigest) {
  const tokenDigest = (token: string) => digest(`applicant-token:v1:${token}`);
  const codeDigest = (purpose: CodePurpose, applicantId: number, code: string) =>
    digest(`applicant-code:v1:${purpose}|${applicantId}|${code}`);

  return {
    /** A new code; whatever was sent before is worth nothing from now on. */
    async issue(trx: Connection, applicantId: number, purpose: CodePurpose, now: string): Promise<FreshCode> {
      const token = randomBytes(32).toString('base64url');
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      const expiresAt = later(now, CODE_MINUTES * 60_000);
      const values = {
        // A telephone takes no link.
        token_digest: purpose === 'verify_phone' ? null : tokenDigest(token),
        code_digest: codeDigest(purpose, applicantId, code),
        ...{ created_at: now, expires_at: expiresAt, tries: 0 },
      };
      await trx('applicant_codes')
        .insert({ applicant_id: applicantId, purpose, ...values })
        .onConflict(['applicant_id', 'purpose'])
        .merge(values);
      return { token, code, expiresAt };
    },

    /** Tries a code; also for nobody (id 0), whose answer costs the same. */
    async proveByCode(
      applicantId: number,
      purpose: CodePurpose,
      code: string,
      now: string,
    ): Promise<ProvedCode | null> {
      const [row] = await rawRows<{ id: number; code_digest: string }>(database.write, TRY, [
        ...[applicantId, purpose],
        ...[CODE_TRIES, now],
      ]);
      const right = codeDigest(purpose, applicantId, code) === row?.code_digest;
      return row && right ? { codeId: row.id, applicantId } : null;
    },

    /** A token of 256 bits is not guessed; a code that was voided takes its link along. */
    async proveByToken(purpose: CodePurpose, token: string, now: string): Promise<ProvedCode | null> {
      const row = (await database
        .read('applicant_codes')
        .where({ purpose, token_digest: tokenDigest(token) })
        .where('expires_at', '>', now)
        .where('tries', '<', CODE_TRIES)
        .first('id', 'applicant_id')) as { id: number; applicant_id: number } | undefined;
      return row ? { codeId: row.id, applicantId: row.applicant_id } : null;
    },

    /** Uses it up; false where somebody did at the same moment. */
    spend: async (trx: Connection, { codeId }: ProvedCode): Promise<boolean> =>
      (await trx('applicant_codes').where({ id: codeId }).delete()) === 1,

    /** All codes of an account lapse. */
    forget: (trx: Connection, applicantId: number) =>
      trx('applicant_codes').where({ applicant_id: applicantId }).delete(),
  };
}
export type ApplicantCodes = ReturnType<typeof createApplicantCodes>;
