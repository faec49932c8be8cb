import {
  AutocompleteInput,
  Create,
  CreateButton,
  DataTable,
  Edit,
  List,
  ReferenceInput,
  SearchInput,
  SelectInput,
  SimpleForm,
  TextInput,
  TopToolbar,
  required,
} from 'react-admin';
import { OFFICE_KINDS } from '@server/reference/reference-schema.ts';
import { useMay } from '../auth/use-staff.ts';
import { EnumField } from '../i18n/fields.tsx';
import { EmptyState } from '../layout/EmptyState.tsx';
import { ListProblem } from '../layout/ListProblem.tsx';
import { useProblemNotice } from '../layout/use-problem-notice.ts';
import { newOfficeProblems, officeProblems } from './reference-rules.ts';
import { SaveOnly } from './WaveEdit.tsx';

const kinds = OFFICE_KINDS.map((id) => ({ id, name: `enums.officeKind.${id}` }));

const filters = [
  <SearchInput key="q" source="q" alwaysOn />,
  <SelectInput key="kind" source="kind" choices={kinds} alwaysOn />,
];

function Region() {
  return (
    <ReferenceInput
      source="regionCode"
      reference="regions"
      filter={{ kind: ['province', 'regency'] }}
      sort={{ field: 'code', order: 'ASC' }}
    >
      <AutocompleteInput
        optionText={(region: { code: string; name: string } | undefined) =>
          region ? `${region.code} ${region.name}` : ''
        }
        filterToQuery={(q: string) => ({ q })}
      />
    </ReferenceInput>
  );
}

/** Where registrations come in, and who works with them. */
export function OfficeList() {
  const mayWrite = useMay('reference.write');
  return (
    <List
      filters={filters}
      sort={{ field: 'name', order: 'ASC' }}
      perPage={25}
      exporter={false}
      actions={<TopToolbar>{mayWrite && <CreateButton />}</TopToolbar>}
      error={<ListProblem />}
      empty={<EmptyState words="reference.office.empty">{mayWrite && <CreateButton />}</EmptyState>}
    >
      <DataTable bulkActionButtons={false} size="small" rowClick={mayWrite ? 'edit' : false}>
        <DataTable.Col source="code" />
        <DataTable.Col source="name" />
        <DataTable.Col source="kind">
          <EnumField source="kind" words="officeKind" />
        </DataTable.Col>
        <DataTable.Col source="regionCode" />
      </DataTable>
    </List>
  );
}

export function OfficeCreate() {
  const onError = useProblemNotice();
  return (
    <Create redirect="list" mutationOptions={{ onError }} sx={{ maxWidth: 640 }}>
      <SimpleForm validate={newOfficeProblems} warnWhenUnsavedChanges>
        <TextInput source="code" validate={required()} />
        <TextInput source="name" validate={required()} />
        <SelectInput source="kind" choices={kinds} validate={required()} />
        <Region />
      </SimpleForm>
    </Create>
  );
}

/** Code and kind stand in papers already printed and stay as they are. */
export function OfficeEdit() {
  const onError = useProblemNotice();
  return (
    <Edit mutationMode="pessimistic" mutationOptions={{ onError }} redirect="list" sx={{ maxWidth: 640 }}>
      <SimpleForm validate={officeProblems} toolbar={<SaveOnly />} warnWhenUnsavedChanges>
        <TextInput source="code" readOnly helperText="reference.fixed" />
        <TextInput source="name" validate={required()} />
        <SelectInput source="kind" choices={kinds} readOnly helperText="reference.fixed" />
        <Region />
      </SimpleForm>
    </Edit>
  );
}
