import { Stack, Typography } from '@mui/material';
import { useEffect, useRef } from 'react';
import { HttpError, useTranslate, type Identifier } from 'react-admin';
import type { JobRecord } from '@server/jobs/job-schema.ts';
import { EnumChip } from '../i18n/fields.tsx';
import { Problem } from '../layout/ListProblem.tsx';
import { jobTone } from './job-tone.ts';
import { JobProgress } from './JobProgress.tsx';
import { ReceiptSummary } from './JobReceipt.tsx';
import { isFinished, useJob } from './use-job.ts';

interface Props {
  jobId: Identifier;
  title: string;
  /** Called once, when the job has ended in any way. */
  onEnd?: (job: JobRecord) => void;
}

/** A job on the page that started it: a bar while it runs, its receipt afterwards. */
export function JobWatch({ jobId, title, onEnd }: Props) {
  const translate = useTranslate();
  const { data: job, error, refetch } = useJob(jobId);
  const told = useRef(false);
  useEffect(() => {
    if (!job || !isFinished(job) || told.current) return;
    told.current = true;
    onEnd?.(job);
  }, [job, onEnd]);
  // Somebody else's job is not theirs to see; the page around it says what came of it.
  if (error instanceof HttpError && error.status === 404) return null;
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  return (
    <Stack spacing={1} role="status">
      <Stack direction="row" spacing={1} sx={{ alignItems: 'center' }}>
        <Typography variant="body2">{title}</Typography>
        {job && <EnumChip value={job.status} words="job" tone={jobTone} />}
      </Stack>
      {job && !isFinished(job) && <JobProgress job={job} />}
      {job && isFinished(job) && <ReceiptSummary job={job} />}
      {!job && <Typography variant="caption">{translate('jobs.working')}</Typography>}
    </Stack>
  );
}
