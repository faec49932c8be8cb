import {
  Card,
  CardContent,
  Chip,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import {
  Button,
  DataTable,
  List,
  SearchInput,
  TopToolbar,
  useDataProvider,
  useGetList,
  useNotify,
  useRefresh,
  useTranslate,
} from 'react-admin';
import type { KtpLoadRecord } from '@server/identity/identity-record-schema.ts';
import { useStaffNames } from '../auth/use-staff-names.ts';
import { useMay } from '../auth/use-staff.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { DayField, EnumField } from '../i18n/fields.tsx';
import { useFormat } from '../i18n/format.ts';
import { JobWatch } from '../jobs/JobWatch.tsx';
import { ActDialog, type ActValues } from '../layout/ActDialog.tsx';
import { EmptyState } from '../layout/EmptyState.tsx';
import { LineProblems } from '../layout/LineProblems.tsx';
import { ListProblem, Problem } from '../layout/ListProblem.tsx';
import { CSV_FILES, UploadField, type ChosenFile } from '../layout/UploadField.tsx';

const MAX_BYTES = 2 * 1024 * 1024 * 1024;
const TONES = { loading: 'info', ready: 'success', failed: 'error' } as const;

const filters = [<SearchInput key="q" source="q" alwaysOn />];

interface Accepted {
  jobId: number | null;
  repeated: boolean;
}

function LoadDialog({ onClose, onLoading }: { onClose: () => void; onLoading: (jobId: number) => void }) {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const load = async ({ file }: ActValues) => {
    const accepted = await dataProvider.upload<Accepted>('ktp-records/import', {
      file: (file as ChosenFile).rawFile,
    });
    if (accepted.repeated) notify('ktp.repeated', { type: 'info' });
    else if (accepted.jobId !== null) onLoading(accepted.jobId);
    refresh();
  };
  return (
    <ActDialog
      title={translate('ktp.load')}
      submitLabel={translate('lists.loadNow')}
      onSubmit={load}
      onClose={onClose}
    >
      <Typography variant="body2" color="text.secondary">
        {translate('ktp.fileHelp')}
      </Typography>
      <UploadField label="lists.file" accept={CSV_FILES} maxBytes={MAX_BYTES} />
    </ActDialog>
  );
}

function LoadRow({ load }: { load: KtpLoadRecord }) {
  const translate = useTranslate();
  const format = useFormat();
  const { nameOf } = useStaffNames();
  return (
    <TableRow>
      <TableCell>{load.id}</TableCell>
      <TableCell sx={{ overflowWrap: 'anywhere' }}>{load.fileName}</TableCell>
      <TableCell align="right">{format.number(load.rowCount)}</TableCell>
      <TableCell align="right">{format.number(load.badCount)}</TableCell>
      <TableCell>
        <Chip
          size="small"
          variant="outlined"
          color={TONES[load.status]}
          label={translate(`loads.status.${load.status}`)}
        />
      </TableCell>
      <TableCell>{format.instant(load.loadedAt)}</TableCell>
      <TableCell>{nameOf(load.loadedById)}</TableCell>
    </TableRow>
  );
}

/** How the local register came to hold what it holds. */
function Loads() {
  const translate = useTranslate();
  const { data, error, refetch } = useGetList<KtpLoadRecord>('ktp-loads', {
    sort: { field: 'id', order: 'DESC' },
    pagination: { page: 1, perPage: 10 },
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data || data.length === 0) return null;
  const problems = data[0]?.errors ?? [];
  return (
    <Card sx={{ mb: 2, flexShrink: 0 }}>
      <CardContent>
        <Typography variant="h2" sx={{ mb: 1 }}>
          {translate('ktp.loads')}
        </Typography>
        <Table size="small">
          <TableHead>
            <TableRow>
              {['no', 'file', 'rows', 'bad', 'state', 'at', 'by'].map((name) => (
                <TableCell key={name} align={name === 'rows' || name === 'bad' ? 'right' : 'left'}>
                  {translate(`ktp.columns.${name}`)}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {data.map((load) => (
              <LoadRow key={load.id} load={load} />
            ))}
          </TableBody>
        </Table>
        {problems.length > 0 && <LineProblems problems={problems} />}
      </CardContent>
    </Card>
  );
}

/** The local KTP register: its loads, and the people in it with masked numbers. */
export function KtpRegisterPage() {
  const translate = useTranslate();
  const refresh = useRefresh();
  const mayWrite = useMay('reference.write');
  const [isOpen, setOpen] = useState(false);
  const [jobId, setJobId] = useState<number | null>(null);
  const loadButton = mayWrite && <Button label="ktp.load" onClick={() => setOpen(true)} />;
  return (
    <>
      {jobId !== null && (
        <Card sx={{ p: 2, mt: 2 }}>
          <JobWatch key={jobId} jobId={jobId} title={translate('ktp.loading')} onEnd={refresh} />
        </Card>
      )}
      <List
        exporter={false}
        filters={filters}
        sort={{ field: 'id', order: 'ASC' }}
        actions={<TopToolbar>{loadButton}</TopToolbar>}
        error={<ListProblem />}
        empty={<EmptyState words="ktp.empty">{loadButton}</EmptyState>}
      >
        <Loads />
        <DataTable bulkActionButtons={false} size="small" rowClick={false}>
          <DataTable.Col source="nikMasked" disableSort />
          <DataTable.Col source="kkNumberMasked" disableSort />
          <DataTable.Col source="fullName" disableSort />
          <DataTable.Col source="birthPlace" disableSort />
          <DataTable.Col source="birthDate" disableSort>
            <DayField source="birthDate" />
          </DataTable.Col>
          <DataTable.Col source="sex" disableSort>
            <EnumField source="sex" words="sex" />
          </DataTable.Col>
          <DataTable.Col source="regency" disableSort />
          <DataTable.Col source="status" disableSort />
        </DataTable>
      </List>
      {isOpen && <LoadDialog onClose={() => setOpen(false)} onLoading={setJobId} />}
    </>
  );
}
