import DrawIcon from '@mui/icons-material/DrawOutlined';
import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';
import type { MenuOptions } from '../layout/menu-groups.ts';

/** Who must sign a batch before it is ratified, and who signs for whom. */
export const signOff: ResourceProps = {
  name: 'delegations',
  list: lazy(() => import('./SignOffPage.tsx').then((module) => ({ default: module.SignOffPage }))),
  icon: DrawIcon,
  options: { group: 'system' } satisfies MenuOptions,
};
