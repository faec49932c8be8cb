import {
  Alert,
  Button,
  Link as MuiLink,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { JobRecord } from '@server/jobs/job-schema.ts';
import { useFormat } from '../i18n/format.ts';
import { bulkReceipt, countOutcomes, exportedFile, rescreeningOf } from './receipt.ts';
import { isBulkAct } from './use-job-words.ts';

function useReasonWords() {
  const translate = useTranslate();
  return (code: string) => translate(`blockers.${code}`, { _: translate(`reasons.${code}`, { _: code }) });
}

/** The file an export made, while it is kept. */
function ExportedFile({ job }: { job: JobRecord }) {
  const translate = useTranslate();
  const format = useFormat();
  const file = exportedFile(job);
  if (!file) return null;
  return (
    <Alert
      severity="success"
      action={
        <Button
          component="a"
          href={`/api/jobs/${job.id}/file`}
          download
          color="inherit"
          size="small"
          sx={{ whiteSpace: 'nowrap' }}
        >
          {translate('submissions.export.download')}
        </Button>
      }
    >
      {translate('submissions.export.ready', {
        rows: format.number(file.rows),
        until: format.instant(file.expiresAt),
      })}
    </Alert>
  );
}

/** Where what a re-screening found is told. */
function RescreenReport({ id }: { id: number }) {
  const translate = useTranslate();
  return (
    <Alert
      severity="success"
      action={
        <Button component={Link} to={`/rescreenings/${id}/show`} color="inherit" size="small">
          {translate('rescreen.seeReport')}
        </Button>
      }
    >
      {translate('rescreen.ended')}
    </Alert>
  );
}

/** The receipt's summary: how many were done, and why the others were not. */
export function ReceiptSummary({ job }: { job: JobRecord }) {
  const translate = useTranslate();
  const format = useFormat();
  const reasonWords = useReasonWords();
  if (job.status === 'failed') return <Alert severity="error">{translate('jobs.failed')}</Alert>;
  if (exportedFile(job)) return <ExportedFile job={job} />;
  const report = rescreeningOf(job);
  if (report !== undefined) return <RescreenReport id={report} />;
  const receipt = bulkReceipt(job);
  if (!receipt) return null;
  const { done, passedOver } = countOutcomes(receipt);
  return (
    <Stack spacing={1}>
      <Alert severity="success">{translate('jobs.done', { count: format.number(done) })}</Alert>
      {passedOver > 0 && (
        <Alert severity="warning">
          {translate('jobs.skipped', { count: format.number(passedOver) })}
          <ul>
            {receipt.reasons.map(({ code, count }) => (
              <li key={code}>
                {reasonWords(code)} ({format.number(count)})
              </li>
            ))}
          </ul>
        </Alert>
      )}
    </Stack>
  );
}

/** Every row's outcome and reasons. */
export function ReceiptRows({ job }: { job: JobRecord }) {
  const translate = useTranslate();
  const reasonWords = useReasonWords();
  const receipt = bulkReceipt(job);
  if (!receipt || receipt.rows.length === 0) return null;
  return (
    <>
      <Typography variant="h3">{translate('jobs.rows')}</Typography>
      {receipt.truncated && <Typography variant="body2">{translate('jobs.truncated')}</Typography>}
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{translate('jobs.row')}</TableCell>
            <TableCell>{translate('jobs.outcome')}</TableCell>
            <TableCell>{translate('jobs.reason')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {receipt.rows.map(({ id, outcome, reasons }) => (
            <TableRow key={id}>
              <TableCell>
                {isBulkAct(job.kind) ? (
                  <MuiLink component={Link} to={`/submissions/${id}/show`}>
                    {translate('jobs.submission', { id })}
                  </MuiLink>
                ) : (
                  id
                )}
              </TableCell>
              <TableCell>{translate(`jobs.outcomes.${outcome}`, { _: outcome })}</TableCell>
              <TableCell>{reasons.map(reasonWords).join('; ') || '–'}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </>
  );
}
