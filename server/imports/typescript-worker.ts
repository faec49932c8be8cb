import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * Starts a worker thread on a TypeScript module, wherever the process was started and under a test runner alike. `data` arrives
 * there as `workerData.data`. The thread sees no environment variable, so that code busy with a stranger's file stands apart
 * from the secrets of the process.
 */
export function startTypeScriptWorker(
  module: URL,
  data: unknown,
  limits?: WorkerOptions['resourceLimits'],
): Worker {
  return new Worker(new URL('./typescript-worker-start.mjs', import.meta.url), {
    workerData: { module: module.href, data },
    execArgv: [],
    env: {},
    resourceLimits: limits,
  });
}
