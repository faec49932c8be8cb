import InboxIcon from '@mui/icons-material/MoveToInboxOutlined';
import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';
import type { DispatchRecord } from '@server/forwarding/forwarding-schema.ts';
import type { MenuOptions } from '../layout/menu-groups.ts';

/** Deliveries: the coordinator's outbox and the PMO's inbox. */
export const dispatches: ResourceProps = {
  name: 'dispatches',
  list: lazy(() => import('./DispatchList.tsx').then((module) => ({ default: module.DispatchList }))),
  show: lazy(() => import('./DispatchShow.tsx').then((module) => ({ default: module.DispatchShow }))),
  icon: InboxIcon,
  recordRepresentation: (record: DispatchRecord) => record.dispatchNo,
  options: { group: 'batches' } satisfies MenuOptions,
};
