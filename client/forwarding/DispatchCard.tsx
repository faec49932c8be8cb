import {
  Alert,
  Box,
  Card,
  CardContent,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { ATTEMPT_RESULTS, type DispatchDetail } from '@server/forwarding/forwarding-schema.ts';
import { useStaffNames } from '../auth/use-staff-names.ts';
import { useMay } from '../auth/use-staff.ts';
import { EnumChip } from '../i18n/fields.tsx';
import { useFormat } from '../i18n/format.ts';
import { ActButton } from '../layout/ActButton.tsx';
import { Digest } from '../layout/Digest.tsx';
import { FactList } from '../layout/FactList.tsx';
import { useProblemNotice } from '../layout/use-problem-notice.ts';
import { useAct } from '../use-act.ts';
import { attemptTone, dispatchTone } from './dispatch-tone.ts';

function Attempts({ dispatch }: { dispatch: DispatchDetail }) {
  const translate = useTranslate();
  const format = useFormat();
  if (dispatch.attemptLog.length === 0)
    return <Typography color="text.secondary">{translate('dispatches.noAttempts')}</Typography>;
  return (
    <Table size="small" aria-label={translate('dispatches.attempts')}>
      <TableHead>
        <TableRow>
          <TableCell>{translate('dispatches.attempt')}</TableCell>
          <TableCell>{translate('dispatches.at')}</TableCell>
          <TableCell>{translate('dispatches.result')}</TableCell>
          <TableCell>{translate('dispatches.detail')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {dispatch.attemptLog.map(({ attemptNo, at, result, detail }) => (
          <TableRow key={attemptNo}>
            <TableCell>{attemptNo}</TableCell>
            <TableCell>{format.instant(at)}</TableCell>
            <TableCell>
              <EnumChip
                value={ATTEMPT_RESULTS.includes(result) ? result : 'pending'}
                words="attempt"
                tone={attemptTone}
              />
            </TableCell>
            <TableCell sx={{ overflowWrap: 'anywhere' }}>{detail ?? '–'}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function useFacts(dispatch: DispatchDetail) {
  const translate = useTranslate();
  const format = useFormat();
  const { nameOf } = useStaffNames();
  const field = (name: string) => translate(`resources.dispatches.fields.${name}`);
  const received = dispatch.delivery;
  return [
    { label: field('rowCount'), value: format.number(dispatch.rowCount) },
    { label: field('roundNo'), value: dispatch.roundNo },
    {
      label: field('queuedAt'),
      value: `${format.instant(dispatch.queuedAt)} · ${nameOf(dispatch.queuedById) ?? '–'}`,
    },
    { label: field('deliveredAt'), value: format.instant(dispatch.deliveredAt) },
    {
      label: field('acknowledgedAt'),
      value: dispatch.acknowledgedAt
        ? `${format.instant(dispatch.acknowledgedAt)} · ${nameOf(dispatch.acknowledgedById) ?? 'PMO'}`
        : '–',
    },
    { label: field('digest'), value: <Digest value={dispatch.digest} />, wide: true },
    ...(received
      ? [
          { label: translate('dispatches.receivedCount'), value: format.number(received.receivedCount) },
          { label: translate('dispatches.receivedAt'), value: format.instant(received.receivedAt) },
          {
            label: translate('dispatches.receivedDigest'),
            value: <Digest value={received.receivedDigest} />,
            wide: true,
          },
        ]
      : []),
  ];
}

function Refused({ dispatch }: { dispatch: DispatchDetail }) {
  const translate = useTranslate();
  if (!dispatch.refusal) return null;
  const words = dispatch.refusal.reasons.map((code) =>
    translate(`deliveryReasons.${code}`, { _: translate(`reasons.${code}`, { _: code }) }),
  );
  return (
    <Alert severity="error">
      <strong>{translate('dispatches.refusedBecause')}</strong> {words.join('; ')}
      {dispatch.refusal.note && <div>“{dispatch.refusal.note}”</div>}
    </Alert>
  );
}

function RetryButton({ dispatch }: { dispatch: DispatchDetail }) {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const sayProblem = useProblemNotice();
  const act = useAct();
  const mayRetry = useMay('dispatch.retry');
  if (!mayRetry || !['queued', 'failed'].includes(dispatch.status)) return null;
  const retry = async () => {
    try {
      await act(`dispatches/${dispatch.id}/retry`, { version: dispatch.version });
      notify('dispatches.retried', { type: 'success' });
    } catch (error) {
      sayProblem(error);
    }
    refresh();
  };
  return (
    <ActButton
      label={translate('dispatches.retry')}
      variant="outlined"
      reasons={[]}
      onClick={() => void retry()}
    />
  );
}

/** One delivery: what was sent, what arrived, and every attempt. */
export function DispatchCard({ dispatch }: { dispatch: DispatchDetail }) {
  const translate = useTranslate();
  const facts = useFacts(dispatch);
  return (
    <Card>
      <CardContent>
        <Stack spacing={2}>
          <Stack direction="row" spacing={1.5} sx={{ alignItems: 'center' }}>
            <Typography variant="h2">{dispatch.dispatchNo}</Typography>
            <EnumChip value={dispatch.status} words="dispatchStatus" tone={dispatchTone} />
            <Box sx={{ flexGrow: 1 }} />
            <RetryButton dispatch={dispatch} />
          </Stack>
          <FactList facts={facts} />
          <Refused dispatch={dispatch} />
          {dispatch.lastError && dispatch.status !== 'refused' && (
            <Alert severity="warning">
              {translate('dispatches.lastError', { error: dispatch.lastError })}
            </Alert>
          )}
          <Typography variant="h3">{translate('dispatches.attempts')}</Typography>
          <Attempts dispatch={dispatch} />
        </Stack>
      </CardContent>
    </Card>
  );
}
