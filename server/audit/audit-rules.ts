/** Fields of a person: in the log they stand only as salted commitments (security.md section 7). */
export const PERSONAL_FIELDS: ReadonlySet<string> = new Set([
  'fullName',
  'nik',
  'kkNumber',
  'birthPlace',
  'birthDate',
  'sex',
  'email',
  'phone',
  'ktpAddress',
  'domicileAddress',
  'presenceNote',
  'note',
  'text',
]);

/** The fields whose value differs, with both sides; equal fields are left out. */
export function changedFields(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): { before: Record<string, unknown>; after: Record<string, unknown>; names: string[] } {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null),
  );
  const side = (of: Record<string, unknown>) =>
    Object.fromEntries(names.map((name) => [name, of[name] ?? null]));
  return { before: side(before), after: side(after), names };
}

/** Whole numbers shown to somebody. */
export const REVEAL_ACTIONS = ['submission.revealed'] as const;

/** Acts that go back over a decision. */
export const LATE_ACTIONS = {
  undone: 'submission.undone',
  reopened: 'submission.reopened',
  revoked: 'submission.revoked',
} as const;

/** Acts in which a person's judgement went over what the system or a colleague found. */
export const OVERRIDE_ACTIONS = [
  'submission.identity-settled',
  'submission.second-read',
  'submission.third-read',
  'duplicate.decided',
  'batch.unsealed',
  'batch.sent-back',
] as const;
