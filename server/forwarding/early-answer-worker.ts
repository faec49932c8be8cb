import { randomUUID } from 'node:crypto';
import type { AuditService } from '../audit/audit-service.ts';
import { findStaff, rowToActor, type StaffRow } from '../auth/auth-store.ts';
import type { Database } from '../database.ts';
import type { Logger } from '../logger.ts';
import { createWorkRounds } from '../work-rounds.ts';
import type { AnswerCallService } from './answer-call-service.ts';

interface WaitingCall {
  id: number;
  dispatch_id: number;
  recorded_by_id: number;
}

/**
 * Takes answers that were quicker than the acknowledgement, in the name of whoever gave them and in the order they came.
 * A call is one transaction under the batch's lock: dying in it leaves it waiting, and of two processes one finds it done.
 */
export function createEarlyAnswerWorker({
  database,
  audit,
  answerCalls,
  logger,
}: {
  database: Database;
  audit: AuditService;
  answerCalls: AnswerCallService;
  logger: Logger;
}) {
  const nextCall = () =>
    database
      .read('pmo_answer_calls as c')
      .join('dispatches as d', 'd.id', 'c.dispatch_id')
      .where('d.status', 'acknowledged')
      .whereIn('c.id', database.read('pmo_early_answers').whereNull('applied_at').select('answer_call_id'))
      .orderBy('c.id')
      .first('c.id', 'c.dispatch_id', 'c.recorded_by_id') as Promise<WaitingCall | undefined>;

  async function round(stopping: () => boolean): Promise<void> {
    while (!stopping()) {
      const call = await nextCall();
      if (!call) return;
      const actor = rowToActor((await findStaff(database.read, call.recorded_by_id)) as StaffRow);
      await audit.act({ action: 'batch.answer-call', actor, requestId: randomUUID() }, (act) =>
        answerCalls.takeKept(act, { id: call.id, dispatchId: call.dispatch_id }),
      );
    }
  }

  const rounds = createWorkRounds({
    name: 'early answers',
    takeBack: () => Promise.resolve(),
    round,
    logger,
  });
  return { ...rounds, turn: () => round(rounds.stopping) };
}
export type EarlyAnswerWorker = ReturnType<typeof createEarlyAnswerWorker>;
