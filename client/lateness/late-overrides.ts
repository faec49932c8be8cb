import LateIcon from '@mui/icons-material/HistoryToggleOffOutlined';
import { createElement, lazy } from 'react';
import type { ResourceProps } from 'react-admin';
import { Route } from 'react-router-dom';
import type { MenuOptions } from '../layout/menu-groups.ts';

const LateCorrectionList = lazy(() =>
  import('./LateCorrectionList.tsx').then((module) => ({ default: module.LateCorrectionList })),
);

/** What may come in after a hand-over deadline, by whose order and consent, and what did. */
export const lateOverrides: ResourceProps = {
  name: 'late-overrides',
  list: lazy(() => import('./LateOverrideList.tsx').then((module) => ({ default: module.LateOverrideList }))),
  icon: LateIcon,
  options: { group: 'batches' } satisfies MenuOptions,
  children: createElement(Route, { path: 'corrections', element: createElement(LateCorrectionList) }),
};
