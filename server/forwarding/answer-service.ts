import type { Act } from '../audit/audit-service.ts';
import { withBatchMessages } from '../batches/batch-blocker-rules.ts';
import { assertBatchAllowed } from '../batches/batch-facts.ts';
import type { BatchAction } from '../batches/batch-rules.ts';
import type { BatchRecord } from '../batches/batch-schema.ts';
import { changeBatch, lockBatch, rowToBatch, type BatchRow } from '../batches/batch-store.ts';
import { insertMany, whereAny } from '../bulk-sql.ts';
import { blocked, invalid } from '../errors.ts';
import type { ReasonCode } from '../reference/reason-schema.ts';
import type { BatchMoves } from '../submissions/submission-batch-moves.ts';
import { normaliseRegistrationNo } from '../submissions/registration-number-rules.ts';
import { ACTION_OF_RESULT, reasonOfAnswer } from './answer-rules.ts';
import { enterIssues } from './answer-issue-store.ts';
import { liveDispatch, type DispatchRow } from './dispatch-store.ts';
import type { Answer, AnswerResult, AnswerSource } from './forwarding-schema.ts';
import { unmappedDetail } from './pmo-code-rules.ts';
import { codeTable } from './pmo-code-store.ts';

/** An answer ready to be recorded. */
export interface NewAnswer {
  submissionId: number;
  result: AnswerResult;
  pmoCode: string | null;
  reasonCode: ReasonCode | null;
  note: string | null;
  answeredAt: string;
}

const COLUMNS = [
  'dispatch_id', 'submission_id', 'result', 'pmo_code', 'reason_code', 'note', 'answered_at', 'source', 'answer_file_id',
  'answer_call_id', 'recorded_by_id', 'recorded_at',
] as const; // prettier-ignore

/** Answers that do the same to a registration, moved together. */
function groups(answers: readonly NewAnswer[]): NewAnswer[][] {
  const found = new Map<string, NewAnswer[]>();
  for (const answer of answers) {
    const key = JSON.stringify([answer.result, answer.reasonCode, answer.note]);
    const group = found.get(key);
    if (group) group.push(answer);
    else found.set(key, [answer]);
  }
  return [...found.values()];
}

export function tally(answers: readonly { result: AnswerResult }[]) {
  const of = (result: AnswerResult) => answers.filter((answer) => answer.result === result).length;
  return { confirmed: of('CONFIRMED'), returned: of('RETURNED'), rejected: of('REJECTED') };
}

/** Nobody answers for their own registration (domain.md section 4), neither by itself nor with all the others. */
async function assertNotOwn(act: Act, dispatch: DispatchRow, answers: readonly NewAnswer[]): Promise<void> {
  const own = (await act
    .trx('manifest_lines as l')
    .join('submissions as s', 's.id', 'l.submission_id')
    .join('staff as f', 'f.nik_bidx', 's.nik_bidx')
    .where({ 'l.manifest_id': dispatch.manifest_id, 'f.id': act.actor.id })
    .select('s.id', 's.registration_no')) as { id: number; registration_no: string }[];
  const answered = new Set(answers.map((answer) => answer.submissionId));
  const rows = own
    .filter(({ id }) => answered.has(id))
    .map((row) => ({ id: row.id, registrationNo: row.registration_no }));
  if (rows.length > 0)
    throw blocked(withBatchMessages([{ code: 'OWN_REGISTRATION', count: rows.length, rows }]));
}

/** Results of the PMO, row by row: onto the registrations and, with the last one, onto the batch. */
export function createAnswerService({ moves }: { moves: BatchMoves }) {
  /** Records answers, moves their registrations and settles the batch when none is left. All in the caller's act. */
  async function record(
    act: Act,
    { batch, dispatch }: { batch: BatchRow; dispatch: DispatchRow },
    answers: readonly NewAnswer[],
    how: {
      action: BatchAction;
      source: AnswerSource;
      fileId?: number;
      callId?: number;
      details?: Record<string, unknown>;
    },
  ): Promise<BatchRow> {
    await assertNotOwn(act, dispatch, answers);
    await insertMany(act.trx, {
      table: 'pmo_answers',
      columns: COLUMNS,
      rows: answers.map((one) => [
        dispatch.id, one.submissionId, one.result, one.pmoCode, one.reasonCode, one.note, one.answeredAt, how.source,
        how.fileId ?? null, how.callId ?? null, act.actor.id, act.now,
      ]),
    }); // prettier-ignore
    for (const group of groups(answers)) {
      const { result, reasonCode, note } = group[0] as NewAnswer;
      const ids = group.map((one) => one.submissionId);
      await moves.moveMany(act, ids, ACTION_OF_RESULT[result], {
        batchId: batch.id,
        reasonCodes: reasonCode ? [reasonCode] : [],
        note,
      });
    }
    const details = { dispatchNo: dispatch.dispatch_no, ...tally(answers), ...how.details };
    const answered = await changeBatch(act, batch, how.action, {}, { details });
    const [given] = (await act.trx('pmo_answers').where({ dispatch_id: dispatch.id }).count({ n: '*' })) as {
      n: number;
    }[];
    if (answered.status !== 'acknowledged' || Number(given?.n ?? 0) < dispatch.row_count) return answered;
    return changeBatch(act, answered, 'settle', { settled_at: act.now });
  }

  /** The batch and its delivery, held for an act of the PMO. */
  async function open(act: Act, id: number, version: number | null, action: BatchAction) {
    const batch = await lockBatch(act, id, version);
    await assertBatchAllowed(act.trx, action, batch, act.actor);
    return { batch, dispatch: await liveDispatch(act.trx, id) };
  }

  async function rowsByNumber(act: Act, dispatch: DispatchRow, numbers: readonly string[]) {
    const query = act
      .trx('manifest_lines as l')
      .join('submissions as s', 's.id', 'l.submission_id')
      .leftJoin('pmo_answers as a', (on) => {
        void on
          .on('a.submission_id', 'l.submission_id')
          .andOn('a.dispatch_id', act.trx.raw('?', [dispatch.id]));
      })
      .where({ 'l.manifest_id': dispatch.manifest_id })
      .select('s.id', 's.registration_no', 'a.result');
    const rows = (await whereAny(query, act.trx, 's.registration_no', numbers)) as {
      id: number;
      registration_no: string;
      result: AnswerResult | null;
    }[];
    return new Map(rows.map((row) => [row.registration_no, row]));
  }

  return {
    record,
    open,

    /** Answers single rows. All of them are taken or none; what was answered the same before is passed over. */
    async answer(act: Act, id: number, input: Answer): Promise<BatchRecord> {
      const at = await open(act, id, input.version, 'answer');
      const numbers = input.answers.map((one) => normaliseRegistrationNo(one.registrationNo) ?? '');
      const rows = await rowsByNumber(act, at.dispatch, numbers);
      const errors: Record<string, string> = {};
      const contradicted: { id: number; registrationNo: string; before: AnswerResult }[] = [];
      const fresh: NewAnswer[] = [];
      const codes = await codeTable(act.trx);
      const unknown = new Set<string>();
      input.answers.forEach((one, index) => {
        const number = numbers[index] as string;
        const row = rows.get(number);
        const { reasonCode, problem, unmapped } = reasonOfAnswer(one, codes);
        if (!row) errors[`answers.${index}.registrationNo`] = 'not in this delivery';
        else if (numbers.indexOf(number) !== index) errors[`answers.${index}.registrationNo`] = 'named twice';
        // A person can say what a machine's code leaves open.
        else if (problem || (unmapped && !one.note))
          errors[`answers.${index}.note`] = 'required for this code';
        else if (row.result === null) {
          fresh.push({ ...one, submissionId: row.id, reasonCode, answeredAt: act.now });
          if (unmapped) unknown.add(unmapped);
        } else if (row.result !== one.result)
          contradicted.push({ id: row.id, registrationNo: number, before: row.result });
      });
      if (Object.keys(errors).length > 0)
        throw invalid('INVALID_ANSWERS', 'Some answers cannot be taken; none was.', errors);
      if (contradicted.length > 0)
        throw blocked(
          withBatchMessages([{ code: 'ALREADY_ANSWERED', count: contradicted.length, rows: contradicted }]),
        );
      const items = [...unknown].map((code) => ({
        ...{ line: 0, code: 'CODE_UNMAPPED' as const, detail: unmappedDetail(code) },
      }));
      await enterIssues(act, { batchId: at.batch.id, source: 'console' }, items);
      return rowToBatch(await record(act, at, fresh, { action: 'answer', source: 'console' }));
    },

    /** Confirms every row that has no answer yet. */
    async confirmAll(act: Act, id: number, version: number): Promise<BatchRecord> {
      const at = await open(act, id, version, 'confirm-all');
      const pending = (await act
        .trx('manifest_lines as l')
        .where({ 'l.manifest_id': at.dispatch.manifest_id })
        .whereNotExists(
          act
            .trx('pmo_answers as a')
            .select(act.trx.raw('1'))
            .whereRaw('a.dispatch_id = ? AND a.submission_id = l.submission_id', [at.dispatch.id]),
        )
        .orderBy('l.position')
        .select('l.submission_id')) as { submission_id: number }[];
      const answers = pending.map((row): NewAnswer => ({
        submissionId: row.submission_id,
        result: 'CONFIRMED',
        pmoCode: null,
        reasonCode: null,
        note: null,
        answeredAt: act.now,
      }));
      return rowToBatch(await record(act, at, answers, { action: 'confirm-all', source: 'console' }));
    },
  };
}
export type AnswerService = ReturnType<typeof createAnswerService>;
