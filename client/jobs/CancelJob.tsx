import { Button } from '@mui/material';
import { useDataProvider, useNotify, useTranslate, type Identifier } from 'react-admin';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { errorLine } from '../form-errors.ts';

/** Cancels a job; what it has done stays done. */
export function CancelJob({ jobId, onDone }: { jobId: Identifier; onDone: () => void }) {
  const translate = useTranslate();
  const notify = useNotify();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const cancel = async () => {
    try {
      await dataProvider.command('jobs', jobId, 'cancel');
      onDone();
    } catch (error) {
      notify(errorLine(error, translate), { type: 'error' });
    }
  };
  return (
    <Button color="warning" onClick={() => void cancel()}>
      {translate('jobs.cancel')}
    </Button>
  );
}
