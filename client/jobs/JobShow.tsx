import { Card, CardContent, Skeleton, Stack, Typography } from '@mui/material';
import { Title, useTranslate } from 'react-admin';
import { useParams } from 'react-router-dom';
import { EnumChip } from '../i18n/fields.tsx';
import { Problem } from '../layout/ListProblem.tsx';
import { CancelJob } from './CancelJob.tsx';
import { jobTone } from './job-tone.ts';
import { JobProgress } from './JobProgress.tsx';
import { ReceiptRows, ReceiptSummary } from './JobReceipt.tsx';
import { isFinished, useJob } from './use-job.ts';
import { useJobWords } from './use-job-words.ts';

/** One job while it runs, and its receipt afterwards. */
export function JobShow() {
  const translate = useTranslate();
  const words = useJobWords();
  const { id } = useParams();
  const { data: job, error, refetch } = useJob(id);
  const title = `${translate('resources.jobs.name', { smart_count: 1 })} ${id}`;
  if (error)
    return (
      <>
        <Title title={title} />
        <Problem error={error} onRetry={() => void refetch()} />
      </>
    );
  if (!job) return <Skeleton variant="rectangular" height={240} sx={{ maxWidth: 860, mt: 2 }} />;
  return (
    <Card sx={{ maxWidth: 860, mt: 2 }}>
      <Title title={title} />
      <CardContent>
        <Stack spacing={2}>
          <Stack direction="row" spacing={1} sx={{ alignItems: 'center' }}>
            <Typography variant="h2">{words(job.kind)}</Typography>
            <EnumChip value={job.status} words="job" tone={jobTone} />
          </Stack>
          <JobProgress job={job} />
          {isFinished(job) ? (
            <ReceiptSummary job={job} />
          ) : (
            <CancelJob jobId={job.id} onDone={() => void refetch()} />
          )}
          <ReceiptRows job={job} />
        </Stack>
      </CardContent>
    </Card>
  );
}
