import { parentPort } from 'node:worker_threads';
import { RecapFileError } from '../tabular/recap-file-error.ts';
import type { ReaderReply, ReaderReport, ReaderTask } from './recap-reader-messages.ts';
import { readRecapFile } from './recap-reader.ts';

/** Batches that may be on their way: one being stored while the next is being read. */
const AHEAD = 2;

const port = parentPort;
if (!port) throw new Error('recap-reader-worker runs as a worker thread only');

const report = (message: ReaderReport) => port.postMessage(message);
let onTheirWay = 0;
let wake: (() => void) | null = null;
port.on('message', (message: ReaderReply) => {
  if (message.type === 'task') return void read(message);
  onTheirWay -= 1;
  wake?.();
});

async function roomForMore(): Promise<void> {
  while (onTheirWay >= AHEAD) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

async function read(task: ReaderTask): Promise<void> {
  try {
    const summary = await readRecapFile(task.path, {
      context: { knownRegions: new Set(task.knownRegions), today: task.today },
      maxRows: task.maxRows,
      onRows: async (rows, progress) => {
        await roomForMore();
        onTheirWay += 1;
        report({ type: 'rows', rows, progress });
      },
    });
    report({ type: 'done', summary });
  } catch (error) {
    // Anything but a refusal ends the thread, and its client hears of it.
    if (!(error instanceof RecapFileError)) throw error;
    report({ type: 'refused', refusal: { code: error.code, message: error.words } });
  } finally {
    port?.close();
  }
}
