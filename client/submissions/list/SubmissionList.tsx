import { Box, Stack, Typography } from '@mui/material';
import { useEffect } from 'react';
import { CreateButton, DataTable, List, TopToolbar, useListContext, useRecordContext } from 'react-admin';
import type { SubmissionRecord } from '@server/submissions/submission-schema.ts';
import { useMay, useStaffIdentity } from '../../auth/use-staff.ts';
import { useStaffNames } from '../../auth/use-staff-names.ts';
import { EnumChipField, EnumField, InstantDayField } from '../../i18n/fields.tsx';
import { EmptyState } from '../../layout/EmptyState.tsx';
import { ListProblem } from '../../layout/ListProblem.tsx';
import { rememberListed } from '../case/review-queue.ts';
import { NextCaseButton } from '../NextCaseButton.tsx';
import { identityTone, screeningTone, statusTone } from '../status-tone.ts';
import { BulkActions } from './BulkActions.tsx';
import { ExportButton } from './ExportButton.tsx';
import { ListFilters } from './ListFilters.tsx';
import { PersonSearch } from './PersonSearch.tsx';
import { queueTabs } from './queue-tabs.ts';
import { QueueTabs } from './QueueTabs.tsx';
import { SavedViews } from './SavedViews.tsx';

function Actions() {
  return (
    <TopToolbar sx={{ alignItems: 'center', gap: 1, py: 1, minHeight: 0 }}>
      <PersonSearch />
      <SavedViews />
      <ExportButton />
      <NextCaseButton />
      <CreateButton />
    </TopToolbar>
  );
}

/** J and K on a case walk through the rows last seen here. */
function RememberRows() {
  const { data } = useListContext<SubmissionRecord>();
  useEffect(() => {
    if (data) rememberListed(data.map(({ id }) => id));
  }, [data]);
  return null;
}

function ApplicantField() {
  const record = useRecordContext<SubmissionRecord>();
  return (
    <>
      {record?.fullName}
      <Typography variant="caption" component="div" color="text.secondary" sx={{ fontFamily: 'monospace' }}>
        {record?.registrationNo}
      </Typography>
    </>
  );
}

function HolderField() {
  const record = useRecordContext<SubmissionRecord>();
  const { nameOf } = useStaffNames();
  return <span>{nameOf(record?.assigneeId) ?? '–'}</span>;
}

// The head stays in sight while the rows scroll in their own box.
const TABLE = {
  '& .RaDataTable-tableWrapper': { maxHeight: 'calc(100vh - 290px)', overflow: 'auto' },
  '& td': { whiteSpace: 'nowrap', px: 1 },
  '& th': { px: 1 },
} as const;

// Told on the case: on a narrow screen the due date needs the room.
const WIDE_ONLY = { '@media (max-width: 1399px)': { display: 'none' } };

function SubmissionTable() {
  const mayAct = useMay('submission.claim');
  const mayAssign = useMay('submission.assign');
  return (
    <DataTable
      size="small"
      rowClick="show"
      bulkActionButtons={mayAct || mayAssign ? <BulkActions /> : false}
      sx={TABLE}
    >
      <DataTable.Col source="fullName">
        <ApplicantField />
      </DataTable.Col>
      <DataTable.Col source="nikMasked" disableSort />
      <DataTable.Col source="status" disableSort>
        <EnumChipField source="status" words="status" tone={statusTone} />
      </DataTable.Col>
      <DataTable.Col source="channel" disableSort sx={WIDE_ONLY}>
        <EnumField source="channel" words="channel" />
      </DataTable.Col>
      <DataTable.Col source="identityOutcome" disableSort>
        <EnumChipField source="identityOutcome" words="identity" tone={identityTone} />
      </DataTable.Col>
      <DataTable.Col source="screeningOutcome" disableSort>
        <EnumChipField source="screeningOutcome" words="screening" tone={screeningTone} />
      </DataTable.Col>
      <DataTable.Col source="assigneeId" disableSort>
        <HolderField />
      </DataTable.Col>
      <DataTable.Col source="submittedAt" sx={WIDE_ONLY}>
        <InstantDayField source="submittedAt" />
      </DataTable.Col>
      <DataTable.Col source="dueAt">
        <InstantDayField source="dueAt" />
      </DataTable.Col>
    </DataTable>
  );
}

/** The queues and the register of registrations, by role. */
export function SubmissionList() {
  const staff = useStaffIdentity();
  if (!staff) return null;
  const tabs = queueTabs(staff.role, staff.id);
  return (
    <List
      actions={<Actions />}
      sort={{ field: 'id', order: 'DESC' }}
      perPage={25}
      exporter={false}
      empty={false}
      filterDefaultValues={tabs[0]?.filter}
      error={<ListProblem />}
      sx={{ '& .RaList-main, & .RaList-content': { minWidth: 0, overflow: 'hidden' } }}
    >
      <Stack>
        <RememberRows />
        <QueueTabs tabs={tabs} />
        <Box sx={{ px: 1, py: 0.5 }}>
          <ListFilters />
        </Box>
        <SubmissionTableOrEmpty />
      </Stack>
    </List>
  );
}

function SubmissionTableOrEmpty() {
  const { data, isPending } = useListContext<SubmissionRecord>();
  if (!isPending && data?.length === 0) return <EmptyState words="submissions.empty" />;
  return <SubmissionTable />;
}
