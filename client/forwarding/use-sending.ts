import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import type { SendingState } from '@server/forwarding/sending-schema.ts';
import { useMay } from '../auth/use-staff.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';

const POLL = 15_000;

/** Whether deliveries leave the house; undefined while it loads, and for those it does not concern. */
export function useSending(): SendingState | undefined {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const mayRead = useMay('sending.read');
  const { data } = useQuery({
    queryKey: ['sending'],
    queryFn: ({ signal }) => dataProvider.read<SendingState>('sending', { signal, background: true }),
    refetchInterval: POLL,
    enabled: mayRead,
  });
  return data;
}
