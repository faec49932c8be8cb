import type { Knex } from 'knex';
import type { Connection } from '../database.ts';
import type { ListDefinition } from '../http/list-query.ts';
import { JOB_STATUSES, type JobStatus } from '../jobs/job-schema.ts';
import type { ReasonCode } from '../reference/reason-schema.ts';
import {
  RESCREEN_CHANGES,
  type ListVersions,
  type RescreenChange,
  type RescreenCounts,
  type RescreeningChangeRecord,
  type RescreeningRecord,
} from './rescreen-schema.ts';
import type { RescreeningRow } from './rescreen-store.ts';
import type { SubmissionStatus } from './submission-schema.ts';

const of = (column: string) => `rescreenings.${column}`;

export const RESCREENING_LIST: ListDefinition = {
  resource: 'rescreenings',
  fields: {
    id: { column: of('id'), type: 'int' },
    waveId: { column: of('wave_id'), type: 'int', sort: false },
    batchId: { column: of('batch_id'), type: 'int', sort: false },
    jobStatus: { column: 'jobs.status', type: 'text', values: JOB_STATUSES, sort: false },
    orderedById: { column: of('ordered_by_id'), type: 'int', sort: false },
    orderedAt: { column: of('ordered_at'), type: 'text', sort: false },
  },
  defaultSort: ['id', 'DESC'],
};
export const RESCREENING_COLUMNS = ['rescreenings.*', 'jobs.status as job_status', 'batches.batch_no'];

export const rescreenings = (connection: Connection): Knex.QueryBuilder =>
  connection('rescreenings')
    .join('jobs', 'jobs.id', 'rescreenings.job_id')
    .leftJoin('batches', 'batches.id', 'rescreenings.batch_id');

export type ListedRescreening = RescreeningRow & { job_status: JobStatus; batch_no: string | null };

export function rowToRescreening(row: ListedRescreening): RescreeningRecord {
  const counts = JSON.parse(row.counts) as RescreenCounts;
  return {
    id: row.id,
    waveId: row.wave_id,
    batchId: row.batch_id,
    batchNo: row.batch_no,
    jobId: row.job_id,
    jobStatus: row.job_status,
    orderedById: row.ordered_by_id,
    orderedAt: row.ordered_at,
    // One that was cancelled is closed by the next order, without having ended.
    endedAt: row.lists_at_end === null ? null : row.ended_at,
    progress: { done: counts.checked, total: Math.max(row.total, counts.checked) },
    counts,
    lists: JSON.parse(row.lists) as ListVersions,
    listsRenewed: row.lists_at_end !== null && row.lists_at_end !== row.lists,
  };
}

const change = (column: string) => `rescreening_changes.${column}`;

export const RESCREENING_CHANGE_LIST: ListDefinition = {
  resource: 'rescreening-changes',
  fields: {
    id: { column: change('id'), type: 'int' },
    rescreeningId: { column: change('rescreening_id'), type: 'int', sort: false },
    submissionId: { column: change('submission_id'), type: 'int', sort: false },
    change: { column: change('change'), type: 'text', values: RESCREEN_CHANGES, sort: false },
    onlyReports: { column: change('only_reports'), type: 'bool', sort: false },
  },
  defaultSort: ['id', 'ASC'],
};
export const RESCREENING_CHANGE_COLUMNS = [
  'rescreening_changes.*',
  'submissions.registration_no',
  'submissions.full_name',
  'submissions.nik_masked',
  'submissions.office_id',
];

export const rescreeningChanges = (connection: Connection): Knex.QueryBuilder =>
  connection('rescreening_changes').join(
    'submissions',
    'submissions.id',
    'rescreening_changes.submission_id',
  );

export interface ListedChange {
  id: number;
  submission_id: number;
  registration_no: string;
  full_name: string;
  nik_masked: string;
  office_id: number;
  change: RescreenChange;
  before_outcome: RescreeningChangeRecord['before'];
  after_outcome: RescreeningChangeRecord['after'];
  reasons: string;
  status: SubmissionStatus;
  only_reports: number;
}

export const rowToChange = (row: ListedChange): RescreeningChangeRecord => ({
  id: row.id,
  submissionId: row.submission_id,
  registrationNo: row.registration_no,
  fullName: row.full_name,
  nikMasked: row.nik_masked,
  officeId: row.office_id,
  change: row.change,
  before: row.before_outcome,
  after: row.after_outcome,
  reasons: JSON.parse(row.reasons) as ReasonCode[],
  status: row.status,
  onlyReports: row.only_reports === 1,
});
