import BalanceIcon from '@mui/icons-material/BalanceOutlined';
import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';
import type { MenuOptions } from '../layout/menu-groups.ts';

/** The numbers of a wave held against each other, at every scope. */
export const reconciliation: ResourceProps = {
  name: 'reconciliation',
  list: lazy(() =>
    import('./ReconciliationPage.tsx').then((module) => ({ default: module.ReconciliationPage })),
  ),
  icon: BalanceIcon,
  options: { group: 'batches' } satisfies MenuOptions,
};
