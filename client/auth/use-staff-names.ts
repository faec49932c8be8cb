import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import type { Role } from '@server/auth/permission-rules.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';

export interface StaffName {
  id: number;
  fullName: string;
  role: Role;
  active: boolean;
}

/** Colleagues' names, fetched once: they stand beside every act. */
export function useStaffNames() {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const { data = [] } = useQuery({
    queryKey: ['staff-names'],
    queryFn: () => dataProvider.read<StaffName[]>('staff/names'),
    staleTime: Infinity,
  });
  const nameOf = (id: number | null | undefined) => data.find((one) => one.id === id)?.fullName;
  return { staff: data, nameOf };
}
