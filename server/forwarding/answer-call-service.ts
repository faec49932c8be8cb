import type { Act } from '../audit/audit-service.ts';
import { lockBatch } from '../batches/batch-store.ts';
import { insertMany, whereAny } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import { conflict, notFound } from '../errors.ts';
import { judgeAnswerCall, numberNamed, placedAnswers, type PlacedAnswer } from './answer-call-rules.ts';
import type { AnswerCall, AnswerCallCounts, AnswerCallReceipt } from './answer-call-schema.ts';
import { enterIssues, type IssueEntry } from './answer-issue-store.ts';
import type { DeliveredRow } from './answer-rules.ts';
import { tally, type AnswerService } from './answer-service.ts';
import type { DispatchRow } from './dispatch-store.ts';
import type { AnswerResult } from './forwarding-schema.ts';
import { codeTable } from './pmo-code-store.ts';

/** Issues a receipt names; all of them stand in the list of work items. */
const NAMED_ISSUES = 1000;

const NOTHING: AnswerCallCounts = {
  ...{ answers: 0, applied: 0, confirmed: 0, returned: 0, rejected: 0, same: 0, kept: 0, issues: 0 },
};

interface CallRow {
  id: number;
  dispatch_id: number;
  counts: string;
}

/** The rows of a delivery that some answers name, with what was answered before. */
async function rowsNamed(
  connection: Connection,
  dispatch: DispatchRow,
  answers: readonly PlacedAnswer[],
): Promise<Map<string, DeliveredRow>> {
  const numbers = [...new Set(answers.flatMap((one) => numberNamed(one) ?? []))];
  const query = connection('manifest_lines as l')
    .join('submissions as s', 's.id', 'l.submission_id')
    .leftJoin('pmo_answers as a', (on) => {
      void on
        .on('a.submission_id', 'l.submission_id')
        .andOn('a.dispatch_id', connection.raw('?', [dispatch.id]));
    })
    .where({ 'l.manifest_id': dispatch.manifest_id })
    .select('s.id', 's.registration_no', 's.row_id', 's.nik_bidx', 'a.result');
  const rows = (await whereAny(query, connection, 's.registration_no', numbers)) as {
    id: number;
    registration_no: string;
    row_id: string | null;
    nik_bidx: string;
    result: AnswerResult | null;
  }[];
  return new Map(
    rows.map((row) => [
      row.registration_no,
      {
        submissionId: row.id,
        registrationNo: row.registration_no,
        rowId: row.row_id,
        nikBidx: row.nik_bidx,
        answered: row.result,
      },
    ]),
  );
}

async function ownRow(act: Act, rows: ReadonlyMap<string, DeliveredRow>): Promise<number | null> {
  const staff = (await act.trx('staff').where({ id: act.actor.id }).first('nik_bidx')) as
    { nik_bidx: string | null } | undefined;
  const own = [...rows.values()].find(({ nikBidx }) => nikBidx === staff?.nik_bidx);
  return own?.submissionId ?? null;
}

/** Answers of the PMO's system: a call is taken once, and nothing of it is lost or half applied. */
export function createAnswerCallService(answers: AnswerService) {
  async function takenBefore(act: Act, dispatch: DispatchRow, sha256: string) {
    const row = (await act
      .trx('pmo_answer_calls')
      .where({ dispatch_id: dispatch.id, body_sha256: sha256 })
      .first()) as CallRow | undefined;
    if (!row) return null;
    const issues = (await act
      .trx('pmo_answer_issues')
      .where({ answer_call_id: row.id })
      .orderBy('position_no')
      .limit(NAMED_ISSUES)) as {
      position_no: number;
      code: IssueEntry['code'];
      detail: string;
    }[];
    act.record({
      subject: 'batch',
      subjectId: dispatch.batch_id,
      details: { callId: row.id, sha256, repeated: true },
    });
    return {
      id: row.id,
      dispatchNo: dispatch.dispatch_no,
      repeated: true,
      counts: JSON.parse(row.counts) as AnswerCallCounts,
      issues: issues.map(({ position_no, code, detail }) => ({ position: position_no, code, detail })),
    };
  }

  async function enterCall(
    act: Act,
    dispatch: DispatchRow,
    sha256: string,
    counts: AnswerCallCounts,
  ): Promise<number> {
    const [row] = (await act
      .trx('pmo_answer_calls')
      .insert({
        dispatch_id: dispatch.id,
        batch_id: dispatch.batch_id,
        body_sha256: sha256,
        counts: JSON.stringify(counts),
        recorded_by_id: act.actor.id,
        request_id: act.requestId,
        received_at: act.now,
      })
      .returning('id')) as { id: number }[];
    return (row as { id: number }).id;
  }

  const enterCallIssues = (act: Act, dispatch: DispatchRow, callId: number, issues: readonly IssueEntry[]) =>
    enterIssues(act, { batchId: dispatch.batch_id, source: 'api', callId }, issues);

  /** Judges answers against the delivery as it stands and applies what can be taken, all in the caller's act. */
  async function judge(act: Act, dispatch: DispatchRow, placed: readonly PlacedAnswer[]) {
    const rows = await rowsNamed(act.trx, dispatch, placed);
    return judgeAnswerCall(placed, {
      now: act.now,
      codes: await codeTable(act.trx),
      rows,
      ownId: await ownRow(act, rows),
    });
  }

  async function keep(
    act: Act,
    dispatch: DispatchRow,
    placed: readonly PlacedAnswer[],
    sha256: string,
  ): Promise<AnswerCallReceipt> {
    const counts = { ...NOTHING, answers: placed.length, kept: placed.length, issues: 1 };
    const callId = await enterCall(act, dispatch, sha256, counts);
    await insertMany(act.trx, {
      table: 'pmo_early_answers',
      columns: ['answer_call_id', 'dispatch_id', 'position_no', 'said'],
      rows: placed.map(({ position, said }) => [callId, dispatch.id, position, JSON.stringify(said)]),
    });
    const issue = {
      line: 1,
      code: 'BEFORE_ACKNOWLEDGEMENT' as const,
      detail: `${placed.length} answers are kept until the delivery is acknowledged`,
    };
    await enterCallIssues(act, dispatch, callId, [issue]);
    act.record({
      subject: 'batch',
      subjectId: dispatch.batch_id,
      details: { dispatchNo: dispatch.dispatch_no, callId, sha256, kept: placed.length },
    });
    const issues = [{ position: 1, code: issue.code, detail: issue.detail }];
    return { id: callId, dispatchNo: dispatch.dispatch_no, repeated: false, counts, issues };
  }

  return {
    /** Takes a call that was proved before the act. The same body a second time changes nothing. */
    async take(act: Act, call: AnswerCall, sha256: string): Promise<AnswerCallReceipt> {
      const found = (await act.trx('dispatches').where({ dispatch_no: call.dispatchNo }).first()) as
        DispatchRow | undefined;
      if (!found) throw notFound('delivery');
      // Held first: of a call and a file at the same moment, the second finds what the first left.
      const batch = await lockBatch(act, found.batch_id, null);
      const dispatch = (await act.trx('dispatches').where({ id: found.id }).first()) as DispatchRow;
      if (dispatch.status === 'refused')
        throw conflict(
          'DISPATCH_REFUSED',
          'This delivery was refused as a whole: nothing in it is answered.',
        );
      const before = await takenBefore(act, dispatch, sha256);
      if (before) return before;
      const placed = placedAnswers(call.answers);
      if (dispatch.status !== 'acknowledged') return keep(act, dispatch, placed, sha256);
      const judged = await judge(act, dispatch, placed);
      const counts: AnswerCallCounts = {
        ...NOTHING,
        answers: placed.length,
        applied: judged.answers.length,
        ...tally(judged.answers),
        same: judged.same,
        issues: judged.issues.length,
      };
      const callId = await enterCall(act, dispatch, sha256, counts);
      await enterCallIssues(act, dispatch, callId, judged.issues);
      await answers.record(act, { batch, dispatch }, judged.answers, {
        action: 'answer-call',
        source: 'api',
        callId,
        details: { callId, sha256, same: judged.same, issues: judged.issues.length },
      });
      return {
        id: callId,
        dispatchNo: dispatch.dispatch_no,
        repeated: false,
        counts,
        issues: judged.issues
          .slice(0, NAMED_ISSUES)
          .map(({ line, code, detail }) => ({ position: line, code, detail })),
      };
    },

    /** Takes what one call brought before the acknowledgement; nothing where another process was quicker. */
    async takeKept(act: Act, { id: callId, dispatchId }: { id: number; dispatchId: number }): Promise<void> {
      const dispatch = (await act.trx('dispatches').where({ id: dispatchId }).first()) as DispatchRow;
      const batch = await lockBatch(act, dispatch.batch_id, null);
      const waiting = () =>
        act.trx('pmo_early_answers').where({ answer_call_id: callId }).whereNull('applied_at');
      const rows = (await waiting().orderBy('position_no').select('position_no', 'said')) as {
        position_no: number;
        said: string;
      }[];
      const placed = rows.map(({ position_no, said }) => ({
        position: position_no,
        said: JSON.parse(said) as PlacedAnswer['said'],
      }));
      const judged = await judge(act, dispatch, placed);
      await enterCallIssues(act, dispatch, callId, judged.issues);
      await waiting().update({ applied_at: act.now });
      const closed = { status: 'closed', closed_by_id: act.actor.id, closed_at: act.now };
      await act
        .trx('pmo_answer_issues')
        .where({ answer_call_id: callId, code: 'BEFORE_ACKNOWLEDGEMENT', status: 'open' })
        .update({ ...closed, note: 'taken after the acknowledgement', version: act.trx.raw('version + 1') });
      await answers.record(act, { batch, dispatch }, judged.answers, {
        action: 'answer-call',
        source: 'api',
        callId,
        details: { callId, kept: rows.length, same: judged.same, issues: judged.issues.length },
      });
    },
  };
}
export type AnswerCallService = ReturnType<typeof createAnswerCallService>;
