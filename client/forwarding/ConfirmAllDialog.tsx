import { Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { BatchDetail } from '@server/batches/batch-schema.ts';
import { BatchNamed, useBatchAct } from '../batches/BatchActDialog.tsx';
import { ActDialog } from '../layout/ActDialog.tsx';
import { useFormat } from '../i18n/format.ts';
import { useReconciliation } from './use-dispatch.ts';

/** Confirms every row that has no answer yet, and says how many that is. */
export function ConfirmAllDialog({ batch, onClose }: { batch: BatchDetail; onClose: () => void }) {
  const translate = useTranslate();
  const format = useFormat();
  const send = useBatchAct(batch);
  const { data } = useReconciliation(batch.id);
  const count = format.number(data?.pending);
  return (
    <ActDialog
      title={translate('batches.actions.confirm-all')}
      submitLabel={translate('dispatches.confirmCount', { count })}
      color="success"
      onSubmit={() => send('confirm-all')}
      onClose={onClose}
    >
      <BatchNamed batch={batch} />
      <Typography>{translate('dispatches.confirmAllHelp', { count })}</Typography>
    </ActDialog>
  );
}
