import { useQuery } from '@tanstack/react-query';
import { useDataProvider, type Identifier } from 'react-admin';
import type { JobRecord } from '@server/jobs/job-schema.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';

const POLL_MILLISECONDS = 700;

export const isFinished = (job: Pick<JobRecord, 'status'>): boolean =>
  job.status !== 'queued' && job.status !== 'running';

/** A job, asked again until it has finished. */
export function useJob(id: Identifier | undefined) {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: ['job', id],
    queryFn: () => dataProvider.job(id as Identifier),
    enabled: id !== undefined,
    refetchInterval: ({ state }) =>
      state.status === 'error' || (state.data && isFinished(state.data)) ? false : POLL_MILLISECONDS,
  });
}
