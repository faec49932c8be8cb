import { backOff } from '../back-off-rules.ts';
import type { DeliveryReason } from './forwarding-schema.ts';

const FIRST_WAIT_MS = 1000;
export const LONGEST_WAIT_MS = 15 * 60_000;
/**
 * After so many attempts without a clear word a person looks at it; a retry by hand allows as many again. They take more
 * than an hour however chance falls: that long the PMO may be down without anybody being called.
 */
export const ATTEMPTS_BEFORE_HELP = 20;

/** How long a delivery waits before its next attempt: from one second to a quarter of an hour; see `backOff`. */
export const waitAfter = (attempts: number, chance: number): number =>
  backOff({ firstMs: FIRST_WAIT_MS, longestMs: LONGEST_WAIT_MS }, attempts, chance);

/** Whether an attempt was the last one before a person is asked. */
export const needsHelp = (attempts: number): boolean => attempts % ATTEMPTS_BEFORE_HELP === 0;

/** Why a whole delivery is refused, in words. */
export const DELIVERY_REASON_TEXT = {
  BAST_MISSING: { id: 'BAST tidak ada', en: 'the handover minutes are missing' },
  COUNT_DIFFERS: { id: 'jumlah baris berbeda', en: 'the number of rows differs' },
  DIGEST_DIFFERS: { id: 'sidik digital berbeda', en: 'the digest differs' },
  OFF_TEMPLATE: { id: 'tidak sesuai templat', en: 'not in the agreed template' },
  UNKNOWN_SENDER: { id: 'pengirim tidak terdaftar', en: 'the sender is not registered' },
} as const satisfies Record<DeliveryReason, { id: string; en: string }>;

export interface ReceivedNumbers {
  count: number;
  digest: string;
}

export type DeliveryDifference = {
  code: 'COUNT_DIFFERS' | 'DIGEST_DIFFERS';
  stated: number | string;
  received: number | string;
  sealed: number | string;
};

/**
 * What keeps a delivery from being acknowledged: what the PMO states, what arrived and what was sealed must be one
 * number and one digest. Each difference carries all three, so that nobody argues about 2.1 or 1.7 million names.
 */
export function deliveryDifferences(
  stated: ReceivedNumbers,
  received: ReceivedNumbers,
  sealed: ReceivedNumbers,
): DeliveryDifference[] {
  const differs = (part: 'count' | 'digest') =>
    stated[part] !== received[part] || received[part] !== sealed[part];
  const all = (part: 'count' | 'digest') => ({
    stated: stated[part],
    received: received[part],
    sealed: sealed[part],
  });
  return [
    ...(differs('count') ? [{ code: 'COUNT_DIFFERS' as const, ...all('count') }] : []),
    ...(differs('digest') ? [{ code: 'DIGEST_DIFFERS' as const, ...all('digest') }] : []),
  ];
}
