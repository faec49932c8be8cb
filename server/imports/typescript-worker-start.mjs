// The first lines of every worker thread, in JavaScript: a thread does not inherit the TypeScript loader of its process, and
// `--import tsx` registers it in main threads only.
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData.module);
