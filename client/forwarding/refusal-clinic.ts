import HealingIcon from '@mui/icons-material/HealingOutlined';
import CodeIcon from '@mui/icons-material/PinOutlined';
import { createElement, lazy } from 'react';
import type { ResourceProps } from 'react-admin';
import { Route } from 'react-router-dom';
import type { PmoCodeRecord } from '@server/forwarding/pmo-code-schema.ts';
import type { MenuOptions } from '../layout/menu-groups.ts';

const RefusalRows = lazy(() =>
  import('./RefusalRows.tsx').then((module) => ({ default: module.RefusalRows })),
);
const codePages = () => import('./PmoCodePages.tsx');

/** What the PMO did not confirm, by code and office, with the rows behind every figure. */
export const refusalClinic: ResourceProps = {
  name: 'refusal-clinic',
  list: lazy(() => import('./RefusalClinic.tsx').then((module) => ({ default: module.RefusalClinicPage }))),
  icon: HealingIcon,
  options: { group: 'batches' } satisfies MenuOptions,
  children: createElement(Route, { path: 'rows', element: createElement(RefusalRows) }),
};

/** What each code of the PMO means here. */
export const pmoCodes: ResourceProps = {
  name: 'pmo-codes',
  list: lazy(() => codePages().then((module) => ({ default: module.PmoCodeList }))),
  create: lazy(() => codePages().then((module) => ({ default: module.PmoCodeCreate }))),
  edit: lazy(() => codePages().then((module) => ({ default: module.PmoCodeEdit }))),
  icon: CodeIcon,
  recordRepresentation: (record: PmoCodeRecord) => record.code,
  options: { group: 'reference' } satisfies MenuOptions,
};
