import LayersIcon from '@mui/icons-material/LayersOutlined';
import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';
import type { BatchRecord } from '@server/batches/batch-schema.ts';
import type { MenuOptions } from '../layout/menu-groups.ts';

/** Batches from the first row to the decree; what comes after is forwarding's. */
export const batches: ResourceProps = {
  name: 'batches',
  list: lazy(() => import('./BatchList.tsx').then((module) => ({ default: module.BatchList }))),
  create: lazy(() => import('./BatchCreate.tsx').then((module) => ({ default: module.BatchCreate }))),
  show: lazy(() => import('./BatchShow.tsx').then((module) => ({ default: module.BatchShow }))),
  icon: LayersIcon,
  recordRepresentation: (record: BatchRecord) => record.batchNo,
  options: { group: 'batches' } satisfies MenuOptions,
};
