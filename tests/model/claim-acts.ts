import { isHeld, pick, step, type Life } from './life-model.ts';
import { isMine, leaveReview, take, type Spec } from './review-case.ts';

const chosen = (life: Life, detail: number) => pick(life.staff, detail);

/** Who works on a case: leases taken, given back, given to others (domain.md section 5). */
export const CLAIMING: readonly Spec[] = [
  {
    name: 'claim', event: 'submission.claimed', roles: ['reviewer'], from: ['submitted', 'in_review', 'on_hold'], claim: 'free', isRoad: true,
    // Renewing one's own lease changes nobody's view of the case.
    asksNoVersion: (actor, one) => isMine(one, actor),
    // What is on hold is for whoever resumes it.
    isIdle: (actor, one) => isMine(one, actor) || one.status === 'on_hold',
    done(_life, one, actor) {
      if (!isMine(one, actor)) step(one, 'in_review');
      take(one, actor);
    },
  },
  {
    name: 'release', event: 'submission.released', roles: ['reviewer', 'coordinator'], from: ['in_review'],
    more: (_life, one, actor) =>
      one.holder === null
        ? ['NOT_CLAIMED']
        : isHeld(one) && one.holder.id !== actor.id && actor.role !== 'coordinator'
          ? ['CLAIMED_BY_OTHER']
          : [],
    done: (_life, one) => leaveReview(one, 'in_review'),
  },
  {
    name: 'hold', event: 'submission.held', roles: ['reviewer'], from: ['in_review'], claim: 'own', decides: true,
    done: (_life, one) => leaveReview(one, 'on_hold'),
  },
  {
    name: 'resume', event: 'submission.resumed', roles: ['reviewer'], from: ['on_hold'], claim: 'free',
    done(_life, one, actor) {
      step(one, 'in_review');
      take(one, actor);
    },
  },
  {
    name: 'assign', event: 'submission.assigned', roles: ['coordinator'], from: ['submitted', 'in_review', 'on_hold'],
    // Whoever keyed it may not decide on it, so that it is not given to them either.
    more: (life, one, _actor, detail) => (one.hands.has(chosen(life, detail).id) && chosen(life, detail).role === 'reviewer' ? ['KEYED_BY_ACTOR'] : []),
    isInvalid: (life, _one, detail) => chosen(life, detail).role !== 'reviewer',
    body: (life, _one, detail) => ({ assigneeId: chosen(life, detail).id }),
    done(life, one, _actor, detail) {
      step(one);
      one.holder = { id: chosen(life, detail).id, isOver: false };
    },
  },
]; // prettier-ignore
