import {
  CreateButton,
  DataTable,
  List,
  ReferenceField,
  SelectInput,
  TextField,
  TopToolbar,
  useRecordContext,
} from 'react-admin';
import { IMPORT_STATUSES, type ImportRecord } from '@server/imports/import-schema.ts';
import { useMay } from '../auth/use-staff.ts';
import { EnumChipField, InstantDayField } from '../i18n/fields.tsx';
import { useFormat } from '../i18n/format.ts';
import { EmptyState } from '../layout/EmptyState.tsx';
import { ListProblem } from '../layout/ListProblem.tsx';
import { importTone } from './import-steps.ts';

// A long name ends in dots rather than making its row three lines high.
const ELLIPSIS = { maxWidth: 170, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' };

const filters = [
  <SelectInput
    key="status"
    source="status"
    choices={IMPORT_STATUSES.map((id) => ({ id, name: `enums.importStatus.${id}` }))}
    alwaysOn
  />,
];

function ClassCount({ name }: { name: keyof ImportRecord['counts']; label?: string }) {
  const format = useFormat();
  const record = useRecordContext<ImportRecord>();
  return <span>{format.number(record?.counts[name])}</span>;
}

/** Recap files of the office, newest first. */
export function ImportList() {
  const mayWrite = useMay('import.write');
  const createButton = mayWrite && <CreateButton label="imports.new" />;
  return (
    <List
      filters={filters}
      sort={{ field: 'id', order: 'DESC' }}
      perPage={25}
      exporter={false}
      actions={<TopToolbar>{createButton}</TopToolbar>}
      error={<ListProblem />}
      empty={<EmptyState words="imports.empty">{createButton}</EmptyState>}
    >
      <DataTable bulkActionButtons={false} size="small" rowClick="show">
        <DataTable.Col source="id" />
        <DataTable.Col
          source="fileName"
          disableSort
          sx={{ '&.MuiTableCell-body': { overflowWrap: 'anywhere' } }}
        />
        <DataTable.Col source="status" disableSort>
          <EnumChipField source="status" words="importStatus" tone={importTone} />
        </DataTable.Col>
        <DataTable.Col source="waveId" disableSort>
          <ReferenceField source="waveId" reference="waves" link={false}>
            <TextField source="name" />
          </ReferenceField>
        </DataTable.Col>
        <DataTable.Col source="officeId" disableSort sx={ELLIPSIS}>
          <ReferenceField source="officeId" reference="offices" link={false}>
            <TextField source="name" />
          </ReferenceField>
        </DataTable.Col>
        {(['new', 'changed', 'same', 'conflict', 'bad'] as const).map((name) => (
          <DataTable.NumberCol
            key={name}
            source={`counts.${name}`}
            disableSort
            label={`imports.class.${name}`}
          >
            <ClassCount name={name} />
          </DataTable.NumberCol>
        ))}
        <DataTable.Col source="createdAt" disableSort>
          <InstantDayField source="createdAt" />
        </DataTable.Col>
      </DataTable>
    </List>
  );
}
