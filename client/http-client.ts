import { HttpError } from 'react-admin';
import { i18nProvider } from './i18n/i18n-provider.ts';

/** The one error body of the API (api.md, Errors). `errors` is keyed by form field, as react-admin's forms expect it. */
export interface ApiErrorBody {
  code: string;
  message: string;
  errors?: Record<string, string>;
  details?: { blockers?: { code: string; message?: string }[]; [key: string]: unknown };
  requestId?: string;
}

export interface ApiAnswer<T> {
  status: number;
  headers: Headers;
  body: string;
  json: T;
}

export interface RequestOptions {
  method?: string;
  /** An object is sent as JSON, FormData as multipart. */
  body?: unknown;
  headers?: HeadersInit;
  signal?: AbortSignal | null;
  /** A poll nobody asked for: the server does not count it as activity of the session. */
  background?: boolean;
}

const NO_ANSWER = 0;

function headersFor(options: RequestOptions): Headers {
  const headers = new Headers(options.headers);
  headers.set('Accept', 'application/json');
  // Lets the server's origin check pass clients that send no Sec-Fetch-Site; a cross-site form cannot set it.
  headers.set('X-Requested-With', 'loket');
  if (options.background) headers.set('X-Loket-Polling', '1');
  const isJson = options.body !== undefined && !(options.body instanceof FormData);
  if (isJson && !headers.has('Content-Type')) headers.set('Content-Type', 'application/json');
  return headers;
}

function encodeBody(body: unknown): BodyInit | undefined {
  if (body === undefined) return undefined;
  return body instanceof FormData || typeof body === 'string' ? body : JSON.stringify(body);
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's HTML page: the status still says what happened.
    return undefined;
  }
}

function isErrorBody(json: unknown): json is ApiErrorBody {
  return typeof json === 'object' && json !== null && 'code' in json && 'message' in json;
}

/** Makes an HttpError that keeps the API's body whole; an answer without one gets a code from its status. */
export function toHttpError(status: number, json: unknown, requestId: string | null): HttpError {
  const body: ApiErrorBody = isErrorBody(json)
    ? json
    : { code: status >= 500 ? 'SERVER_ERROR' : `HTTP_${status}`, message: '' };
  // React-admin shows the message of an error as it is: it must be in the user's language, not the API's.
  const message = i18nProvider.translate(`errors.${body.code}`, {
    ...body.details,
    _: body.message || body.code,
  });
  return new HttpError(message, status, { requestId: requestId ?? undefined, ...body });
}

async function send(url: string, options: RequestOptions): Promise<Response> {
  try {
    return await fetch(url, {
      method: options.method ?? 'GET',
      headers: headersFor(options),
      body: encodeBody(options.body),
      credentials: 'same-origin',
      signal: options.signal,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new HttpError('NETWORK', NO_ANSWER, { code: 'NETWORK', message: '' } satisfies ApiErrorBody);
  }
}

async function refuse(response: Response, text: string): Promise<never> {
  throw toHttpError(response.status, parseJson(text), response.headers.get('X-Request-Id'));
}

/** A file of the API, as it is. @throws HttpError as `request` does. */
export async function requestBlob(url: string): Promise<Blob> {
  const response = await send(url, {});
  return response.ok ? response.blob() : refuse(response, await response.text());
}

/**
 * One request to the API on the same origin, with the session cookie.
 * @throws HttpError for every answer outside 2xx (status 0 when no answer came), with the API's error body.
 */
export async function request<T>(url: string, options: RequestOptions = {}): Promise<ApiAnswer<T>> {
  const response = await send(url, options);
  const body = await response.text();
  if (!response.ok) return refuse(response, body);
  return { status: response.status, headers: response.headers, body, json: parseJson(body) as T };
}
