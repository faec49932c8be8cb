import { Chip, Typography } from '@mui/material';
import {
  AutocompleteInput,
  BooleanInput,
  Create,
  CreateButton,
  DataTable,
  Edit,
  List,
  PasswordInput,
  ReferenceField,
  ReferenceInput,
  SearchInput,
  SelectInput,
  SimpleForm,
  TextField,
  TextInput,
  TopToolbar,
  required,
  useRecordContext,
  useTranslate,
} from 'react-admin';
import type { StaffRecord } from '@server/auth/auth-schema.ts';
import { ROLES } from '@server/auth/permission-rules.ts';
import { EnumField, InstantField } from '../i18n/fields.tsx';
import { ListProblem } from '../layout/ListProblem.tsx';
import { useProblemNotice } from '../layout/use-problem-notice.ts';
import { SaveOnly } from '../reference/WaveEdit.tsx';
import { newStaffProblems, staffProblems } from './staff-rules.ts';

const roles = ROLES.map((id) => ({ id, name: `enums.role.${id}` }));

function Office() {
  return (
    <ReferenceInput source="officeId" reference="offices" sort={{ field: 'name', order: 'ASC' }}>
      <AutocompleteInput optionText="name" validate={required()} filterToQuery={(q: string) => ({ q })} />
    </ReferenceInput>
  );
}

const filters = [
  <SearchInput key="q" source="q" alwaysOn />,
  <SelectInput key="role" source="role" choices={roles} alwaysOn />,
  <BooleanInput key="active" source="active" />,
];

function StateField(_props: { label?: string }) {
  const translate = useTranslate();
  const staff = useRecordContext<StaffRecord>();
  if (!staff) return null;
  const state = staff.active ? 'active' : 'blocked';
  return (
    <Chip
      size="small"
      variant="outlined"
      color={staff.active ? 'success' : 'default'}
      label={translate(`staff.${state}`)}
    />
  );
}

/** Accounts: one person, one role, one office. */
export function StaffList() {
  return (
    <List
      filters={filters}
      sort={{ field: 'username', order: 'ASC' }}
      perPage={25}
      exporter={false}
      actions={
        <TopToolbar>
          <CreateButton />
        </TopToolbar>
      }
      error={<ListProblem />}
    >
      <DataTable bulkActionButtons={false} size="small" rowClick="edit">
        <DataTable.Col source="username" />
        <DataTable.Col source="fullName" />
        <DataTable.Col source="role">
          <EnumField source="role" words="role" />
        </DataTable.Col>
        <DataTable.Col source="officeId">
          <ReferenceField source="officeId" reference="offices" link={false}>
            <TextField source="name" />
          </ReferenceField>
        </DataTable.Col>
        <DataTable.Col source="active">
          <StateField />
        </DataTable.Col>
        <DataTable.Col source="lastLoginAt" disableSort>
          <InstantField source="lastLoginAt" />
        </DataTable.Col>
      </DataTable>
    </List>
  );
}

/** Opens an account; the first password must be changed at the first login. */
export function StaffCreate() {
  const onError = useProblemNotice();
  return (
    <Create redirect="list" mutationOptions={{ onError }} sx={{ maxWidth: 640 }}>
      <SimpleForm validate={newStaffProblems} warnWhenUnsavedChanges>
        <TextInput
          source="username"
          validate={required()}
          helperText="staff.usernameHelp"
          autoComplete="off"
        />
        <TextInput source="fullName" validate={required()} />
        <SelectInput source="role" choices={roles} validate={required()} />
        <Office />
        <TextInput source="nik" helperText="staff.nikHelp" autoComplete="off" />
        <PasswordInput
          source="password"
          validate={required()}
          helperText="staff.passwordHelp"
          autoComplete="new-password"
        />
      </SimpleForm>
    </Create>
  );
}

function EditNotice() {
  const translate = useTranslate();
  return (
    <Typography variant="body2" color="text.secondary">
      {translate('staff.editNotice')}
    </Typography>
  );
}

/** Changes an account. A new role, password or state ends its sessions. */
export function StaffEdit() {
  const onError = useProblemNotice();
  return (
    <Edit mutationMode="pessimistic" mutationOptions={{ onError }} redirect="list" sx={{ maxWidth: 640 }}>
      <SimpleForm validate={staffProblems} toolbar={<SaveOnly />} warnWhenUnsavedChanges>
        <EditNotice />
        <TextInput source="username" readOnly />
        <TextInput source="fullName" validate={required()} />
        <SelectInput source="role" choices={roles} validate={required()} />
        <Office />
        <BooleanInput source="active" />
        <TextInput source="nik" helperText="staff.nikEditHelp" autoComplete="off" />
        <PasswordInput source="password" helperText="staff.newPasswordHelp" autoComplete="new-password" />
      </SimpleForm>
    </Edit>
  );
}
