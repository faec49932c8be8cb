import { randomUUID } from 'node:crypto';
import { appendEvent } from '../audit/audit-store.ts';
import { storedLines } from '../batches/manifest-store.ts';
import type { Database } from '../database.ts';
import type { Logger } from '../logger.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import { SealError } from '../privacy/sealed-record.ts';
import { createWorkRounds } from '../work-rounds.ts';
import { needsHelp, waitAfter } from './dispatch-rules.ts';
import { leaseDispatch, type DispatchRow } from './dispatch-store.ts';
import type { Delivery, DeliveryResult, PmoClient } from './pmo-client.ts';

const LEASE_SECONDS = 120;

export interface DispatchWorkerDependencies {
  database: Database;
  encryption: FieldEncryption;
  client: PmoClient;
  logger: Logger;
}

const later = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();

/**
 * Empties the outbox: takes deliveries by lease, hands each over under its own key, and writes down every attempt.
 * Dying between handing over and writing down is harmless: the same key is the same delivery. Any number of
 * processes may run one on the same database.
 */
export function createDispatchWorker({ database, encryption, client, logger }: DispatchWorkerDependencies) {
  const owner = randomUUID();

  async function* textOf(row: DispatchRow): AsyncGenerator<string[]> {
    for await (const lines of storedLines(database.read, encryption, row.manifest_id))
      yield lines.map(({ line }) => line);
  }

  async function handOver(row: DispatchRow): Promise<DeliveryResult> {
    const delivery: Delivery = {
      dispatchId: row.id,
      dispatchNo: row.dispatch_no,
      idempotencyKey: row.idempotency_key,
      digest: row.digest,
      rowCount: row.row_count,
      lines: () => textOf(row),
    };
    try {
      return await client.deliver(delivery);
    } catch (error) {
      // Trying again makes no forged line true: this is for a person.
      if (error instanceof SealError && error.code !== 'UNKNOWN_KEY')
        return { result: 'refused', detail: 'MANIFEST_TAMPERED: a sealed line does not open any more' };
      logger.warn({ dispatchId: row.id, kind: (error as Error).name }, 'delivery attempt failed');
      return { result: 'unreachable', detail: (error as Error).name };
    }
  }

  function columnsAfter(row: DispatchRow, { result, detail }: DeliveryResult, now: string) {
    const attempts = row.attempts + 1;
    const free = { attempts, lease_owner: null, lease_until: null };
    if (result === 'accepted') return { ...free, status: 'delivered', delivered_at: now, last_error: null };
    const last_error = `${result}${detail ? `: ${detail}` : ''}`;
    if (result === 'refused' || needsHelp(attempts)) return { ...free, status: 'failed', last_error };
    return {
      ...free,
      status: 'queued',
      last_error,
      next_attempt_at: later(waitAfter(attempts, Math.random())),
    };
  }

  /** The attempt, the new state and, where it is final, its event: all or nothing, and only while the lease is ours. */
  async function writeDown(row: DispatchRow, outcome: DeliveryResult): Promise<void> {
    const now = new Date().toISOString();
    const after = columnsAfter(row, outcome, now);
    await database.transaction(async (trx) => {
      const ours = await trx('dispatches')
        .where({ id: row.id, status: 'queued', lease_owner: owner })
        .update({ ...after, version: trx.raw('version + 1') });
      if (ours === 0) return;
      await trx('dispatch_attempts').insert({
        dispatch_id: row.id,
        attempt_no: after.attempts,
        result: outcome.result,
        detail: outcome.detail,
        at: now,
      });
      if (after.status === 'queued') return;
      const action = after.status === 'delivered' ? 'dispatch.delivered' : 'dispatch.failed';
      const nobody = { actorId: null, actorRole: null, officeId: null } as const;
      await appendEvent(
        trx,
        { ...nobody, at: now, requestId: owner, action, outcome: 'done' },
        {
          subject: 'dispatch',
          subjectId: row.id,
          before: { status: row.status },
          after: { status: after.status },
          details: {
            dispatchNo: row.dispatch_no,
            batchId: row.batch_id,
            digest: row.digest,
            rows: row.row_count,
            attempts: after.attempts,
            result: outcome.result,
            detail: outcome.detail,
          },
        },
      );
    });
  }

  /** A long delivery must not be taken over while it runs. */
  function keepLease(row: DispatchRow): NodeJS.Timeout {
    return setInterval(
      () => {
        database
          .write('dispatches')
          .where({ id: row.id, lease_owner: owner, status: 'queued' })
          .update({ lease_until: later(LEASE_SECONDS * 1000) })
          .catch((error: unknown) =>
            logger.warn({ dispatchId: row.id, kind: (error as Error).name }, 'lease not renewed'),
          );
      },
      (LEASE_SECONDS * 1000) / 3,
    );
  }

  async function round(stopping: () => boolean): Promise<void> {
    while (!stopping()) {
      const now = new Date().toISOString();
      const row = await leaseDispatch(database.write, owner, now, later(LEASE_SECONDS * 1000));
      if (!row) return;
      const lease = keepLease(row);
      try {
        await writeDown(row, await handOver(row));
      } finally {
        clearInterval(lease);
      }
    }
  }

  /** The embedded file has one process: whoever still holds a lease died with the one before. */
  async function takeBack(): Promise<void> {
    if (database.engine !== 'sqlite') return;
    await database
      .write('dispatches')
      .where({ status: 'queued' })
      .whereNotNull('lease_until')
      .update({ lease_until: null, lease_owner: null });
  }

  const rounds = createWorkRounds({ name: 'dispatches', takeBack, round, logger });
  return {
    ...rounds,
    /** One round over what is due, without the clock: for commands and tests. */
    turn: () => round(rounds.stopping),
  };
}
export type DispatchWorker = ReturnType<typeof createDispatchWorker>;
