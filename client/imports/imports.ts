import UploadFileIcon from '@mui/icons-material/UploadFileOutlined';
import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';
import type { ImportRecord } from '@server/imports/import-schema.ts';
import type { MenuOptions } from '../layout/menu-groups.ts';

/** Recap files: dry run, commit, receipt. */
export const imports: ResourceProps = {
  name: 'imports',
  list: lazy(() => import('./ImportList.tsx').then((module) => ({ default: module.ImportList }))),
  create: lazy(() => import('./ImportCreate.tsx').then((module) => ({ default: module.ImportCreate }))),
  show: lazy(() => import('./ImportShow.tsx').then((module) => ({ default: module.ImportShow }))),
  icon: UploadFileIcon,
  recordRepresentation: (record: ImportRecord) => record.fileName,
  options: { group: 'review' } satisfies MenuOptions,
};
