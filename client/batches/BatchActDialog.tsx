import { Alert, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import {
  RadioButtonGroupInput,
  TextInput,
  minLength,
  required,
  useNotify,
  useRefresh,
  useTranslate,
} from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { RUN_ACTIONS } from '@server/batches/batch-run-schema.ts';
import type { BatchDetail } from '@server/batches/batch-schema.ts';
import { FORWARD_WAYS } from '@server/forwarding/forwarding-schema.ts';
import type { RescreenAccepted } from '@server/submissions/rescreen-schema.ts';
import { useFormat } from '../i18n/format.ts';
import { ActDialog, type ActValues } from '../layout/ActDialog.tsx';
import { Digest } from '../layout/Digest.tsx';
import { SignDialog } from '../sign-off/SignDialog.tsx';
import { useAct } from '../use-act.ts';
import type { BarAction } from './batch-road.ts';
import { RatifyDialog } from './RatifyDialog.tsx';
import { SendBackDialog } from './SendBackDialog.tsx';

const COLOURS: Partial<Record<BarAction, 'success' | 'warning' | 'error'>> = {
  unseal: 'warning',
  cancel: 'error',
};
const NEEDS_REASON: readonly BarAction[] = ['unseal'];
const grounds = [required(), minLength(3)];

/** Sends one act of a batch for the version on the screen, says so, and refreshes what shows it. */
export function useBatchAct(batch: Pick<BatchDetail, 'id' | 'version'>) {
  const act = useAct();
  const notify = useNotify();
  const refresh = useRefresh();
  return async <T = void,>(verb: string, body: Record<string, unknown> = {}): Promise<T> => {
    try {
      const answer = await act<T>(`batches/${batch.id}/${verb}`, { version: batch.version, ...body });
      // Of a large batch the step was only ordered.
      const isOrdered =
        (RUN_ACTIONS as readonly string[]).includes(verb) &&
        typeof answer === 'object' &&
        answer !== null &&
        'jobId' in answer;
      notify(`batches.done.${isOrdered ? `${verb}-ordered` : verb}`, {
        type: isOrdered ? 'info' : 'success',
      });
      return answer;
    } finally {
      // A refusal may come from what somebody else has changed meanwhile, so the page is read again either way.
      refresh();
    }
  };
}

/** Count and digest, so that nobody decides on another batch than the one they mean. */
export function BatchNamed({ batch }: { batch: BatchDetail }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Alert severity="info" icon={false}>
      <Typography variant="body2">
        <strong>{batch.batchNo}</strong> ·{' '}
        {translate('batches.rowsOf', { count: format.number(batch.rowCount) })}
      </Typography>
      {batch.digest && <Digest value={batch.digest} />}
    </Alert>
  );
}

function ConfirmDialog({
  batch,
  action,
  onClose,
}: {
  batch: BatchDetail;
  action: BarAction;
  onClose: () => void;
}) {
  const translate = useTranslate();
  const navigate = useNavigate();
  const send = useBatchAct(batch);
  const label = translate(`batches.actions.${action}`);
  const withReason = NEEDS_REASON.includes(action);
  const withWay = action === 'forward';
  const submit = async ({ reason, way }: ActValues) => {
    const more = { ...(withReason ? { reason } : {}), ...(withWay ? { way } : {}) };
    const answer = await send<Partial<RescreenAccepted>>(action, more);
    // Screening again is a job: its report shows how far it is and what it found.
    if (action === 'rescreen') void navigate(`/rescreenings/${answer.rescreeningId}/show`);
  };
  return (
    <ActDialog title={label} submitLabel={label} color={COLOURS[action]} onSubmit={submit} onClose={onClose}>
      <BatchNamed batch={batch} />
      <Typography>{translate(`batches.ask.${action}`)}</Typography>
      {withWay && (
        <RadioButtonGroupInput
          source="way"
          label="batches.way"
          defaultValue="wire"
          choices={FORWARD_WAYS.map((way) => ({ id: way, name: `batches.ways.${way}` }))}
        />
      )}
      {withReason && (
        <TextInput source="reason" label="batches.reason" multiline minRows={2} validate={grounds} />
      )}
    </ActDialog>
  );
}

/** Opens what an act of the bar asks. */
export function useBatchDialog(batch: BatchDetail): { open: (action: BarAction) => void; dialog: ReactNode } {
  const [action, setAction] = useState<BarAction | null>(null);
  const close = () => setAction(null);
  if (action === null) return { open: setAction, dialog: null };
  if (action === 'sign') return { open: setAction, dialog: <SignDialog batch={batch} onClose={close} /> };
  if (action === 'ratify') return { open: setAction, dialog: <RatifyDialog batch={batch} onClose={close} /> };
  if (action === 'send-back')
    return { open: setAction, dialog: <SendBackDialog batch={batch} onClose={close} /> };
  return { open: setAction, dialog: <ConfirmDialog batch={batch} action={action} onClose={close} /> };
}
