import {
  BooleanField,
  BooleanInput,
  Create,
  CreateButton,
  DataTable,
  Edit,
  List,
  SearchInput,
  SelectInput,
  SimpleForm,
  TextInput,
  TopToolbar,
  required,
  useRecordContext,
  useTranslate,
} from 'react-admin';
import { CAUSES, type PmoCodeRecord } from '@server/forwarding/pmo-code-schema.ts';
import { REASON_CODES } from '@server/reference/reason-code-schema.ts';
import { useMay } from '../auth/use-staff.ts';
import { CountField, EnumField, InstantDayField } from '../i18n/fields.tsx';
import { EmptyState } from '../layout/EmptyState.tsx';
import { ListProblem } from '../layout/ListProblem.tsx';
import { useProblemNotice } from '../layout/use-problem-notice.ts';
import { SaveOnly } from '../reference/WaveEdit.tsx';

// Many columns fit a narrow screen when their heads may break.
const TABLE = { '& .RaDataTable-headerCell': { whiteSpace: 'normal' }, '& th, & td': { px: 1 } } as const;

const causes = CAUSES.map((id) => ({ id, name: `enums.cause.${id}` }));
const reasons = REASON_CODES.map((id) => ({ id, name: `reasons.${id}` }));

const filters = [
  <SearchInput key="q" source="q" alwaysOn />,
  <SelectInput key="cause" source="cause" choices={causes} alwaysOn />,
];

function ReasonField(_props: { label?: string }) {
  const translate = useTranslate();
  const record = useRecordContext<PmoCodeRecord>();
  return record ? <>{translate(`reasons.${record.reasonCode}`)}</> : null;
}

/** What the PMO's own codes mean here; coordinators and the PMO read it, the administrator keeps it. */
export function PmoCodeList() {
  const mayWrite = useMay('pmo-code.write');
  return (
    <List
      filters={filters}
      sort={{ field: 'code', order: 'ASC' }}
      perPage={50}
      exporter={false}
      actions={<TopToolbar>{mayWrite && <CreateButton />}</TopToolbar>}
      error={<ListProblem />}
      empty={<EmptyState words="clinic.codesEmpty">{mayWrite && <CreateButton />}</EmptyState>}
    >
      <DataTable bulkActionButtons={false} size="small" rowClick={mayWrite ? 'edit' : false} sx={TABLE}>
        <DataTable.Col source="code" sx={{ whiteSpace: 'nowrap' }} />
        <DataTable.Col source="reasonCode" disableSort>
          <ReasonField />
        </DataTable.Col>
        <DataTable.Col source="cause" disableSort>
          <EnumField source="cause" words="cause" />
        </DataTable.Col>
        <DataTable.Col
          source="remedy.id"
          disableSort
          sx={{ '&.MuiTableCell-body': { whiteSpace: 'normal' } }}
        />
        <DataTable.Col source="carriesOver" disableSort>
          <BooleanField source="carriesOver" />
        </DataTable.Col>
        <DataTable.NumberCol source="answers" disableSort>
          <CountField source="answers" />
        </DataTable.NumberCol>
        <DataTable.Col source="updatedAt">
          <InstantDayField source="updatedAt" />
        </DataTable.Col>
      </DataTable>
    </List>
  );
}

function CodeFields({ isNew }: { isNew: boolean }) {
  const remedy = { multiline: true, minRows: 2, validate: required(), helperText: 'clinic.remedyHelp' };
  return (
    <>
      <TextInput
        source="code"
        validate={required()}
        readOnly={!isNew}
        helperText={isNew ? 'clinic.codeHelp' : 'clinic.codeFixed'}
      />
      <SelectInput source="reasonCode" choices={reasons} validate={required()} />
      <SelectInput source="cause" choices={causes} validate={required()} />
      <TextInput source="remedy.id" {...remedy} />
      <TextInput source="remedy.en" {...remedy} />
      <BooleanInput source="carriesOver" />
    </>
  );
}

export function PmoCodeCreate() {
  const onError = useProblemNotice();
  return (
    <Create redirect="list" mutationOptions={{ onError }} sx={{ maxWidth: 720 }}>
      <SimpleForm defaultValues={{ carriesOver: false }} warnWhenUnsavedChanges>
        <CodeFields isNew />
      </SimpleForm>
    </Create>
  );
}

export function PmoCodeEdit() {
  const onError = useProblemNotice();
  return (
    <Edit mutationMode="pessimistic" mutationOptions={{ onError }} redirect="list" sx={{ maxWidth: 720 }}>
      <SimpleForm toolbar={<SaveOnly />} warnWhenUnsavedChanges>
        <CodeFields isNew={false} />
      </SimpleForm>
    </Edit>
  );
}
