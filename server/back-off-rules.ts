const MOST_DOUBLINGS = 20;

/** The first and the longest wait of something that is tried again, in milliseconds. */
export interface BackOff {
  firstMs: number;
  longestMs: number;
}

/**
 * How long to wait before the next attempt, in milliseconds: doubling, half of it by chance, so that many do not knock at
 * the same moment.
 * @param attempts attempts made so far, from 1
 * @param chance 0 … 1
 */
export function backOff({ firstMs, longestMs }: BackOff, attempts: number, chance: number): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(attempts - 1, MOST_DOUBLINGS));
  return Math.round(whole / 2 + (whole / 2) * chance);
}
