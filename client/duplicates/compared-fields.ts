import type { SubmissionRecord } from '@server/submissions/submission-schema.ts';

/** What two registrations are compared by, in the order a reader looks. */
export const COMPARED_FIELDS = [
  'fullName',
  'nikMasked',
  'kkNumberMasked',
  'birthPlace',
  'birthDate',
  'sex',
  'phone',
  'email',
  'ktpAddress',
  'domicileAddress',
  'regionCode',
  'employmentStatus',
] as const satisfies readonly (keyof SubmissionRecord)[];

/** Six digits alike say nothing of the ten that are hidden; six that differ say enough. */
const MASKED: ReadonlySet<string> = new Set(['nikMasked', 'kkNumberMasked']);

type Compared = (typeof COMPARED_FIELDS)[number];
export type Likeness = 'same' | 'differs' | 'unknown';

/** Whether two registrations say the same in a field; nothing equals nothing is no likeness (domain.md section 7). */
export function likeness(
  first: Pick<SubmissionRecord, Compared> | undefined,
  second: Pick<SubmissionRecord, Compared> | undefined,
  field: Compared,
): Likeness {
  const [left, right] = [first?.[field], second?.[field]];
  if (!left || !right) return 'unknown';
  if (MASKED.has(field)) return left === right ? 'unknown' : 'differs';
  const plain = (value: string) => value.trim().replace(/\s+/g, ' ').toUpperCase();
  return plain(left) === plain(right) ? 'same' : 'differs';
}
