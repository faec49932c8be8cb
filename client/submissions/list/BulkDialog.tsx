import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Skeleton,
  Stack,
  Typography,
} from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useDataProvider, useTranslate, type Identifier } from 'react-admin';
import { Link } from 'react-router-dom';
import type { BulkVerb } from '@server/submissions/submission-bulk-schema.ts';
import type { BulkTarget, ConsoleDataProvider } from '../../data-provider.ts';
import { useFormat } from '../../i18n/format.ts';
import { JobProgress } from '../../jobs/JobProgress.tsx';
import { ReceiptSummary } from '../../jobs/JobReceipt.tsx';
import { isFinished, useJob } from '../../jobs/use-job.ts';
import { Problem } from '../../layout/ListProblem.tsx';
import { EMPTY_DRAFT, missingInputs, type ActionForm, type Draft } from '../case/action-rules.ts';
import { BulkInputs } from './BulkInputs.tsx';

const FORMS: Partial<Record<BulkVerb, ActionForm>> = {
  assign: { person: true },
  return: { reasons: 'return', note: 'optional' },
  reject: { reasons: 'reject', note: 'optional' },
};

// Beyond this the server makes no forecast; the job's receipt says everything afterwards.
const MOST_FORECAST = 2000;

interface Forecast {
  counts: { done: number; skipped: number };
  rows: { id: number; outcome: 'done' | 'skipped'; reasons: string[] }[];
}

interface Props {
  verb: BulkVerb;
  target: BulkTarget;
  count: number;
  onClose: (done: boolean) => void;
}

/** What the act would do to each row, before it is done. */
function ForecastLine({ verb, target, count }: Omit<Props, 'onClose'>) {
  const translate = useTranslate();
  const format = useFormat();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const { data, error, isPending } = useQuery({
    queryKey: ['bulk-forecast', verb, target],
    queryFn: () => dataProvider.bulk<Forecast>('submissions', verb, target, { dryRun: true }),
    enabled: count <= MOST_FORECAST,
    gcTime: 0,
  });
  if (count > MOST_FORECAST) return <Alert severity="info">{translate('submissions.bulk.noForecast')}</Alert>;
  if (error) return <Problem error={error} />;
  if (isPending) return <Skeleton height={48} />;
  const codes = [...new Set(data.rows.flatMap(({ reasons }) => reasons))];
  return (
    <Alert severity={data.counts.skipped > 0 ? 'warning' : 'info'}>
      {translate('submissions.bulk.forecast', {
        done: format.number(data.counts.done),
        skipped: format.number(data.counts.skipped),
      })}
      {codes.length > 0 && (
        <div>{codes.map((code) => translate(`blockers.${code}`, { _: code })).join('; ')}</div>
      )}
    </Alert>
  );
}

function JobPart({ jobId }: { jobId: Identifier }) {
  const translate = useTranslate();
  const { data: job, error } = useJob(jobId);
  if (error) return <Problem error={error} />;
  if (!job) return <Skeleton height={48} />;
  return (
    <Stack spacing={1}>
      <JobProgress job={job} />
      {isFinished(job) ? <ReceiptSummary job={job} /> : <Typography>{translate('jobs.working')}</Typography>}
      <Button component={Link} to={`/jobs/${jobId}/show`} size="small">
        {translate('jobs.seeAll')}
      </Button>
    </Stack>
  );
}

/** One act on many registrations: forecast, inputs, one job, its receipt. */
export function BulkDialog({ verb, target, count, onClose }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  const queries = useQueryClient();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const [draft, setDraft] = useState<Draft>(EMPTY_DRAFT);
  const [jobId, setJobId] = useState<Identifier>();
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const form = FORMS[verb] ?? {};
  const start = async () => {
    setBusy(true);
    try {
      const body = {
        ...(form.person ? { assigneeId: draft.staffId } : {}),
        ...(form.reasons ? { reasons: draft.reasons, note: draft.note.trim() || undefined } : {}),
      };
      setJobId((await dataProvider.bulk('submissions', verb, target, body)).jobId);
      setError(null);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  const close = () => {
    if (jobId !== undefined) void queries.invalidateQueries({ queryKey: ['submissions'] });
    onClose(jobId !== undefined);
  };
  const isReady = missingInputs(form, draft).length === 0;
  return (
    <Dialog open onClose={close} fullWidth maxWidth="sm" aria-labelledby="bulk-title">
      <DialogTitle id="bulk-title">
        {translate('submissions.bulk.title', {
          action: translate(`case.actions.${verb}`),
          count: format.number(count),
        })}
      </DialogTitle>
      <DialogContent>
        {error !== null && <Problem error={error} />}
        {jobId === undefined ? (
          <Stack spacing={1}>
            {!form.person && <ForecastLine verb={verb} target={target} count={count} />}
            <BulkInputs form={form} draft={draft} onChange={(part) => setDraft({ ...draft, ...part })} />
          </Stack>
        ) : (
          <JobPart jobId={jobId} />
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={close}>{translate(jobId === undefined ? 'app.cancel' : 'app.close')}</Button>
        {jobId === undefined && (
          <Button variant="contained" disabled={!isReady} loading={isBusy} onClick={() => void start()}>
            {translate(`case.actions.${verb}`)}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
