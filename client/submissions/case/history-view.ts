import type { HistoryEntry } from './case-record.ts';

/** An entry as it is shown: `times` of the same in a row, the first of them at `since`. */
export interface HistoryLine {
  entry: HistoryEntry;
  times: number;
  since: string;
}

/** Tried again by the system, with no more success than before. */
const isVainRetry = ({ kind, toStatus, actorId }: HistoryEntry) =>
  kind === 'check' && toStatus === 'unavailable' && actorId === null;

/** The entries, newest first; vain retries of the system in a row are one line, or an outage hides what people did. */
export function historyLines(entries: readonly HistoryEntry[]): HistoryLine[] {
  const lines: HistoryLine[] = [];
  for (const entry of entries) {
    const last = lines.at(-1);
    if (last && isVainRetry(entry) && isVainRetry(last.entry)) {
      last.times += 1;
      last.since = entry.at;
    } else lines.push({ entry, times: 1, since: entry.at });
  }
  return lines;
}
