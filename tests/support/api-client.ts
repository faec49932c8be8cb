/** An answer as a test reads it: `body` is the parsed JSON, or the text where the answer is none. */
export interface Answer<B = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: B;
}

export interface UploadFile {
  bytes: Uint8Array;
  name?: string;
  type?: string;
}

type Extra = { headers?: Record<string, string> };
type Query = {
  filter?: Record<string, unknown>;
  range?: [number, number];
  sort?: [string, string];
  after?: string;
};

async function parsed<B>(response: Response): Promise<Answer<B>> {
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('application/json');
  return {
    status: response.status,
    headers: response.headers,
    body: (json && text ? JSON.parse(text) : text) as B,
  };
}

/** A visitor with a cookie jar; nothing but cookies goes along with a request. */
export function createClient(url: string) {
  const jar = new Map<string, string>();

  /** The request as it is, for unusual bodies, headers and binary answers. */
  async function raw(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (jar.size > 0 && !headers.has('cookie'))
      headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(`${url}${path}`, { redirect: 'manual', ...init, headers });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name) jar.set(name, value ?? '');
    }
    return response;
  }

  async function send<B>(method: string, path: string, body: unknown, extra: Extra = {}): Promise<Answer<B>> {
    const headers = { 'content-type': 'application/json', ...extra.headers };
    return parsed<B>(await raw(path, { method, headers, body: JSON.stringify(body) }));
  }

  return {
    raw,
    /** The cookie header as it stands, for stealing it in a test. */
    cookie: () => [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
    get: async <B = Record<string, unknown>>(path: string, extra: Extra = {}) =>
      parsed<B>(await raw(path, extra)),
    post: <B = Record<string, unknown>>(path: string, body: unknown = {}, extra?: Extra) =>
      send<B>('POST', path, body, extra),
    put: <B = Record<string, unknown>>(path: string, body: unknown = {}, extra?: Extra) =>
      send<B>('PUT', path, body, extra),
    delete: <B = Record<string, unknown>>(path: string, body: unknown = {}, extra?: Extra) =>
      send<B>('DELETE', path, body, extra),
    /** One page of a list with its total. */
    async list<R = Record<string, unknown>>(path: string, query: Query = {}) {
      const parameters = new URLSearchParams();
      for (const [name, value] of Object.entries(query))
        parameters.set(name, typeof value === 'string' ? value : JSON.stringify(value));
      const answer = await parsed<R[]>(await raw(`${path}?${parameters.toString()}`));
      const total = Number(answer.headers.get('content-range')?.split('/')[1] ?? 'NaN');
      return { ...answer, rows: answer.body, total };
    },
    /** Multipart with the file in the field `file` and the others as text. */
    async upload<B = Record<string, unknown>>(
      path: string,
      file: UploadFile | null,
      fields: Record<string, string | number> = {},
      extra: Extra = {},
    ): Promise<Answer<B>> {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
      if (file) {
        const blob = new Blob([new Uint8Array(file.bytes)], {
          type: file.type ?? 'application/octet-stream',
        });
        form.set('file', blob, file.name ?? 'file');
      }
      return parsed<B>(await raw(path, { method: 'POST', body: form, ...extra }));
    },
  };
}
export type ApiClient = ReturnType<typeof createClient>;
