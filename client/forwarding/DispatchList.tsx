import { Box } from '@mui/material';
import {
  DataTable,
  List,
  ReferenceField,
  ReferenceInput,
  SearchInput,
  SelectInput,
  TextField,
} from 'react-admin';
import { DISPATCH_STATUSES } from '@server/forwarding/forwarding-schema.ts';
import { useMay } from '../auth/use-staff.ts';
import { CountField, EnumChipField, InstantDayField } from '../i18n/fields.tsx';
import { EmptyState } from '../layout/EmptyState.tsx';
import { ListProblem } from '../layout/ListProblem.tsx';
import { StatusTabs } from '../layout/StatusTabs.tsx';
import { SendingPanel } from './SendingSwitch.tsx';
import { dispatchTone } from './dispatch-tone.ts';

const NO_WRAP = { whiteSpace: 'nowrap' };
// Else the row of tabs, which scrolls, would set the width of the list.
const NARROWER_THAN_ITS_TABS = { '& .RaList-content': { minWidth: 0 } };
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
];

/** Being sent lasts seconds: it is seen in the list, nobody looks for it. */
const TABS = DISPATCH_STATUSES.filter((status) => status !== 'sending');

/** What reached the PMO; nothing on its way is its business. */
const PMO_STATUSES = ['delivered', 'acknowledged', 'refused'] as const;

/** Deliveries: for the PMO its inbox, for the coordinator what became of what was sent. */
export function DispatchList() {
  const isPmo = useMay('delivery.acknowledge');
  const empty = <EmptyState words={isPmo ? 'dispatches.emptyInbox' : 'dispatches.empty'} />;
  return (
    <>
      <Box sx={{ mt: 2 }}>
        <SendingPanel />
      </Box>
      <List
        filters={filters}
        sort={{ field: 'id', order: 'DESC' }}
        perPage={25}
        sx={NARROWER_THAN_ITS_TABS}
        exporter={false}
        error={<ListProblem />}
        title={isPmo ? 'dispatches.inbox' : undefined}
        empty={empty}
      >
        <StatusTabs
          field="status"
          values={isPmo ? PMO_STATUSES : TABS}
          words="dispatchStatus"
          label="resources.dispatches.fields.status"
        />
        <DataTable
          bulkActionButtons={false}
          size="small"
          rowClick="show"
          empty={<EmptyState words="dispatches.emptyTab" />}
        >
          <DataTable.Col source="dispatchNo" sx={NO_WRAP} />
          <DataTable.Col source="status" disableSort>
            <EnumChipField source="status" words="dispatchStatus" tone={dispatchTone} />
          </DataTable.Col>
          <DataTable.Col source="batchNo" disableSort sx={NO_WRAP} />
          <DataTable.Col source="waveId" disableSort>
            <ReferenceField source="waveId" reference="waves" link={false}>
              <TextField source="name" />
            </ReferenceField>
          </DataTable.Col>
          <DataTable.NumberCol source="rowCount">
            <CountField source="rowCount" />
          </DataTable.NumberCol>
          <DataTable.NumberCol source="roundNo" disableSort sx={WIDE_ONLY} />
          {!isPmo && <DataTable.NumberCol source="attempts" disableSort sx={WIDE_ONLY} />}
          <DataTable.Col source="deliveredAt">
            <InstantDayField source="deliveredAt" />
          </DataTable.Col>
          <DataTable.Col source="acknowledgedAt" sx={isPmo ? undefined : WIDE_ONLY}>
            <InstantDayField source="acknowledgedAt" />
          </DataTable.Col>
        </DataTable>
      </List>
    </>
  );
}
