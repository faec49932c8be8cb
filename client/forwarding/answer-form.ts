import type { BatchRowRecord } from '@server/batches/batch-schema.ts';
import { reasonOfAnswer } from '@server/forwarding/answer-rules.ts';
import { NO_CODES } from '@server/forwarding/pmo-code-rules.ts';
import type { AnswerResult, RowAnswer } from '@server/forwarding/forwarding-schema.ts';
import type { ActValues, FormProblems } from '../layout/ActDialog.tsx';

/**
 * The code sent for an answer: the PMO's own where one is typed, else ours. The server keeps both: it finds our reason
 * by the code and falls back to PMO_OTHER.
 */
function codeOf({ reason, ownCode }: ActValues): string | null {
  const own = typeof ownCode === 'string' ? ownCode.trim() : '';
  if (reason === 'PMO_OTHER' && own !== '') return own;
  return typeof reason === 'string' ? reason : null;
}

const noteOf = ({ note }: ActValues): string | null =>
  typeof note === 'string' && note.trim() !== '' ? note.trim() : null;

/** One answer a row, in the shape of the API. */
export function rowAnswers(
  rows: readonly Pick<BatchRowRecord, 'registrationNo'>[],
  result: AnswerResult,
  values: ActValues,
): RowAnswer[] {
  const pmoCode = result === 'CONFIRMED' ? null : codeOf(values);
  return rows.map(({ registrationNo }) => ({ registrationNo, result, pmoCode, note: noteOf(values) }));
}

/** A reason that says nothing by itself needs a note; the rule is the server's own. */
export function answerProblems(result: AnswerResult, values: ActValues): FormProblems {
  if (result === 'CONFIRMED' || typeof values['reason'] !== 'string') return {};
  const said = { result, pmoCode: codeOf(values), note: noteOf(values) };
  const { problem, unmapped } = reasonOfAnswer(said, NO_CODES);
  return problem || (unmapped && !said.note) ? { note: 'answers.noteMissing' } : {};
}
