import type { SealRecord } from '../batches/seal-schema.ts';
import type { DeliveryResult } from './pmo-answer-rules.ts';

/** The seal of a manifest; null where it was never signed. */
export type SealOf = (manifestId: number) => Promise<SealRecord | null>;

/** One delivery as it leaves the house. The same key is the same delivery, however often it is sent. */
export interface Delivery {
  dispatchId: number;
  dispatchNo: string;
  batchNo: string;
  channel: string;
  idempotencyKey: string;
  digest: string;
  rowCount: number;
  /** SHA-256 of the scan of the signed handover minutes (BAST); null for a batch without. */
  handoverScan: string | null;
  seal: SealRecord | null;
  /** The manifest's lines in order, some at a time; may be walked again. Throws where they are not what was sealed. */
  lines(): AsyncIterable<readonly string[]>;
}

/** The way to the PMO: the only thing that knows where it is. */
export interface PmoClient {
  /** Hands a delivery over. A failure of the way is a result, never an exception for the network's sake. */
  deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryResult>;
  /** Asks what became of a delivery, by its key. */
  ask(delivery: Delivery, signal: AbortSignal): Promise<DeliveryResult>;
}
