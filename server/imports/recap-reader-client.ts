import type { Worker } from 'node:worker_threads';
import { RecapFileError, recapFileError } from '../tabular/recap-file-error.ts';
import type { ReaderReply, ReaderReport, ReaderTask } from './recap-reader-messages.ts';
import type { ReadRecapOptions, RecapSummary } from './recap-reader.ts';
import { startTypeScriptWorker } from './typescript-worker.ts';

export type ReadInWorkerOptions = ReadRecapOptions & {
  /** Stops the reading; the promise then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Longest silence of the reading thread in milliseconds while nobody keeps it waiting. */
  silenceMs?: number;
};

/** An XLSX of the largest size accepted takes about a third of this before its first row. */
const LONGEST_SILENCE_MS = 60_000;
const MEMORY_LIMITS = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 };
/** A thread that nobody came for is stopped again. */
const KEPT_WAITING_MS = 30_000;

let waiting: { worker: Worker; timer: NodeJS.Timeout } | null = null;

const startWorker = () =>
  startTypeScriptWorker(new URL('./recap-reader-worker.ts', import.meta.url), null, MEMORY_LIMITS);

/**
 * Starts a reading thread beforehand: starting takes as long as reading some thousand rows, and an upload has other things to do
 * meanwhile. At most one waits; it does not keep the process alive.
 */
export function warmRecapReader(): void {
  if (waiting) return;
  const worker = startWorker();
  const forget = () => {
    if (waiting?.worker === worker) waiting = null;
  };
  const timer = setTimeout(() => {
    forget();
    void worker.terminate();
  }, KEPT_WAITING_MS);
  // A thread that cannot start says so to whoever starts the next one.
  worker.once('error', forget).once('exit', forget);
  worker.unref();
  timer.unref();
  waiting = { worker, timer };
}

function takeWorker(): Worker {
  if (!waiting) return startWorker();
  const { worker, timer } = waiting;
  waiting = null;
  clearTimeout(timer);
  worker.removeAllListeners();
  worker.ref();
  return worker;
}

/**
 * `readRecapFile` in a thread of its own with bounded memory, no environment, and a kill when it falls silent: the server stays
 * answerable whatever the file holds.
 *
 * @throws RecapFileError as `readRecapFile`, besides TOO_LARGE when memory runs out and TIMED_OUT when the thread was killed;
 *   whatever `onRows` throws, after the thread has been stopped
 */
export async function readRecapInWorker(path: string, options: ReadInWorkerOptions): Promise<RecapSummary> {
  options.signal?.throwIfAborted();
  const worker = takeWorker();
  const { context, maxRows } = options;
  const knownRegions = [...context.knownRegions];
  const task: ReaderTask = { type: 'task', path, knownRegions, today: context.today, maxRows };
  worker.postMessage(task);
  try {
    return await converse(worker, options);
  } finally {
    await worker.terminate();
  }
}

function converse(worker: Worker, options: ReadInWorkerOptions): Promise<RecapSummary> {
  const { onRows, signal, silenceMs = LONGEST_SILENCE_MS } = options;
  return new Promise((resolve, reject) => {
    let ended = false;
    let waiting = 0;
    const end = (settle: () => void) => {
      if (ended) return;
      ended = true;
      clearTimeout(silence);
      signal?.removeEventListener('abort', aborted);
      settle();
    };
    const fail = (error: unknown) => end(() => reject(error as Error));
    const aborted = () => fail(signal?.reason);
    // While rows wait to be stored it is not the reader that is slow.
    const onSilence = () => {
      if (waiting > 0) silence.refresh();
      else fail(recapFileError('TIMED_OUT'));
    };
    const silence = setTimeout(onSilence, silenceMs);

    const take = async (report: ReaderReport) => {
      if (ended) return;
      if (report.type === 'refused') throw new RecapFileError(report.refusal);
      if (report.type === 'done') return end(() => resolve(report.summary));
      await onRows(report.rows, report.progress);
      worker.postMessage({ type: 'next' } satisfies ReaderReply);
    };
    // Batches are worked on one after the other, in file order; the end is an item of the same queue.
    let queue = Promise.resolve();
    worker.on('message', (report: ReaderReport) => {
      waiting += 1;
      queue = queue
        .then(() => take(report))
        .catch(fail)
        .then(() => {
          waiting -= 1;
          if (!ended) silence.refresh();
        });
    });
    worker.on('error', (error) => fail(threadError(error)));
    worker.on('exit', (code) => {
      queue = queue.then(() => fail(new Error(`the reading thread ended with code ${code}`)));
    });
    signal?.addEventListener('abort', aborted);
  });
}

function threadError(error: Error & { code?: string }): Error {
  return error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? recapFileError('TOO_LARGE') : error;
}
