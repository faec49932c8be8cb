import type { RecapProgress, RecapSummary } from './recap-reader.ts';
import type { FileRefusal } from './recap-file-rules.ts';
import type { RecapRow } from './recap-schema.ts';

/** What the reading thread is to do: it is started first and told then, so that it can be waiting beforehand. */
export type ReaderTask = {
  type: 'task';
  path: string;
  knownRegions: readonly string[];
  today: string;
  maxRows?: number;
};

/** What it reports. It waits for `next` before it hands over more than one batch beyond the one being worked on. */
export type ReaderReport =
  | { type: 'rows'; rows: RecapRow[]; progress: RecapProgress }
  | { type: 'done'; summary: RecapSummary }
  | { type: 'refused'; refusal: FileRefusal };

export type ReaderReply = ReaderTask | { type: 'next' };
