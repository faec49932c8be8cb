import { CLAIMING } from './claim-acts.ts';
import {
  batchOf, check, kkOf, moveBatch, pick, placesOfOthers, screen, step,
  type Act, type Life, type Reading, type Registration, type Role, type Status,
} from './life-model.ts'; // prettier-ignore
import { actOf, claimReasons, leaveReview, take, type Spec } from './review-case.ts';

/** What keeps a person's identity from being settled (section 7): only a match settles by itself. */
function identityReasons(one: Registration): string[] {
  if (one.outcome === 'unchecked') return ['IDENTITY_UNCHECKED'];
  if (one.isStale) return ['IDENTITY_STALE'];
  if (one.outcome === 'matched') return [];
  if (one.outcome !== 'partial') return ['IDENTITY_MISMATCH'];
  const [first, second, third] = one.readings;
  if (!first) return ['IDENTITY_NOT_SETTLED'];
  if (!second) return ['IDENTITY_SECOND_READER_MISSING'];
  const verdict = first.verdict === second.verdict ? first.verdict : third?.verdict;
  if (!verdict) return ['IDENTITY_READERS_DISAGREE'];
  return verdict === 'same_person' ? [] : ['IDENTITY_MISMATCH'];
}

function screenAgain(life: Life, one: Registration): string[] {
  const isNews = ['submitted', 'in_review'].includes(one.status) && one.screening.listNo !== life.listNo;
  if (!isNews) return [];
  screen(life, one);
  return ['submission.screened'];
}

/** A decision rests on the newest lists: they are asked first, and what they say stays on record. */
function evidenceReasons(life: Life, one: Registration): string[] {
  const isAsked = ['submitted', 'in_review'].includes(one.status);
  const outcome = isAsked ? (life.listed.has(one.person) ? 'hit' : 'clear') : one.screening.outcome;
  return [
    ...identityReasons(one),
    ...(outcome === 'hit' ? ['SCREENING_HIT'] : outcome === 'unchecked' ? ['SCREENING_UNCHECKED'] : []),
    ...(placesOfOthers(life, one) >= 2 ? ['KK_LIMIT'] : []),
    ...(one.hasGap && one.channel === 'offline' ? ['PRESENCE_UNEXPLAINED'] : []),
  ];
}

const VERDICTS = ['same_person', 'same_person', 'different'] as const;
const ODD_REASON = 7;

/** A reading of a partial match: first the holder, then somebody else, and a coordinator where these two disagree. */
function reading(no: Reading['no'], name: string, role: Role, from: readonly Status[], claim?: 'own'): Spec {
  const differing = ({ slips }: Registration) =>
    slips.has('birthDate') ? 'DOB_MISMATCH' : slips.has('kkNumber') ? 'KK_MISMATCH' : 'NAME_MISMATCH';
  return {
    name,
    event: `submission.${no === 1 ? 'identity-settled' : name}`,
    roles: [role],
    from,
    isRoad: no < 3,
    ...(claim ? { claim } : {}),
    decides: true,
    then(_life, one, actor) {
      if (one.outcome !== 'partial') return ['NOT_PARTIAL'];
      if (one.isStale) return ['IDENTITY_STALE'];
      if (one.readings.length >= no) return ['ALREADY_READ'];
      if (no > 1 && one.readings.length === 0) return ['FIRST_READER_MISSING'];
      if (no > 2 && one.readings.length === 1) return ['SECOND_READER_MISSING'];
      if (no === 3 && one.readings[0]?.verdict === one.readings[1]?.verdict) return ['READERS_AGREE'];
      return one.readings.some(({ readerId }) => readerId === actor.id) ? ['SAME_READER'] : [];
    },
    isInvalid: (_life, _one, detail) => detail % 8 === ODD_REASON,
    body: (_life, one, detail) => ({
      verdict: pick(VERDICTS, detail),
      reason: detail % 8 === ODD_REASON ? 'UNDER_AGE' : differing(one),
      note: 'dibandingkan dengan KTP',
    }),
    done(_life, one, actor, detail) {
      step(one);
      one.readings.push({ no, readerId: actor.id, verdict: pick(VERDICTS, detail) });
      one.readers.add(actor.id);
    },
  };
}

const FOREIGN_REASON = 5;
/** Decisions with coded reasons; every sixth names a code that is not the reviewer's to give. */
const withReasons = (own: string): Pick<Spec, 'isInvalid' | 'body'> => ({
  isInvalid: (_life, _one, detail) => detail % 6 === FOREIGN_REASON,
  body: (_life, _one, detail) => ({ reasons: [detail % 6 === FOREIGN_REASON ? 'QUOTA' : own], note: 'lihat berkas' }),
}); // prettier-ignore

const DECIDING: readonly Spec[] = [
  {
    name: 'identity-check', event: 'submission.identity-checked', roles: ['reviewer', 'coordinator'], from: ['submitted', 'in_review', 'on_hold'], isVersionless: true,
    done(life, one) {
      // Whoever reads the case gets a new version with the new evidence.
      if (one.status !== 'submitted') one.version += 1;
      check(one);
      screen(life, one);
    },
  },
  reading(1, 'identity-settle', 'reviewer', ['in_review'], 'own'),
  reading(2, 'second-read', 'reviewer', ['in_review', 'on_hold']),
  reading(3, 'third-read', 'coordinator', ['in_review', 'on_hold']),
  {
    name: 'verify', event: 'submission.verified', roles: ['reviewer'], from: ['in_review'], claim: 'own', decides: true, isRoad: true,
    more: (life, one) => evidenceReasons(life, one),
    keptAnyway: (life, one) => screenAgain(life, one),
    done(_life, one, actor) {
      leaveReview(one, 'verified');
      one.deciderId = actor.id;
      one.readers.add(actor.id);
      one.place = kkOf(one);
    },
  },
  {
    name: 'reject', event: 'submission.rejected', roles: ['reviewer'], from: ['in_review'], claim: 'own', decides: true,
    ...withReasons('NAME_MISMATCH'),
    done(_life, one, actor) {
      leaveReview(one, 'rejected');
      one.deciderId = actor.id;
    },
  },
  {
    name: 'return', event: 'submission.returned', roles: ['reviewer', 'coordinator'], from: ['in_review', 'pmo_returned'], decides: true,
    // A reviewer returns what they hold; what the PMO returned is the coordinator's to pass on.
    more: (_life, one, actor) => [
      ...((one.status === 'pmo_returned') === (actor.role === 'coordinator') ? [] : ['ROLE_MAY_NOT']),
      ...(one.status === 'pmo_returned' ? [] : claimReasons({ claim: 'own' }, one, actor)),
    ],
    ...withReasons('DOC_UNREADABLE'),
    // The coordinator passes on whatever the PMO gave as its reason.
    isInvalid: (_life, one, detail) => one.status !== 'pmo_returned' && detail % 6 === FOREIGN_REASON,
    done(life, one) {
      if (one.status === 'pmo_returned') {
        batchOf(life, one)?.rows.delete(one.id);
        one.batchId = null;
        one.place = null;
        one.deciderId = null;
        one.roundNo += 1;
      }
      leaveReview(one, 'needs_correction');
    },
  },
  {
    name: 'reopen', event: 'submission.reopened', roles: ['coordinator'], from: ['rejected'], isPersonal: true,
    body: () => ({ note: 'keberatan diterima' }),
    done(_life, one) {
      leaveReview(one, 'submitted');
      one.deciderId = null;
    },
  },
  {
    name: 'undo', event: 'submission.undone', roles: ['reviewer'], from: ['verified'],
    more: (_life, one, actor) => (one.deciderId === actor.id ? [] : ['DECIDED_BY_OTHER']),
    done(_life, one, actor) {
      step(one, 'in_review');
      take(one, actor);
      one.deciderId = null;
      one.place = null;
    },
  },
  {
    name: 'withdraw', event: 'submission.withdrawn', roles: ['intake', 'coordinator'],
    from: ['draft', 'submitted', 'in_review', 'needs_correction', 'on_hold', 'verified', 'batched', 'ratified'],
    // After sealing nothing in the batch changes.
    more: (life, one) => (['open', 'cancelled', undefined].includes(batchOf(life, one)?.status) ? [] : ['IN_SEALED_BATCH']),
    done(life, one) {
      const batch = one.status === 'batched' ? batchOf(life, one) : undefined;
      if (batch) {
        batch.rows.delete(one.id);
        batch.rowCount -= 1;
        moveBatch(batch);
      }
      leaveReview(one, 'withdrawn');
      one.batchId = null;
      one.place = null;
      return [...(batch ? ['batch.rows-removed'] : []), 'submission.withdrawn'];
    },
  },
  {
    name: 'revoke', event: 'submission.revoked', roles: ['pmo'], from: ['confirmed'], isPersonal: true,
    body: () => ({ reasons: ['BLACKLISTED'] }),
    done: (_life, one) => step(one, 'revoked'),
  },
]; // prettier-ignore

/** Everything reviewers, coordinators and the PMO do to one registration. */
export const REVIEW_ACTS: readonly Act[] = [...CLAIMING, ...DECIDING].map(actOf);
