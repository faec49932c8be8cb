import { randomUUID } from 'node:crypto';
import type { AuditService } from '../audit/audit-service.ts';
import { lineDigest, storedLines } from '../batches/manifest-store.ts';
import type { RowMoves } from '../batches/row-moves.ts';
import type { Database } from '../database.ts';
import type { Logger } from '../logger.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import { SealError } from '../privacy/sealed-record.ts';
import { createWorkRounds } from '../work-rounds.ts';
import { LEASE_MS } from './delivery-rules.ts';
import { freeLeases, hasDue, leaseDispatch, renewLease } from './dispatch-lease.ts';
import { createOutcomeWriter } from './dispatch-outcome.ts';
import { handoverScan, type DispatchRow } from './dispatch-store.ts';
import type { AttemptResult } from './forwarding-schema.ts';
import type { DeliveryResult } from './pmo-answer-rules.ts';
import type { Delivery, PmoClient, SealOf } from './pmo-client.ts';
import { createRest, REST_DEFAULTS, type RestSettings } from './pmo-rest.ts';
import { isStopped } from './sending-switch.ts';

/** So often a delivery under way is looked after: is it still ours, is sending still on. */
const WATCH_MS = 1000;
/** A server that is told to end waits so long for a delivery under way. */
const PATIENCE_MS = 5000;

export interface DispatchWorkerDependencies {
  database: Database;
  audit: Pick<AuditService, 'unattended'>;
  rowMoves: RowMoves;
  encryption: FieldEncryption;
  client: PmoClient;
  sealOf: SealOf;
  logger: Logger;
  rest?: RestSettings;
}

/** The stored lines are not what was sealed: trying again makes them no truer. */
class ManifestTampered extends Error {
  override name = 'ManifestTampered';
}
const isTampered = (error: unknown) =>
  error instanceof ManifestTampered || (error instanceof SealError && error.code !== 'UNKNOWN_KEY');

/**
 * Empties the outbox: takes deliveries by lease, hands each over under its own key, and writes down every attempt. What was sent
 * without a clear word back is asked about before anything is sent again; so is whatever another worker died sending. Any number of
 * processes may run one on the same database.
 */
export function createDispatchWorker(dependencies: DispatchWorkerDependencies) {
  const { database, encryption, client, sealOf, logger } = dependencies;
  const owner = randomUUID();
  const writeDown = createOutcomeWriter({ ...dependencies, owner });
  const rest = createRest(dependencies.rest ?? REST_DEFAULTS);

  async function* linesOf(row: DispatchRow): AsyncGenerator<string[]> {
    const seen = lineDigest();
    for await (const lines of storedLines(database.read, encryption, row.manifest_id)) {
      for (const { line } of lines) seen.add(line);
      yield lines.map(({ line }) => line);
    }
    // Before the body's end: what is not the sealed whole never becomes a whole there.
    if (seen.end().digest !== row.digest) throw new ManifestTampered();
  }

  async function deliveryOf(row: DispatchRow): Promise<Delivery> {
    const batch = (await database.read('batches').where({ id: row.batch_id }).first()) as {
      batch_no: string;
      channel: string;
    };
    return {
      dispatchId: row.id,
      dispatchNo: row.dispatch_no,
      batchNo: batch.batch_no,
      channel: batch.channel,
      idempotencyKey: row.idempotency_key,
      digest: row.digest,
      rowCount: row.row_count,
      handoverScan: await handoverScan(database.read, row),
      seal: await sealOf(row.manifest_id),
      lines: () => linesOf(row),
    };
  }

  /** Looks after a delivery under way, and ends it where it may not go on. */
  function watch(row: DispatchRow, abort: AbortController): () => Promise<void> {
    let renewedAt = performance.now();
    let drainingSince: number | null = null;
    let looking: Promise<void> = Promise.resolve();
    async function look(): Promise<void> {
      if (row.status === 'sending' && (await isStopped(database.read))) abort.abort('STOPPED');
      if (rounds.stopping()) drainingSince ??= performance.now();
      if (drainingSince !== null && performance.now() - drainingSince > PATIENCE_MS) abort.abort('DRAINING');
      if (performance.now() - renewedAt < LEASE_MS / 3) return;
      renewedAt = performance.now();
      if (!(await renewLease(database.write, row.id, owner))) abort.abort('LEASE_LOST');
    }
    const timer = setInterval(() => {
      looking = look().catch((error: unknown) =>
        logger.warn({ dispatchId: row.id, kind: (error as Error).name }, 'delivery not looked after'),
      );
    }, WATCH_MS);
    return () => {
      clearInterval(timer);
      return looking;
    };
  }

  async function attempt(row: DispatchRow): Promise<DeliveryResult> {
    const abort = new AbortController();
    const unwatch = watch(row, abort);
    try {
      const delivery = await deliveryOf(row);
      const { signal } = abort;
      return await (row.status === 'sending'
        ? client.deliver(delivery, signal)
        : client.ask(delivery, signal));
    } catch (error) {
      if (abort.signal.aborted) return { result: 'unclear', detail: String(abort.signal.reason) };
      if (isTampered(error)) return { result: 'refused', detail: 'MANIFEST_TAMPERED' };
      logger.warn({ dispatchId: row.id, kind: (error as Error).name }, 'delivery attempt failed');
      // Nobody knows how far it came.
      return { result: 'unclear', detail: 'ATTEMPT_FAILED' };
    } finally {
      await unwatch();
    }
  }

  async function one(): Promise<AttemptResult | 'none'> {
    const row = await leaseDispatch(database.write, owner, Date.now());
    if (!row) return 'none';
    const outcome = await attempt(row);
    await writeDown(row, row.status === 'sending' ? 'send' : 'ask', outcome);
    // What we ended ourselves says nothing of the PMO.
    return ['STOPPED', 'DRAINING', 'LEASE_LOST'].includes(outcome.detail ?? '') ? 'absent' : outcome.result;
  }

  async function round(stopping: () => boolean): Promise<void> {
    while (!stopping()) {
      if (rest.isResting() && !(await hasDue(database.read, Date.now()))) return;
      const result = await rest.attempt(one);
      if (result === null || result === 'none') return;
    }
  }

  const takeBack = async () => {
    if (database.engine === 'sqlite') await freeLeases(database.write);
  };
  const rounds = createWorkRounds({ name: 'dispatches', takeBack, round, logger });
  return {
    ...rounds,
    /** One round over what is due, without the clock: for commands and tests. */
    turn: () => round(rounds.stopping),
  };
}
export type DispatchWorker = ReturnType<typeof createDispatchWorker>;
