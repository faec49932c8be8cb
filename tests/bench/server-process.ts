import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ServerProcess {
  url: string;
  port: number;
  /** Resident memory now, in MB (10^6 bytes). */
  residentMb(): number;
  /** CPU seconds spent so far, user and system. */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

/** The flags of `npm start`. */
export const SERVER_FLAGS = ['--max-semi-space-size=8', '--import', 'tsx'];
const CLOCK_TICKS_A_SECOND = 100;

/** Resident memory of a process in MB, as the kernel counts it. */
export function residentMbOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1000;
}

function cpuSecondsOf(pid: number): number {
  // Fields 14 and 15, counted after the name in brackets, which may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_A_SECOND;
}

async function portOf(child: ChildProcess): Promise<number> {
  const [message] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('the server under test did not start'))),
  ])) as [{ port: number }];
  return message.port;
}

/** Starts the system in a process of its own, so that load and server do not share an event loop. */
export async function startServer(env: Record<string, string>): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...SERVER_FLAGS, join(import.meta.dirname, 'bench-server.ts')], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const port = await portOf(child);
  const pid = child.pid as number;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    residentMb: () => residentMbOf(pid),
    cpuSeconds: () => cpuSecondsOf(pid),
    stop: async () => {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}
