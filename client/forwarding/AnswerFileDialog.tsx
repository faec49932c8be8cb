import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Stack,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import { useDataProvider, useRefresh, useTranslate } from 'react-admin';
import type { BatchDetail } from '@server/batches/batch-schema.ts';
import {
  ANSWER_FILE_COLUMNS,
  MAX_ANSWER_FILE_BYTES,
  type AnswerFileReceipt,
} from '@server/forwarding/forwarding-schema.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { ActDialog, type ActValues } from '../layout/ActDialog.tsx';
import { Tiles } from '../layout/Tiles.tsx';
import { CSV_FILES, UploadField, type ChosenFile } from '../layout/UploadField.tsx';

const COUNTED = ['rows', 'confirmed', 'returned', 'rejected', 'same', 'issues'] as const;

function Receipt({ receipt, onClose }: { receipt: AnswerFileReceipt; onClose: () => void }) {
  const translate = useTranslate();
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="md" aria-labelledby="answer-receipt">
      <DialogTitle id="answer-receipt">{translate('answerFiles.receipt')}</DialogTitle>
      <DialogContent>
        <Stack spacing={2}>
          {receipt.repeated && <Alert severity="info">{translate('answerFiles.repeated')}</Alert>}
          <Tiles
            tiles={COUNTED.map((name) => ({
              label: translate(`answerFiles.${name}`),
              value: receipt.counts[name],
              tone: name === 'issues' ? 'error' : undefined,
            }))}
          />
          {receipt.issues.length > 0 && (
            <Alert severity="warning">
              {translate('answerFiles.issuesHelp')}
              <ul>
                {receipt.issues.slice(0, 10).map(({ line, code, detail }) => (
                  <li key={`${line}-${code}`}>
                    {translate('answerFiles.lineNo', { line })}:{' '}
                    {translate(`issues.codes.${code}`, { _: code })} ({detail})
                  </li>
                ))}
              </ul>
            </Alert>
          )}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onClose}>
          {translate('app.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Takes the PMO's answer file; what can be taken is, the rest becomes work items with line numbers. */
export function AnswerFileDialog({ batch, onClose }: { batch: BatchDetail; onClose: () => void }) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const [receipt, setReceipt] = useState<AnswerFileReceipt | null>(null);
  const take = async ({ file }: ActValues) => {
    const taken = await dataProvider.upload<AnswerFileReceipt>(`batches/${batch.id}/answer-files`, {
      version: String(batch.version),
      file: (file as ChosenFile).rawFile,
    });
    setReceipt(taken);
    refresh();
  };
  if (receipt) return <Receipt receipt={receipt} onClose={onClose} />;
  return (
    <ActDialog
      title={translate('batches.actions.answer-file')}
      submitLabel={translate('answerFiles.take')}
      onSubmit={take}
      onClose={onClose}
      // The receipt takes this dialog's place.
      onDone={() => undefined}
    >
      <Typography variant="body2">{translate('answerFiles.help')}</Typography>
      <Typography component="code" variant="body2">
        {ANSWER_FILE_COLUMNS.join(',')}
      </Typography>
      <UploadField label="answerFiles.file" accept={CSV_FILES} maxBytes={MAX_ANSWER_FILE_BYTES} />
    </ActDialog>
  );
}
