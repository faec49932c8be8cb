import { ConfigError } from '../config.ts';
import type { Database } from '../database.ts';
import { createEmbeddedPmo } from './embedded-pmo.ts';
import type { AttemptResult } from './forwarding-schema.ts';

/** One delivery as it leaves the house. The same key is the same delivery, however often it is sent. */
export interface Delivery {
  dispatchId: number;
  dispatchNo: string;
  idempotencyKey: string;
  digest: string;
  rowCount: number;
  /** The manifest's lines in order, some at a time; may be walked again. */
  lines(): AsyncIterable<readonly string[]>;
}

export interface DeliveryResult {
  result: AttemptResult;
  /** What the other side said; never personal data. */
  detail: string | null;
}

/** The way to the PMO: the only thing that knows where it is. */
export interface PmoClient {
  /** Hands a delivery over. A failure of the way is `unreachable`, never an exception for the network's sake. */
  deliver(delivery: Delivery): Promise<DeliveryResult>;
}

/**
 * The PMO in this console: without `PMO_URL` its staff work here. Delivery to another system by HTTP is not built
 * yet, and a setting that would be ignored in silence could lose a wave.
 * @throws ConfigError where `PMO_URL` is set
 */
export function createPmoClient(pmoUrl: string | null, database: Database): PmoClient {
  if (pmoUrl !== null)
    throw new ConfigError(
      'PMO_URL: delivery to the PMO by HTTP is not built yet; unset it, and PMO staff work in this console',
    );
  return createEmbeddedPmo(database);
}
