import type { Knex } from 'knex';
import type { Connection } from '../database.ts';
import { invalid } from '../errors.ts';
import type { ReaderNo } from '../identity/identity-schema.ts';
import type { Narrowing } from '../http/list-search.ts';
import { ACTIONS_BY_STATUS, type SubmissionAction } from './submission-rules.ts';
import { READING_QUEUES, type ReadingQueue, type SubmissionStatus } from './submission-schema.ts';

/** Statuses in which a second or third reader may read. */
const READ_STATUSES = (Object.keys(ACTIONS_BY_STATUS) as SubmissionStatus[]).filter((status) =>
  (ACTIONS_BY_STATUS[status] as readonly SubmissionAction[]).includes('second-read'),
);

/** A reading of the check the registration rests on now. */
const readingOf = (connection: Connection, no: ReaderNo): Knex.QueryBuilder =>
  connection(`identity_settlements as r${no}`)
    .whereRaw(`r${no}.check_id = submissions.identity_check_id`)
    .where(`r${no}.reader_no`, no);

const WAITING: Record<ReadingQueue, (query: Knex.QueryBuilder, connection: Connection) => void> = {
  // Whatever the first one found: nobody is settled by one reader.
  awaits_second: (query, connection) =>
    void query.whereExists(readingOf(connection, 1)).whereNotExists(readingOf(connection, 2)),
  disagree: (query, connection) =>
    void query
      .whereExists(
        readingOf(connection, 1)
          .join('identity_settlements as r2', 'r2.check_id', 'r1.check_id')
          .where('r2.reader_no', 2)
          .whereRaw('r2.verdict <> r1.verdict'),
      )
      .whereNotExists(readingOf(connection, 3)),
};

/** Narrows registrations to partial matches that wait for their second reader, or for a coordinator to decide between two. */
export function narrowToReadingQueue(
  query: Knex.QueryBuilder,
  connection: Connection,
  queue: ReadingQueue,
): Knex.QueryBuilder {
  void query
    .whereIn('submissions.status', READ_STATUSES)
    .where({ 'submissions.identity_outcome': 'partial', 'submissions.identity_stale': 0 });
  WAITING[queue](query, connection);
  return query;
}

/** `reading` in the list. */
export const narrowToReading: Narrowing = (query, { operator, value }, _all, connection) => {
  const queue = READING_QUEUES.find((one) => one === value);
  if (operator !== 'eq' || !queue)
    throw invalid('INVALID_LIST_QUERY', 'reading takes one queue, and no comparison');
  narrowToReadingQueue(query, connection, queue);
};

/** `firstReaderId` in the list: read first by this person or, as `firstReaderId_neq`, by another. */
export const narrowToFirstReader: Narrowing = (query, { operator, value }, _all, connection) => {
  if ((operator !== 'eq' && operator !== 'neq') || typeof value !== 'number')
    throw invalid('INVALID_LIST_QUERY', 'firstReaderId takes one person, or _neq of one');
  void query.whereExists(
    readingOf(connection, 1).where('r1.reader_id', operator === 'eq' ? '=' : '<>', value),
  );
};
