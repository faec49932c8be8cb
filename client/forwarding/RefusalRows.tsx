import ArrowBackIcon from '@mui/icons-material/ArrowBack';
import { Button, Chip, Link as MuiLink, Typography } from '@mui/material';
import {
  BooleanInput,
  DataTable,
  List,
  ReferenceInput,
  SearchInput,
  SelectInput,
  TextInput,
  TopToolbar,
  useRecordContext,
  useTranslate,
} from 'react-admin';
import { Link } from 'react-router-dom';
import type { RefusalRecord } from '@server/forwarding/refusal-schema.ts';
import { CAUSES } from '@server/forwarding/pmo-code-schema.ts';
import { PROPOSERS } from '@server/submissions/submission-schema.ts';
import { EnumField, InstantDayField } from '../i18n/fields.tsx';
import { EmptyState } from '../layout/EmptyState.tsx';
import { ListProblem } from '../layout/ListProblem.tsx';

// Many columns fit a narrow screen when their heads may break.
const TABLE = { '& .RaDataTable-headerCell': { whiteSpace: 'normal' }, '& th, & td': { px: 1 } } as const;
// Told by the code's own table: a narrow screen can do without.
const WIDE_ONLY = { '@media (max-width: 1399px)': { display: 'none' } };

const choices = (values: readonly string[], words: string) =>
  values.map((id) => ({ id, name: `enums.${words}.${id}` }));

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
  <ReferenceInput key="office" source="officeId" reference="offices" perPage={1000} alwaysOn>
    <SelectInput optionText="name" />
  </ReferenceInput>,
  <BooleanInput key="canCarry" source="canCarry" alwaysOn />,
  <TextInput key="code" source="code" />,
  <SelectInput key="cause" source="cause" choices={choices(CAUSES, 'cause')} />,
  <SelectInput key="proposer" source="proposer" choices={choices(PROPOSERS, 'proposer')} />,
];

function PersonField(_props: { label?: string }) {
  const row = useRecordContext<RefusalRecord>();
  if (!row) return null;
  return (
    <>
      <MuiLink component={Link} to={`/submissions/${row.submissionId}/show`}>
        {row.fullName}
      </MuiLink>
      <Typography variant="caption" color="text.secondary" component="div" sx={{ whiteSpace: 'nowrap' }}>
        {row.registrationNo}
      </Typography>
    </>
  );
}

function CodeField(_props: { label?: string }) {
  const translate = useTranslate();
  const row = useRecordContext<RefusalRecord>();
  if (!row) return null;
  return (
    <>
      {row.code}
      <Typography variant="caption" color="text.secondary" component="div">
        {translate(`reasons.${row.reasonCode}`)}
        {row.note && `: “${row.note}”`}
      </Typography>
    </>
  );
}

function CarryField(_props: { label?: string }) {
  const translate = useTranslate();
  const row = useRecordContext<RefusalRecord>();
  if (!row?.canCarry) return <>–</>;
  return <Chip size="small" color="warning" variant="outlined" label={translate('clinic.yes')} />;
}

function BatchField(_props: { label?: string }) {
  const row = useRecordContext<RefusalRecord>();
  if (!row) return null;
  return (
    <MuiLink component={Link} to={`/batches/${row.batchId}/show?tab=answers`}>
      {row.batchNo}
    </MuiLink>
  );
}

function Actions() {
  const translate = useTranslate();
  return (
    <TopToolbar>
      <Button size="small" component={Link} to="/refusal-clinic" startIcon={<ArrowBackIcon />}>
        {translate('clinic.back')}
      </Button>
    </TopToolbar>
  );
}

/** The rows behind a figure of the clinic. */
export function RefusalRows() {
  return (
    <List
      resource="pmo-refusals"
      filters={filters}
      sort={{ field: 'id', order: 'DESC' }}
      perPage={25}
      exporter={false}
      disableSyncWithLocation={false}
      actions={<Actions />}
      error={<ListProblem />}
      empty={false}
    >
      <DataTable
        bulkActionButtons={false}
        size="small"
        rowClick={false}
        sx={TABLE}
        empty={<EmptyState words="clinic.rowsEmpty" />}
      >
        <DataTable.Col source="registrationNo" disableSort>
          <PersonField />
        </DataTable.Col>
        <DataTable.Col source="officeName" disableSort />
        <DataTable.Col source="proposer" disableSort sx={WIDE_ONLY}>
          <EnumField source="proposer" words="proposer" />
        </DataTable.Col>
        <DataTable.NumberCol source="roundNo" disableSort />
        <DataTable.Col source="batchNo" disableSort sx={{ whiteSpace: 'nowrap' }}>
          <BatchField />
        </DataTable.Col>
        <DataTable.Col source="result" disableSort>
          <EnumField source="result" words="answer" />
        </DataTable.Col>
        <DataTable.Col source="code" disableSort>
          <CodeField />
        </DataTable.Col>
        <DataTable.Col source="cause" disableSort>
          <EnumField source="cause" words="cause" />
        </DataTable.Col>
        <DataTable.Col source="submissionStatus" disableSort>
          <EnumField source="submissionStatus" words="status" />
        </DataTable.Col>
        <DataTable.Col source="canCarry" disableSort>
          <CarryField />
        </DataTable.Col>
        <DataTable.Col source="answeredAt" sx={WIDE_ONLY}>
          <InstantDayField source="answeredAt" />
        </DataTable.Col>
      </DataTable>
    </List>
  );
}
