import { invalid } from '../errors.ts';
import type { Narrowing } from '../http/list-search.ts';

/** The rows that left a batch, by the PMO's return or taken out; or that a composition left out for want of places. */
const LEFT = {
  batch: `EXISTS (SELECT 1 FROM batch_rows r WHERE r.submission_id = submissions.id AND r.batch_id = ? AND r.live = 0)`,
  composition: `EXISTS (SELECT 1 FROM composition_places p WHERE p.submission_id = submissions.id AND p.composition_id = ? AND p.part IS NULL)`,
} as const;

/** `carriedFromBatchId` and `leftOutOfId` in the list: what may be carried over into a new batch. */
export const narrowToLeft =
  (what: keyof typeof LEFT): Narrowing =>
  (query, { operator, value, field }) => {
    if (operator !== 'eq' || typeof value !== 'number')
      throw invalid('INVALID_LIST_QUERY', `${field} takes one id, and no comparison`);
    void query.whereRaw(LEFT[what], [value]);
  };
