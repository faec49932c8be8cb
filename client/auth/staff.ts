import BadgeIcon from '@mui/icons-material/BadgeOutlined';
import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';
import type { StaffRecord } from '@server/auth/auth-schema.ts';
import type { MenuOptions } from '../layout/menu-groups.ts';

const pages = () => import('./StaffPages.tsx');

export const AccountPage = lazy(() =>
  import('./AccountPage.tsx').then((module) => ({ default: module.AccountPage })),
);

/** Accounts of staff, the administrator's work. */
export const staff: ResourceProps = {
  name: 'staff',
  list: lazy(() => pages().then((module) => ({ default: module.StaffList }))),
  create: lazy(() => pages().then((module) => ({ default: module.StaffCreate }))),
  edit: lazy(() => pages().then((module) => ({ default: module.StaffEdit }))),
  icon: BadgeIcon,
  recordRepresentation: (record: StaffRecord) => record.fullName,
  options: { group: 'system' } satisfies MenuOptions,
};
