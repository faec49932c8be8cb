import { Typography } from '@mui/material';
import { DateInput, TextInput, required, useTranslate } from 'react-admin';
import type { BatchDetail } from '@server/batches/batch-schema.ts';
import { ActDialog, type ActValues } from '../layout/ActDialog.tsx';
import { useFormat } from '../i18n/format.ts';
import { PasswordAgain } from '../sign-off/PasswordAgain.tsx';
import { BatchNamed, useBatchAct } from './BatchActDialog.tsx';

/** The decree: it covers exactly this count and this digest, and asks for the password again. */
export function RatifyDialog({ batch, onClose }: { batch: BatchDetail; onClose: () => void }) {
  const translate = useTranslate();
  const format = useFormat();
  const send = useBatchAct(batch);
  const ratify = ({ password, decreeNo, decreeDate }: ActValues) =>
    send('ratify', { password, decreeNo, decreeDate });
  const count = format.number(batch.rowCount);
  return (
    <ActDialog
      title={translate('batches.actions.ratify')}
      submitLabel={translate('batches.ratifyCount', { count })}
      color="success"
      onSubmit={ratify}
      onClose={onClose}
    >
      <BatchNamed batch={batch} />
      <Typography>{translate('batches.ask.ratify', { count })}</Typography>
      <TextInput
        source="decreeNo"
        label="resources.batches.fields.decreeNo"
        validate={required()}
        autoComplete="off"
      />
      <DateInput source="decreeDate" label="resources.batches.fields.decreeDate" validate={required()} />
      <PasswordAgain />
    </ActDialog>
  );
}
