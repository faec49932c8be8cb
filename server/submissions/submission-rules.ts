import type { Permission, Role } from '../auth/permission-rules.ts';
import { may } from '../auth/permission-rules.ts';
import { lateBlockers, type Lateness } from '../lateness/lateness-rules.ts';
import type { ReaderNo } from '../identity/identity-schema.ts';
import type { Channel, SubmissionStatus } from './submission-schema.ts';

/** Everything that can be done to a registration by somebody or by the system. */
export const SUBMISSION_ACTIONS = [
  'edit',
  'submit',
  'resubmit',
  'claim',
  'release',
  'hold',
  'resume',
  'return',
  'verify',
  'reject',
  'reopen',
  'undo',
  'withdraw',
  'assign',
  'identity-check',
  'identity-settle',
  'second-read',
  'third-read',
  'batch',
  'unbatch',
  'ratify',
  'send',
  'unsend',
  'confirm',
  'pmo-return',
  'pmo-reject',
  'revoke',
] as const;
export type SubmissionAction = (typeof SUBMISSION_ACTIONS)[number];

/** The life of a registration (domain.md section 5). A new status without a row does not compile. */
export const ACTIONS_BY_STATUS = {
  draft: ['edit', 'submit', 'withdraw'],
  submitted: ['claim', 'assign', 'identity-check', 'withdraw'],
  in_review: [
    'claim',
    'release',
    'assign',
    'identity-check',
    'identity-settle',
    'second-read',
    'third-read',
    'hold',
    'return',
    'reject',
    'verify',
    'withdraw',
  ],
  needs_correction: ['edit', 'resubmit', 'withdraw'],
  on_hold: ['claim', 'assign', 'resume', 'identity-check', 'second-read', 'third-read', 'withdraw'],
  verified: ['undo', 'batch', 'withdraw'],
  batched: ['unbatch', 'ratify', 'withdraw'],
  ratified: ['send', 'withdraw'],
  sent: ['confirm', 'pmo-return', 'pmo-reject', 'unsend'],
  confirmed: ['revoke'],
  pmo_returned: ['return'],
  pmo_rejected: [],
  rejected: ['reopen'],
  withdrawn: [],
  revoked: [],
} as const satisfies Record<SubmissionStatus, readonly SubmissionAction[]>;

/** Registrations whose evidence still matters: exactly those whose identity may be checked. */
export const CHECKED_STATUSES = (Object.keys(ACTIONS_BY_STATUS) as (keyof typeof ACTIONS_BY_STATUS)[]).filter(
  (status) => (ACTIONS_BY_STATUS[status] as readonly SubmissionAction[]).includes('identity-check'),
);

/** Where an action leads; `null` leaves the status as it is. */
export const STATUS_AFTER = {
  edit: null,
  submit: 'submitted',
  resubmit: 'submitted',
  claim: 'in_review',
  release: null,
  hold: 'on_hold',
  resume: 'in_review',
  return: 'needs_correction',
  verify: 'verified',
  reject: 'rejected',
  reopen: 'submitted',
  undo: 'in_review',
  withdraw: 'withdrawn',
  assign: null,
  'identity-check': null,
  'identity-settle': null,
  'second-read': null,
  'third-read': null,
  batch: 'batched',
  unbatch: 'verified',
  ratify: 'ratified',
  send: 'sent',
  unsend: 'ratified',
  confirm: 'confirmed',
  'pmo-return': 'pmo_returned',
  'pmo-reject': 'pmo_rejected',
  revoke: 'revoked',
} as const satisfies Record<SubmissionAction, SubmissionStatus | null>;

/** The one status from which a move that comes with a batch or the PMO's answer starts. */
export function startOf(action: SubmissionAction): SubmissionStatus {
  const from = (Object.keys(ACTIONS_BY_STATUS) as SubmissionStatus[]).find((status) =>
    (ACTIONS_BY_STATUS[status] as readonly SubmissionAction[]).includes(action),
  );
  if (!from) throw new Error(`no status allows ${action}`);
  return from;
}

/** The permission a person needs; actions only the batch or the PMO's answer performs have none. */
export const PERMISSION_FOR_ACTION = {
  edit: 'submission.edit',
  submit: 'submission.submit',
  resubmit: 'submission.resubmit',
  claim: 'submission.claim',
  release: 'submission.release',
  hold: 'submission.hold',
  resume: 'submission.resume',
  return: 'submission.return',
  verify: 'submission.verify',
  reject: 'submission.reject',
  reopen: 'submission.reopen',
  undo: 'submission.undo',
  withdraw: 'submission.withdraw',
  assign: 'submission.assign',
  'identity-check': 'identity.check',
  'identity-settle': 'identity.settle',
  'second-read': 'identity.second-read',
  'third-read': 'identity.third-read',
  batch: 'batch.compose',
  unbatch: 'batch.compose',
  ratify: 'batch.ratify',
  send: 'batch.forward',
  unsend: 'delivery.refuse',
  confirm: 'delivery.answer',
  'pmo-return': 'delivery.answer',
  'pmo-reject': 'delivery.answer',
  revoke: 'submission.revoke',
} as const satisfies Record<SubmissionAction, Permission | null>;

/** Acts a person performs on one registration through its own commands; the rest come with a batch. */
export const OWN_COMMANDS = [
  'submit',
  'claim',
  'release',
  'hold',
  'resume',
  'return',
  'resubmit',
  'verify',
  'reject',
  'reopen',
  'undo',
  'withdraw',
  'assign',
  'identity-check',
  'identity-settle',
  'second-read',
  'third-read',
  'revoke',
] as const satisfies readonly SubmissionAction[];

/** Which reader of a partial match an act makes of whoever does it. */
export const READER_OF_ACTION: Partial<Record<SubmissionAction, ReaderNo>> = {
  'identity-settle': 1,
  'second-read': 2,
  'third-read': 3,
};

/** Every pair of statuses a registration may move between: the same pairs stand in the database's trigger. */
export function statusTransitions(): [SubmissionStatus, SubmissionStatus][] {
  const pairs: [SubmissionStatus, SubmissionStatus][] = [];
  for (const [from, actions] of Object.entries(ACTIONS_BY_STATUS) as [
    SubmissionStatus,
    readonly SubmissionAction[],
  ][]) {
    for (const action of actions) {
      const to = STATUS_AFTER[action];
      if (to && to !== from) pairs.push([from, to]);
    }
  }
  return pairs;
}

export type Blocker = { code: string; [detail: string]: unknown };

export interface Actor {
  id: number;
  role: Role;
  officeId: number;
}

/** What a verdict on an action needs to know of a registration. */
export interface SubmissionFacts {
  status: SubmissionStatus;
  channel: Channel;
  officeId: number;
  assigneeId: number | null;
  /** The assignee's name: whoever is refused learns whom to ask. */
  holderName?: string | null;
  leaseUntil: string | null;
  keyedById: number;
  decidedById: number | null;
  /** Everyone who keyed, imported or edited it. */
  keyedByIds: readonly number[];
  /** True when the actor's own NIK is the registration's. */
  ownRegistration: boolean;
  /** True while its batch is sealed or further on. */
  inSealedBatch: boolean;
  /** What the wave says about lateness, where something may still be submitted again. */
  lateness?: Lateness;
}

/** What stands in the way of verifying: identity, screening, papers (each code explained on the case page). */
export type EvidenceBlockers = readonly Blocker[];

/** The actions in which somebody decides about a person, so that nobody decides on what they keyed or on themselves. */
const DECISIONS: readonly SubmissionAction[] = [
  'verify',
  'reject',
  'return',
  'identity-settle',
  'second-read',
  'third-read',
  'hold',
];
/** Decisions that bind nobody's hand on the data, but are still nobody's to make about themselves. */
const ABOUT_ONESELF: readonly SubmissionAction[] = [...DECISIONS, 'reopen', 'revoke'];
/** The actions that need the claim to be the actor's own. */
const NEEDS_CLAIM: readonly SubmissionAction[] = ['verify', 'reject', 'hold', 'identity-settle', 'return'];

/** True when somebody holds the claim at `now` (ISO instant). */
export function isClaimed(facts: Pick<SubmissionFacts, 'assigneeId' | 'leaseUntil'>, now: string): boolean {
  return facts.assigneeId !== null && facts.leaseUntil !== null && facts.leaseUntil > now;
}

const claimedByOther = ({ assigneeId, holderName, leaseUntil }: SubmissionFacts): Blocker => ({
  code: 'CLAIMED_BY_OTHER',
  holderId: assigneeId,
  ...(holderName ? { holderName } : {}),
  leaseUntil,
});

function claimBlockers(
  action: SubmissionAction,
  facts: SubmissionFacts,
  actor: Actor,
  now: string,
): Blocker[] {
  const claimed = isClaimed(facts, now);
  const byOther = claimed && facts.assigneeId !== actor.id;
  if (action === 'claim' || action === 'resume') return byOther ? [claimedByOther(facts)] : [];
  if (action === 'release') {
    if (facts.assigneeId === null) return [{ code: 'NOT_CLAIMED' }];
    return facts.assigneeId !== actor.id && actor.role !== 'coordinator' && claimed
      ? [claimedByOther(facts)]
      : [];
  }
  // What the PMO returned is the coordinator's to pass on: nobody holds it.
  if (!NEEDS_CLAIM.includes(action) || facts.status === 'pmo_returned') return [];
  if (byOther) return [claimedByOther(facts)];
  return claimed ? [] : [{ code: 'NOT_CLAIMED' }];
}

function dutyBlockers(action: SubmissionAction, facts: SubmissionFacts, actor: Actor): Blocker[] {
  const blockers: Blocker[] = [];
  if (ABOUT_ONESELF.includes(action) && facts.ownRegistration) blockers.push({ code: 'OWN_REGISTRATION' });
  if (DECISIONS.includes(action) && facts.keyedByIds.includes(actor.id))
    blockers.push({ code: 'KEYED_BY_ACTOR' });
  if (action === 'undo' && facts.decidedById !== actor.id)
    blockers.push({ code: 'DECIDED_BY_OTHER', holderId: facts.decidedById });
  return blockers;
}

/**
 * Everything that keeps this actor from this action on this registration now; empty means it may be done.
 * The same list greys the button, fills the 409 and the tool-tip. `evidence` matters to `verify` only.
 */
export function submissionBlockers(
  action: SubmissionAction,
  facts: SubmissionFacts,
  actor: Actor,
  now: string,
  evidence: EvidenceBlockers = [],
): Blocker[] {
  const allowed: readonly SubmissionAction[] = ACTIONS_BY_STATUS[facts.status];
  const permission = PERMISSION_FOR_ACTION[action];
  const blockers: Blocker[] = [];
  if (permission && !may(actor.role, permission)) blockers.push({ code: 'ROLE_MAY_NOT', role: actor.role });
  if (!allowed.includes(action)) blockers.push({ code: 'STATUS_FORBIDS', status: facts.status, action });
  if (action === 'return' && (facts.status === 'pmo_returned') !== (actor.role === 'coordinator')) {
    blockers.push({ code: 'ROLE_MAY_NOT', role: actor.role });
  }
  if (actor.role === 'intake' && facts.officeId !== actor.officeId) blockers.push({ code: 'OTHER_OFFICE' });
  blockers.push(...claimBlockers(action, facts, actor, now), ...dutyBlockers(action, facts, actor));
  if (action === 'withdraw' && facts.inSealedBatch) blockers.push({ code: 'IN_SEALED_BATCH' });
  if (action === 'resubmit' && facts.lateness)
    blockers.push(...lateBlockers(facts.lateness, 'resubmit', facts.officeId, now));
  if (action === 'verify') blockers.push(...evidence);
  return blockers;
}
