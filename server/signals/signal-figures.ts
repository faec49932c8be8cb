import type { Knex } from 'knex';
import { serviceAccounts } from '../auth/auth-store.ts';
import type { Connection } from '../database.ts';
import { runsOfNiks, sharedPhones } from '../submissions/signal-rows.ts';
import { NOT_AS_REGISTERED } from '../submissions/submission-schema.ts';

/** Outcomes that are no answer of the register. */
const NO_ANSWER = ['unchecked', 'unavailable'];

/** Whose registrations: of one office, by whoever keyed or uploaded them. */
interface Keyed {
  office_id: number;
  keyed_by_id: number;
}

export type KeyedTotals = Keyed & {
  registrations: number;
  checked: number;
  mismatched: number;
  /** NIKs whose last digit is known. */
  niks: number;
  zeros: number;
};

const numbers = <T extends object>(rows: T[], texts: readonly string[] = []): T[] =>
  // PostgreSQL gives counts as text.
  rows.map(
    (row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, texts.includes(name) ? value : Number(value)]),
      ) as T,
  );

const oneOf = (values: readonly string[]) => `(${values.map(() => '?').join(', ')})`;

/** Registrations of a wave with what the register answered and how their NIKs end; read from one index alone. */
export async function keyedTotals(connection: Connection, waveId: number): Promise<KeyedTotals[]> {
  const rows = await connection('submissions')
    .where({ wave_id: waveId })
    .whereRaw('keyed_by_id > 0')
    .groupBy('office_id', 'keyed_by_id')
    .select(
      'office_id',
      'keyed_by_id',
      connection.raw('count(*) AS registrations'),
      connection.raw(`sum(CASE WHEN identity_outcome IN ${oneOf(NO_ANSWER)} THEN 0 ELSE 1 END) AS checked`, [
        ...NO_ANSWER,
      ]),
      connection.raw(
        `sum(CASE WHEN identity_outcome IN ${oneOf(NOT_AS_REGISTERED)} THEN 1 ELSE 0 END) AS mismatched`,
        [...NOT_AS_REGISTERED],
      ),
      connection.raw('count(nik_ends_zero) AS niks, coalesce(sum(nik_ends_zero), 0) AS zeros'),
    );
  return numbers(rows as KeyedTotals[]);
}

export type KeyedCount = Keyed & { n: number };

async function countKeyed(
  connection: Connection,
  waveId: number,
  marked: Knex.QueryBuilder,
  column: 'phone' | 'nik_tag',
): Promise<KeyedCount[]> {
  const rows = await connection
    .from(marked.as('m'))
    .join('submissions as s', (on) =>
      on
        .on('s.wave_id', connection.raw('?', [waveId]))
        .andOn('s.office_id', 'm.office_id')
        .andOn(`s.${column}`, `m.${column}`),
    )
    .groupBy('s.office_id', 's.keyed_by_id')
    .select('s.office_id', 's.keyed_by_id')
    .count({ n: '*' });
  return numbers(rows as unknown as KeyedCount[]);
}

/** Registrations whose telephone several people of their office gave. */
export const onSharedPhones = (connection: Connection, waveId: number): Promise<KeyedCount[]> =>
  countKeyed(connection, waveId, sharedPhones(connection, { waveId }), 'phone');

/** Registrations whose NIK stands in a run of their office. */
export const inRunsOfNiks = (connection: Connection, waveId: number): Promise<KeyedCount[]> =>
  countKeyed(connection, waveId, runsOfNiks(connection, { waveId }), 'nik_tag');

/** Somebody's busiest hour or minute, and how much they did in all. */
export interface Pace {
  office_id: number | null;
  staff_id: number;
  total: number;
  busiest: string;
  n: number;
}

/** Of each person the period with the most rows, the earliest of equal ones. */
async function busiestOf(connection: Connection, counted: Knex.QueryBuilder): Promise<Pace[]> {
  const whose = 'PARTITION BY office_id, staff_id';
  const placed = connection
    .from(counted.as('counted'))
    .select(
      '*',
      connection.raw(`sum(n) OVER (${whose}) AS total`),
      connection.raw(`row_number() OVER (${whose} ORDER BY n DESC, busiest) AS place`),
    );
  const rows = await connection
    .from(placed.as('placed'))
    .where({ place: 1 })
    .select('office_id', 'staff_id', 'total', 'busiest', 'n');
  return numbers(rows as Pace[], ['office_id', 'busiest']);
}

/** Forms keyed by hand, by hour; rows of an uploaded recap and what applicants fill themselves are nobody's typing. */
export const keyingPaces = (connection: Connection, waveId: number): Promise<Pace[]> =>
  busiestOf(
    connection,
    connection('submissions')
      .where({ wave_id: waveId })
      .whereNull('import_id')
      .whereNotIn('keyed_by_id', serviceAccounts(connection))
      .groupBy('office_id', 'keyed_by_id', connection.raw('substr(created_at, 1, 13)'))
      .select('office_id', 'keyed_by_id as staff_id', connection.raw('substr(created_at, 1, 13) AS busiest'))
      .count({ n: '*' }),
  );

/** Decisions that stand, verified or rejected, by minute. */
export const decisionPaces = (connection: Connection, waveId: number): Promise<Pace[]> =>
  busiestOf(
    connection,
    connection('submissions')
      .where({ wave_id: waveId })
      .whereNotNull('decided_by_id')
      .groupBy('decided_by_id', connection.raw('substr(decided_at, 1, 16)'))
      .select(
        connection.raw('NULL AS office_id'),
        'decided_by_id as staff_id',
        connection.raw('substr(decided_at, 1, 16) AS busiest'),
      )
      .count({ n: '*' }),
  );

type ByStaff = Map<number, number>;
const byStaff = (rows: { staff_id: number; n: number | string }[]): ByStaff =>
  new Map(rows.map(({ staff_id, n }) => [Number(staff_id), Number(n)]));

/** What each reviewer did not pass: rejected as it stands, and every return there was. */
export async function notPassed(
  connection: Connection,
  wave: { id: number; opensAt: string },
): Promise<{ rejected: ByStaff; returned: ByStaff }> {
  const rejected = await connection('submissions')
    .where({ status: 'rejected', wave_id: wave.id })
    .groupBy('decided_by_id')
    .select('decided_by_id as staff_id')
    .count({ n: '*' });
  const returned = await connection('submission_transitions as t')
    .join('submissions as s', 's.id', 't.submission_id')
    .where({ 't.action': 'return', 's.wave_id': wave.id })
    .where('t.at', '>=', wave.opensAt)
    .groupBy('t.actor_id')
    .select('t.actor_id as staff_id')
    .count({ n: '*' });
  return {
    rejected: byStaff(rejected as unknown as { staff_id: number; n: number }[]),
    returned: byStaff(returned as unknown as { staff_id: number; n: number }[]),
  };
}
