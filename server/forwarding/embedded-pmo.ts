import { lineDigest } from '../batches/manifest-store.ts';
import { WALL_CLOCK, type Clock } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import type { PmoClient } from './pmo-client.ts';

/**
 * The PMO's inbox in this database. It counts and digests what arrives by itself, as another system would, and takes
 * a delivery once however often it is sent.
 */
export function createEmbeddedPmo(database: Database, clock: Clock = WALL_CLOCK): PmoClient {
  return {
    async deliver(delivery) {
      const known = await database
        .read('pmo_deliveries')
        .where({ idempotency_key: delivery.idempotencyKey })
        .first('id');
      if (known) return { result: 'accepted', detail: 'received before' };
      const received = lineDigest();
      for await (const lines of delivery.lines()) for (const line of lines) received.add(line);
      const { rows, digest } = received.end();
      await database
        .write('pmo_deliveries')
        .insert({
          idempotency_key: delivery.idempotencyKey,
          dispatch_no: delivery.dispatchNo,
          dispatch_id: delivery.dispatchId,
          received_count: rows,
          received_digest: digest,
          received_at: clock().toISOString(),
        })
        .onConflict('idempotency_key')
        .ignore();
      return { result: 'accepted', detail: null };
    },
    async ask(delivery) {
      const known = await database
        .read('pmo_deliveries')
        .where({ idempotency_key: delivery.idempotencyKey })
        .first('id');
      return { result: known ? 'accepted' : 'absent', detail: null };
    },
  };
}
