import type { z } from 'zod';
import { invalid } from '../errors.ts';
import { parseListQuery, type ListRequest } from '../http/list-query.ts';
import { isRegistrationNo, normaliseRegistrationNo } from './registration-number-rules.ts';
import type { Search } from './submission-commands-schema.ts';
import { SUBMISSION_LIST } from './submission-list.ts';

const SHORTEST = 2;
const LONGEST = 100;

/** What a search asks for. */
export interface SearchRequest {
  /** A whole NIK or KK number; null where a name or a registration number is sought. */
  number: string | null;
  by: 'number' | 'registrationNo' | 'name';
  page: ListRequest;
}

/** Reads a search: the list's dialect as a body, with `q` beside the filter or in it. Throws 422 as the list does. */
export function readSearch({ q, filter, range, sort }: z.output<typeof Search>): SearchRequest {
  const { q: inFilter, ...rest } = filter ?? {};
  const sought = (typeof inFilter === 'string' && q === undefined ? inFilter : (q ?? '')).trim();
  if (sought.length < SHORTEST || sought.length > LONGEST)
    throw invalid('INVALID_INPUT', 'Say what is sought.', { q: `${SHORTEST} to ${LONGEST} characters` });
  const asked = parseListQuery(SUBMISSION_LIST, {
    filter: JSON.stringify(rest),
    range: JSON.stringify(range ?? [0, 24]),
    sort: JSON.stringify(sort ?? ['id', 'DESC']),
  });
  const digits = sought.replace(/[\s.-]/g, '');
  const number = /^\d{16}$/.test(digits) ? digits : null;
  return {
    number,
    by: number ? 'number' : isRegistrationNo(sought) ? 'registrationNo' : 'name',
    page: { ...asked, q: number ? null : (normaliseRegistrationNo(sought) ?? sought) },
  };
}
