/** What the API says when it refuses (api.md, Errors), or NETWORK when no answer came. */
export class PortalError extends Error {
  readonly status: number;
  readonly code: string;
  /** By field of the form. */
  readonly errors: Record<string, string>;
  readonly requestId: string | null;
  /** Seconds to wait, where the server said so. */
  readonly retryAfter: number | null;

  constructor(
    status: number,
    code: string,
    more: { errors?: Record<string, string>; requestId?: string | null; retryAfter?: number | null } = {},
  ) {
    super(code);
    this.name = 'PortalError';
    this.status = status;
    this.code = code;
    this.errors = more.errors ?? {};
    this.requestId = more.requestId ?? null;
    this.retryAfter = more.retryAfter ?? null;
  }
}

interface ErrorBody {
  code: string;
  errors?: Record<string, string>;
  requestId?: string;
}

const isErrorBody = (json: unknown): json is ErrorBody =>
  typeof json === 'object' && json !== null && 'code' in json;

function parsed(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's HTML page: the status still says what happened.
    return null;
  }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

async function send(method: Method, path: string, body: unknown): Promise<Response> {
  const headers = new Headers({ Accept: 'application/json', 'X-Requested-With': 'loket' });
  const multipart = body instanceof FormData;
  if (body !== undefined && !multipart) headers.set('Content-Type', 'application/json');
  const content = body === undefined ? {} : { body: multipart ? body : JSON.stringify(body) };
  try {
    return await fetch(`/api/portal/${path}`, { method, headers, credentials: 'same-origin', ...content });
  } catch {
    // fetch tells offline, refused and cut off apart by prose only; to the applicant they are one thing.
    throw new PortalError(0, 'NETWORK');
  }
}

function refusal(response: Response, json: unknown): PortalError {
  const body: ErrorBody = isErrorBody(json) ? json : { code: `HTTP_${response.status}` };
  const wait = Number(response.headers.get('Retry-After'));
  return new PortalError(response.status, body.code, {
    errors: body.errors ?? {},
    requestId: body.requestId ?? response.headers.get('X-Request-Id'),
    retryAfter: Number.isFinite(wait) && wait > 0 ? wait : null,
  });
}

/**
 * One request to the portal's API on the same origin, with the applicant's cookie.
 * @throws PortalError for every answer outside 2xx, and with status 0 when no answer came
 */
export async function call<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const response = await send(method, path, body);
  let text: string;
  try {
    text = await response.text();
  } catch {
    // The line broke in the middle of the answer.
    throw new PortalError(0, 'NETWORK');
  }
  if (!response.ok) throw refusal(response, parsed(text));
  return parsed(text) as T;
}

/** Anything thrown as a PortalError; what is none is a defect of ours and goes on. */
export function asPortalError(error: unknown): PortalError {
  if (error instanceof PortalError) return error;
  throw error;
}
