import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useDataProvider, useNotify, useTranslate } from 'react-admin';
import { useNavigate, useSearchParams } from 'react-router-dom';
import type { SubmissionRecord } from '@server/submissions/submission-schema.ts';
import { useStaffIdentity } from '../../auth/use-staff.ts';
import type { ConsoleDataProvider } from '../../data-provider.ts';
import { errorBody, errorLine } from '../../form-errors.ts';
import type { CaseDocument } from './case-record.ts';
import { caseKey, pictureQuery } from './use-case.ts';
import { listedIds, neighbour } from './review-queue.ts';

const FLOW = 'flow';
const MOST_HELD = 50;

export const casePath = (id: number, flow: boolean) => `/submissions/${id}/show${flow ? `?${FLOW}=1` : ''}`;

/** Whether anything may be waiting: asked before claiming, because an empty queue answers 404. */
async function isAnythingFree(dataProvider: ConsoleDataProvider): Promise<boolean> {
  const lapsed = { status: 'in_review', leaseUntil_lte: new Date().toISOString() };
  for (const filter of [{ status: 'submitted' }, lapsed]) {
    const { total = 0 } = await dataProvider.getList('submissions', {
      filter,
      sort: { field: 'id', order: 'ASC' },
      pagination: { page: 1, perPage: 1 },
    });
    if (total > 0) return true;
  }
  return false;
}

/** Leases the oldest due case; undefined when nothing waits. */
export function useClaimNext(): () => Promise<SubmissionRecord | undefined> {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  return async () => {
    if (!(await isAnythingFree(dataProvider))) return undefined;
    try {
      return await dataProvider.post<SubmissionRecord>('submissions/claim-next');
    } catch (error) {
      if (errorBody(error)?.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  };
}

/** The cases I hold, the one due first at the head. */
function useHeldCases(enabled: boolean, staffId: number | undefined) {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: ['review-flow', staffId],
    enabled: enabled && staffId !== undefined,
    queryFn: async () => {
      const { data } = await dataProvider.getList<SubmissionRecord>('submissions', {
        filter: { status: 'in_review', assigneeId: staffId },
        sort: { field: 'dueAt', order: 'ASC' },
        pagination: { page: 1, perPage: MOST_HELD },
      });
      return data.map(({ id }) => id);
    },
    staleTime: 60_000,
  });
}

/** Brings a case and its first scan into the browser before it is asked for. */
function usePrefetchCase(): (id: number) => Promise<void> {
  const queries = useQueryClient();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  return async (id) => {
    const part = (name: string) => ({
      queryKey: caseKey(id, name),
      queryFn: () => dataProvider.read<unknown[]>(`submissions/${id}/${name}`),
      staleTime: 30_000,
    });
    const [documents] = await Promise.all([
      queries.fetchQuery(part('documents')),
      queries.prefetchQuery(part('available-actions')),
      queries.prefetchQuery({
        queryKey: ['submissions', 'getOne', { id: String(id), meta: undefined }],
        queryFn: async () => (await dataProvider.getOne('submissions', { id })).data,
        staleTime: 30_000,
      }),
    ]);
    const first = documents[0] as CaseDocument | undefined;
    if (first) await queries.prefetchQuery(pictureQuery(first));
  };
}

export interface ReviewFlow {
  isFlow: boolean;
  isMoving: boolean;
  /** Goes to a neighbour; false when there is none. */
  go: (step: 1 | -1) => Promise<boolean>;
  start: () => void;
  stop: () => void;
}

/**
 * Case after case. In the flow the queue is what I hold, with one case leased ahead and loaded already; outside it J
 * and K walk through the list last seen.
 */
export function useReviewFlow(id: number): ReviewFlow {
  const [params] = useSearchParams();
  const isFlow = params.get(FLOW) === '1';
  const navigate = useNavigate();
  const notify = useNotify();
  const translate = useTranslate();
  const queries = useQueryClient();
  const claimNext = useClaimNext();
  const prefetch = usePrefetchCase();
  const staffId = useStaffIdentity()?.id;
  const held = useHeldCases(isFlow, staffId);
  const [isMoving, setMoving] = useState(false);
  const preparedFor = useRef<number | null>(null);
  const queue = isFlow ? (held.data ?? []) : listedIds();

  const findNext = async (): Promise<number | undefined> => {
    const next = neighbour(queue, id, 1);
    if (next !== undefined && next !== id) return next;
    if (!isFlow) return undefined;
    const claimed = await claimNext();
    if (claimed) queries.setQueryData<number[]>(['review-flow', staffId], (ids = []) => [...ids, claimed.id]);
    return claimed?.id;
  };

  // One case ahead: leased and loaded while the reviewer still reads this one.
  useEffect(() => {
    if (!isFlow || !held.data || preparedFor.current === id) return;
    preparedFor.current = id;
    findNext()
      .then((next) => (next === undefined ? undefined : prefetch(next)))
      .catch((error: unknown) => notify(errorLine(error, translate), { type: 'warning' }));
  });

  const go = async (step: 1 | -1): Promise<boolean> => {
    setMoving(true);
    try {
      const target = step === 1 ? await findNext() : neighbour(queue, id, -1);
      if (target === undefined) {
        notify(isFlow && step === 1 ? 'case.queueEmpty' : 'case.noNeighbour', { type: 'info' });
        return false;
      }
      await navigate(casePath(target, isFlow));
      return true;
    } catch (error) {
      notify(errorLine(error, translate), { type: 'error' });
      return false;
    } finally {
      setMoving(false);
    }
  };
  return {
    isFlow,
    isMoving,
    go,
    start: () => void navigate(casePath(id, true)),
    stop: () => void navigate(casePath(id, false)),
  };
}
