import BusinessIcon from '@mui/icons-material/BusinessOutlined';
import GavelIcon from '@mui/icons-material/GavelOutlined';
import WavesIcon from '@mui/icons-material/WavesOutlined';
import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';
import type { OfficeRecord, RuleSetRecord, WaveRecord } from '@server/reference/reference-schema.ts';
import type { MenuOptions } from '../layout/menu-groups.ts';

const WaveList = lazy(() => import('./WaveList.tsx').then((module) => ({ default: module.WaveList })));
const WaveCreate = lazy(() => import('./WaveCreate.tsx').then((module) => ({ default: module.WaveCreate })));
const WaveEdit = lazy(() => import('./WaveEdit.tsx').then((module) => ({ default: module.WaveEdit })));
const officePages = () => import('./OfficePages.tsx');
const OfficeList = lazy(() => officePages().then((module) => ({ default: module.OfficeList })));
const OfficeCreate = lazy(() => officePages().then((module) => ({ default: module.OfficeCreate })));
const OfficeEdit = lazy(() => officePages().then((module) => ({ default: module.OfficeEdit })));
const ruleSetPages = () => import('./RuleSetPages.tsx');
const RuleSetList = lazy(() => ruleSetPages().then((module) => ({ default: module.RuleSetList })));
const RuleSetShow = lazy(() => ruleSetPages().then((module) => ({ default: module.RuleSetShow })));

/** Rounds with dates, quota and rules. */
export const waves: ResourceProps = {
  name: 'waves',
  list: WaveList,
  create: WaveCreate,
  edit: WaveEdit,
  icon: WavesIcon,
  recordRepresentation: (record: WaveRecord) => record.code,
  options: { group: 'reference' } satisfies MenuOptions,
};

export const offices: ResourceProps = {
  name: 'offices',
  list: OfficeList,
  create: OfficeCreate,
  edit: OfficeEdit,
  icon: BusinessIcon,
  recordRepresentation: (record: OfficeRecord) => record.name,
  options: { group: 'reference' } satisfies MenuOptions,
};

export const ruleSets: ResourceProps = {
  name: 'rule-sets',
  list: RuleSetList,
  show: RuleSetShow,
  icon: GavelIcon,
  recordRepresentation: (record: RuleSetRecord) => record.code,
  options: { group: 'reference' } satisfies MenuOptions,
};
