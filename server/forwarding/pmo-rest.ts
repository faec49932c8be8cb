import {
  circuitBreaker,
  ConsecutiveBreaker,
  handleWhenResult,
  isBrokenCircuitError,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import type { AttemptResult } from './forwarding-schema.ts';

export interface RestSettings {
  failuresToRest: number;
  restMs: number;
}
export const REST_DEFAULTS: RestSettings = { failuresToRest: 5, restMs: 30_000 };

const FAILED: readonly unknown[] = ['unreachable', 'unclear'] satisfies AttemptResult[];

/**
 * Leaves a PMO that does not answer alone for a while, over all deliveries together: the lease is not even taken, so that an hour
 * of silence costs no delivery its attempts. The rest is also measured by a clock that nobody moves.
 */
export function createRest({ failuresToRest, restMs }: RestSettings) {
  let brokenAt: number | null = null;
  function make(): CircuitBreakerPolicy {
    const breaker = circuitBreaker(
      handleWhenResult((result) => FAILED.includes(result)),
      { halfOpenAfter: restMs, breaker: new ConsecutiveBreaker(failuresToRest) },
    );
    breaker.onBreak(() => (brokenAt = performance.now()));
    breaker.onReset(() => (brokenAt = null));
    return breaker;
  }
  let breaker = make();

  return {
    /** True while the PMO is left alone, or is about to be tried again: worth a look whether anything is due. */
    isResting: () => brokenAt !== null,
    /** Runs one attempt, or gives null while the PMO is left alone. */
    async attempt<T extends AttemptResult | 'none'>(work: () => Promise<T>): Promise<T | null> {
      if (brokenAt !== null && performance.now() - brokenAt > 2 * restMs) {
        brokenAt = null;
        breaker = make();
      }
      try {
        return await breaker.execute(work);
      } catch (error) {
        if (isBrokenCircuitError(error)) return null;
        throw error;
      }
    },
  };
}
export type Rest = ReturnType<typeof createRest>;
