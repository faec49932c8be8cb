import type { StageRecord } from './sign-off-schema.ts';

/** A stage as it is ordered: so many of these people. */
export interface StageWish {
  name: string;
  needed: number;
  signerIds: readonly number[];
}

export type PlanProblem =
  | { code: 'TOO_FEW_SIGNERS'; stage: number; needed: number; signers: number }
  | { code: 'SIGNER_TWICE'; stage: number; staffId: number }
  | { code: 'SIGNER_MAY_NOT'; stage: number; staffId: number };

/**
 * What is wrong with a plan: a stage that could never be complete, a person with two places, a person who may not sign. A
 * stage asks at least one person (the schema sees to that): none passes by itself.
 * @param maySign whether a member of staff is active and of a role that signs
 */
export function planProblems(
  stages: readonly StageWish[],
  maySign: (staffId: number) => boolean,
): PlanProblem[] {
  const problems: PlanProblem[] = [];
  const seen = new Set<number>();
  for (const [index, { needed, signerIds }] of stages.entries()) {
    const stage = index + 1;
    for (const staffId of signerIds) {
      if (seen.has(staffId)) problems.push({ code: 'SIGNER_TWICE', stage, staffId });
      else if (!maySign(staffId)) problems.push({ code: 'SIGNER_MAY_NOT', stage, staffId });
      seen.add(staffId);
    }
    const signers = new Set(signerIds).size;
    if (signers < needed) problems.push({ code: 'TOO_FEW_SIGNERS', stage, needed, signers });
  }
  return problems;
}

/** The first stage that still lacks signatures: the only one that can be signed. */
export const openStage = (stages: readonly StageRecord[]): StageRecord | null =>
  stages.find(({ needed, signatures }) => signatures.length < needed) ?? null;

export interface SignerFacts {
  actorId: number;
  /** Those who lent the actor their signature for today. */
  principalIds: readonly number[];
}

export type SignBlocker =
  | { code: 'NOTHING_TO_SIGN' }
  | { code: 'SIGNED_BEFORE' }
  | { code: 'NOT_A_SIGNER'; stage: string; signers: readonly string[] }
  | { code: 'SIGNED_FOR_BEFORE'; stage: string };

/** Whom a signature of the actor would stand for in the open stage: themselves before anybody who lent them theirs. */
export function principalOf(
  stages: readonly StageRecord[],
  { actorId, principalIds }: SignerFacts,
): number | null {
  const stage = openStage(stages);
  if (!stage) return null;
  const taken = new Set(stages.flatMap(({ signatures }) => signatures.flatMap((one) => [one.signerId, one.principalId]))); // prettier-ignore
  const free = [actorId, ...principalIds].filter((id) =>
    stage.signers.some(({ id: signer }) => signer === id),
  );
  return free.find((id) => !taken.has(id)) ?? null;
}

/**
 * What keeps the actor from signing: no stage is open, their own signature stands already (nobody signs twice, whoever for),
 * or the open stage asks others, who are named. Hands on the rows are judged beside it, as for ratifying.
 */
export function signBlockers(stages: readonly StageRecord[], facts: SignerFacts): SignBlocker[] {
  const stage = openStage(stages);
  if (!stage) return [{ code: 'NOTHING_TO_SIGN' }];
  const signed = stages.flatMap(({ signatures }) => signatures);
  if (signed.some(({ signerId, principalId }) => [signerId, principalId].includes(facts.actorId)))
    return [{ code: 'SIGNED_BEFORE' }];
  if (principalOf(stages, facts) !== null) return [];
  const lends = stage.signers.some(({ id }) => facts.principalIds.includes(id));
  if (lends) return [{ code: 'SIGNED_FOR_BEFORE', stage: stage.name }];
  return [
    { code: 'NOT_A_SIGNER', stage: stage.name, signers: stage.signers.map(({ fullName }) => fullName) },
  ];
}

export type SignOffBlocker =
  | { code: 'SIGN_OFF_MISSING'; stage: string; missing: number; signers: readonly string[] }
  | { code: 'SIGNED_BY_ACTOR' };

/** What the stages put in the way of ratifying: signatures that are missing, or the ratifier's own among them. */
export function signOffBlockers(stages: readonly StageRecord[], actorId: number): SignOffBlocker[] {
  const signed = stages.flatMap(({ signatures }) => signatures);
  return [
    ...stages.flatMap(({ name, needed, signatures, signers }): SignOffBlocker[] =>
      signatures.length < needed
        ? [
            {
              code: 'SIGN_OFF_MISSING',
              stage: name,
              missing: needed - signatures.length,
              signers: signers
                .filter(({ id }) => !signatures.some(({ principalId }) => principalId === id))
                .map(({ fullName }) => fullName),
            },
          ]
        : [],
    ),
    ...(signed.some(({ signerId, principalId }) => [signerId, principalId].includes(actorId))
      ? [{ code: 'SIGNED_BY_ACTOR' as const }]
      : []),
  ];
}

const WIB_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;

/** The instants between which a delegation of whole WIB days holds; the second is the first at which it no longer does. */
export function delegationSpan(firstDay: string, lastDay: string): { startsAt: string; endsAt: string } {
  const midnight = (day: string) => Date.parse(`${day}T00:00:00.000Z`) - WIB_MS;
  return {
    startsAt: new Date(midnight(firstDay)).toISOString(),
    endsAt: new Date(midnight(lastDay) + DAY_MS).toISOString(),
  };
}

export type ConsentProblem = 'ENDED' | 'CONSENTED' | 'OWN_ORDER' | 'ABOUT_ACTOR';

/** Why an administrator may not consent: it has ended or holds already, they ordered it themselves, or it is about them. */
export function consentProblem(
  order: {
    orderedById: number;
    consentedById: number | null;
    endedAt: string | null;
    about?: readonly number[];
  },
  actorId: number,
): ConsentProblem | null {
  if (order.endedAt !== null) return 'ENDED';
  if (order.consentedById !== null) return 'CONSENTED';
  if (order.orderedById === actorId) return 'OWN_ORDER';
  return order.about?.includes(actorId) ? 'ABOUT_ACTOR' : null;
}
