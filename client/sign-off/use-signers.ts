import { useTranslate } from 'react-admin';
import { may } from '@server/auth/permission-rules.ts';
import { useStaffNames } from '../auth/use-staff-names.ts';

/** Everybody who may sign, with their role, as choices of an input. */
export function useSigners(): { id: number; name: string }[] {
  const translate = useTranslate();
  const { staff } = useStaffNames();
  return staff
    .filter(({ active, role }) => active && may(role, 'batch.sign'))
    .map(({ id, fullName, role }) => ({ id, name: `${fullName} (${translate(`enums.role.${role}`)})` }));
}
