import type { Connection } from '../database.ts';
import { findWave } from '../reference/reference-store.ts';
import type { WaveRecord } from '../reference/reference-schema.ts';
import {
  NOT_AS_REGISTERED,
  SUBMISSION_STATUSES,
  type SubmissionStatus,
} from '../submissions/submission-schema.ts';
import { dayOf, plusDays, startOfDay } from '../wib-day-rules.ts';
import { AGEING_BUCKETS, type Dashboard } from './dashboard-schema.ts';

const DAY_MS = 86_400_000;
const DECISION_DAYS = 14;
const MOST_REASONS = 12;
const MOST_OFFICES = 20;
const UNDECIDED = ['submitted', 'in_review', 'on_hold'];
/** What the quota counts. */
export const QUOTA_STATUSES: readonly SubmissionStatus[] = ['ratified', 'sent', 'confirmed'];
const OFF_THE_ROAD: readonly SubmissionStatus[] = ['draft', 'withdrawn'];
/** The main road is shown also where nobody stands on it. */
const MAIN_ROAD: ReadonlySet<SubmissionStatus> = new Set([
  ...['submitted', 'in_review', 'verified', 'batched', 'ratified', 'sent', 'confirmed'],
] as SubmissionStatus[]);

export type StatusTotals = Partial<Record<SubmissionStatus, number>>;

/** Registrations by status, a sum over the maintained counters; never a count over registrations. */
export async function statusTotals(
  connection: Connection,
  where: { waveId?: number; officeId?: number },
): Promise<StatusTotals> {
  const query = connection('submission_counters').groupBy('status').select('status').sum({ n: 'delta' });
  if (where.waveId !== undefined) void query.where({ wave_id: where.waveId });
  if (where.officeId !== undefined) void query.where({ office_id: where.officeId });
  const rows = (await query) as { status: SubmissionStatus; n: number }[];
  return Object.fromEntries(rows.map(({ status, n }) => [status, Math.max(0, Number(n))]));
}

export const sumOf = (totals: StatusTotals, statuses: readonly SubmissionStatus[]): number =>
  statuses.reduce((sum, status) => sum + (totals[status] ?? 0), 0);

/** Everybody who ever handed in and did not withdraw. */
export const handedIn = SUBMISSION_STATUSES.filter((status) => !OFF_THE_ROAD.includes(status));

/** The wave asked for, else the one now open, else the last that was. */
export async function chosenWave(
  connection: Connection,
  waveId: number | null,
  now: string,
): Promise<WaveRecord | null> {
  if (waveId !== null) return findWave(connection, waveId);
  const begun = () =>
    connection('waves')
      .where('opens_at', '<=', now)
      .orderBy([
        { column: 'opens_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ]);
  const row = ((await begun().where('closes_at', '>', now).first('id')) ?? (await begun().first('id'))) as
    { id: number } | undefined;
  return row ? findWave(connection, row.id) : null;
}

export function pipelineOf(totals: StatusTotals): NonNullable<Dashboard['pipeline']> {
  return SUBMISSION_STATUSES.filter((status) => status !== 'draft')
    .map((status) => ({ status, count: totals[status] ?? 0 }))
    .filter(({ status, count }) => count > 0 || MAIN_ROAD.has(status));
}

/** Verified, returned and rejected per WIB day of the last two weeks, by the index over action and time. */
export async function decisionsPerDay(
  connection: Connection,
  now: string,
): Promise<NonNullable<Dashboard['decisionsPerDay']>> {
  const first = plusDays(dayOf(now), 1 - DECISION_DAYS);
  const hour = connection.raw('substr(at, 1, 13)');
  const rows = (await connection('submission_transitions')
    .whereIn('action', ['verify', 'return', 'reject'])
    .where('at', '>=', startOfDay(first))
    .groupBy('action', hour)
    .select('action', { hour })
    .count({ n: '*' })) as { action: 'verify' | 'return' | 'reject'; hour: string; n: number }[];
  const days = Array.from({ length: DECISION_DAYS }, (_, at) => ({
    day: plusDays(first, at),
    ...{ verified: 0, returned: 0, rejected: 0 },
  }));
  const byDay = new Map(days.map((day) => [day.day, day]));
  const field = { verify: 'verified', return: 'returned', reject: 'rejected' } as const;
  for (const row of rows) {
    const day = byDay.get(dayOf(`${row.hour}:00:00.000Z`));
    if (day) day[field[row.action]] += Number(row.n);
  }
  return rows.length === 0 ? [] : days;
}

/** Undecided registrations of a wave by whole days since they were handed in. */
export async function ageingOf(
  connection: Connection,
  waveId: number,
  now: string,
): Promise<NonNullable<Dashboard['ageing']>> {
  const older = (days: number) => new Date(Date.parse(now) - days * DAY_MS).toISOString();
  const since = 'sum(CASE WHEN submitted_at <= ? THEN 1 ELSE 0 END)';
  const [row] = (await connection('submissions')
    .where({ wave_id: waveId })
    .whereIn('status', UNDECIDED)
    .select(
      connection.raw(
        `count(*) AS every, ${since} AS two, ${since} AS four, ${since} AS eight, ${since} AS fifteen`,
        [2, 4, 8, 15].map(older),
      ),
    )) as Record<'every' | 'two' | 'four' | 'eight' | 'fifteen', number | null>[];
  const past = [row?.every, row?.two, row?.four, row?.eight, row?.fifteen, 0].map((n) => Number(n ?? 0));
  return AGEING_BUCKETS.map((bucket, at) => ({ bucket, count: (past[at] ?? 0) - (past[at + 1] ?? 0) }));
}

/** Reason codes given in a wave, most frequent first. */
export async function reasonsOf(
  connection: Connection,
  wave: Pick<WaveRecord, 'id' | 'opensAt'>,
): Promise<NonNullable<Dashboard['reasons']>> {
  const rows = (await connection('submission_transitions as t')
    .join('submissions as s', 's.id', 't.submission_id')
    .whereIn('t.action', ['return', 'reject', 'pmo-return', 'pmo-reject', 'revoke'])
    .where('t.at', '>=', wave.opensAt)
    .where({ 's.wave_id': wave.id })
    .whereNotNull('t.reason_codes')
    .groupBy('t.reason_codes')
    .select('t.reason_codes as codes')
    .count({ n: '*' })) as { codes: string; n: number }[];
  const counts = new Map<string, number>();
  for (const row of rows)
    for (const code of JSON.parse(row.codes) as string[])
      counts.set(code, (counts.get(code) ?? 0) + Number(row.n));
  return [...counts]
    .map(([code, count]) => ({ code, count }))
    .sort((one, other) => other.count - one.count || one.code.localeCompare(other.code))
    .slice(0, MOST_REASONS);
}

/** Per office: handed in, not as in the register, and ratified. */
export async function officesOf(
  connection: Connection,
  waveId: number,
): Promise<NonNullable<Dashboard['offices']>> {
  const totals = (await connection('submission_counters as c')
    .join('offices as o', 'o.id', 'c.office_id')
    .where({ 'c.wave_id': waveId })
    .groupBy('c.office_id', 'o.name', 'c.status')
    .select('c.office_id as id', 'o.name', 'c.status')
    .sum({ n: 'c.delta' })) as { id: number; name: string; status: SubmissionStatus; n: number }[];
  const wrong = (await connection('submissions')
    .where({ wave_id: waveId })
    .whereIn('identity_outcome', NOT_AS_REGISTERED)
    .groupBy('office_id')
    .select('office_id as id')
    .count({ n: '*' })) as { id: number; n: number }[];
  const mismatched = new Map(wrong.map(({ id, n }) => [id, Number(n)]));
  const bars = new Map<number, NonNullable<Dashboard['offices']>[number]>();
  for (const { id, name, status, n } of totals) {
    const empty = {
      officeId: id,
      officeName: name,
      submitted: 0,
      mismatched: mismatched.get(id) ?? 0,
      ratified: 0,
    };
    const bar = bars.get(id) ?? empty;
    if (handedIn.includes(status)) bar.submitted += Number(n);
    if (QUOTA_STATUSES.includes(status)) bar.ratified += Number(n);
    bars.set(id, bar);
  }
  return [...bars.values()].sort((one, other) => other.submitted - one.submitted).slice(0, MOST_OFFICES);
}
