import HourglassIcon from '@mui/icons-material/HourglassBottom';
import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';
import type { MenuOptions } from '../layout/menu-groups.ts';

const JobList = lazy(() => import('./JobList.tsx').then((module) => ({ default: module.JobList })));
const JobShow = lazy(() => import('./JobShow.tsx').then((module) => ({ default: module.JobShow })));

/** Background work: its progress and its receipt. */
export const jobs: ResourceProps = {
  name: 'jobs',
  list: JobList,
  show: JobShow,
  icon: HourglassIcon,
  options: { group: 'system' } satisfies MenuOptions,
};
