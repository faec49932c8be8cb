import {
  Alert,
  Box,
  Button,
  Card,
  CardContent,
  Link as MuiLink,
  Skeleton,
  Stack,
  Typography,
} from '@mui/material';
import { Title, useGetOne, useTranslate } from 'react-admin';
import { Link, useParams } from 'react-router-dom';
import type { RescreeningRecord } from '@server/submissions/rescreen-schema.ts';
import { useMay, useStaffIdentity } from '../auth/use-staff.ts';
import { useStaffNames } from '../auth/use-staff-names.ts';
import { EnumChip } from '../i18n/fields.tsx';
import { useFormat } from '../i18n/format.ts';
import { CancelJob } from '../jobs/CancelJob.tsx';
import { jobTone } from '../jobs/job-tone.ts';
import { JobProgress } from '../jobs/JobProgress.tsx';
import { isFinished } from '../jobs/use-job.ts';
import { Problem } from '../layout/ListProblem.tsx';
import { Tiles, type Tile } from '../layout/Tiles.tsx';
import { RescreeningChanges } from './RescreeningChanges.tsx';
import { useRescreenedScope } from './RescreeningTable.tsx';

const POLL_MILLISECONDS = 700;

const TONES: Partial<Record<keyof RescreeningRecord['counts'], Tile['tone']>> = {
  clearToHit: 'error',
  toUnknown: 'warning',
  hitToClear: 'success',
  reportedHits: 'error',
};
const SHOWN = ['checked', 'clearToHit', 'hitToClear', 'toUnknown', 'reported', 'reportedHits'] as const;

function Head({ record, onChange }: { record: RescreeningRecord; onChange: () => void }) {
  const translate = useTranslate();
  const format = useFormat();
  const { nameOf } = useStaffNames();
  const me = useStaffIdentity();
  const scope = useRescreenedScope([record])(record);
  const runs = !isFinished({ status: record.jobStatus });
  // A job is cancelled by whoever ordered it, and by the coordinator.
  const mayCancel = me?.role === 'coordinator' || me?.id === record.orderedById;
  return (
    <Card>
      <CardContent>
        <Stack spacing={1.5}>
          <Stack direction="row" spacing={1} sx={{ alignItems: 'center' }}>
            <Typography variant="h2">
              {record.batchId === null ? (
                scope
              ) : (
                <MuiLink component={Link} to={`/batches/${record.batchId}/show`}>
                  {scope}
                </MuiLink>
              )}
            </Typography>
            <EnumChip value={record.jobStatus} words="job" tone={jobTone} />
            <Box sx={{ flexGrow: 1 }} />
            {runs && mayCancel && <CancelJob jobId={record.jobId} onDone={onChange} />}
            <Button component={Link} to="/screening-lists" size="small">
              {translate('rescreen.backToLists')}
            </Button>
          </Stack>
          <Typography variant="body2" color="text.secondary">
            {translate('rescreen.orderedLine', {
              who: nameOf(record.orderedById) ?? '–',
              at: format.instant(record.orderedAt),
            })}
          </Typography>
          {runs && <JobProgress job={{ progress: record.progress, status: record.jobStatus }} />}
          <Tiles
            tiles={SHOWN.map((name) => ({
              label: translate(`rescreen.counts.${name}`),
              value: record.counts[name],
              tone: TONES[name],
            }))}
          />
          {record.jobStatus === 'failed' && <Alert severity="error">{translate('rescreen.failed')}</Alert>}
          {record.jobStatus === 'cancelled' && (
            <Alert severity="warning">{translate('rescreen.cancelled')}</Alert>
          )}
          {record.listsRenewed && <Alert severity="warning">{translate('rescreen.listsRenewed')}</Alert>}
          {record.counts.reportedHits > 0 && (
            <Alert severity="info">{translate('rescreen.onlyReportsHelp')}</Alert>
          )}
        </Stack>
      </CardContent>
    </Card>
  );
}

/** A re-screening while it runs, and its report: how many, who stands otherwise, and whom the PMO must look at. */
export function RescreeningShow() {
  const translate = useTranslate();
  const { id = '' } = useParams();
  const maySeeChanges = useMay('rescreening.read-changes');
  const { data, error, refetch } = useGetOne<RescreeningRecord>(
    'rescreenings',
    { id: Number(id) },
    {
      refetchInterval: ({ state }) =>
        state.data && isFinished({ status: state.data.jobStatus }) ? false : POLL_MILLISECONDS,
    },
  );
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton variant="rectangular" height={240} sx={{ mt: 2 }} />;
  return (
    <Stack spacing={2} sx={{ mt: 2, minWidth: 0 }}>
      <Title title={translate('resources.rescreenings.name', { smart_count: 1 })} />
      <Head record={data} onChange={() => void refetch()} />
      {maySeeChanges ? (
        // Read anew once the job has ended: more has changed since the page was opened.
        <RescreeningChanges key={data.jobStatus} record={data} />
      ) : (
        <Alert severity="info">{translate('lists.diff.noNames')}</Alert>
      )}
    </Stack>
  );
}
