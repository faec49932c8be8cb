import type { AvailableBatchAction } from '@server/batches/batch-schema.ts';

/** What ratifying rests on, each with the blockers that speak against it. */
export const RATIFICATION_FACTS = {
  duties: ['COMPOSED_BY_ACTOR', 'SEALED_BY_ACTOR', 'KEYED_BY_ACTOR', 'VERIFIED_BY_ACTOR', 'OWN_REGISTRATION'],
  signOff: ['SIGN_OFF_MISSING', 'SIGNED_BY_ACTOR'],
  quota: ['QUOTA'],
  checks: ['STALE_CHECK'],
  screening: ['STALE_SCREENING', 'SCREENING_HIT', 'SCREENING_UNKNOWN'],
  lists: ['LIST_NEWER'],
} as const satisfies Record<string, readonly string[]>;

export type Blocker = AvailableBatchAction['blockers'][number];

export interface RatificationFact {
  name: keyof typeof RATIFICATION_FACTS;
  isGood: boolean;
  blockers: Blocker[];
}

/** The facts as the server judged them just now, that of the stages only where the wave has some; undefined while the batch does not await ratification. */
export function ratificationFacts(
  actions: readonly AvailableBatchAction[],
  hasStages: boolean,
): RatificationFact[] | undefined {
  const verdict = actions.find(({ action }) => action === 'ratify');
  if (!verdict || verdict.blockers.some(({ code }) => code === 'STATUS_FORBIDS')) return undefined;
  const asked = Object.entries(RATIFICATION_FACTS).filter(([name]) => name !== 'signOff' || hasStages);
  return asked.map(([name, codes]) => {
    const blockers = verdict.blockers.filter(({ code }) => (codes as readonly string[]).includes(code));
    return { name: name as RatificationFact['name'], isGood: blockers.length === 0, blockers };
  });
}

/** The first rows a blocker names. */
export function namedRows(blocker: Blocker): { id: number; registrationNo: string }[] {
  const rows = (blocker as { rows?: unknown }).rows;
  return Array.isArray(rows) ? (rows as { id: number; registrationNo: string }[]) : [];
}
