import LayersIcon from '@mui/icons-material/LayersOutlined';
import { createElement, lazy } from 'react';
import type { ResourceProps } from 'react-admin';
import { Route } from 'react-router-dom';
import type { BatchRecord } from '@server/batches/batch-schema.ts';
import type { MenuOptions } from '../layout/menu-groups.ts';

const ComposePage = lazy(() =>
  import('./ComposePage.tsx').then((module) => ({ default: module.ComposePage })),
);
const CompositionPage = lazy(() =>
  import('./CompositionPage.tsx').then((module) => ({ default: module.CompositionPage })),
);

/** Batches from the first row to the decree; what comes after is forwarding's. */
export const batches: ResourceProps = {
  name: 'batches',
  list: lazy(() => import('./BatchList.tsx').then((module) => ({ default: module.BatchList }))),
  create: lazy(() => import('./BatchCreate.tsx').then((module) => ({ default: module.BatchCreate }))),
  show: lazy(() => import('./BatchShow.tsx').then((module) => ({ default: module.BatchShow }))),
  icon: LayersIcon,
  recordRepresentation: (record: BatchRecord) => record.batchNo,
  options: { group: 'batches' } satisfies MenuOptions,
  children: [
    createElement(Route, { key: 'compose', path: 'compose', element: createElement(ComposePage) }),
    createElement(Route, {
      key: 'composition',
      path: 'compositions/:id',
      element: createElement(CompositionPage),
    }),
  ],
};
