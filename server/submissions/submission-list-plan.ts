import type { Actor } from '../audit/audit-service.ts';
import type { Condition, ListRequest } from '../http/list-query.ts';
import type { SubmissionSignal } from './submission-schema.ts';

/**
 * Which index a page of registrations is read from. SQLite keeps no figures of single values, so it cannot know that
 * `matched` is nearly everybody and `inactive` nearly nobody; choosing by the name of the field alone it reads 100,000
 * rows for a page of 25. PostgreSQL knows, and is left to choose.
 */
export interface ListPlan {
  /** In the order asked for: for many matches, of which the first 25 are soon found. */
  walk: string;
  /** Of the rarest thing asked for: for few matches, which are then sorted. */
  gather: string;
  /** Matches up to which gathering and sorting them is cheaper than walking past those that do not match. */
  few: number;
}

const FEW_MATCHES = 400;
/** Where walking reads a row for each that it passes, as gathering does for each match. */
const FEW_BESIDE_ROWS = 2000;

/** Every wide index holds these; those by name and by due date hold no outcomes (submission-list-indexes.ts). */
const FACETS = new Set([
  'status',
  'channel',
  'waveId',
  'officeId',
  'regionCode',
  'proposer',
  'identityOutcome',
  'screeningOutcome',
]);
const OUTCOMES: readonly string[] = ['identityOutcome', 'screeningOutcome'];
const WITHOUT_OUTCOMES: readonly string[] = ['dueAt', 'fullName'];
const ORDERS: Record<string, string> = { id: 'id', submittedAt: 'time', dueAt: 'due', fullName: 'name' };

/** What nearly everybody has: an index of it narrows nothing. */
const USUAL = new Set<unknown>(['matched', 'unchecked', 'clear', 'DINAS', 'offline']);
/** The rarest first. */
const GATHERED: readonly (readonly [field: string, index: string])[] = [
  ['officeId', 'submissions_of_office'],
  ['regionCode', 'submissions_of_region'],
  ['identityOutcome', 'submissions_of_identity'],
  ['screeningOutcome', 'submissions_of_screening'],
  ['proposer', 'submissions_of_proposer'],
  ['channel', 'submissions_of_channel'],
];

const isEqual = ({ operator, value }: Condition) =>
  operator === 'eq' && value !== null && !Array.isArray(value);

/** The rows of a signal are found in the index it is counted from, whatever is asked beside it. */
const OF_SIGNAL: Record<SubmissionSignal, string> = {
  identity_mismatch: 'submissions_signals',
  nik_zero: 'submissions_signals',
  nik_run: 'submissions_signal_tags',
  shared_phone: 'submissions_signal_phones',
  keyed_by_hand: 'submissions_keyed_by_hand',
};

/** The plan of a request that filters by facets only, by a signal or by its readings; null where the database may choose. */
export function planList(
  actor: Pick<Actor, 'role'>,
  { conditions, q, sort }: Pick<ListRequest, 'conditions' | 'q' | 'sort'>,
): ListPlan | null {
  const signal = conditions.find((one) => one.field === 'signal' && isEqual(one));
  if (signal) {
    const index = OF_SIGNAL[signal.value as SubmissionSignal];
    return { walk: index, gather: index, few: FEW_MATCHES };
  }
  // What readers wait for is in two queues, which are a small part of all.
  if (conditions.some((one) => one.field === 'reading'))
    return { walk: 'submissions_queue_by_id', gather: 'submissions_queue_by_id', few: FEW_MATCHES };
  const order = ORDERS[sort[0]];
  if (q !== null || order === undefined || conditions.some(({ field }) => !FACETS.has(field))) return null;
  const equal = conditions.filter(isEqual);
  const asked = new Set(equal.filter(({ value }) => !USUAL.has(value)).map(({ field }) => field));
  if (actor.role === 'intake') asked.add('officeId');
  const oneStatus = equal.some(({ field }) => field === 'status');
  // A queue is seldom a tenth of all, as the lesser channels are.
  const rarest = GATHERED.find(([field]) => asked.has(field) && !(oneStatus && field === 'channel'))?.[1];
  const reach = oneStatus ? 'queue' : 'all';
  const readsRows =
    WITHOUT_OUTCOMES.includes(sort[0]) && conditions.some(({ field }) => OUTCOMES.includes(field));
  return {
    walk: `submissions_${reach}_by_${order}`,
    gather: rarest ?? `submissions_${reach}_by_id`,
    few: readsRows ? FEW_BESIDE_ROWS : FEW_MATCHES,
  };
}
