import { Alert, Box, Button, Stack, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { TextInput, minLength, required, useNotify, useTranslate } from 'react-admin';
import type { SendingState } from '@server/forwarding/sending-schema.ts';
import { useStaffNames } from '../auth/use-staff-names.ts';
import { useMay } from '../auth/use-staff.ts';
import { useFormat } from '../i18n/format.ts';
import { ActDialog, type ActValues } from '../layout/ActDialog.tsx';
import { useAct } from '../use-act.ts';
import { useSending } from './use-sending.ts';

const grounds = [required(), minLength(3)];

function TurnDialog({ turn, onClose }: { turn: 'stop' | 'resume'; onClose: () => void }) {
  const translate = useTranslate();
  const act = useAct();
  const notify = useNotify();
  const queries = useQueryClient();
  const send = async ({ reason }: ActValues) => {
    try {
      await act(`sending/${turn}`, { reason });
      notify(`sending.done.${turn}`, { type: 'success' });
    } finally {
      void queries.invalidateQueries({ queryKey: ['sending'] });
      void queries.invalidateQueries({ queryKey: ['dispatches'] });
    }
  };
  return (
    <ActDialog
      title={translate(`sending.${turn}`)}
      submitLabel={translate(`sending.${turn}`)}
      color={turn === 'stop' ? 'error' : 'success'}
      onSubmit={send}
      onClose={onClose}
    >
      <Typography variant="body2">{translate(`sending.ask.${turn}`)}</Typography>
      <TextInput
        source="reason"
        label="batches.reason"
        multiline
        minRows={2}
        validate={grounds}
        slotProps={{ htmlInput: { maxLength: 500 } }}
      />
    </ActDialog>
  );
}

function TurnButton({ turn }: { turn: 'stop' | 'resume' }) {
  const translate = useTranslate();
  const mayTurn = useMay('sending.turn');
  const [isOpen, setOpen] = useState(false);
  if (!mayTurn) return null;
  return (
    <>
      <Button
        size="small"
        variant="outlined"
        color={turn === 'stop' ? 'error' : 'inherit'}
        onClick={() => setOpen(true)}
        sx={{ whiteSpace: 'nowrap' }}
      >
        {translate(`sending.${turn}`)}
      </Button>
      {isOpen && <TurnDialog turn={turn} onClose={() => setOpen(false)} />}
    </>
  );
}

function Stopped({ state }: { state: SendingState }) {
  const translate = useTranslate();
  const format = useFormat();
  const { nameOf } = useStaffNames();
  return (
    <Alert severity="error" action={<TurnButton turn="resume" />}>
      <strong>{translate('sending.stopped')}</strong>{' '}
      {translate('sending.stoppedBy', {
        name: nameOf(state.turnedById) ?? '–',
        at: format.instant(state.turnedAt),
        reason: state.reason ?? '–',
      })}{' '}
      {state.waiting.queued > 0 && translate('sending.waits', { smart_count: state.waiting.queued })}
    </Alert>
  );
}

/** Says on every page it concerns that nothing leaves the house; silent while deliveries do. */
export function SendingBanner() {
  const state = useSending();
  return state?.stopped ? <Stopped state={state} /> : null;
}

/** The same with the switch itself, and how many deliveries wait for what. */
export function SendingPanel() {
  const translate = useTranslate();
  const format = useFormat();
  const state = useSending();
  if (!state) return null;
  if (state.stopped) return <Stopped state={state} />;
  const waiting = (['queued', 'unknown', 'pending', 'byFile', 'failed'] as const)
    .filter((name) => state.waiting[name] > 0)
    .map((name) => `${translate(`sending.waiting.${name}`)}: ${format.number(state.waiting[name])}`);
  return (
    <Stack direction="row" spacing={2} sx={{ alignItems: 'center' }}>
      <Typography variant="body2" color="text.secondary">
        {translate(`sending.way.${state.way}`)}
        {waiting.length > 0 && ` ${waiting.join(' · ')}`}
      </Typography>
      <Box sx={{ flexGrow: 1 }} />
      <TurnButton turn="stop" />
    </Stack>
  );
}
