import { useRef } from 'react';
import { useDataProvider } from 'react-admin';
import type { ConsoleDataProvider } from './data-provider.ts';

/**
 * Sends a command to a path below /api. The idempotency key stays with the attempt until it succeeded, so that a
 * second click, or a retry after a lost answer, never acts twice.
 */
export function useAct() {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const attempt = useRef<{ of: string; key: string } | null>(null);
  return async <T>(path: string, body: Record<string, unknown>): Promise<T> => {
    const of = JSON.stringify([path, body]);
    if (attempt.current?.of !== of) attempt.current = { of, key: crypto.randomUUID() };
    const answer = await dataProvider.post<T>(path, body, { idempotencyKey: attempt.current.key });
    attempt.current = null;
    return answer;
  };
}
