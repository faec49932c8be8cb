import { Alert, Button, Card, CardContent, LinearProgress, Stack, Typography } from '@mui/material';
import { Title, useGetOne, useTranslate } from 'react-admin';
import { Link, useParams } from 'react-router-dom';
import type { ImportRecord } from '@server/imports/import-schema.ts';
import type { WaveRecord } from '@server/reference/reference-schema.ts';
import { useStaffNames } from '../auth/use-staff-names.ts';
import { EnumChip } from '../i18n/fields.tsx';
import { useFormat } from '../i18n/format.ts';
import { JobWatch } from '../jobs/JobWatch.tsx';
import { Digest } from '../layout/Digest.tsx';
import { FactList } from '../layout/FactList.tsx';
import { Problem } from '../layout/ListProblem.tsx';
import { CountTiles, Refusal, TotalsTable } from './DryRunResult.tsx';
import { ImportActs } from './ImportActs.tsx';
import { ImportStepper } from './ImportStepper.tsx';
import { ProblemGroups } from './ProblemGroups.tsx';
import { importStep, importTone, isWorking } from './import-steps.ts';
import { useImport } from './use-import.ts';

function Progress({ record }: { record: ImportRecord }) {
  const translate = useTranslate();
  const format = useFormat();
  const { done, total } = record.progress;
  const label = translate(`imports.working.${record.status}`);
  return (
    <Stack spacing={1} role="status">
      <Typography>{label}</Typography>
      <LinearProgress
        aria-label={label}
        variant={total > 0 ? 'determinate' : 'indeterminate'}
        value={total > 0 ? Math.min(100, (100 * done) / total) : undefined}
      />
      <Typography variant="caption" color="text.secondary">
        {total > 0 &&
          `${translate('jobs.progress', { done: format.number(done), total: format.number(total) })} · `}
        {translate('imports.mayLeave')}
      </Typography>
    </Stack>
  );
}

function Receipt({ record }: { record: ImportRecord }) {
  const translate = useTranslate();
  const format = useFormat();
  const { counts } = record;
  const left = counts.bad + counts.conflict;
  return (
    <Alert
      severity="success"
      action={
        <Button component={Link} color="inherit" size="small" to={importedRows(record.id)}>
          {translate('imports.seeRows')}
        </Button>
      }
    >
      <strong>{translate('imports.committed', { count: format.number(counts.new + counts.changed) })}</strong>{' '}
      {format.instant(record.committedAt)}.
      {left > 0 && <div>{translate('imports.leftOut', { count: format.number(left) })}</div>}
    </Alert>
  );
}

/** The list of the registrations an import made. */
export function importedRows(id: number): string {
  return `/submissions?filter=${encodeURIComponent(JSON.stringify({ importId: id }))}`;
}

function Head({ record }: { record: ImportRecord }) {
  const translate = useTranslate();
  const format = useFormat();
  const { nameOf } = useStaffNames();
  const { data: wave } = useGetOne<WaveRecord>('waves', { id: record.waveId });
  const facts = [
    { label: translate('imports.file'), value: record.fileName },
    { label: translate('console.wave'), value: wave?.name ?? '–' },
    { label: translate('imports.uploadedBy'), value: nameOf(record.uploadedById) ?? '–' },
    { label: translate('imports.uploadedAt'), value: format.instant(record.createdAt) },
    { label: translate('imports.digest'), value: <Digest value={record.fileDigest} />, wide: true },
  ];
  return <FactList facts={facts} />;
}

/** One import from its dry run to its receipt. */
export function ImportShow() {
  const translate = useTranslate();
  const { id } = useParams();
  const { data: record, error, refetch } = useImport(id);
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!record) return <LinearProgress aria-label={translate('ra.message.loading')} />;
  const working = isWorking(record.status);
  const hasResult = !working && record.status !== 'refused' && record.status !== 'failed';
  return (
    <Stack spacing={2} sx={{ mt: 2 }}>
      <Title title={`${translate('resources.imports.name', { smart_count: 1 })} ${record.id}`} />
      <Card>
        <CardContent>
          <ImportStepper
            step={importStep(record.status)}
            isFailed={['refused', 'failed'].includes(record.status)}
          />
          <Stack direction="row" spacing={2} sx={{ alignItems: 'flex-start' }}>
            <EnumChip value={record.status} words="importStatus" tone={importTone} />
            <Stack sx={{ flexGrow: 1 }}>
              <Head record={record} />
            </Stack>
            <ImportActs record={record} />
          </Stack>
        </CardContent>
      </Card>
      {working && (
        <Card sx={{ p: 2 }}>
          <Progress record={record} />
        </Card>
      )}
      {record.status === 'committed' && <Receipt record={record} />}
      {record.checkJobId !== null && (
        <Card sx={{ p: 2 }}>
          <JobWatch jobId={record.checkJobId} title={translate('imports.checking')} />
        </Card>
      )}
      {record.status === 'discarded' && <Alert severity="info">{translate('imports.discarded')}</Alert>}
      <Refusal record={record} />
      {hasResult && <CountTiles record={record} />}
      {!working && record.fileTotals && <TotalsTable record={record} />}
      {hasResult && <ProblemGroups record={record} />}
    </Stack>
  );
}
