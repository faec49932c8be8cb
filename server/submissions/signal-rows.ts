import type { Knex } from 'knex';
import type { Connection } from '../database.ts';
import { invalid } from '../errors.ts';
import type { Condition } from '../http/list-query.ts';
import type { Narrowing } from '../http/list-search.ts';
import { NOT_AS_REGISTERED, type SubmissionSignal } from './submission-schema.ts';

/** People of one office on one telephone from which on it is told: a couple, or a parent and a child, share one. */
export const SHARED_PHONE_PEOPLE = 3;

export interface Reach {
  waveId: number;
  /** Absent: every office, each by itself. */
  officeId?: number;
}

const within = (connection: Connection, name: string, { waveId, officeId }: Reach): Knex.QueryBuilder => {
  const query = connection(`submissions as ${name}`).where(`${name}.wave_id`, waveId);
  return officeId === undefined ? query : query.where(`${name}.office_id`, officeId);
};

/** Telephones that several different people of one office gave: `office_id`, `phone`. Read from an index alone. */
export const sharedPhones = (connection: Connection, reach: Reach): Knex.QueryBuilder =>
  within(connection, 'p', reach)
    .whereNotNull('p.phone')
    .groupBy('p.office_id', 'p.phone')
    .havingRaw('count(DISTINCT p.nik_tag) >= ?', [SHARED_PHONE_PEOPLE])
    .select('p.office_id', 'p.phone');

/**
 * NIKs of one office of which at least three follow each other, as tags: `office_id`, `nik_tag`. Two in a row are twins as
 * often as anything else. Read from an index alone.
 */
export function runsOfNiks(connection: Connection, reach: Reach): Knex.QueryBuilder {
  const follows = (before: string, after: string) =>
    function (this: Knex.JoinClause) {
      this.on(`${after}.wave_id`, `${before}.wave_id`)
        .andOn(`${after}.office_id`, `${before}.office_id`)
        .andOn(`${after}.nik_tag`, `${before}.nik_next_tag`);
    };
  const chain = within(connection, 'a', reach)
    .whereNotNull('a.nik_tag')
    .join('submissions as b', follows('a', 'b'))
    .join('submissions as c', follows('b', 'c'))
    .select('a.office_id', 'a.nik_tag as first', 'b.nik_tag as second', 'c.nik_tag as third');
  const place = (column: string) => connection('chain').select('office_id', `${column} as nik_tag`);
  return connection
    .withMaterialized('chain', chain)
    .from(
      place('first')
        .union([place('second'), place('third')])
        .as('runs'),
    )
    .select('office_id', 'nik_tag');
}

function onlyId(all: readonly Condition[], name: string): number {
  const found = all.filter(({ field, operator }) => field === name && operator === 'eq');
  const value = found[0]?.value;
  if (found.length === 1 && typeof value === 'number') return value;
  throw invalid('INVALID_LIST_QUERY', 'signal is asked of one wave and one office: give waveId and officeId');
}

const NARROWED: Record<
  SubmissionSignal,
  (query: Knex.QueryBuilder, connection: Connection, reach: Reach) => void
> = {
  // The condition on keyed_by_id is always true and opens the index made for signals.
  identity_mismatch: (query) =>
    void query
      .whereRaw('submissions.keyed_by_id > 0')
      .whereIn('submissions.identity_outcome', NOT_AS_REGISTERED),
  nik_zero: (query) =>
    void query.whereRaw('submissions.keyed_by_id > 0').where('submissions.nik_ends_zero', 1),
  nik_run: (query, connection, reach) =>
    void query.whereIn(
      'submissions.nik_tag',
      connection.from(runsOfNiks(connection, reach).as('tags')).select('nik_tag'),
    ),
  // As a word of its own, since the console drops empty values from a filter.
  keyed_by_hand: (query) => void query.whereNull('submissions.import_id'),
  shared_phone: (query, connection, reach) =>
    void query.whereIn(
      'submissions.phone',
      connection.from(sharedPhones(connection, reach).as('phones')).select('phone'),
    ),
};

/** The rows behind a signal: what `signal` means in the list, for pages, totals, exports and bulk acts alike. */
export const narrowToSignal: Narrowing = (query, { operator, value }, all, connection) => {
  if (operator !== 'eq' || typeof value !== 'string')
    throw invalid('INVALID_LIST_QUERY', 'signal takes one signal, and no comparison');
  const reach = { waveId: onlyId(all, 'waveId'), officeId: onlyId(all, 'officeId') };
  NARROWED[value as SubmissionSignal](query, connection, reach);
};
