import { ChangePassword, CreateStaff, EditStaff } from '@server/auth/auth-schema.ts';
import { schemaProblems, type FieldProblem } from '../i18n/zod-problems.ts';

type Values = Record<string, unknown>;

export const newStaffProblems = schemaProblems<Values>(CreateStaff);
export const staffProblems = schemaProblems<Values>(EditStaff);

const password = schemaProblems<Values>(ChangePassword, ({ currentPassword, newPassword }) => ({
  currentPassword,
  newPassword,
}));

/** The new password must be typed twice alike, and be another one. */
export function passwordProblems(values: Values): Record<string, FieldProblem> {
  const problems = password(values);
  if (!problems['newPassword'] && values['newPassword'] === values['currentPassword'])
    problems['newPassword'] = 'account.samePassword';
  if (values['repeated'] !== values['newPassword']) problems['repeated'] = 'account.notAlike';
  return problems;
}
