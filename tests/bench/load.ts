import { Agent, request } from 'node:http';

export interface Call {
  method?: 'GET' | 'POST';
  path: string;
  body?: unknown;
}
export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** From sending to the last byte, milliseconds. */
  milliseconds: number;
}

/** One person's connection: kept alive, with their session. */
export interface Caller {
  call(call: Call): Promise<Answer>;
  json<T>(call: Call): Promise<T>;
  cookie(): string;
  close(): void;
}

/** A caller to the server at `port`; `cookie` is a session from another connection of the same person. */
export function createCaller(port: number, cookie = ''): Caller {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let session = cookie;
  const call = ({ method = 'GET', path, body }: Call): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const payload = body === undefined ? null : JSON.stringify(body);
      const started = performance.now();
      const headers: Record<string, string | number> = { accept: 'application/json' };
      if (session) headers['cookie'] = session;
      if (payload !== null) {
        headers['content-type'] = 'application/json';
        headers['content-length'] = Buffer.byteLength(payload);
      }
      const sent = request({ host: '127.0.0.1', port, path, method, agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const milliseconds = performance.now() - started;
          const given = response.headers['set-cookie']?.[0]?.split(';')[0];
          if (given) session = given;
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString(),
            milliseconds,
          });
        });
      });
      sent.on('error', reject);
      sent.end(payload ?? undefined);
    });
  return {
    call,
    json: async <T>(one: Call) => {
      const answer = await call(one);
      if (answer.status >= 400)
        throw new Error(
          `${one.method ?? 'GET'} ${one.path} answered ${answer.status}: ${answer.text.slice(0, 300)}`,
        );
      return JSON.parse(answer.text) as T;
    },
    cookie: () => session,
    close: () => agent.destroy(),
  };
}

/** Logs in through the API; the caller then carries the session. */
export async function loginAs(port: number, username: string, password: string): Promise<Caller> {
  const caller = createCaller(port);
  await caller.json({ method: 'POST', path: '/api/auth/login', body: { username, password } });
  return caller;
}

export interface Timed {
  samples: number[];
  seconds: number;
}

/** Runs `work` again and again on each of `workers` until `seconds` are over or it answers false. */
export async function inParallel(
  workers: number,
  seconds: number,
  work: (worker: number, round: number) => Promise<number | false>,
): Promise<Timed> {
  const samples: number[] = [];
  const started = performance.now();
  const until = started + seconds * 1000;
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      for (let round = 0; performance.now() < until; round += 1) {
        const taken = await work(worker, round);
        if (taken === false) return;
        samples.push(taken);
      }
    }),
  );
  return { samples, seconds: (performance.now() - started) / 1000 };
}

/** Time of a call that must succeed. */
export async function timed(caller: Caller, call: Call): Promise<number> {
  const answer = await caller.call(call);
  if (answer.status >= 400)
    throw new Error(
      `${call.method ?? 'GET'} ${call.path} answered ${answer.status}: ${answer.text.slice(0, 300)}`,
    );
  return answer.milliseconds;
}
