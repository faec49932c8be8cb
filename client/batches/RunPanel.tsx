import { Alert, AlertTitle, Box, Card, CardContent, Stack, Typography } from '@mui/material';
import { useEffect, useRef } from 'react';
import { useRefresh, useTranslate } from 'react-admin';
import type { BatchRunRecord, RowsMoving, RunAction } from '@server/batches/batch-run-schema.ts';
import type { BatchDetail, BatchStatus } from '@server/batches/batch-schema.ts';
import { useMay } from '../auth/use-staff.ts';
import { CancelJob } from '../jobs/CancelJob.tsx';
import { JobProgress } from '../jobs/JobProgress.tsx';
import { NamedRows } from './NamedRows.tsx';
import { useBatchWords } from './use-batch-words.ts';

/** From which status each step is taken: elsewhere the last try of it says nothing any more. */
const TAKEN_FROM = {
  seal: 'open',
  ratify: 'awaiting_ratification',
  forward: 'ratified',
} as const satisfies Record<RunAction, BatchStatus>;
const MAY_CANCEL = {
  seal: 'batch.seal',
  ratify: 'batch.ratify',
  forward: 'batch.forward',
} as const satisfies Record<RunAction, string>;

/** Sealing screens and writes, and each counts half: a bar that goes once from one end to the other. */
export const runProgress = ({ action, screened, written, total }: BatchRunRecord) => ({
  done: action === 'seal' ? Math.floor((screened + written) / 2) : screened,
  total,
});

/** What the run is at: screening first, and then what only its step does. */
const phaseOf = ({ action, screened, total }: BatchRunRecord): string =>
  screened < total ? 'screening' : action;

/** The last try of the step that is due, under way or in vain; null where it says nothing of the batch as it stands. */
export function dueRun({ run, status }: Pick<BatchDetail, 'run' | 'status'>): BatchRunRecord | null {
  return run && run.state !== 'done' && TAKEN_FROM[run.action] === status ? run : null;
}

function UnderWay({ run }: { run: BatchRunRecord }) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const mayCancel = useMay(MAY_CANCEL[run.action]);
  return (
    <Stack direction="row" spacing={2} sx={{ alignItems: 'center' }} role="status">
      <Box sx={{ flexGrow: 1 }}>
        <Typography variant="body2" sx={{ mb: 0.5 }}>
          {translate(`batches.run.phase.${phaseOf(run)}`)}
        </Typography>
        <JobProgress job={{ status: 'running', progress: runProgress(run) }} />
      </Box>
      {mayCancel && <CancelJob jobId={run.jobId} onDone={refresh} />}
    </Stack>
  );
}

/** The step was refused, or its job given up; until it is taken that is what the batch's people must know. */
function Ended({ run }: { run: BatchRunRecord }) {
  const translate = useTranslate();
  const words = useBatchWords();
  const isRefused = run.state === 'refused';
  return (
    <Alert severity={isRefused ? 'error' : 'warning'}>
      <AlertTitle>{translate(`batches.run.${isRefused ? 'refused' : 'givenUp'}.${run.action}`)}</AlertTitle>
      {run.blockers.map((blocker) => (
        <div key={blocker.code}>
          {words(blocker)}
          <NamedRows blockers={[blocker]} />
        </div>
      ))}
    </Alert>
  );
}

function Following({ moving }: { moving: RowsMoving }) {
  const translate = useTranslate();
  const progress = { done: moving.moved, total: moving.total };
  return (
    <Box role="status">
      <Typography variant="body2" sx={{ mb: 0.5 }}>
        {translate(`batches.run.following.${moving.action}`)}
      </Typography>
      <JobProgress job={{ status: 'running', progress }} />
    </Box>
  );
}

/** True while the page of a batch changes by itself. */
export const isBusy = ({ run, moving }: Pick<BatchDetail, 'run' | 'moving'>): boolean =>
  run?.state === 'running' || moving !== null;

/** Reads the page anew when what went on has ended, whatever came of it: buttons and rows are other ones then. */
export function useRefreshWhenQuiet(batch: Pick<BatchDetail, 'run' | 'moving'> | undefined): void {
  const refresh = useRefresh();
  const wasBusy = useRef(false);
  const busy = batch !== undefined && isBusy(batch);
  useEffect(() => {
    if (wasBusy.current && !busy) refresh();
    wasBusy.current = busy;
  }, [busy, refresh]);
}

/** The step that a job takes a large batch: how far it is, why it came to nothing, how many rows have followed. */
export function RunPanel({ batch }: { batch: BatchDetail }) {
  const translate = useTranslate();
  const run = dueRun(batch);
  const { moving } = batch;
  if (!run && !moving) return null;
  const title = translate(moving || run?.state === 'running' ? 'batches.run.title' : 'batches.run.ended');
  return (
    <Card component="section" aria-label={title}>
      <CardContent sx={{ '&:last-child': { pb: 2 } }}>
        <Typography variant="overline" component="h2">
          {title}
        </Typography>
        {moving ? (
          <Following moving={moving} />
        ) : run?.state === 'running' ? (
          <UnderWay run={run} />
        ) : (
          run && <Ended run={run} />
        )}
      </CardContent>
    </Card>
  );
}
