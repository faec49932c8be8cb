import { DataTable, List, useRecordContext } from 'react-admin';
import type { JobRecord } from '@server/jobs/job-schema.ts';
import { EnumChipField, InstantField } from '../i18n/fields.tsx';
import { EmptyState } from '../layout/EmptyState.tsx';
import { ListProblem } from '../layout/ListProblem.tsx';
import { JobProgressField } from './JobProgress.tsx';
import { jobTone } from './job-tone.ts';
import { useJobWords } from './use-job-words.ts';

function KindField(_props: { label?: string }) {
  const words = useJobWords();
  const job = useRecordContext<JobRecord>();
  return <span>{job && words(job.kind)}</span>;
}

/** My background work; a coordinator sees everybody's. */
export function JobList() {
  return (
    <List
      sort={{ field: 'id', order: 'DESC' }}
      perPage={25}
      exporter={false}
      error={<ListProblem />}
      empty={<EmptyState words="jobs.empty" />}
    >
      <DataTable bulkActionButtons={false} size="small" rowClick="show">
        <DataTable.Col source="id" />
        <DataTable.Col source="kind" disableSort>
          <KindField />
        </DataTable.Col>
        <DataTable.Col source="status" disableSort>
          <EnumChipField source="status" words="job" tone={jobTone} />
        </DataTable.Col>
        <DataTable.Col source="progress" disableSort>
          <JobProgressField />
        </DataTable.Col>
        <DataTable.Col source="createdAt" disableSort>
          <InstantField source="createdAt" />
        </DataTable.Col>
      </DataTable>
    </List>
  );
}
