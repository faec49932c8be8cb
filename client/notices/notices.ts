import MailIcon from '@mui/icons-material/MailOutlined';
import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';
import type { MenuOptions } from '../layout/menu-groups.ts';

/** What applicants were told, are still to be told, and could not be told. */
export const notices: ResourceProps = {
  name: 'notices',
  list: lazy(() => import('./NoticeList.tsx').then((module) => ({ default: module.NoticeList }))),
  icon: MailIcon,
  options: { group: 'batches' } satisfies MenuOptions,
};
