import { Typography } from '@mui/material';
import { TextInput, useTranslate } from 'react-admin';
import { REASON_CODES } from '@server/reference/reason-schema.ts';
import type { BatchDetail } from '@server/batches/batch-schema.ts';
import { ActDialog, type ActValues } from '../layout/ActDialog.tsx';
import { useFormat } from '../i18n/format.ts';
import { BatchNamed, useBatchAct } from './BatchActDialog.tsx';
import { ReasonInput } from './ReasonInput.tsx';

interface Props {
  batch: BatchDetail;
  /** The registrations that leave the batch; absent: the whole batch goes back. */
  rows?: readonly number[];
  onClose: () => void;
}

/** Gives a batch back to be composed again, whole or by rows, with coded reasons. */
export function SendBackDialog({ batch, rows, onClose }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  const send = useBatchAct(batch);
  const sendBack = ({ reasons, note }: ActValues) =>
    send('send-back', { reasons, note: note ?? null, ...(rows ? { rows: [...rows] } : {}) });
  return (
    <ActDialog
      title={translate('batches.actions.send-back')}
      submitLabel={translate('batches.actions.send-back')}
      color="warning"
      onSubmit={sendBack}
      onClose={onClose}
    >
      <BatchNamed batch={batch} />
      <Typography>
        {rows
          ? translate('batches.ask.send-back-rows', { count: format.number(rows.length) })
          : translate('batches.ask.send-back')}
      </Typography>
      <ReasonInput codes={REASON_CODES} />
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
