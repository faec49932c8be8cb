import { useQuery } from '@tanstack/react-query';
import { useDataProvider, type Identifier } from 'react-admin';
import type {
  AvailableBatchAction,
  BatchDetail,
  BatchTransitionRecord,
} from '@server/batches/batch-schema.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { isBusy } from './RunPanel.tsx';

/** How often a page asks how far its batch is while a job takes it a step. */
const BUSY_MILLISECONDS = 1000;

/**
 * One batch with its papers and the places left in its wave. Not react-admin's getOne: that takes a row of the list
 * for the record until the answer comes, and a row has no papers.
 */
export function useBatch(id: number) {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: ['batches', 'detail', id],
    queryFn: ({ signal }) => dataProvider.read<BatchDetail>(`batches/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data && isBusy(state.data) ? BUSY_MILLISECONDS : false),
  });
}

function useBatchPart<T>(id: Identifier, part: string) {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: ['batches', part, Number(id)],
    queryFn: ({ signal }) => dataProvider.read<T>(`batches/${id}/${part}`, { signal }),
  });
}

export const useBatchActions = (id: Identifier) =>
  useBatchPart<AvailableBatchAction[]>(id, 'available-actions');
export const useBatchHistory = (id: Identifier) => useBatchPart<BatchTransitionRecord[]>(id, 'history');
