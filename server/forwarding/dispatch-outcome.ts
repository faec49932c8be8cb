import type { Act, AuditService } from '../audit/audit-service.ts';
import { changeBatch, lockBatch, type BatchRow } from '../batches/batch-store.ts';
import type { RowMoves } from '../batches/row-moves.ts';
import { afterAttempt, type NextStep } from './delivery-rules.ts';
import type { DispatchRow } from './dispatch-store.ts';
import type { AttemptKind } from './forwarding-schema.ts';
import type { DeliveryReceipt, DeliveryResult } from './pmo-answer-rules.ts';

/** Ends of our own: the PMO and the way to it have no part in them. */
const OUR_ENDS = ['STOPPED', 'DRAINING', 'LEASE_LOST'];

/** The PMO's own system acts: the log names no person for it. */
export const asPmo = (act: Act): Act => ({ ...act, actor: { ...act.actor, role: 'pmo' } });

/** Keeps the receipt of a delivery; a second one of the same delivery changes nothing. */
export async function keepReceipt(
  act: Act,
  row: DispatchRow,
  receipt: DeliveryReceipt,
  from: { source: 'http' } | { source: 'file'; recordedById: number },
): Promise<void> {
  await act
    .trx('pmo_deliveries')
    .insert({
      idempotency_key: row.idempotency_key,
      dispatch_no: row.dispatch_no,
      dispatch_id: row.id,
      received_count: receipt.count,
      received_digest: receipt.digest,
      received_at: act.now,
      source: from.source,
      receipt: receipt.text,
      recorded_by_id: from.source === 'file' ? from.recordedById : null,
    })
    .onConflict('idempotency_key')
    .ignore();
}

/** A receipt that agrees in count and digest is the PMO's acknowledgement: the batch waits for its answers. */
export async function acknowledgeByReceipt(act: Act, batch: BatchRow, row: DispatchRow): Promise<void> {
  await act
    .trx('dispatches')
    .where({ id: row.id, status: 'delivered' })
    .update({ status: 'acknowledged', acknowledged_at: act.now, version: act.trx.raw('version + 1') });
  const details = { dispatchNo: row.dispatch_no, count: row.row_count, by: 'receipt' };
  await changeBatch(act, batch, 'acknowledge', { acknowledged_at: act.now }, { details });
}

interface Dependencies {
  audit: Pick<AuditService, 'unattended'>;
  rowMoves: RowMoves;
  owner: string;
}

/** Writes down what an attempt came to: the attempt, the new state, and what follows for the batch, all or nothing. */
export function createOutcomeWriter({ audit, rowMoves, owner }: Dependencies) {
  async function batchRefused(act: Act, batch: BatchRow, row: DispatchRow, outcome: DeliveryResult) {
    const { reasons = [], note = null } = outcome.refusal ?? {};
    const trace = { reasonCodes: reasons, note, details: { dispatchNo: row.dispatch_no } };
    await changeBatch(act, batch, 'refuse', { dispatch_no: null, sent_at: null }, trace);
    await rowMoves.follow(act, batch, 'unsend', { reasonCodes: reasons, note });
  }

  const columnsOf = (row: DispatchRow, next: NextStep, outcome: DeliveryResult, act: Act) => ({
    status: next.status,
    attempts: row.attempts + 1,
    tries: next.tries,
    next_attempt_at: new Date(Date.parse(act.now) + next.waitMs).toISOString(),
    pending_since: next.status === 'pending' ? (row.pending_since ?? act.now) : null,
    lease_owner: null,
    lease_until: null,
    last_error:
      outcome.result === 'accepted'
        ? null
        : `${outcome.result}${outcome.detail ? `: ${outcome.detail}` : ''}`,
    ...(next.status === 'delivered' ? { delivered_at: act.now } : {}),
    ...(next.status === 'refused' ? { refused_at: act.now, refusal: JSON.stringify(outcome.refusal) } : {}),
  });

  function traceOf(act: Act, row: DispatchRow, next: NextStep, outcome: DeliveryResult): void {
    act.record({
      subject: 'dispatch',
      subjectId: row.id,
      before: { status: row.status },
      after: { status: next.status },
      details: {
        dispatchNo: row.dispatch_no,
        batchId: row.batch_id,
        digest: row.digest,
        rows: row.row_count,
        attempts: row.attempts + 1,
        result: outcome.result,
        detail: outcome.detail,
      },
    });
  }

  /** Only while the lease is ours: whoever took the delivery over has the word now. */
  return async function writeDown(
    row: DispatchRow,
    kind: AttemptKind,
    outcome: DeliveryResult,
  ): Promise<NextStep> {
    const pendingMs = row.pending_since ? Date.now() - Date.parse(row.pending_since) : 0;
    const attempted = {
      kind,
      result: outcome.result,
      isNamedRefusal: outcome.refusal !== undefined,
      isOurEnd: OUR_ENDS.includes(outcome.detail ?? ''),
    };
    const next = afterAttempt(row.status, row.tries, attempted, { pendingMs, chance: Math.random() });
    const isFinal = ['delivered', 'failed', 'refused'].includes(next.status);
    await audit.unattended('queue', `dispatch.${next.status}`, async (unattended) => {
      const act = asPmo(unattended);
      const ours = act.trx('dispatches').where({ id: row.id, status: row.status, lease_owner: owner });
      // The batch first, as everybody at the PMO's desk takes it: two that wait for each other would both fail.
      const batch = isFinal ? await lockBatch(act, row.batch_id, null) : null;
      if (!(await ours.clone().first('id'))) return;
      if (outcome.receipt) await keepReceipt(act, row, outcome.receipt, { source: 'http' });
      await act.trx('dispatch_attempts').insert({
        dispatch_id: row.id,
        attempt_no: row.attempts + 1,
        kind,
        result: outcome.result,
        detail: outcome.detail,
        at: act.now,
      });
      const taken = await ours.clone().update({
        ...columnsOf(row, next, outcome, act),
        version: act.trx.raw('version + 1'),
      });
      if (taken === 0) throw new Error('a delivery changed hands while its attempt was written down');
      if (isFinal) traceOf(act, row, next, outcome);
      if (batch && next.status === 'refused') await batchRefused(act, batch, row, outcome);
      if (batch && next.status === 'delivered' && outcome.receipt)
        await acknowledgeByReceipt(act, batch, row);
    });
    return next;
  };
}
export type OutcomeWriter = ReturnType<typeof createOutcomeWriter>;
