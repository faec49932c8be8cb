import {
  Button as RaButton,
  CreateButton,
  DataTable,
  List,
  ReferenceField,
  ReferenceInput,
  SearchInput,
  SelectInput,
  TextField,
  TopToolbar,
} from 'react-admin';
import { Link } from 'react-router-dom';
import { BATCH_CHANNELS, BATCH_STATUSES } from '@server/batches/batch-schema.ts';
import { useMay } from '../auth/use-staff.ts';
import { CountField, EnumChipField, EnumField, InstantDayField } from '../i18n/fields.tsx';
import { EmptyState } from '../layout/EmptyState.tsx';
import { ListProblem } from '../layout/ListProblem.tsx';
import { StatusTabs } from '../layout/StatusTabs.tsx';
import { batchTone } from './batch-tone.ts';

const NO_WRAP = { whiteSpace: 'nowrap' };
// Told on the page of the record: a narrow screen can do without.
const WIDE_ONLY = { '@media (max-width: 1399px)': { display: 'none' } };

const filters = [
  <SearchInput key="q" source="q" alwaysOn />,
  <ReferenceInput
    key="wave"
    source="waveId"
    reference="waves"
    sort={{ field: 'opensAt', order: 'DESC' }}
    alwaysOn
  >
    <SelectInput optionText="name" label="console.wave" />
  </ReferenceInput>,
  <SelectInput
    key="channel"
    source="channel"
    choices={BATCH_CHANNELS.map((id) => ({ id, name: `enums.channel.${id}` }))}
    alwaysOn
  />,
];

function Reference({ source, reference }: { source: string; reference: string }) {
  return (
    <ReferenceField source={source} reference={reference} link={false} emptyText="–">
      <TextField source="name" />
    </ReferenceField>
  );
}

/** All batches by where they stand. */
export function BatchList() {
  const mayCompose = useMay('batch.compose');
  const createButton = mayCompose && (
    <>
      <RaButton component={Link} to="/batches/compose" label="compose.open" />
      <CreateButton label="batches.new" />
    </>
  );
  return (
    <List
      filters={filters}
      sort={{ field: 'id', order: 'DESC' }}
      perPage={25}
      exporter={false}
      actions={<TopToolbar>{createButton}</TopToolbar>}
      error={<ListProblem />}
      empty={
        <EmptyState words={mayCompose ? 'batches.empty' : 'batches.emptyOthers'}>{createButton}</EmptyState>
      }
    >
      <StatusTabs
        field="status"
        values={BATCH_STATUSES}
        words="batchStatus"
        label="resources.batches.fields.status"
      />
      <DataTable
        bulkActionButtons={false}
        size="small"
        rowClick="show"
        empty={<EmptyState words="batches.emptyTab" />}
      >
        <DataTable.Col source="batchNo" sx={NO_WRAP} />
        <DataTable.Col source="status" disableSort>
          <EnumChipField source="status" words="batchStatus" tone={batchTone} />
        </DataTable.Col>
        <DataTable.Col source="channel" disableSort>
          <EnumField source="channel" words="channel" />
        </DataTable.Col>
        <DataTable.Col source="waveId" disableSort>
          <Reference source="waveId" reference="waves" />
        </DataTable.Col>
        <DataTable.Col source="officeId" disableSort sx={WIDE_ONLY}>
          <Reference source="officeId" reference="offices" />
        </DataTable.Col>
        <DataTable.NumberCol source="rowCount">
          <CountField source="rowCount" />
        </DataTable.NumberCol>
        <DataTable.NumberCol source="roundNo" disableSort sx={WIDE_ONLY} />
        <DataTable.Col source="decreeNo" disableSort>
          <TextField source="decreeNo" emptyText="–" />
        </DataTable.Col>
        <DataTable.Col source="updatedAt">
          <InstantDayField source="updatedAt" />
        </DataTable.Col>
      </DataTable>
    </List>
  );
}
