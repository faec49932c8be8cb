import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createClient, type ApiClient } from './api-client.ts';
import { TEST_PASSWORD, type Username } from './running-system.ts';

const ENTRY = fileURLToPath(new URL('./server-entry.ts', import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

export interface KillableServer {
  url: string;
  login(username: Username): Promise<ApiClient>;
  /** kill -9: no handler of ours runs. */
  kill(): Promise<void>;
  /** SIGTERM; gives the exit code. */
  terminate(): Promise<number | null>;
}

async function portOf(child: ChildProcess): Promise<number> {
  let text = '';
  for await (const chunk of child.stdout as NodeJS.ReadableStream) {
    text += String(chunk);
    const line = /\{"port":(\d+)\}/.exec(text);
    if (line) return Number(line[1]);
  }
  throw new Error(`the server did not start: ${text}`);
}

/** Starts a server process on the data in `env` (DATA_DIR, DATABASE_URL). */
export async function startKillable(env: Record<string, string>): Promise<KillableServer> {
  const child = spawn(process.execPath, ['--import', TSX, ENTRY], {
    env: { ...process.env, NODE_ENV: 'test', PORT: '0', DEMO: 'off', LOKET_LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await portOf(child);
  child.stdout?.resume();
  const url = `http://127.0.0.1:${port}`;
  const ended = once(child, 'exit');
  return {
    url,
    login: async (username) => {
      const client = createClient(url);
      const answer = await client.post('/api/auth/login', { username, password: TEST_PASSWORD });
      if (answer.status !== 200) throw new Error(`${username} cannot log in: ${JSON.stringify(answer.body)}`);
      return client;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    terminate: async () => {
      child.kill('SIGTERM');
      const [code] = (await ended) as [number | null];
      return code;
    },
  };
}
