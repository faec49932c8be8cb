import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useDataProvider } from 'react-admin';
import type { SubmissionAction } from '@server/submissions/submission-rules.ts';
import type { SubmissionRecord } from '@server/submissions/submission-schema.ts';
import type { ConsoleDataProvider } from '../../data-provider.ts';
import type { CaseRecord } from './case-record.ts';

export interface RefreshCase {
  /** The page has moved on: what was decided is marked as old, and nothing of it is read (and logged) once more. */
  leaving?: boolean;
}

/** Refreshes everything that shows this case: its page, lists, tabs and the dashboard. */
export function useRefreshCase(id: number): (options?: RefreshCase) => Promise<void> {
  const queries = useQueryClient();
  return async ({ leaving = false } = {}) => {
    const refetchType = leaving ? 'none' : 'active';
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['submissions'], refetchType }),
      queries.invalidateQueries({ queryKey: ['case', id], refetchType }),
      queries.invalidateQueries({ queryKey: ['dashboard'], refetchType }),
      queries.invalidateQueries({ queryKey: ['review-flow'] }),
    ]);
  };
}

/**
 * Sends one command for the version on the screen. The idempotency key stays with the attempt, so that a second
 * click, or a retry after a lost answer, never acts twice.
 * The caller refreshes after a success, when it has moved on or stays.
 */
export function useDecide(record: CaseRecord) {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const refresh = useRefreshCase(record.id);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState<SubmissionAction | null>(null);
  const attempt = useRef<{ of: string; key: string } | null>(null);

  const decide = async (
    action: SubmissionAction,
    body: Record<string, unknown> = {},
  ): Promise<SubmissionRecord | undefined> => {
    if (busy) return undefined;
    const payload = { version: record.version, ...body };
    const of = JSON.stringify([record.id, action, payload]);
    if (attempt.current?.of !== of) attempt.current = { of, key: crypto.randomUUID() };
    setBusy(action);
    setError(null);
    try {
      const { key: idempotencyKey } = attempt.current;
      const answer = await dataProvider.command<SubmissionRecord>('submissions', record.id, action, payload, {
        idempotencyKey,
      });
      return answer.data;
    } catch (problem) {
      setError(problem);
      // Somebody else may have acted: what is on the screen must say so.
      await refresh();
      return undefined;
    } finally {
      setBusy(null);
    }
  };
  return { decide, refresh, busy, error, clearError: () => setError(null) };
}
