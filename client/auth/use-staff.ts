import { useGetIdentity, usePermissions } from 'react-admin';
import type { Permission } from '@server/auth/permission-rules.ts';
import type { StaffIdentity } from '../auth-provider.ts';

/** Who is logged in; undefined while it loads. */
export function useStaffIdentity(): StaffIdentity | undefined {
  return useGetIdentity().identity as StaffIdentity | undefined;
}

/** Whether the one logged in holds a permission; false while it loads. For what a record allows, ask available-actions. */
export function useMay(permission: Permission): boolean {
  const { permissions } = usePermissions<Permission[]>();
  return permissions?.includes(permission) ?? false;
}
