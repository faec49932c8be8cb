import { Chip } from '@mui/material';
import { DataTable, List, useListContext, useRecordContext, useTranslate } from 'react-admin';
import { PAIR_STATUSES, type DuplicateRecord } from '@server/submissions/duplicate-schema.ts';
import { EnumChipField, InstantDayField } from '../i18n/fields.tsx';
import { EmptyState } from '../layout/EmptyState.tsx';
import { ListProblem } from '../layout/ListProblem.tsx';
import { StatusTabs } from '../layout/StatusTabs.tsx';
import { pairTone } from './pair-tone.ts';

function SideField({ side }: { side: 'first' | 'second'; label?: string }) {
  const translate = useTranslate();
  const pair = useRecordContext<DuplicateRecord>();
  if (!pair) return null;
  const { registrationNo, fullName } = pair[side];
  if (!registrationNo) return <em>{translate('duplicates.elsewhere')}</em>;
  return (
    <span>
      {fullName}
      <br />
      {registrationNo}
    </span>
  );
}

function Reasons(_props: { label?: string }) {
  const translate = useTranslate();
  const pair = useRecordContext<DuplicateRecord>();
  return pair?.reasons.map((code) => (
    <Chip
      key={code}
      size="small"
      sx={{ mr: 0.5 }}
      label={translate(`case.pairReasons.${code}`, { _: code })}
    />
  ));
}

function NoPairs() {
  const status = useListContext().filterValues['status'] as string | undefined;
  const isDecided = status !== undefined && status !== 'open';
  return <EmptyState words={isDecided ? 'duplicates.emptyDecided' : 'duplicates.empty'} />;
}

/** Registrations under different NIKs that may be one person; the likeliest first. */
export function DuplicateList() {
  return (
    <List
      sort={{ field: 'score', order: 'DESC' }}
      filterDefaultValues={{ status: 'open' }}
      perPage={25}
      exporter={false}
      actions={false}
      error={<ListProblem />}
      empty={false}
    >
      <StatusTabs
        field="status"
        values={PAIR_STATUSES}
        words="pairStatus"
        label="resources.duplicates.fields.status"
      />
      <DataTable bulkActionButtons={false} size="small" rowClick="show" empty={<NoPairs />}>
        <DataTable.Col source="score" />
        <DataTable.Col source="first" disableSort>
          <SideField side="first" />
        </DataTable.Col>
        <DataTable.Col source="second" disableSort>
          <SideField side="second" />
        </DataTable.Col>
        <DataTable.Col source="reasons" disableSort>
          <Reasons />
        </DataTable.Col>
        <DataTable.Col source="status" disableSort>
          <EnumChipField source="status" words="pairStatus" tone={pairTone} />
        </DataTable.Col>
        <DataTable.Col source="foundAt">
          <InstantDayField source="foundAt" />
        </DataTable.Col>
      </DataTable>
    </List>
  );
}
