import HistoryIcon from '@mui/icons-material/History';
import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';
import { Route } from 'react-router-dom';
import type { MenuOptions } from '../layout/menu-groups.ts';

const AuditLog = lazy(() => import('./AuditLog.tsx').then((module) => ({ default: module.AuditLog })));
const NikAccess = lazy(() => import('./NikAccess.tsx').then((module) => ({ default: module.NikAccess })));
const RecordHistory = lazy(() =>
  import('./RecordHistory.tsx').then((module) => ({ default: module.RecordHistory })),
);
const reports = () => import('./ActionReport.tsx');
const UnmaskingReport = lazy(() => reports().then((module) => ({ default: module.UnmaskingReport })));
const OverrideReport = lazy(() => reports().then((module) => ({ default: module.OverrideReport })));

/** The auditor's log and the questions it is asked. */
export const auditEvents: ResourceProps = {
  name: 'audit-events',
  list: AuditLog,
  icon: HistoryIcon,
  options: { group: 'audit' } satisfies MenuOptions,
  children: [
    <Route key="record" path="record" element={<RecordHistory />} />,
    <Route key="nik" path="nik-access" element={<NikAccess />} />,
    <Route key="unmasking" path="unmasking" element={<UnmaskingReport />} />,
    <Route key="overrides" path="overrides" element={<OverrideReport />} />,
  ],
};
