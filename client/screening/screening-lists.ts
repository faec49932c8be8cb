import FactCheckIcon from '@mui/icons-material/FactCheckOutlined';
import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';
import type { MenuOptions } from '../layout/menu-groups.ts';

/** The lists applicants are screened against, by code. */
export const screeningLists: ResourceProps = {
  name: 'screening-lists',
  list: lazy(() =>
    import('./ScreeningListPage.tsx').then((module) => ({ default: module.ScreeningListPage })),
  ),
  icon: FactCheckIcon,
  options: { group: 'reference' } satisfies MenuOptions,
};
