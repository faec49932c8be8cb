import ContactPageIcon from '@mui/icons-material/ContactPageOutlined';
import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';
import type { MenuOptions } from '../layout/menu-groups.ts';

/** The local register identity is checked against. */
export const ktpRecords: ResourceProps = {
  name: 'ktp-records',
  list: lazy(() => import('./KtpRegisterPage.tsx').then((module) => ({ default: module.KtpRegisterPage }))),
  icon: ContactPageIcon,
  options: { group: 'reference' } satisfies MenuOptions,
};
