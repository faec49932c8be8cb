import InsightsIcon from '@mui/icons-material/InsightsOutlined';
import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';
import type { MenuOptions } from '../layout/menu-groups.ts';

/** What is worth a look in a wave, by office, officer and reviewer. */
export const signals: ResourceProps = {
  name: 'signals',
  list: lazy(() => import('./SignalPage.tsx').then((module) => ({ default: module.SignalPage }))),
  icon: InsightsIcon,
  options: { group: 'audit' } satisfies MenuOptions,
};
