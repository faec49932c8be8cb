import type { Connection } from '../database.ts';
import { narrowToReadingQueue } from '../submissions/reading-rows.ts';
import { dayOf, plusDays, startOfDay } from '../wib-day-rules.ts';
import { countRows } from './count-rows.ts';
import type { Dashboard } from './dashboard-schema.ts';
import { handedIn, statusTotals, sumOf } from './wave-figures.ts';

const RECENT_IMPORTS = 5;
const VERIFIED_ONWARDS = ['verified', 'batched', 'ratified', 'sent', 'confirmed'] as const;
const DECISIONS = ['verify', 'return', 'reject'];

/** Second readings nobody has done yet, by the first reader: whoever was the first is not the second. */
export async function openSecondReadings(connection: Connection): Promise<Map<number, number>> {
  const rows = (await narrowToReadingQueue(connection('submissions'), connection, 'awaits_second')
    .join('identity_settlements as first', (on) =>
      on.on('first.check_id', 'submissions.identity_check_id').andOn('first.reader_no', connection.raw('1')),
    )
    .groupBy('first.reader_id')
    .select('first.reader_id as reader')
    .count({ n: '*' })) as { reader: number; n: number }[];
  return new Map(rows.map(({ reader, n }) => [reader, Number(n)]));
}

/** Partial matches whose two readers disagree, until a coordinator has decided. */
export const openDisagreements = (connection: Connection): Promise<number> =>
  countRows(narrowToReadingQueue(connection('submissions'), connection, 'disagree'));

/** One reviewer's queue; cases are theirs while they hold them. */
export async function queueOf(
  connection: Connection,
  staffId: number,
  now: string,
  shared: { secondReadings: ReadonlyMap<number, number>; waiting: number },
): Promise<NonNullable<Dashboard['queue']>> {
  const tonight = startOfDay(plusDays(dayOf(now), 1));
  const due = 'sum(CASE WHEN due_at >= ? AND due_at < ? THEN 1 ELSE 0 END)';
  const rows = (await connection('submissions')
    .where({ assignee_id: staffId })
    .whereIn('status', ['in_review', 'on_hold'])
    .groupBy('status')
    .select(
      'status',
      connection.raw(`count(*) AS held, ${due} AS overdue, ${due} AS today`, ['', now, now, tonight]),
    )) as { status: string; held: number; overdue: number; today: number }[];
  const mine = rows.find(({ status }) => status === 'in_review');
  let secondReadings = 0;
  for (const [reader, count] of shared.secondReadings) if (reader !== staffId) secondReadings += count;
  return {
    mine: Number(mine?.held ?? 0),
    overdue: Number(mine?.overdue ?? 0),
    dueToday: Number(mine?.today ?? 0),
    onHold: Number(rows.find(({ status }) => status === 'on_hold')?.held ?? 0),
    secondReadings,
    waiting: shared.waiting,
  };
}

/** What each reviewer holds and has decided today. */
export async function workload(
  connection: Connection,
  now: string,
): Promise<NonNullable<Dashboard['workload']>> {
  const holding = connection('submissions')
    .where({ status: 'in_review' })
    .whereRaw('assignee_id = staff.id')
    .count('*');
  const decided = connection('submission_transitions')
    .whereRaw('actor_id = staff.id')
    .where('at', '>=', startOfDay(dayOf(now)))
    .whereIn('action', DECISIONS)
    .count('*');
  const rows = (await connection('staff')
    .where({ role: 'reviewer', active: 1 })
    .orderBy('full_name')
    .select('id', 'full_name', holding.as('holding'), decided.as('decided'))) as {
    id: number;
    full_name: string;
    holding: number;
    decided: number;
  }[];
  return rows.map((row) => ({
    staffId: row.id,
    fullName: row.full_name,
    inReview: Number(row.holding),
    decidedToday: Number(row.decided),
  }));
}

async function recentImports(
  connection: Connection,
  officeId: number,
): Promise<NonNullable<Dashboard['intake']>['imports']> {
  const rows = (await connection('imports')
    .where({ office_id: officeId })
    .orderBy('id', 'desc')
    .limit(RECENT_IMPORTS)
    .select('id', 'file_name', 'status', 'counts', 'created_at')) as {
    id: number;
    file_name: string;
    status: string;
    counts: string;
    created_at: string;
  }[];
  return rows.map((row) => {
    const counts = JSON.parse(row.counts) as Record<string, number>;
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const { id, status } = row;
    return {
      id,
      fileName: row.file_name,
      status,
      rows: total,
      bad: counts['bad'] ?? 0,
      createdAt: row.created_at,
    };
  });
}

/** Handed in at one office since midnight; of a large hand-over that is a long stretch of an index. */
export const submittedToday = (connection: Connection, officeId: number, now: string): Promise<number> =>
  countRows(
    connection('submissions')
      .where({ office_id: officeId })
      .where('submitted_at', '>=', startOfDay(dayOf(now))),
  );

/** The counter of one office. */
export async function counterOf(
  connection: Connection,
  officeId: number,
  waveId: number | null,
): Promise<Omit<NonNullable<Dashboard['intake']>, 'submittedToday'>> {
  const inWave = waveId === null ? {} : { waveId };
  const [office, everywhere, wave, imports] = await Promise.all([
    connection('offices').where({ id: officeId }).first('name') as Promise<{ name: string }>,
    statusTotals(connection, { officeId }),
    statusTotals(connection, { officeId, ...inWave }),
    recentImports(connection, officeId),
  ]);
  return {
    officeName: office.name,
    drafts: everywhere.draft ?? 0,
    sentBack: everywhere.needs_correction ?? 0,
    submittedInWave: sumOf(wave, handedIn),
    verifiedInWave: sumOf(wave, VERIFIED_ONWARDS),
    imports,
  };
}
