import { Typography } from '@mui/material';
import { TextInput, useTranslate } from 'react-admin';
import type { BatchDetail } from '@server/batches/batch-schema.ts';
import { DELIVERY_REASONS } from '@server/forwarding/forwarding-schema.ts';
import { BatchNamed, useBatchAct } from '../batches/BatchActDialog.tsx';
import { ReasonInput } from '../batches/ReasonInput.tsx';
import { ActDialog, type ActValues } from '../layout/ActDialog.tsx';

/** Refuses the delivery as a whole; the batch is ratified again and may be sent anew. */
export function RefuseDialog({ batch, onClose }: { batch: BatchDetail; onClose: () => void }) {
  const translate = useTranslate();
  const send = useBatchAct(batch);
  return (
    <ActDialog
      title={translate('batches.actions.refuse')}
      submitLabel={translate('batches.actions.refuse')}
      color="error"
      onSubmit={({ reasons, note }: ActValues) => send('refuse', { reasons, note: note ?? null })}
      onClose={onClose}
    >
      <BatchNamed batch={batch} />
      <Typography>{translate('dispatches.refuseHelp')}</Typography>
      <ReasonInput codes={DELIVERY_REASONS} words="deliveryReasons" />
      <TextInput
        source="note"
        label="batches.note"
        multiline
        minRows={2}
        slotProps={{ htmlInput: { maxLength: 1000 } }}
      />
    </ActDialog>
  );
}
