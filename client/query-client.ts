import { QueryClient } from '@tanstack/react-query';
import { HttpError } from 'react-admin';

const MOST_RETRIES = 2;
const NO_ANSWER = 0;

/** A refusal stays one however often it is asked again; a lost connection or a restarting server may come back. */
export function mayRetry(failures: number, error: unknown): boolean {
  const isRefusal = error instanceof HttpError && error.status !== NO_ANSWER && error.status < 500;
  return !isRefusal && failures < MOST_RETRIES;
}

/** The console's cache of answers. */
export function createQueryClient(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { retry: mayRetry } } });
}
