import { Typography } from '@mui/material';
import { TextInput, useTranslate } from 'react-admin';
import type { BatchDetail } from '@server/batches/batch-schema.ts';
import { openStage } from '@server/sign-off/sign-off-rules.ts';
import { BatchNamed, useBatchAct } from '../batches/BatchActDialog.tsx';
import { ActDialog } from '../layout/ActDialog.tsx';
import { PasswordAgain } from './PasswordAgain.tsx';
import { useBatchSignOff } from './use-sign-off.ts';

/** A signature under the open stage: for this count and this digest, with the password. */
export function SignDialog({ batch, onClose }: { batch: BatchDetail; onClose: () => void }) {
  const translate = useTranslate();
  const send = useBatchAct(batch);
  const { data } = useBatchSignOff(batch.id);
  const stage = openStage(data?.stages ?? []);
  return (
    <ActDialog
      title={translate('batches.actions.sign')}
      submitLabel={translate('batches.actions.sign')}
      color="success"
      onSubmit={({ password, note }) => send('sign', { password, note })}
      onClose={onClose}
    >
      <BatchNamed batch={batch} />
      <Typography>{translate('signOff.ask', { stage: stage?.name ?? '' })}</Typography>
      <TextInput source="note" label="signOff.note" />
      <PasswordAgain />
    </ActDialog>
  );
}
