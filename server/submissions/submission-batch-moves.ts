import type { Act } from '../audit/audit-service.ts';
import { insertMany, whereAny } from '../bulk-sql.ts';
import type { Database } from '../database.ts';
import { blocked } from '../errors.ts';
import type { LookedUp } from '../screening/screening-lookup.ts';
import type { ScreeningService } from '../screening/screening-service.ts';
import { withMessages } from './blocker-rules.ts';
import { createLookAhead, type PeopleAhead } from './screening-ahead.ts';
import { hand } from './submission-case.ts';
import type { Evidence, ScreeningTrigger } from './submission-evidence.ts';
import { startOf, STATUS_AFTER, type SubmissionAction } from './submission-rules.ts';
import type { SubmissionStatus } from './submission-schema.ts';

export type BatchMove = Extract<
  SubmissionAction,
  'batch' | 'unbatch' | 'ratify' | 'send' | 'unsend' | 'confirm' | 'pmo-return' | 'pmo-reject'
>;

export interface MoveExtra {
  batchId?: number | null;
  reasonCodes?: readonly string[];
  note?: string | null;
}

const CHUNK = 2000;
const NAMED_ROWS = 20;

async function assertAllAt(
  act: Act,
  ids: readonly number[],
  from: SubmissionStatus,
  action: BatchMove,
): Promise<void> {
  const wrong: { id: number; registration_no: string; status: string }[] = [];
  let count = 0;
  for (let at = 0; at < ids.length; at += CHUNK) {
    const chunk = ids.slice(at, at + CHUNK);
    const some = () => whereAny(act.trx('submissions'), act.trx, 'id', chunk);
    const [right] = (await some().where({ status: from }).count({ n: '*' })) as { n: number }[];
    const missing = chunk.length - Number(right?.n ?? 0);
    count += missing;
    if (missing === 0 || wrong.length >= NAMED_ROWS) continue;
    const others = some().whereNot({ status: from }).orderBy('id').limit(NAMED_ROWS);
    wrong.push(...((await others.select('id', 'registration_no', 'status')) as typeof wrong));
  }
  if (count === 0) return;
  const named = wrong
    .slice(0, NAMED_ROWS)
    .map((row) => ({ id: row.id, registrationNo: row.registration_no, status: row.status }));
  throw blocked(withMessages([{ code: 'STATUS_FORBIDS', action, rows: named, count }]));
}

const columnsAfter = (action: BatchMove, extra: MoveExtra) =>
  action === 'batch' ? { batch_id: extra.batchId as number } : action === 'unbatch' ? { batch_id: null } : {};

/** Status changes that come with a batch or the PMO's answer: all rows of it or none, each with its transition. */
export function createBatchMoves({
  database,
  screening,
  evidence,
}: {
  database: Database;
  screening: ScreeningService;
  evidence: Evidence;
}) {
  return {
    /** Moves all ids one step; throws 409 naming rows that are not where they must be. */
    async moveMany(
      act: Act,
      ids: readonly number[],
      action: BatchMove,
      extra: MoveExtra = {},
    ): Promise<void> {
      const from = startOf(action);
      const to = STATUS_AFTER[action];
      await assertAllAt(act, ids, from, action);
      for (let at = 0; at < ids.length; at += CHUNK) {
        const chunk = ids.slice(at, at + CHUNK);
        const moved = await whereAny(act.trx('submissions'), act.trx, 'id', chunk)
          .where({ status: from })
          .update({
            status: to,
            updated_at: act.now,
            version: act.trx.raw('version + 1'),
            ...columnsAfter(action, extra),
          });
        // One left between the look and the step: all of them or none.
        if (moved !== chunk.length)
          throw blocked(withMessages([{ code: 'STATUS_FORBIDS', action, count: chunk.length - moved }]));
        await insertMany(act.trx, {
          table: 'submission_transitions',
          columns: ['submission_id'],
          rows: chunk.map((id) => [id]),
          same: {
            action,
            from_status: from,
            to_status: to,
            reason_codes: extra.reasonCodes?.length ? JSON.stringify(extra.reasonCodes) : null,
            note: extra.note ?? null,
            batch_id: extra.batchId ?? null,
            ...hand(act),
          },
        });
      }
      // Who was refused for good gives the place on the KK card back.
      if (action === 'pmo-reject') await screening.givePlacesBack(act.trx, ids, act.now);
    },

    /** Screens the rows of a batch again; what is not clear is for the caller to refuse. */
    rescreenMany: (
      act: Act,
      ids: readonly number[],
      trigger: Extract<ScreeningTrigger, 'seal' | 'ratify' | 'send'>,
      ahead?: LookedUp,
    ) => evidence.screen(act, ids, trigger, ahead),

    /** Looks the people of a batch up in the lists before their turn; for `rescreenMany`, part by part. */
    lookAhead: (people: PeopleAhead) => createLookAhead({ database, screening }, people),
  };
}
export type BatchMoves = ReturnType<typeof createBatchMoves>;
