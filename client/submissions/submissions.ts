import AssignmentIcon from '@mui/icons-material/AssignmentInd';
import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';
import type { SubmissionRecord } from '@server/submissions/submission-schema.ts';
import type { MenuOptions } from '../layout/menu-groups.ts';

const SubmissionList = lazy(() =>
  import('./list/SubmissionList.tsx').then((module) => ({ default: module.SubmissionList })),
);

const CasePage = lazy(() => import('./case/CasePage.tsx').then((module) => ({ default: module.CasePage })));

const SubmissionCreate = lazy(() =>
  import('./form/SubmissionCreate.tsx').then((module) => ({ default: module.SubmissionCreate })),
);
const SubmissionEdit = lazy(() =>
  import('./form/SubmissionEdit.tsx').then((module) => ({ default: module.SubmissionEdit })),
);

/** Registrations: queue, case page and the counter's form. */
export const submissions: ResourceProps = {
  name: 'submissions',
  list: SubmissionList,
  show: CasePage,
  create: SubmissionCreate,
  edit: SubmissionEdit,
  icon: AssignmentIcon,
  recordRepresentation: (record: SubmissionRecord) => record.registrationNo,
  options: { group: 'review' } satisfies MenuOptions,
};
