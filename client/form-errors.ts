import { HttpError } from 'react-admin';
import type { ApiErrorBody } from './http-client.ts';

type Translate = (key: string, options?: Record<string, unknown>) => string;

/** The API's error body behind any thrown value, or undefined when the error did not come from the API. */
export function errorBody(error: unknown): ApiErrorBody | undefined {
  if (!(error instanceof HttpError)) return undefined;
  const body: unknown = error.body;
  return typeof body === 'object' && body !== null && 'code' in body ? (body as ApiErrorBody) : undefined;
}

export interface ErrorInWords {
  text: string;
  requestId?: string;
  /** What stands in the way, one line each (409). */
  blockers: string[];
}

/**
 * Says an error in the user's language. The code decides the sentence; a code this client does not know falls back
 * to the server's own sentence, so that nothing is ever shown as a bare number.
 */
export function errorInWords(error: unknown, translate: Translate): ErrorInWords {
  const body = errorBody(error);
  if (!body) return { text: translate('errors.CLIENT'), blockers: [] };
  const fallback = body.message || translate('errors.SERVER_ERROR');
  return {
    text: translate(`errors.${body.code}`, { _: fallback, ...(body.details ?? {}) }),
    requestId: body.requestId,
    blockers: (body.details?.blockers ?? []).map((blocker) =>
      translate(`blockers.${blocker.code}`, { ...blocker, _: blocker.message ?? blocker.code }),
    ),
  };
}

/** One line for a notification: the sentence, its blockers, and the request id to quote to support. */
export function errorLine(error: unknown, translate: Translate): string {
  const { text, blockers, requestId } = errorInWords(error, translate);
  const reasons = blockers.length > 0 ? `: ${blockers.join('; ')}` : '';
  return `${text}${reasons}${requestId ? ` (${requestId})` : ''}`;
}

/** Field errors for react-hook-form, keyed by field name. */
export function fieldErrors(error: unknown): Record<string, string> {
  return errorBody(error)?.errors ?? {};
}
