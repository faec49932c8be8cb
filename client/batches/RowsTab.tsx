import { Alert, Button, Stack } from '@mui/material';
import { useState } from 'react';
import { TextInput, minLength, required, useListContext, useTranslate } from 'react-admin';
import type { BatchDetail, RowsAdded } from '@server/batches/batch-schema.ts';
import { useFormat } from '../i18n/format.ts';
import { useCodeWords } from '../i18n/use-code-words.ts';
import { ActButton } from '../layout/ActButton.tsx';
import { ActDialog, type ActValues } from '../layout/ActDialog.tsx';
import { EmptyState } from '../layout/EmptyState.tsx';
import { AddRowsDialog } from './AddRowsDialog.tsx';
import { useBatchAct } from './BatchActDialog.tsx';
import { dutiesOf, isOwnDuty } from './batch-road.ts';
import { RowTable } from './RowTable.tsx';
import { SendBackDialog } from './SendBackDialog.tsx';
import { useBatchActions } from './use-batch.ts';
import { useBatchWords } from './use-batch-words.ts';

const grounds = [required(), minLength(3)];

function RemoveRows({ batch }: { batch: BatchDetail }) {
  const translate = useTranslate();
  const format = useFormat();
  const send = useBatchAct(batch);
  const { selectedIds, onUnselectItems: unselect } = useListContext();
  const [isOpen, setOpen] = useState(false);
  const remove = async ({ reason }: ActValues) => {
    await send('rows/remove', { ids: selectedIds, reason });
    unselect();
  };
  return (
    <>
      <Button size="small" color="warning" onClick={() => setOpen(true)}>
        {translate('batches.actions.remove-rows')}
      </Button>
      {isOpen && (
        <ActDialog
          title={translate('batches.actions.remove-rows')}
          submitLabel={translate('batches.removeCount', { count: format.number(selectedIds.length) })}
          color="warning"
          onSubmit={remove}
          onClose={() => setOpen(false)}
        >
          <TextInput source="reason" label="batches.reason" multiline minRows={2} validate={grounds} />
        </ActDialog>
      )}
    </>
  );
}

function SendBackRows({ batch }: { batch: BatchDetail }) {
  const translate = useTranslate();
  const { selectedIds } = useListContext();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" color="warning" onClick={() => setOpen(true)}>
        {translate('batches.sendBackRows')}
      </Button>
      {isOpen && (
        <SendBackDialog batch={batch} rows={selectedIds as number[]} onClose={() => setOpen(false)} />
      )}
    </>
  );
}

/** What came in, and why the others did not. */
function AddReceipt({ receipt, onClose }: { receipt: RowsAdded; onClose: () => void }) {
  const translate = useTranslate();
  const format = useFormat();
  const words = useCodeWords();
  return (
    <Alert severity={receipt.skippedCount > 0 ? 'warning' : 'success'} onClose={onClose} sx={{ mb: 1 }}>
      <strong>{translate('batches.added', { count: format.number(receipt.added) })}</strong>
      {receipt.skippedCount > 0 && (
        <>
          {' '}
          {translate('batches.skipped', { count: format.number(receipt.skippedCount) })}
          <ul>
            {receipt.reasons.map(({ code, count }) => (
              <li key={code}>
                {translate(`batchBlockers.${code}`, { _: words({ code }) })} ({format.number(count)})
              </li>
            ))}
          </ul>
        </>
      )}
    </Alert>
  );
}

/** Who is in the batch; while it is open rows come and go. */
export function RowsTab({ batch }: { batch: BatchDetail }) {
  const translate = useTranslate();
  const words = useBatchWords();
  const { data = [] } = useBatchActions(batch.id);
  const [isAdding, setAdding] = useState(false);
  const [receipt, setReceipt] = useState<RowsAdded | null>(null);
  const own = dutiesOf(batch.status, data).filter(isOwnDuty);
  const add = own.find(({ action }) => action === 'add-rows');
  const mayRemove = own.some(({ action, allowed }) => action === 'remove-rows' && allowed);
  const maySendBack = own.some(({ action, allowed }) => action === 'send-back' && allowed);
  const bulk = mayRemove ? (
    <RemoveRows batch={batch} />
  ) : maySendBack ? (
    <SendBackRows batch={batch} />
  ) : undefined;
  const addButton = add && (
    <ActButton
      label={translate('batches.actions.add-rows')}
      variant="outlined"
      reasons={add.blockers.map(words)}
      onClick={() => setAdding(true)}
    />
  );
  return (
    <Stack>
      {receipt && <AddReceipt receipt={receipt} onClose={() => setReceipt(null)} />}
      <RowTable
        batch={batch}
        bulk={bulk}
        toolbar={addButton}
        empty={<EmptyState words={add ? 'batches.noRows' : 'batches.noRowsFound'}>{addButton}</EmptyState>}
      />
      {isAdding && <AddRowsDialog batch={batch} onClose={() => setAdding(false)} onAdded={setReceipt} />}
    </Stack>
  );
}
