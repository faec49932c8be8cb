import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useNotify, useRefresh } from 'react-admin';
import type { BatchSignOff, PlanRecord } from '@server/sign-off/sign-off-schema.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { useAct } from '../use-act.ts';

/** The plans of a wave, the newest first. */
export function usePlans(waveId: number | null) {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: ['sign-off', 'plans', waveId],
    queryFn: ({ signal }) => dataProvider.read<PlanRecord[]>(`waves/${waveId}/sign-off-plans`, { signal }),
    enabled: waveId !== null,
  });
}

/** The stages of a batch with the signatures that cover its digest of today. */
export function useBatchSignOff(batchId: number) {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: ['batches', 'sign-off', batchId],
    queryFn: ({ signal }) => dataProvider.read<BatchSignOff>(`batches/${batchId}/sign-off`, { signal }),
  });
}

/** Sends an order, a consent or an end, says so, and reads the page again either way. */
export function useOrder() {
  const act = useAct();
  const notify = useNotify();
  const refresh = useRefresh();
  return async (path: string, done: string, body: Record<string, unknown>): Promise<void> => {
    try {
      await act(path, body);
      notify(`signOff.done.${done}`, { type: 'success' });
    } finally {
      refresh();
    }
  };
}
