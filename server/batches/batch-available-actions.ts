import type { Actor } from '../audit/audit-service.ts';
import type { Connection } from '../database.ts';
import { withBatchMessages } from './batch-blocker-rules.ts';
import { loadBatchFacts, loadRatificationFacts, quotaLeft } from './batch-facts.ts';
import {
  batchBlockers,
  OFFERED_BATCH_ACTIONS,
  ratificationBlockers,
  type BatchAction,
  type RatificationContext,
} from './batch-rules.ts';
import type { AvailableBatchAction } from './batch-schema.ts';
import { judgeSigning } from './batch-sign.ts';
import type { BatchRow } from './batch-store.ts';

/** What the actor may do to the batch now, and what stands in the way of the rest. */
export async function availableBatchActions(
  connection: Connection,
  row: BatchRow,
  actor: Actor,
  now: string,
): Promise<AvailableBatchAction[]> {
  const facts = await loadBatchFacts(connection, row);
  const context: RatificationContext = { quotaLeft: await quotaLeft(connection, row), now };
  // Hands and ages are looked for only where somebody could ratify at all: they read every row.
  const forRatifying =
    row.status === 'awaiting_ratification' ? await loadRatificationFacts(connection, row, actor, now) : null;
  const blockersOf = async (action: BatchAction) => {
    if (action === 'ratify' && forRatifying) return ratificationBlockers(forRatifying, actor, context);
    if (action === 'sign') return (await judgeSigning(connection, row, facts, actor, now)).blockers;
    return batchBlockers(action, facts, actor);
  };
  const available: AvailableBatchAction[] = [];
  for (const action of OFFERED_BATCH_ACTIONS) {
    const blockers = await blockersOf(action);
    available.push({ action, allowed: blockers.length === 0, blockers: withBatchMessages(blockers) });
  }
  return available;
}
