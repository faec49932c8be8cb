import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import { WORKED_STATUSES } from '@server/forwarding/delivery-rules.ts';
import type { DispatchDetail, DispatchStatus, Reconciliation } from '@server/forwarding/forwarding-schema.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';

const WAITING_POLL = 3000;
const isUnderWay = (status: DispatchStatus) =>
  (WORKED_STATUSES as readonly DispatchStatus[]).includes(status);

/** One delivery with its attempts; asked again while the worker still tries. A row of the list would lack the attempts. */
export function useDispatch(id: number) {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: ['dispatches', 'detail', id],
    queryFn: ({ signal }) => dataProvider.read<DispatchDetail>(`dispatches/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.status) ? WAITING_POLL : false),
  });
}

/** The sheet of one batch. */
export function useReconciliation(id: number) {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: ['reconciliation', 'batch', id],
    queryFn: ({ signal }) => dataProvider.read<Reconciliation>(`batches/${id}/reconciliation`, { signal }),
  });
}
