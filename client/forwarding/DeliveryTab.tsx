import { Stack } from '@mui/material';
import { useGetList } from 'react-admin';
import type { BatchRecord } from '@server/batches/batch-schema.ts';
import type { DispatchRecord } from '@server/forwarding/forwarding-schema.ts';
import { EmptyState } from '../layout/EmptyState.tsx';
import { Problem } from '../layout/ListProblem.tsx';
import { DispatchCard } from './DispatchCard.tsx';
import { SendingBanner } from './SendingSwitch.tsx';
import { useDispatch } from './use-dispatch.ts';

function OneDispatch({ id }: { id: number }) {
  const { data, error, refetch } = useDispatch(id);
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  return data ? <DispatchCard dispatch={data} /> : null;
}

/** Every delivery of a batch, the newest first: after a refusal there is more than one. */
export function DeliveryTab({ batch }: { batch: BatchRecord }) {
  const { data, error, refetch } = useGetList<DispatchRecord>('dispatches', {
    filter: { batchId: batch.id },
    sort: { field: 'id', order: 'DESC' },
    pagination: { page: 1, perPage: 25 },
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (data?.length === 0) return <EmptyState words="dispatches.notSent" />;
  return (
    <Stack spacing={2}>
      <SendingBanner />
      {data?.map(({ id }) => (
        <OneDispatch key={id} id={id} />
      ))}
    </Stack>
  );
}
