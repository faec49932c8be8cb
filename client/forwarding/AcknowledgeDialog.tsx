import { Alert, Button, Typography } from '@mui/material';
import { NumberInput, TextInput, required, useTranslate } from 'react-admin';
import { useState } from 'react';
import type { BatchDetail } from '@server/batches/batch-schema.ts';
import type { DispatchDetail } from '@server/forwarding/forwarding-schema.ts';
import { useBatchAct } from '../batches/BatchActDialog.tsx';
import { ActDialog, type ActValues } from '../layout/ActDialog.tsx';
import { acknowledgeProblems } from './acknowledge-rules.ts';

interface Props {
  batch: BatchDetail;
  dispatch: DispatchDetail;
  onClose: () => void;
}

/** Count and digest as the PMO holds them, typed from the minutes or read from what arrived; they must agree. */
export function AcknowledgeDialog({ batch, dispatch, onClose }: Props) {
  const translate = useTranslate();
  const send = useBatchAct(batch);
  const [typed, setTyped] = useState<ActValues>();
  const received = dispatch.delivery;
  return (
    <ActDialog
      title={translate('batches.actions.acknowledge')}
      submitLabel={translate('batches.actions.acknowledge')}
      color="success"
      defaultValues={typed}
      validate={(values) => acknowledgeProblems(values, dispatch)}
      onSubmit={({ count, digest }: ActValues) => send('acknowledge', { count, digest })}
      onClose={onClose}
    >
      <Typography variant="body2">{translate('dispatches.acknowledgeHelp')}</Typography>
      <NumberInput source="count" label="dispatches.count" min={0} validate={required()} />
      <TextInput
        source="digest"
        label="dispatches.digest"
        multiline
        validate={required()}
        autoComplete="off"
      />
      {received && (
        <Alert
          severity="info"
          action={
            <Button
              size="small"
              color="inherit"
              onClick={() => setTyped({ count: received.receivedCount, digest: received.receivedDigest })}
            >
              {translate('dispatches.readReceived')}
            </Button>
          }
        >
          {translate('dispatches.readReceivedHelp')}
        </Alert>
      )}
    </ActDialog>
  );
}
