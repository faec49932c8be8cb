import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';

/** Reports of waves and batches that were screened again; they are listed on the page of the lists. */
export const rescreenings: ResourceProps = {
  name: 'rescreenings',
  show: lazy(() => import('./RescreeningShow.tsx').then((module) => ({ default: module.RescreeningShow }))),
};
