import {
  AutocompleteInput,
  DataTable,
  List,
  ReferenceField,
  ReferenceInput,
  SelectInput,
  TextField,
  useTranslate,
} from 'react-admin';
import { LATE_ACTS, type LateCorrectionRecord } from '@server/lateness/lateness-schema.ts';
import { EnumField, InstantField } from '../i18n/fields.tsx';
import { ZonedDateTimeInput } from '../i18n/ZonedDateTimeInput.tsx';
import { EmptyState } from '../layout/EmptyState.tsx';
import { ListProblem } from '../layout/ListProblem.tsx';
import { LateTabs } from './LateTabs.tsx';

const acts = LATE_ACTS.map((id) => ({ id, name: `enums.lateAct.${id}` }));
const filters = [
  <ReferenceInput key="wave" source="waveId" reference="waves" alwaysOn>
    <SelectInput optionText="name" label="console.wave" />
  </ReferenceInput>,
  <SelectInput key="act" source="act" label="late.act" choices={acts} alwaysOn />,
  <ReferenceInput key="office" source="officeId" reference="offices" filter={{ kind: 'dinas' }} alwaysOn>
    <AutocompleteInput
      openOnFocus={false}
      optionText="name"
      label="late.office"
      filterToQuery={(q: string) => ({ q })}
    />
  </ReferenceInput>,
  <ZonedDateTimeInput key="from" source="at_gte" label="late.since" />,
];

/** Every row that came in after its wave's deadline. A row opens its case. */
export function LateCorrectionList() {
  const translate = useTranslate();
  return (
    <>
      <LateTabs value="corrections" />
      <List
        resource="late-corrections"
        title={translate('late.corrections')}
        filters={filters}
        sort={{ field: 'id', order: 'DESC' }}
        perPage={25}
        exporter={false}
        actions={false}
        error={<ListProblem />}
        empty={false}
        disableAuthentication
      >
        <DataTable<LateCorrectionRecord>
          bulkActionButtons={false}
          size="small"
          rowClick={(_id, _resource, record) => `/submissions/${String(record['submissionId'])}/show`}
          empty={<EmptyState words="late.noCorrections" />}
        >
          <DataTable.Col
            source="registrationNo"
            label="resources.submissions.fields.registrationNo"
            disableSort
          />
          <DataTable.Col source="officeId" label="late.office" disableSort>
            <ReferenceField source="officeId" reference="offices" link={false}>
              <TextField source="name" />
            </ReferenceField>
          </DataTable.Col>
          <DataTable.Col source="act" label="late.act" disableSort>
            <EnumField source="act" words="lateAct" />
          </DataTable.Col>
          <DataTable.Col source="batchNo" label="resources.batches.fields.batchNo" disableSort>
            <TextField source="batchNo" emptyText="–" />
          </DataTable.Col>
          <DataTable.Col source="deadline" label="late.deadline" disableSort>
            <InstantField source="deadline" />
          </DataTable.Col>
          <DataTable.Col source="at" label="late.at">
            <InstantField source="at" />
          </DataTable.Col>
          <DataTable.Col source="reason" label="late.reason" disableSort />
        </DataTable>
      </List>
    </>
  );
}
