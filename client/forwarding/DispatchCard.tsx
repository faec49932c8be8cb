import { Alert, Box, Card, CardContent, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { DispatchDetail } from '@server/forwarding/forwarding-schema.ts';
import { useStaffNames } from '../auth/use-staff-names.ts';
import { EnumChip } from '../i18n/fields.tsx';
import { useFormat } from '../i18n/format.ts';
import { Digest } from '../layout/Digest.tsx';
import { FactList } from '../layout/FactList.tsx';
import { AttemptTable, useAttemptWords } from './AttemptTable.tsx';
import { DispatchActs } from './DispatchActs.tsx';
import { dispatchTone } from './dispatch-tone.ts';
import { FileDelivery } from './FileDelivery.tsx';
import { nextStepOf, readDetail } from './next-step-rules.ts';
import { useSending } from './use-sending.ts';

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
          {
            label: translate('dispatches.receivedBy'),
            value: translate(`dispatches.source.${received.source}`),
          },
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

/** What happens next, by whom, and when where the system does it by itself. */
function Next({ dispatch }: { dispatch: DispatchDetail }) {
  const translate = useTranslate();
  const format = useFormat();
  const words = useAttemptWords();
  const sending = useSending();
  const { key, at } = nextStepOf(dispatch, sending?.stopped ?? false, new Date().toISOString());
  const { code } = readDetail(dispatch.lastError?.replace(/^[a-z]+: /, '') ?? null);
  const severity = dispatch.status === 'failed' ? 'error' : dispatch.lastError ? 'warning' : 'info';
  if (['by_file', 'acknowledged', 'refused'].includes(dispatch.status)) return null;
  return (
    <Alert severity={severity}>
      {code && (
        <div>
          {translate('dispatches.lastError', { error: words(dispatch.attemptLog.at(-1)?.detail ?? null) })}
        </div>
      )}
      <strong>{translate('dispatches.nextTitle')}</strong> {translate(`deliveryNext.${key}`)}
      {at && ` ${translate('dispatches.nextAt', { at: format.instant(at) })}`}
      {dispatch.pendingSince &&
        ` ${translate('dispatches.pendingSince', { at: format.instant(dispatch.pendingSince) })}`}
    </Alert>
  );
}

/** One delivery: what was sent, what arrived, and every attempt. */
export function DispatchCard({ dispatch }: { dispatch: DispatchDetail }) {
  const translate = useTranslate();
  const facts = useFacts(dispatch);
  const goesByFile = dispatch.status === 'by_file' || dispatch.delivery?.source === 'file';
  return (
    <Card>
      <CardContent>
        <Stack spacing={2}>
          <Stack direction="row" useFlexGap spacing={1.5} sx={{ alignItems: 'center', flexWrap: 'wrap' }}>
            <Typography variant="h2" sx={{ whiteSpace: 'nowrap' }}>
              {dispatch.dispatchNo}
            </Typography>
            <EnumChip value={dispatch.status} words="dispatchStatus" tone={dispatchTone} />
            <Box sx={{ flexGrow: 1 }} />
            <DispatchActs dispatch={dispatch} />
          </Stack>
          <FactList facts={facts} />
          <Refused dispatch={dispatch} />
          <Next dispatch={dispatch} />
          <FileDelivery dispatch={dispatch} />
          {!(goesByFile && dispatch.attemptLog.length === 0) && (
            <>
              <Typography variant="h3">{translate('dispatches.attempts')}</Typography>
              <AttemptTable dispatch={dispatch} />
            </>
          )}
        </Stack>
      </CardContent>
    </Card>
  );
}
