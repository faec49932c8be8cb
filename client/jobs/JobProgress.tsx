import { LinearProgress, Stack, Typography } from '@mui/material';
import { useRecordContext, useTranslate } from 'react-admin';
import type { JobRecord } from '@server/jobs/job-schema.ts';
import { useFormat } from '../i18n/format.ts';

/** A bar and the two numbers; without a total yet, a bar that only says that work goes on. */
export function JobProgress({ job }: { job: Pick<JobRecord, 'progress' | 'status'> }) {
  const translate = useTranslate();
  const format = useFormat();
  const { done, total } = job.progress;
  const share = total > 0 ? Math.min(100, (100 * done) / total) : 0;
  const label = translate('jobs.progress', { done: format.number(done), total: format.number(total) });
  return (
    <Stack spacing={0.5} sx={{ minWidth: 160 }}>
      <LinearProgress
        variant={total > 0 || job.status !== 'running' ? 'determinate' : 'indeterminate'}
        value={job.status === 'succeeded' ? 100 : share}
        aria-label={label}
      />
      <Typography variant="caption" aria-live="polite">
        {label}
      </Typography>
    </Stack>
  );
}

export function JobProgressField() {
  const job = useRecordContext<JobRecord>();
  return job ? <JobProgress job={job} /> : null;
}
