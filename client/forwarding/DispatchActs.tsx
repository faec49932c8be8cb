import { Stack } from '@mui/material';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { fileBlockers, retryBlockers } from '@server/forwarding/delivery-rules.ts';
import type { DispatchDetail } from '@server/forwarding/forwarding-schema.ts';
import { useMay } from '../auth/use-staff.ts';
import { ActButton } from '../layout/ActButton.tsx';
import { useProblemNotice } from '../layout/use-problem-notice.ts';
import { useAct } from '../use-act.ts';

/** "Try again" is asked, not sent, where something may have arrived: the button says which. */
const retryWords = (status: DispatchDetail['status']) =>
  status === 'queued' ? 'retry' : status === 'by_file' ? 'byWire' : 'askNow';

/** What the coordinator can do with a delivery by hand. */
export function DispatchActs({ dispatch }: { dispatch: DispatchDetail }) {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const sayProblem = useProblemNotice();
  const act = useAct();
  const mayRetry = useMay('dispatch.retry') && retryBlockers(dispatch.status).length === 0;
  const mayHandOver = useMay('dispatch.by-file') && fileBlockers(dispatch.status).length === 0;
  const run = async (verb: 'retry' | 'by-file') => {
    try {
      await act(`dispatches/${dispatch.id}/${verb}`, { version: dispatch.version });
      notify(`dispatches.done.${verb}`, { type: 'success' });
    } catch (error) {
      sayProblem(error);
    }
    refresh();
  };
  return (
    <Stack direction="row" spacing={1}>
      {mayHandOver && (
        <ActButton
          label={translate('byFile.handOver')}
          variant="text"
          reasons={[]}
          onClick={() => void run('by-file')}
        />
      )}
      {mayRetry && (
        <ActButton
          label={translate(`dispatches.${retryWords(dispatch.status)}`)}
          variant={dispatch.status === 'by_file' ? 'text' : 'outlined'}
          reasons={[]}
          onClick={() => void run('retry')}
        />
      )}
    </Stack>
  );
}
