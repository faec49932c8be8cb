import type { PortalMe, Stage, StageReached } from '@server/portal/portal-schema.ts';

/** The road as it goes when all is well (domain.md 5), in the stages an applicant is told of. */
export const MAIN_ROAD = [
  'filling',
  'received',
  'verified',
  'ratifying',
  'ratified',
  'forwarded',
  'confirmed',
] as const satisfies readonly Stage[];

type Tone = 'waiting' | 'act' | 'good' | 'ended';

/**
 * What each stage means for its page: `tone` its colour, `ahead` from which stop of the main road the rest still lies ahead
 * (null: nothing does). After a correction a registration is looked at again, so `received` comes once more.
 */
export const STAGE_VIEWS: Record<Stage, { tone: Tone; ahead: (typeof MAIN_ROAD)[number] | null }> = {
  filling: { tone: 'act', ahead: 'received' },
  received: { tone: 'waiting', ahead: 'verified' },
  mend: { tone: 'act', ahead: 'received' },
  verified: { tone: 'waiting', ahead: 'ratifying' },
  ratifying: { tone: 'waiting', ahead: 'ratified' },
  ratified: { tone: 'waiting', ahead: 'forwarded' },
  forwarded: { tone: 'waiting', ahead: 'confirmed' },
  confirmed: { tone: 'good', ahead: null },
  looked_at_again: { tone: 'waiting', ahead: 'verified' },
  refused: { tone: 'ended', ahead: null },
  withdrawn: { tone: 'ended', ahead: null },
  revoked: { tone: 'ended', ahead: null },
};

export interface Stop {
  stage: Stage;
  at: string | null;
  state: 'done' | 'current' | 'ahead';
}

/** The stages reached with their dates, the one it is at, and what lies ahead. */
export function roadOf(stage: Stage, timeline: readonly StageReached[]): Stop[] {
  const last = timeline.at(-1);
  const reached: Stop[] = timeline.map((stop) => ({ ...stop, state: 'done' }));
  if (last?.stage === stage) reached[reached.length - 1] = { ...last, state: 'current' };
  else reached.push({ stage, at: null, state: 'current' });
  const from = STAGE_VIEWS[stage].ahead;
  const rest = from === null ? [] : MAIN_ROAD.slice(MAIN_ROAD.indexOf(from));
  return [...reached, ...rest.map((next): Stop => ({ stage: next, at: null, state: 'ahead' }))];
}

export const NEXT_ACTS = [
  'begin',
  'continue',
  'send',
  'mend',
  'wait',
  'finished',
  'noWave',
  'closed',
] as const;
export type NextAct = (typeof NEXT_ACTS)[number];

/** The one thing to do now, from all that the dashboard knows. `now` is an ISO instant. */
export function nextAct({ wave, submission }: Pick<PortalMe, 'wave' | 'submission'>, now: string): NextAct {
  if (!submission) return wave ? 'begin' : 'noWave';
  const { stage, editable, missing, version, closesAt } = submission;
  if (stage === 'mend') return editable ? 'mend' : 'wait';
  if (stage === 'filling') {
    if (!editable || closesAt <= now) return 'closed';
    if (version === 0) return 'begin';
    return missing.length === 0 ? 'send' : 'continue';
  }
  const { tone } = STAGE_VIEWS[stage];
  return tone === 'waiting' ? 'wait' : 'finished';
}
