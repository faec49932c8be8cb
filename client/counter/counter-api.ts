/** An answer of the server, or none (status 0): told, never thrown, since the outbox lives on both. */
export interface ApiReply<T> {
  status: number;
  body: T | null;
  code: string | null;
  /** The server's own sentence, for whoever has no word for the code. */
  message: string;
  reasons: string[];
}

interface ErrorBody {
  code?: string;
  message?: string;
  errors?: Record<string, string>;
  details?: { blockers?: { code: string }[] };
}

const NOTHING = { body: null, code: null, message: '', reasons: [] };

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    // A proxy's page, or an answer cut off: the status still says what happened.
    return null;
  }
}

/** One request with the session cookie. */
export async function ask<T>(
  path: string,
  options: { body?: unknown; form?: FormData } = {},
): Promise<ApiReply<T>> {
  const { body, form } = options;
  const headers: Record<string, string> = { Accept: 'application/json', 'X-Requested-With': 'loket' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const method = body === undefined && form === undefined ? 'GET' : 'POST';
  let response: Response;
  try {
    response = await fetch(`/api${path}`, {
      ...{ method, headers, credentials: 'same-origin', cache: 'no-store' },
      body: form ?? (body === undefined ? null : JSON.stringify(body)),
    });
  } catch {
    return { status: 0, ...NOTHING };
  }
  const json = await readJson(response);
  // Without a whole answer nothing was confirmed.
  if (response.ok)
    return json === null
      ? { status: 0, ...NOTHING }
      : { ...NOTHING, status: response.status, body: json as T };
  const { code = `HTTP_${response.status}`, message = '', errors, details } = (json ?? {}) as ErrorBody;
  const reasons = [...(details?.blockers ?? []).map((blocker) => blocker.code), ...Object.keys(errors ?? {})];
  return { status: response.status, body: null, code, message, reasons };
}
