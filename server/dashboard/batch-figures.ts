import type { Actor } from '../audit/audit-service.ts';
import { availableBatchActions } from '../batches/batch-available-actions.ts';
import type { BatchAction } from '../batches/batch-rules.ts';
import type { BatchRow } from '../batches/batch-store.ts';
import type { Connection } from '../database.ts';
import { answerDeadline } from '../forwarding/answer-deadline-rules.ts';
import type { Dashboard } from './dashboard-schema.ts';

type DashboardBatch = NonNullable<Dashboard['batches']>[number];
type Blockers = NonNullable<DashboardBatch['blockers']>;

const MOST_BATCHES = 20;
const FRESHNESS = ['STALE_CHECK', 'STALE_SCREENING', 'LIST_NEWER'];

/** The batches that wait for a role, and the act each waits for. */
const NEXT_ACT: Partial<Record<Actor['role'], Partial<Record<BatchRow['status'], BatchAction>>>> = {
  coordinator: { open: 'seal', sealed: 'submit', ratified: 'forward' },
  approver: { awaiting_ratification: 'ratify' },
};

type ListedRow = BatchRow & { wave_name: string; office_name: string | null; since: string | null };

export const waitingBatches = (connection: Connection, role: Actor['role']): Promise<ListedRow[]> =>
  connection('batches')
    .join('waves', 'waves.id', 'batches.wave_id')
    .leftJoin('offices', 'offices.id', 'batches.office_id')
    .whereIn('batches.status', Object.keys(NEXT_ACT[role] ?? {}))
    .orderBy('batches.id')
    .limit(MOST_BATCHES)
    .select('batches.*', 'waves.name as wave_name', 'offices.name as office_name', {
      since: connection('batch_transitions').max('at').whereRaw('batch_id = batches.id'),
    }) as unknown as Promise<ListedRow[]>;

/** What keeps a batch from its next act by this person; reads every row of one that waits to be ratified. */
export async function blockersOf(
  connection: Connection,
  row: BatchRow,
  actor: Actor,
  now: string,
): Promise<Blockers> {
  const act = NEXT_ACT[actor.role]?.[row.status];
  const offered = await availableBatchActions(connection, row, actor, now);
  return (offered.find(({ action }) => action === act)?.blockers ?? []).map(({ code, message }) => ({
    code,
    message,
  }));
}

export function dashboardBatch(row: ListedRow, blockers: Blockers): DashboardBatch {
  const awaits = row.status === 'awaiting_ratification';
  return {
    id: row.id,
    batchNo: row.batch_no,
    status: row.status,
    channel: row.channel,
    waveName: row.wave_name,
    officeName: row.office_name,
    rowCount: row.row_count,
    since: row.since ?? row.created_at,
    ...(awaits ? { checksFresh: !blockers.some(({ code }) => FRESHNESS.includes(code)) } : {}),
    blockers,
  };
}

interface DeliveryRow {
  batch_id: number;
  dispatch_id: number;
  dispatch_no: string;
  status: string;
  sent_at: string;
  delivered_at: string | null;
  answer_days: number;
  row_count: number;
}

/** Deliveries that arrived at the PMO and are not answered whole, oldest first. */
export const openDeliveries = (connection: Connection): Promise<DeliveryRow[]> =>
  connection('dispatches as d')
    .join('batches as b', 'b.id', 'd.batch_id')
    .join('waves as w', 'w.id', 'b.wave_id')
    .whereIn('b.status', ['sent', 'acknowledged'])
    .whereIn('d.status', ['delivered', 'acknowledged'])
    .orderBy('d.id')
    .limit(MOST_BATCHES)
    .select(
      'd.batch_id',
      'd.id as dispatch_id',
      'd.dispatch_no',
      'b.status',
      'b.sent_at',
      'd.delivered_at',
      'w.answer_days',
      'd.row_count',
    ) as unknown as Promise<DeliveryRow[]>;

export async function answersOf(
  connection: Connection,
  dispatchId: number,
): Promise<{ confirmed: number; returned: number; refused: number }> {
  const rows = (await connection('pmo_answers')
    .where({ dispatch_id: dispatchId })
    .groupBy('result')
    .select('result')
    .count({ n: '*' })) as { result: string; n: number }[];
  const of = (result: string) => Number(rows.find((row) => row.result === result)?.n ?? 0);
  return { confirmed: of('CONFIRMED'), returned: of('RETURNED'), refused: of('REJECTED') };
}

export function dashboardDelivery(
  row: DeliveryRow,
  answers: { confirmed: number; returned: number; refused: number },
  now: string,
): NonNullable<Dashboard['deliveries']>[number] {
  const left = row.row_count - answers.confirmed - answers.returned - answers.refused;
  const pending = Math.max(0, left);
  const { delivered_at: deliveredAt, answer_days: answerDays } = row;
  const { state, dueAt, daysOver } = answerDeadline({ deliveredAt, answerDays, pending }, now);
  return {
    batchId: row.batch_id,
    dispatchNo: row.dispatch_no,
    status: row.status,
    sentAt: row.sent_at,
    sent: row.row_count,
    ...answers,
    pending,
    answersDueAt: dueAt,
    answersState: state,
    daysOver,
  };
}
