import { may, type Permission, type Role } from '../auth/permission-rules.ts';
import { BATCH_PAPER_KINDS } from '../documents/document-schema.ts';
import { signOffBlockers } from '../sign-off/sign-off-rules.ts';
import type { StageRecord } from '../sign-off/sign-off-schema.ts';
import type { RowsMoving, RunAction } from './batch-run-schema.ts';
import type { BatchChannel, BatchStatus } from './batch-schema.ts';

/** Everything that can be done to a batch, by somebody or (settle) by its last answer. */
export const BATCH_ACTIONS = [
  'add-rows',
  'remove-rows',
  'rescreen',
  'seal',
  'cancel',
  'unseal',
  'attach-paper',
  'submit',
  'sign',
  'ratify',
  'send-back',
  'forward',
  'acknowledge',
  'refuse',
  'answer',
  'confirm-all',
  'answer-file',
  'answer-call',
  'settle',
] as const;
export type BatchAction = (typeof BATCH_ACTIONS)[number];

/** The life of a batch (domain.md section 6). A new status without a row does not compile. */
export const BATCH_ACTIONS_BY_STATUS = {
  open: ['add-rows', 'remove-rows', 'rescreen', 'seal', 'cancel'],
  sealed: ['rescreen', 'unseal', 'attach-paper', 'submit'],
  awaiting_ratification: ['rescreen', 'sign', 'ratify', 'send-back'],
  // From here on the PMO answers: whom a screening finds after that, it only reports.
  ratified: ['rescreen', 'forward'],
  sent: ['rescreen', 'acknowledge', 'refuse'],
  acknowledged: ['rescreen', 'answer', 'confirm-all', 'answer-file', 'answer-call', 'settle'],
  // A late file may still say what contradicts an answer: it changes nothing and becomes somebody's work.
  settled: ['rescreen', 'answer-file', 'answer-call'],
  cancelled: [],
} as const satisfies Record<BatchStatus, readonly BatchAction[]>;

/** Where an action leads; `null` leaves the status as it is. */
export const BATCH_STATUS_AFTER = {
  'add-rows': null,
  'remove-rows': null,
  rescreen: null,
  seal: 'sealed',
  cancel: 'cancelled',
  unseal: 'open',
  'attach-paper': null,
  submit: 'awaiting_ratification',
  sign: null,
  ratify: 'ratified',
  'send-back': 'open',
  forward: 'sent',
  acknowledge: 'acknowledged',
  refuse: 'ratified',
  answer: null,
  'confirm-all': null,
  'answer-file': null,
  'answer-call': null,
  settle: 'settled',
} as const satisfies Record<BatchAction, BatchStatus | null>;

/** The permission a person needs; settling is nobody's act: the last answer does it. */
export const PERMISSION_FOR_BATCH_ACTION = {
  'add-rows': 'batch.compose',
  'remove-rows': 'batch.compose',
  rescreen: 'batch.seal',
  seal: 'batch.seal',
  cancel: 'batch.compose',
  unseal: 'batch.seal',
  'attach-paper': 'batch.papers',
  submit: 'batch.submit',
  sign: 'batch.sign',
  ratify: 'batch.ratify',
  'send-back': 'batch.send-back',
  forward: 'batch.forward',
  acknowledge: 'delivery.acknowledge',
  refuse: 'delivery.refuse',
  answer: 'delivery.answer',
  'confirm-all': 'delivery.answer',
  'answer-file': 'delivery.answer',
  'answer-call': 'delivery.answer-signed',
  settle: null,
} as const satisfies Record<BatchAction, Permission | null>;

/** The event each act leaves in the log; settling has its own, though it comes in the transaction of the last answer. */
export const EVENT_FOR_BATCH_ACTION = {
  'add-rows': 'batch.rows-added',
  'remove-rows': 'batch.rows-removed',
  rescreen: 'batch.rescreen-ordered',
  seal: 'batch.sealed',
  cancel: 'batch.cancelled',
  unseal: 'batch.unsealed',
  'attach-paper': 'batch.paper-attached',
  submit: 'batch.submitted',
  sign: 'batch.signed',
  ratify: 'batch.ratified',
  'send-back': 'batch.sent-back',
  forward: 'batch.forwarded',
  acknowledge: 'batch.acknowledged',
  refuse: 'batch.refused',
  answer: 'batch.answered',
  'confirm-all': 'batch.confirmed-all',
  'answer-file': 'batch.answer-file',
  'answer-call': 'batch.answer-call',
  settle: 'batch.settled',
} as const satisfies Record<BatchAction, string>;

/** The actions a page offers, in the order of the road: neither the last answer's nor a program's. */
export const OFFERED_BATCH_ACTIONS = BATCH_ACTIONS.filter(
  (action) => action !== 'settle' && action !== 'answer-call',
);

/** Every pair of statuses a batch may move between: the same pairs stand in the database's trigger. */
export function batchTransitions(): [BatchStatus, BatchStatus][] {
  return (Object.entries(BATCH_ACTIONS_BY_STATUS) as [BatchStatus, readonly BatchAction[]][]).flatMap(
    ([from, actions]) =>
      actions
        .map((action) => BATCH_STATUS_AFTER[action])
        .filter((to) => to !== null && to !== from)
        .map((to): [BatchStatus, BatchStatus] => [from, to as BatchStatus]),
  );
}

export type BatchBlocker = { code: string; [detail: string]: unknown };

export interface BatchActor {
  id: number;
  role: Role;
}

/** What a verdict on an action needs to know of a batch. */
export interface BatchFacts {
  status: BatchStatus;
  channel: BatchChannel;
  rowCount: number;
  composedById: number;
  sealedById: number | null;
  /** Kinds of signed papers attached with the digest of today. */
  papers: readonly string[];
  /** True once the PMO holds the delivery that is under way. */
  delivered: boolean;
  /** The job that takes the batch a step now; absent where none does. */
  underWay?: { action: RunAction; jobId: number } | null;
  /** Rows that still follow the batch to its status; absent where all stand there. */
  moving?: RowsMoving | null;
}

/** What anybody is told who wants to act on a batch that a job takes a step. */
const UNDER_WAY = { seal: 'SEALING', ratify: 'RATIFYING', forward: 'FORWARDING' } as const satisfies Record<
  RunAction,
  string
>;

/** The papers an offline batch still lacks before it can be submitted (domain.md section 6). */
export function missingPapers(facts: Pick<BatchFacts, 'channel' | 'papers'>): string[] {
  return facts.channel === 'offline' ? BATCH_PAPER_KINDS.filter((kind) => !facts.papers.includes(kind)) : [];
}

function stateBlockers(action: BatchAction, facts: BatchFacts): BatchBlocker[] {
  switch (action) {
    case 'seal':
    case 'rescreen':
      return facts.rowCount === 0 ? [{ code: 'EMPTY_BATCH' }] : [];
    case 'submit': {
      const missing = missingPapers(facts);
      return missing.length > 0 ? [{ code: 'PAPERS_MISSING', missing }] : [];
    }
    case 'acknowledge':
    case 'refuse':
      return facts.delivered ? [] : [{ code: 'NOT_DELIVERED' }];
    default:
      return [];
  }
}

/**
 * Everything that keeps this actor from this action on this batch; empty means it may be done. The same list greys
 * the button, fills the 409 and the tool-tip. Ratifying asks more: `ratificationBlockers`.
 */
export function batchBlockers(action: BatchAction, facts: BatchFacts, actor: BatchActor): BatchBlocker[] {
  const permission = PERMISSION_FOR_BATCH_ACTION[action];
  const allowed: readonly BatchAction[] = BATCH_ACTIONS_BY_STATUS[facts.status];
  const blockers: BatchBlocker[] = [];
  if (permission === null || !may(actor.role, permission))
    blockers.push({ code: 'ROLE_MAY_NOT', role: actor.role });
  if (!allowed.includes(action))
    return [...blockers, { code: 'STATUS_FORBIDS', status: facts.status, action }];
  if (facts.underWay)
    return [...blockers, { code: UNDER_WAY[facts.underWay.action], jobId: facts.underWay.jobId }];
  if (facts.moving) return [...blockers, { code: 'ROWS_FOLLOWING', ...facts.moving }];
  return [...blockers, ...stateBlockers(action, facts)];
}

/** Rows a rule speaks of: how many, and the first of them by name. */
export interface NamedRows {
  count: number;
  rows: readonly { id: number; registrationNo: string }[];
}

/** A person's hands on the rows of a batch: what signing and ratifying both ask. */
export interface HandFacts {
  /** Rows the actor keyed, imported or edited. */
  keyedByActor: NamedRows;
  /** Rows the actor verified or settled the identity of. */
  verifiedByActor: NamedRows;
  /** True where the actor put rows into the batch, or made it. */
  composedByActor: boolean;
  /** Rows with the actor's own NIK. */
  ownRegistration: NamedRows;
}

/** What ratifying needs to know beyond the batch itself, about the rows it holds and the actor. */
export interface RatificationFacts extends BatchFacts, HandFacts {
  /** The stages of the wave's sign-off with the signatures that cover the digest. */
  stages: readonly StageRecord[];
  /** Rows whose identity check is older than the wave allows, or stale. */
  staleChecks: NamedRows;
  /** Rows not screened clear, or screened longer ago than the wave allows. */
  staleScreenings: NamedRows;
  /** Rows screened before the newest load of a list that the wave's rules ask. */
  newerLists: NamedRows & { lists: readonly string[] };
}

export interface RatificationContext {
  /** Places left in the wave before this batch. */
  quotaLeft: number;
  /** ISO instant. */
  now: string;
  /** The decree, once it is named; absent where only the button is asked about. */
  decree?: { date: string; numberUsed: boolean };
}

const EAST_OF_UTC_MS = 9 * 3_600_000;

/** The latest calendar day anywhere in Indonesia (WIT): a decree dated later has not been signed yet. */
export function latestDay(now: string): string {
  return new Date(Date.parse(now) + EAST_OF_UTC_MS).toISOString().slice(0, 10);
}

/** Checks made before this instant are too old. @param maxAgeDays the wave's maximum age, in days. */
export function oldestAllowed(now: string, maxAgeDays: number): string {
  return new Date(Date.parse(now) - maxAgeDays * 86_400_000).toISOString();
}

const named = (code: string, found: NamedRows, extra: Record<string, unknown> = {}): BatchBlocker[] =>
  found.count > 0 ? [{ code, count: found.count, rows: found.rows, ...extra }] : [];

/** What separates duties (domain.md section 4): whoever composed, sealed, keyed or verified may neither sign nor ratify. */
export function dutyBlockers(facts: BatchFacts & HandFacts, actor: Pick<BatchActor, 'id'>): BatchBlocker[] {
  return [
    ...(facts.composedById === actor.id || facts.composedByActor ? [{ code: 'COMPOSED_BY_ACTOR' }] : []),
    ...(facts.sealedById === actor.id ? [{ code: 'SEALED_BY_ACTOR' }] : []),
    ...named('KEYED_BY_ACTOR', facts.keyedByActor),
    ...named('VERIFIED_BY_ACTOR', facts.verifiedByActor),
    ...named('OWN_REGISTRATION', facts.ownRegistration),
  ];
}

/** What keeps a decree from covering so many rows: places left, its number, its date. */
export function decreeBlockers(
  rowCount: number,
  { quotaLeft, now, decree }: RatificationContext,
): BatchBlocker[] {
  return [
    ...(rowCount > quotaLeft ? [{ code: 'QUOTA', quotaLeft, rowCount }] : []),
    ...(decree?.numberUsed ? [{ code: 'DECREE_NO_USED' }] : []),
    ...(decree && decree.date > latestDay(now) ? [{ code: 'DECREE_DATE_FUTURE', date: decree.date }] : []),
  ];
}

/**
 * Everything that keeps this actor from ratifying this batch now (domain.md sections 4 and 6): separation of duties
 * per record, quota, freshness of checks and lists, the decree.
 */
export function ratificationBlockers(
  facts: RatificationFacts,
  actor: BatchActor,
  context: RatificationContext,
): BatchBlocker[] {
  const first = batchBlockers('ratify', facts, actor);
  if (first.some(({ code }) => code === 'STATUS_FORBIDS')) return first;
  return [
    ...first,
    ...dutyBlockers(facts, actor),
    ...signOffBlockers(facts.stages, actor.id),
    ...named('STALE_CHECK', facts.staleChecks),
    ...named('STALE_SCREENING', facts.staleScreenings),
    ...named('LIST_NEWER', facts.newerLists, { lists: facts.newerLists.lists }),
    ...decreeBlockers(facts.rowCount, context),
  ];
}
