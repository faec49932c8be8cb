import { Stack, Typography } from '@mui/material';
import { Title, useGetOne, useTranslate } from 'react-admin';
import { useParams } from 'react-router-dom';
import type { WaveRecord } from '@server/reference/reference-schema.ts';
import { Problem } from '../layout/ListProblem.tsx';
import { batchRowsOf } from './BatchReconciliation.tsx';
import { ReconciliationSheet } from './ReconciliationSheet.tsx';
import { useReconciliation } from './use-dispatch.ts';

/** The sheet of a whole wave, over all its batches and rounds. */
export function WaveReconciliation() {
  const translate = useTranslate();
  const { id = '' } = useParams();
  const { data: wave } = useGetOne<WaveRecord>('waves', { id: Number(id) });
  const { data, error, refetch } = useReconciliation('wave', Number(id));
  return (
    <Stack spacing={2} sx={{ mt: 2, maxWidth: 1180 }}>
      <Title title={`${translate('reconciliation.title')} ${wave?.name ?? ''}`} />
      <Typography color="text.secondary">{translate('reconciliation.waveHelp')}</Typography>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {data && (
        <ReconciliationSheet
          sheet={data}
          linkOf={(target, part) => (target.batchId ? batchRowsOf(target.batchId, target, part) : undefined)}
        />
      )}
    </Stack>
  );
}
