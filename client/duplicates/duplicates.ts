import PeopleIcon from '@mui/icons-material/PeopleOutlined';
import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';
import type { MenuOptions } from '../layout/menu-groups.ts';

/** Suspected doubles over different NIKs. */
export const duplicates: ResourceProps = {
  name: 'duplicates',
  list: lazy(() => import('./DuplicateList.tsx').then((module) => ({ default: module.DuplicateList }))),
  show: lazy(() => import('./DuplicateShow.tsx').then((module) => ({ default: module.DuplicateShow }))),
  icon: PeopleIcon,
  options: { group: 'review', menuPermission: 'duplicate.decide' } satisfies MenuOptions,
};
