/** Somebody at the console, for the demo: a cookie jar over the public API, and an error for every refusal. */
export interface DemoVisitor {
  get<T>(path: string): Promise<T>;
  post<T = Versioned>(path: string, body?: unknown): Promise<T>;
  put<T = Versioned>(path: string, body: unknown): Promise<T>;
  upload<T>(
    path: string,
    file: { name: string; bytes: Uint8Array | string },
    fields?: Record<string, string>,
  ): Promise<T>;
  /** Waits until a job has ended; throws unless it succeeded. */
  job(id: number): Promise<void>;
}

export interface Versioned {
  id: number;
  version: number;
  status: string;
}

const POLL_MS = 25;

/** Logs in and gives the visitor; every act of theirs is audited like anybody's. */
export async function visit(url: string, username: string, password: string): Promise<DemoVisitor> {
  const jar = { cookie: '' };
  async function call<T>(path: string, init: RequestInit): Promise<T> {
    const headers = new Headers(init.headers);
    if (jar.cookie) headers.set('cookie', jar.cookie);
    // The public address may be https while this one is not.
    headers.set('x-forwarded-proto', 'https');
    const response = await fetch(`${url}${path}`, { ...init, headers });
    const set = response.headers.getSetCookie()[0];
    if (set) jar.cookie = set.split(';')[0] ?? '';
    const text = await response.text();
    if (!response.ok)
      throw new Error(
        `demo: ${username} ${init.method ?? 'GET'} ${path} was refused: ${response.status} ${text}`,
      );
    return JSON.parse(text) as T;
  }
  const send = <T>(method: string, path: string, body: unknown) =>
    call<T>(path, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  const visitor: DemoVisitor = {
    get: (path) => call(path, {}),
    post: (path, body = {}) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
    upload: (path, file, fields = {}) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append('file', new Blob([file.bytes as BlobPart]), file.name);
      return call(path, { method: 'POST', body: form });
    },
    job: async (id) => {
      for (;;) {
        const job = await visitor.get<{ status: string; error: string | null }>(`/api/jobs/${id}`);
        if (job.status === 'succeeded') return;
        if (job.status === 'failed' || job.status === 'cancelled')
          throw new Error(`demo: job ${id} ${job.status}: ${job.error ?? ''}`);
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    },
  };
  await visitor.post('/api/auth/login', { username, password });
  return visitor;
}
