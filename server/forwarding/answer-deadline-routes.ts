import { z } from 'zod';
import { findBatch, type BatchRow } from '../batches/batch-store.ts';
import type { Connection, Database } from '../database.ts';
import { read, type RouteRecord } from '../http/route.ts';
import { answerDeadline, DEADLINE_STATES } from './answer-deadline-rules.ts';
import { idOf } from '../http/address-id.ts';

/** GET /api/batches/:id/answer-deadline */
const AnswerDeadline = z.object({
  state: z.enum(DEADLINE_STATES),
  dueAt: z.string().nullable(),
  daysOver: z.number().int(),
  pending: z.number().int(),
  answerDays: z.number().int(),
});
export type AnswerDeadline = z.infer<typeof AnswerDeadline>;

async function deadlineOf(connection: Connection, batch: BatchRow, now: string): Promise<AnswerDeadline> {
  const { answer_days: answerDays } = (await connection('waves')
    .where({ id: batch.wave_id })
    .first('answer_days')) as { answer_days: number };
  const dispatch = (await connection('dispatches')
    .where({ batch_id: batch.id })
    .whereNot({ status: 'refused' })
    .first('id', 'delivered_at', 'row_count')) as
    { id: number; delivered_at: string | null; row_count: number } | undefined;
  if (!dispatch) return { state: 'none', dueAt: null, daysOver: 0, pending: 0, answerDays };
  const [given] = (await connection('pmo_answers').where({ dispatch_id: dispatch.id }).count({ n: '*' })) as {
    n: number;
  }[];
  const pending = Math.max(0, dispatch.row_count - Number(given?.n ?? 0));
  const deadline = answerDeadline({ deliveredAt: dispatch.delivered_at, answerDays, pending }, now);
  return { ...deadline, pending, answerDays };
}

/** How a batch's answers stand against the wave's deadline. */
export function answerDeadlineRoutes({ database }: { database: Database }): RouteRecord[] {
  return [
    read('/batches/:id/answer-deadline', {
      permission: 'dispatch.read',
      audit: { none: 'a deadline and a count, nobody’s case' },
      summary: 'When the PMO’s answers are due, and how many are missing',
      response: AnswerDeadline,
      handle: async ({ actor, params, now }) =>
        deadlineOf(database.read, await findBatch(database.read, actor, idOf(params)), now),
    }),
  ];
}
