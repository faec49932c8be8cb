import type { DispatchDetail } from '@server/forwarding/forwarding-schema.ts';

type Delivery = Pick<DispatchDetail, 'status' | 'nextAttemptAt' | 'attempts'>;

/** What happens to a delivery next, as a key of `deliveryNext`, and when where the system does it by itself. */
export interface NextStep {
  key: string;
  at: string | null;
}

/** @param now ISO instant; a step whose time has come happens within a second. */
export function nextStepOf(delivery: Delivery, isStopped: boolean, now: string): NextStep {
  const at = delivery.nextAttemptAt > now ? delivery.nextAttemptAt : null;
  switch (delivery.status) {
    case 'queued':
      // What is asked about is asked even while nothing is sent.
      if (isStopped) return { key: 'stopped', at: null };
      return { key: delivery.attempts === 0 ? 'send' : 'sendAgain', at };
    case 'unknown':
      return { key: 'ask', at };
    case 'pending':
      return { key: 'askPending', at };
    default:
      return { key: delivery.status, at: null };
  }
}

/** `WRONG_COUNT: 3 ≠ 2` → its code, which has words, and what the PMO said beside it. */
export function readDetail(detail: string | null): { code: string | null; more: string | null } {
  const [, code = null, more = null] = /^([A-Z_]+)(?:: (.+))?$/s.exec(detail ?? '') ?? [];
  return code === null ? { code: null, more: detail } : { code, more };
}
