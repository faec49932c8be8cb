import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';

/** Reports of waves and batches that were screened again. No entry in the menu: the page of the lists shows the newest. */
export const rescreenings: ResourceProps = {
  name: 'rescreenings',
  list: lazy(() => import('./RescreeningList.tsx').then((module) => ({ default: module.RescreeningList }))),
  show: lazy(() => import('./RescreeningShow.tsx').then((module) => ({ default: module.RescreeningShow }))),
};
