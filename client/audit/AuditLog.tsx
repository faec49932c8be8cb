import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import { useQuery } from '@tanstack/react-query';
import {
  AutocompleteInput,
  Button,
  FilterButton,
  List,
  SelectInput,
  TextInput,
  TopToolbar,
  useDataProvider,
  useTranslate,
} from 'react-admin';
import { AUDIT_OUTCOMES } from '@server/audit/audit-schema.ts';
import type { StaffName } from '../auth/use-staff-names.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { ZonedDateTimeInput } from '../i18n/ZonedDateTimeInput.tsx';
import { ListProblem } from '../layout/ListProblem.tsx';
import { AUDIT_SUBJECTS } from './audit-names.ts';
import { AuditTabs } from './AuditTabs.tsx';
import { EventTable } from './EventTable.tsx';

function ActorInput(_props: { source: string; alwaysOn?: boolean }) {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const { data = [] } = useQuery({
    queryKey: ['staff-names'],
    queryFn: () => dataProvider.read<StaffName[]>('staff/names'),
    staleTime: Infinity,
  });
  return <AutocompleteInput source="actorId" choices={data} optionText="fullName" sx={{ minWidth: 200 }} />;
}

const subjects = AUDIT_SUBJECTS.map((id) => ({ id, name: `audit.subjects.${id}` }));
const outcomes = AUDIT_OUTCOMES.map((id) => ({ id, name: `audit.outcome.${id}` }));

const filters = [
  <ActorInput key="actor" source="actorId" alwaysOn />,
  <TextInput key="action" source="action" alwaysOn />,
  <SelectInput key="subject" source="subject" choices={subjects} alwaysOn />,
  <TextInput key="subjectId" source="subjectId" alwaysOn />,
  <SelectInput key="outcome" source="outcome" choices={outcomes} />,
  <ZonedDateTimeInput key="from" source="at_gte" />,
  <ZonedDateTimeInput key="to" source="at_lte" />,
];

function LogActions() {
  const translate = useTranslate();
  return (
    <TopToolbar>
      <FilterButton />
      <Button
        component="a"
        href="/api/audit/export"
        download
        label={translate('audit.export')}
        startIcon={<DownloadIcon />}
      />
    </TopToolbar>
  );
}

/** The log: every act, refusal, login, read of a case, search and export, newest first. */
export function AuditLog() {
  return (
    <>
      <AuditTabs />
      <List
        filters={filters}
        sort={{ field: 'id', order: 'DESC' }}
        perPage={50}
        exporter={false}
        actions={<LogActions />}
        error={<ListProblem />}
      >
        <EventTable />
      </List>
    </>
  );
}
