import type { Act } from '../audit/audit-service.ts';
import { withBatchMessages } from '../batches/batch-blocker-rules.ts';
import { assertBatchAllowed, batchRefusal } from '../batches/batch-facts.ts';
import type { BatchRecord } from '../batches/batch-schema.ts';
import { changeBatch, lockBatch, rowToBatch, type BatchRow } from '../batches/batch-store.ts';
import { blocked, invalid, notFound } from '../errors.ts';
import { retryBlockers, STATUS_AFTER_RETRY } from './delivery-rules.ts';
import { deliveryDifferences } from './dispatch-rules.ts';
import {
  changeDispatch,
  findDispatch,
  liveDispatch,
  receivedDelivery,
  type DeliveryRow,
  type DispatchRow,
} from './dispatch-store.ts';
import { createForward, type ForwardDependencies } from './forward-batch.ts';
import type { Acknowledge, DispatchRecord, RefuseDelivery } from './forwarding-schema.ts';

/** Deliveries of ratified batches: into the outbox, and what the PMO says of each as a whole. */
export function createForwardingService(dependencies: ForwardDependencies) {
  const { rowMoves } = dependencies;

  async function atThePmo(
    act: Act,
    id: number,
    version: number,
    action: 'acknowledge' | 'refuse',
  ): Promise<{ batch: BatchRow; dispatch: DispatchRow; received: DeliveryRow }> {
    const batch = await lockBatch(act, id, version);
    const facts = await assertBatchAllowed(act.trx, action, batch, act.actor);
    const dispatch = await liveDispatch(act.trx, id);
    const received = await receivedDelivery(act.trx, dispatch.id);
    if (!received) throw batchRefusal([{ code: 'NOT_DELIVERED' }], facts, act.actor);
    return { batch, dispatch, received };
  }

  return {
    forward: createForward(dependencies),

    /** The PMO acknowledges a delivery: its count and digest, what arrived and what was sealed must be the same. */
    async acknowledge(act: Act, id: number, input: Acknowledge): Promise<BatchRecord> {
      const { batch, dispatch, received } = await atThePmo(act, id, input.version, 'acknowledge');
      const differences = deliveryDifferences(
        { count: input.count, digest: input.digest },
        { count: received.received_count, digest: received.received_digest },
        { count: dispatch.row_count, digest: dispatch.digest },
      );
      if (differences.length > 0) throw blocked(withBatchMessages(differences), ['refuse']);
      await act
        .trx('dispatches')
        .where({ id: dispatch.id, status: 'delivered' })
        .update({
          status: 'acknowledged',
          acknowledged_at: act.now,
          acknowledged_by_id: act.actor.id,
          version: act.trx.raw('version + 1'),
        });
      const details = { dispatchNo: dispatch.dispatch_no, count: input.count };
      return rowToBatch(
        await changeBatch(act, batch, 'acknowledge', { acknowledged_at: act.now }, { details }),
      );
    },

    /** The PMO refuses a whole delivery; the batch is ratified again, and forwarding it makes a new delivery. */
    async refuse(act: Act, id: number, input: RefuseDelivery): Promise<BatchRecord> {
      if (input.reasons.includes('PMO_OTHER') && !input.note)
        throw invalid('NOTE_MISSING', 'This reason needs a note.', { note: 'required' });
      const { batch, dispatch } = await atThePmo(act, id, input.version, 'refuse');
      await act
        .trx('dispatches')
        .where({ id: dispatch.id, status: 'delivered' })
        .update({
          status: 'refused',
          refused_at: act.now,
          refused_by_id: act.actor.id,
          refusal: JSON.stringify({ reasons: input.reasons, note: input.note }),
          version: act.trx.raw('version + 1'),
        });
      const trace = {
        reasonCodes: input.reasons,
        note: input.note,
        details: { dispatchNo: dispatch.dispatch_no },
      };
      const after = await changeBatch(act, batch, 'refuse', { dispatch_no: null, sent_at: null }, trace);
      await rowMoves.follow(act, after, 'unsend', { reasonCodes: input.reasons, note: input.note });
      return rowToBatch(after);
    },

    /** Puts a delivery at the head of the outbox: what may have arrived is asked about, under the same key. */
    async retry(act: Act, id: number, version: number): Promise<DispatchRecord> {
      const row = await findDispatch(act.trx, act.actor, id);
      if (!row) throw notFound('delivery');
      const blockers = retryBlockers(row.status);
      const status = STATUS_AFTER_RETRY[row.status] ?? row.status;
      if (blockers.length > 0) throw blocked(withBatchMessages(blockers));
      return changeDispatch(act, row, version, { status, tries: 0, next_attempt_at: act.now });
    },
  };
}
export type ForwardingService = ReturnType<typeof createForwardingService>;
