import { createHash } from 'node:crypto';

/**
 * Who comes first when more are waiting than places are left. The rule sets know one priority (domain.md section 8: other
 * aid lowers it where the wave's rules say so); then whoever was verified on an earlier day; within a day nobody is
 * earlier by merit, so lots decide: SHA-256 of the wave's seed and the registration number, the smaller first. The seed is
 * drawn once a wave and never again, so that asking twice gives the same order, and anybody can recompute a lot:
 * `printf '%s' 'SEED:PK-…' | sha256sum`.
 */
export const WAITING_RULE = 'aid-day-lot@1';

export interface Waiting {
  id: number;
  registrationNo: string;
  /** WIB day of the verification, yyyy-mm-dd. */
  verifiedOn: string;
  /** True where other aid lowers the priority under the wave's rules. */
  lowered: boolean;
}

export interface WaitingPlace extends Waiting {
  /** From 1. */
  position: number;
  /** 64 hexadecimal digits. */
  lot: string;
}

export const lotOf = (seed: string, registrationNo: string): string =>
  createHash('sha256').update(`${seed}:${registrationNo}`).digest('hex');

const before = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** The waiting list in order; whatever order it came in. */
export function inWaitingOrder(waiting: readonly Waiting[], seed: string): WaitingPlace[] {
  return waiting
    .map((one) => ({ ...one, lot: lotOf(seed, one.registrationNo) }))
    .sort(
      (a, b) =>
        before(Number(a.lowered), Number(b.lowered)) ||
        before(a.verifiedOn, b.verifiedOn) ||
        before(a.lot, b.lot) ||
        before(a.registrationNo, b.registrationNo),
    )
    .map((one, index) => ({ ...one, position: index + 1 }));
}
