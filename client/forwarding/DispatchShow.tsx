import { Alert, Box, Button, LinearProgress, Stack } from '@mui/material';
import { Title, useTranslate } from 'react-admin';
import { Link, useParams } from 'react-router-dom';
import { useBatch } from '../batches/use-batch.ts';
import { Problem } from '../layout/ListProblem.tsx';
import { DeliveryAnswers } from './DeliveryAnswers.tsx';
import { DispatchCard } from './DispatchCard.tsx';
import { PmoActs } from './PmoActs.tsx';
import { SendingBanner } from './SendingSwitch.tsx';
import { useDispatch } from './use-dispatch.ts';

/** A delivery: for the PMO to acknowledge, refuse and answer; for the others to follow. */
export function DispatchShow() {
  const translate = useTranslate();
  const { id = '' } = useParams();
  const { data: dispatch, error, refetch } = useDispatch(Number(id));
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!dispatch) return <LinearProgress aria-label={translate('ra.message.loading')} />;
  return <Delivery dispatch={dispatch} />;
}

function Delivery({ dispatch }: Parameters<typeof DispatchCard>[0]) {
  const translate = useTranslate();
  const { data: batch, error, refetch } = useBatch(dispatch.batchId);
  const isLive = batch?.dispatchNo === dispatch.dispatchNo && dispatch.status !== 'refused';
  return (
    <Stack spacing={2} sx={{ mt: 2 }}>
      <Title title={dispatch.dispatchNo} />
      <SendingBanner />
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: { xs: '1fr', lg: 'minmax(0, 1fr) 340px' },
          alignItems: 'start',
        }}
      >
        <DispatchCard dispatch={dispatch} />
        <Stack spacing={2}>
          {error && <Problem error={error} onRetry={() => void refetch()} />}
          {batch && <PmoActs batch={batch} dispatch={dispatch} isLive={isLive} />}
          {batch && (
            <Button component={Link} to={`/batches/${batch.id}/show`} variant="outlined">
              {translate('dispatches.openBatch', { batchNo: batch.batchNo })}
            </Button>
          )}
        </Stack>
      </Box>
      {batch && isLive && <DeliveryAnswers batch={batch} />}
      {batch && !isLive && <Alert severity="info">{translate('dispatches.notLive')}</Alert>}
    </Stack>
  );
}
