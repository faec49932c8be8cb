import { useQuery } from '@tanstack/react-query';
import { useDataProvider, type Identifier } from 'react-admin';
import type { ImportCase, ImportErrors } from '@server/imports/import-schema.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { isWorking } from './import-steps.ts';

const POLL_MILLISECONDS = 1000;

/** One import, asked again while the server works on it. */
export function useImport(id: Identifier | undefined) {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: ['imports', 'one', id],
    queryFn: ({ signal }) => dataProvider.read<ImportCase>(`imports/${id}`, { signal, background: true }),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data && isWorking(state.data.status) ? POLL_MILLISECONDS : false),
  });
}

/** All kinds of problems of an import; the rows themselves are a download. */
export function useImportProblems(id: Identifier, enabled: boolean) {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const range = encodeURIComponent('[0,0]');
  return useQuery({
    queryKey: ['imports', 'problems', id],
    queryFn: ({ signal }) =>
      dataProvider.read<ImportErrors>(`imports/${id}/errors?range=${range}`, { signal }),
    enabled,
  });
}
