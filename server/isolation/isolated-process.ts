import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Why a task gave no result. `REFUSED` is the task's own answer; `reason` then carries its code, if any. */
export type IsolationErrorCode = 'BUSY' | 'TIMEOUT' | 'CRASHED' | 'STOPPED' | 'REFUSED';

export class IsolationError extends Error {
  readonly code: IsolationErrorCode;
  readonly reason: string | undefined;
  constructor(code: IsolationErrorCode, message: string, reason?: string) {
    super(message);
    this.name = 'IsolationError';
    this.code = code;
    this.reason = reason;
  }
}

/** A process of its own for work that may hang, crash or hold up the event loop; one task at a time. */
export interface IsolatedProcess<Input, Output> {
  /** Queues one task. @throws IsolationError. */
  run(input: Input): Promise<Output>;
  /** Refuses what waits, kills the process and resolves when it is gone. */
  stop(): Promise<void>;
}

export interface IsolatedProcessOptions {
  /** Module that calls `serveTasks`. */
  entry: URL;
  /** Time for one task with the start of the process, in milliseconds; then the process is killed. */
  timeoutMs: number;
  /** Tasks that may wait beside the running one; more are answered `BUSY`. */
  queueLimit: number;
  /** The process is ended after this many idle milliseconds, to give its memory back. */
  idleMs: number;
}

export type TaskReply = { ok: true; output: unknown } | { ok: false; message: string; code?: string };

interface Task<Input, Output> {
  input: Input;
  resolve: (output: Output) => void;
  reject: (error: IsolationError) => void;
}

/**
 * Runs tasks in a child process, started at the first task. A process rather than a thread: native decoders
 * can crash or hang beyond what a thread can be terminated from, and the child gets none of our secrets.
 */
export function createIsolatedProcess<Input, Output>(
  options: IsolatedProcessOptions,
): IsolatedProcess<Input, Output> {
  const waiting: Task<Input, Output>[] = [];
  let child: ChildProcess | undefined;
  let running: Task<Input, Output> | undefined;
  let killTimer: NodeJS.Timeout | undefined;
  let idleTimer: NodeJS.Timeout | undefined;
  let stopped = false;

  const settle = (act: (task: Task<Input, Output>) => void) => {
    const task = running;
    running = undefined;
    clearTimeout(killTimer);
    if (task) act(task);
    next();
  };

  const discard = (): ChildProcess | undefined => {
    const old = child;
    child = undefined;
    old?.removeAllListeners();
    // A kill may race with the child's own end; what it still reports concerns nobody.
    old?.on('error', () => undefined);
    old?.kill('SIGKILL');
    return old;
  };

  const fail = (code: IsolationErrorCode, message: string) => {
    discard();
    settle((task) => task.reject(new IsolationError(code, message)));
  };

  const start = (): ChildProcess => {
    const started = forkEntry(options.entry);
    started.on('message', (reply: TaskReply) =>
      settle((task) =>
        reply.ok
          ? task.resolve(reply.output as Output)
          : task.reject(new IsolationError('REFUSED', reply.message, reply.code)),
      ),
    );
    started.on('error', (error) => fail('CRASHED', error.message));
    started.on('exit', (status, signal) => fail('CRASHED', `exit ${signal ?? status}`));
    return started;
  };

  const rest = () => {
    child?.unref();
    child?.channel?.unref();
    idleTimer = setTimeout(discard, options.idleMs);
    idleTimer.unref();
  };

  const next = () => {
    if (running) return;
    clearTimeout(idleTimer);
    running = waiting.shift();
    if (!running) return rest();
    child ??= start();
    child.ref();
    child.channel?.ref();
    killTimer = setTimeout(() => fail('TIMEOUT', `no answer in ${options.timeoutMs} ms`), options.timeoutMs);
    child.send(running.input as Parameters<ChildProcess['send']>[0]);
  };

  return {
    run: (input) =>
      new Promise((resolve, reject) => {
        if (stopped) return reject(new IsolationError('STOPPED', 'the server is stopping'));
        if (running && waiting.length >= options.queueLimit) {
          return reject(new IsolationError('BUSY', `${waiting.length} tasks are waiting`));
        }
        waiting.push({ input, resolve, reject });
        next();
      }),
    async stop() {
      stopped = true;
      clearTimeout(idleTimer);
      clearTimeout(killTimer);
      const gone = ended(discard());
      const refused = [...(running ? [running] : []), ...waiting.splice(0)];
      running = undefined;
      for (const task of refused) task.reject(new IsolationError('STOPPED', 'the server is stopping'));
      await gone;
    },
  };
}

function ended(process: ChildProcess | undefined): Promise<void> {
  if (!process || process.exitCode !== null || process.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => process.once('exit', () => resolve()));
}

/** glibc keeps what decoders free: 450 MB after twelve megapixels; with these it gives it back (170 MB). */
const FRUGAL_MALLOC = {
  MALLOC_MMAP_THRESHOLD_: '1000000',
  MALLOC_TRIM_THRESHOLD_: '1000000',
  MALLOC_ARENA_MAX: '2',
};

function forkEntry(entry: URL): ChildProcess {
  // By its path, so that the server may be started from any directory.
  const typescript = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const { PATH, TMPDIR, NODE_ENV } = process.env;
  return fork(fileURLToPath(entry), [], {
    execArgv: ['--import', typescript],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...FRUGAL_MALLOC,
      ...(PATH && { PATH }),
      ...(TMPDIR && { TMPDIR }),
      ...(NODE_ENV && { NODE_ENV }),
    },
  });
}
