import type { ListDefinition, ListRequest, ListResult } from '../http/list-query.ts';
import { REASONS } from './reason-rules.ts';
import type { Reason } from './reason-schema.ts';

/** Reasons stand in the code, not in a table: the columns name the fields of the record. */
export const REASON_LIST: ListDefinition = {
  resource: 'reasons',
  fields: {
    id: { column: 'id', type: 'text' },
    code: { column: 'code', type: 'text' },
  },
  defaultSort: ['id', 'ASC'],
  search: () => undefined,
};

export type ReasonRecord = Reason & { id: Reason['code'] };

const ALL: readonly ReasonRecord[] = Object.values(REASONS).map((reason) => ({ id: reason.code, ...reason }));

export const findReason = (code: string): ReasonRecord | null => ALL.find(({ id }) => id === code) ?? null;

const COMPARE = {
  eq: (code: string, other: string) => code === other,
  neq: (code: string, other: string) => code !== other,
  gte: (code: string, other: string) => code >= other,
  lte: (code: string, other: string) => code <= other,
  gt: (code: string, other: string) => code > other,
  lt: (code: string, other: string) => code < other,
};

/** One page of the reasons; in the order of domain.md section 9 unless another is asked for. */
export function listReasons(
  { conditions, q, range, sort }: ListRequest,
  sorted: boolean,
): ListResult<ReasonRecord> {
  const sought = q?.toLowerCase() ?? '';
  const matches = ALL.filter(
    ({ id, label }) =>
      `${id}\n${label.id}\n${label.en}`.toLowerCase().includes(sought) &&
      conditions.every(({ operator, value }) =>
        Array.isArray(value) ? value.includes(id) : COMPARE[operator](id, String(value)),
      ),
  );
  const towards = sort[1] === 'ASC' ? 1 : -1;
  if (sorted) matches.sort((one, other) => (one.id < other.id ? -towards : towards));
  const [from, to] = range;
  return { rows: matches.slice(from, to + 1), total: matches.length, capped: false, nextCursor: null };
}
