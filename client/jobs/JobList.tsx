import { DataTable, List } from 'react-admin';
import { EnumChipField, InstantField } from '../i18n/fields.tsx';
import { EmptyState } from '../layout/EmptyState.tsx';
import { ListProblem } from '../layout/ListProblem.tsx';
import { JobProgressField } from './JobProgress.tsx';
import { jobTone } from './job-tone.ts';

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
      <DataTable bulkActionButtons={false} size="small">
        <DataTable.Col source="id" />
        <DataTable.Col source="kind" disableSort />
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
