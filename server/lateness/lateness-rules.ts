import type { Role } from '../auth/permission-rules.ts';
import type { LateAct, LateOverrideStatus } from './lateness-schema.ts';

/** The role that orders an override, and the other one that consents: whoever ratifies what comes in late. */
export const ORDERS_LATE: Role = 'coordinator';
export const CONSENTS_LATE: Role = 'approver';

/** An override as the verdict needs it. Instants are ISO 8601 UTC. */
export interface LateOverride {
  act: LateAct;
  officeId: number | null;
  status: LateOverrideStatus;
  answeredAt: string | null;
  until: string;
}

/** What a wave says about lateness. */
export interface Lateness {
  /** Null: the wave has no deadline, and nothing is late. */
  deadline: string | null;
  overrides: readonly LateOverride[];
}

export type LateBlocker = { code: 'AFTER_DEADLINE'; deadline: string };

/** True while the override lets such a row of the office in. */
export const covers = (one: LateOverride, act: LateAct, officeId: number, now: string): boolean =>
  one.status === 'consented' &&
  one.act === act &&
  (one.officeId === null || one.officeId === officeId) &&
  one.answeredAt !== null &&
  one.answeredAt <= now &&
  one.until >= now;

/**
 * What keeps a row of an office from coming in now: the hand-over deadline of its wave, unless an override that a second
 * person of another role consented to covers it (domain.md section 2: corrections crossed the deadline of 31 October).
 */
export function lateBlockers(
  { deadline, overrides }: Lateness,
  act: LateAct,
  officeId: number,
  now: string,
): LateBlocker[] {
  if (deadline === null || now <= deadline) return [];
  return overrides.some((one) => covers(one, act, officeId, now))
    ? []
    : [{ code: 'AFTER_DEADLINE', deadline }];
}
