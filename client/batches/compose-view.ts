import type { BatchChannel } from '@server/batches/batch-schema.ts';
import type { Split } from '@server/batches/compose-plan-rules.ts';

/** What a composition is asked of, as the address of its page holds it. */
export interface ComposeScope {
  waveId: number | null;
  channel: BatchChannel;
  officeId: number | null;
  proposer: string | null;
  /** Only rows that left this batch: returned by the PMO and corrected since, or taken out. */
  carriedFromBatchId: number | null;
  /** Only rows that this composition left out for want of places. */
  leftOutOfId: number | null;
}

const idOf = (text: string | null): number | null => {
  const id = Number(text);
  return Number.isSafeInteger(id) && id > 0 ? id : null;
};

export function scopeFrom(search: URLSearchParams): ComposeScope {
  return {
    waveId: idOf(search.get('waveId')),
    channel: search.get('channel') === 'online' ? 'online' : 'offline',
    officeId: idOf(search.get('officeId')),
    proposer: search.get('proposer'),
    carriedFromBatchId: idOf(search.get('carriedFromBatchId')),
    leftOutOfId: idOf(search.get('leftOutOfId')),
  };
}

/** The address of the page for such rows. */
export function composePath(scope: Partial<ComposeScope>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(scope)) if (value !== null) search.set(name, String(value));
  return `/batches/compose?${search.toString()}`;
}

/** The filter of the registrations' list within wave and channel. */
export function composeFilter({
  officeId,
  proposer,
  carriedFromBatchId,
  leftOutOfId,
}: ComposeScope): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries({ officeId, proposer, carriedFromBatchId, leftOutOfId }).filter(
      (one): one is [string, string | number] => one[1] !== null && one[1] !== '',
    ),
  );
}

/** How many batches a division makes of so many rows in so many offices. */
export function batchCount(split: Split, taken: number, offices: number): number {
  if (taken === 0) return 0;
  if (split.by === 'office') return Math.min(offices, taken);
  return split.by === 'size' ? Math.ceil(taken / Math.max(1, split.size)) : 1;
}
