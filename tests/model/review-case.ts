import { labelOf, onEach } from './entry-acts.ts';
import {
  isHeld,
  sees,
  step,
  type Act,
  type Case,
  type Life,
  type Registration,
  type Role,
  type Staff,
  type Status,
} from './life-model.ts';

/** One act on one registration, as the domain describes it. */
export interface Spec {
  name: string;
  event: string;
  roles: readonly Role[];
  from: readonly Status[];
  isRoad?: boolean;
  /** Whose claim it needs: `own` = the actor must hold it, `free` = nobody else may. */
  claim?: 'own' | 'free';
  /** A decision about a person is nobody's who keyed the data, nor about oneself. */
  decides?: boolean;
  /** No decision on the data, but still nobody's about themselves. */
  isPersonal?: boolean;
  isVersionless?: boolean;
  asksNoVersion?(actor: Staff, one: Registration): boolean;
  isIdle?(actor: Staff, one: Registration): boolean;
  more?(life: Life, one: Registration, actor: Staff, detail: number): string[];
  /** Asked only where nothing else stands in the way. */
  then?(life: Life, one: Registration, actor: Staff): string[];
  isInvalid?(life: Life, one: Registration, detail: number): boolean;
  keptAnyway?(life: Life, one: Registration, reasons: readonly string[]): string[];
  body?(life: Life, one: Registration, detail: number): Record<string, unknown>;
  done(life: Life, one: Registration, actor: Staff, detail: number): string[] | void;
}

/** What a claim puts in the way: a lease of somebody else, or none of one's own where the act needs it. */
export function claimReasons(spec: Pick<Spec, 'claim'>, one: Registration, actor: Staff): string[] {
  const isOthers = isHeld(one) && one.holder?.id !== actor.id;
  if (spec.claim && isOthers) return ['CLAIMED_BY_OTHER'];
  return spec.claim === 'own' && !isHeld(one) ? ['NOT_CLAIMED'] : [];
}

function caseOf(spec: Spec, life: Life, one: Registration): Case {
  return {
    label: labelOf(life, one),
    version: spec.isVersionless ? null : one.version,
    isSeenBy: (actor) => sees(actor, one),
    isIdle: (actor) => spec.isIdle?.(actor, one) ?? false,
    asksNoVersion: (actor) => spec.asksNoVersion?.(actor, one) ?? false,
    against(actor, detail) {
      const reasons = [
        ...(spec.from.includes(one.status) ? [] : ['STATUS_FORBIDS']),
        ...claimReasons(spec, one, actor),
        ...((spec.decides || spec.isPersonal) && life.people.indexOf(one.person) === actor.self
          ? ['OWN_REGISTRATION']
          : []),
        ...(spec.decides && one.hands.has(actor.id) ? ['KEYED_BY_ACTOR'] : []),
        ...(spec.more?.(life, one, actor, detail) ?? []),
      ];
      return reasons.length > 0 ? reasons : (spec.then?.(life, one, actor) ?? []);
    },
    isInvalid: (_actor, detail) => spec.isInvalid?.(life, one, detail) ?? false,
    keptAnyway: (reasons) => spec.keptAnyway?.(life, one, reasons) ?? [],
    request: (_actor, detail) => ({
      method: 'POST',
      path: `/api/submissions/${one.id}/${spec.name}`,
      body: spec.body?.(life, one, detail) ?? {},
    }),
    done: (actor, detail) => spec.done(life, one, actor, detail) ?? [spec.event],
  };
}

export const take = (one: Registration, { id }: Staff) => (one.holder = { id, isOver: false });
export const isMine = (one: Registration, actor: Staff) =>
  one.status === 'in_review' && isHeld(one) && one.holder?.id === actor.id;

/** Nobody holds it any more. */
export const leaveReview = (one: Registration, to: Status) => {
  step(one, to);
  one.holder = null;
};

/** An act as the steps take it. */
export const actOf = (spec: Spec): Act => ({
  name: spec.name,
  event: spec.event,
  roles: spec.roles,
  kind: 'registration',
  isRoad: spec.isRoad ?? false,
  cases: onEach((life, one) => caseOf(spec, life, one)),
});
