import type { Clock } from '../audit/audit-service.ts';

export interface RehearsalClock {
  now: Clock;
  /** Goes on from this instant; never back, whatever took longer than planned. */
  turnTo(instant: string): void;
}

/** A clock that runs as fast as any other, from whatever day it was turned to. */
export function createRehearsalClock(start: string): RehearsalClock {
  let base = Date.parse(start);
  let since = performance.now();
  const now = () => base + (performance.now() - since);
  return {
    now: () => new Date(now()),
    turnTo(instant) {
      base = Math.max(Date.parse(instant), now());
      since = performance.now();
    },
  };
}
