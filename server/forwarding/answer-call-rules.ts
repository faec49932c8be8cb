import { normaliseRegistrationNo } from '../submissions/registration-number-rules.ts';
import { CalledAnswer } from './answer-call-schema.ts';
import {
  judgeWords,
  settleVerdicts,
  tellable,
  type DeliveredRow,
  type JudgedFile,
  type Verdict,
} from './answer-rules.ts';
import type { CodeTable } from './pmo-code-rules.ts';

/** One answer of a call with its place in it, from 1; null where it does not read as an answer at all. */
export interface PlacedAnswer {
  position: number;
  said: CalledAnswer | null;
}

/** The answers of a call by their places; what has another shape stays, without words. */
export const placedAnswers = (answers: readonly unknown[]): PlacedAnswer[] =>
  answers.map((one, index) => {
    const read = CalledAnswer.safeParse(one);
    return { position: index + 1, said: read.success ? read.data : null };
  });

/** The registration a called answer names, as numbers are stored; null where it is no such number. */
export const numberNamed = ({ said }: PlacedAnswer): string | null =>
  said && normaliseRegistrationNo(said.registrationNo);

interface CallContext {
  now: string;
  codes: CodeTable;
  /** The delivery's rows by registration number, as far as the call names them. */
  rows: ReadonlyMap<string, DeliveredRow>;
  /** The row that is the caller's own registration: nobody answers for themselves. */
  ownId: number | null;
}

function judgeOne(one: PlacedAnswer, context: CallContext): Verdict {
  const { position, said } = one;
  const issue = (code: 'BAD_LINE' | 'UNKNOWN_ROW' | 'OWN_REGISTRATION', detail: string): Verdict => ({
    issue: { line: position, code, detail },
  });
  if (!said) return issue('BAD_LINE', 'not an answer: registrationNo and result are needed, as texts');
  const name = `row ${tellable(said.registrationNo)}`;
  const row = context.rows.get(numberNamed(one) ?? '');
  if (!row) return issue('UNKNOWN_ROW', `${name} is not in this delivery`);
  if (row.submissionId === context.ownId)
    return issue('OWN_REGISTRATION', `${name} is the registration of whoever answers`);
  const { result, pmoCode, note, answeredAt } = said;
  const words = { result, pmoCode: pmoCode ?? '', note: note ?? '', answeredAt: answeredAt ?? '' };
  return judgeWords(position, name, row, words, context);
}

/** Judges the answers of a call by the rules of the answer file; `line` of what comes out is the position. */
export const judgeAnswerCall = (answers: readonly PlacedAnswer[], context: CallContext): JudgedFile =>
  settleVerdicts(answers.map((one) => judgeOne(one, context)));

/** How far the clock of the PMO's system may be off, in milliseconds, and for how long a nonce is remembered. */
export const SIGNATURE_WINDOW_MS = 5 * 60_000;

const SECONDS = /^\d{10}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
const NONCE = /^[A-Za-z0-9_-]{16,64}$/;
const SIGNATURE = /^[0-9a-f]{64}$/i;

export interface SignatureWords {
  timestamp: string;
  nonce: string;
  signature: string;
}

/** What is wrong with the headers of a signed call, before anything is computed; null where nothing is. */
export function signatureProblem(
  { timestamp, nonce, signature }: Partial<SignatureWords>,
  now: string,
): { code: string; message: string } | null {
  if (!timestamp || !nonce || !signature)
    return {
      code: 'SIGNATURE_MISSING',
      message: 'Send X-Loket-Timestamp, X-Loket-Nonce and X-Loket-Signature.',
    };
  const at = SECONDS.test(timestamp)
    ? Number(timestamp) * 1000
    : INSTANT.test(timestamp)
      ? Date.parse(timestamp)
      : Number.NaN;
  if (Number.isNaN(at))
    return { code: 'BAD_TIMESTAMP', message: 'X-Loket-Timestamp takes seconds since 1970 or ISO 8601.' };
  if (!NONCE.test(nonce))
    return { code: 'BAD_NONCE', message: 'X-Loket-Nonce takes 16 to 64 letters, digits, _ or -.' };
  if (!SIGNATURE.test(signature))
    return { code: 'BAD_SIGNATURE', message: 'X-Loket-Signature takes an HMAC-SHA256 as 64 hex digits.' };
  if (Math.abs(at - Date.parse(now)) > SIGNATURE_WINDOW_MS)
    return {
      code: 'TIMESTAMP_OUT_OF_WINDOW',
      message: `The clocks differ by more than five minutes; here it is ${now}.`,
    };
  return null;
}
