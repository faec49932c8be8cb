import { backOff } from '../back-off-rules.ts';
import type { SubmissionAction } from '../submissions/submission-rules.ts';
import type { SubmissionStatus } from '../submissions/submission-schema.ts';
import type { NoticeKind, NoticeStatus } from './notice-schema.ts';

/**
 * The acts an applicant is told of; `null` says that it is none of them. The PMO's return is not: the coordinator passes
 * it on first, and that is what the applicant reads. The same acts stand in the database's trigger.
 */
export const KIND_OF_ACTION = {
  edit: null,
  submit: null,
  resubmit: null,
  claim: null,
  release: null,
  hold: null,
  resume: null,
  return: 'correction',
  verify: null,
  reject: 'rejected',
  reopen: null,
  undo: null,
  // The person withdrew: there is nothing to tell them.
  withdraw: null,
  assign: null,
  'identity-check': null,
  'identity-settle': null,
  'second-read': null,
  'third-read': null,
  batch: null,
  unbatch: null,
  // Ratified is not confirmed: telling it would promise what the PMO may still refuse.
  ratify: null,
  send: null,
  unsend: null,
  confirm: 'confirmed',
  'pmo-return': null,
  'pmo-reject': 'pmo_rejected',
  revoke: 'revoked',
} as const satisfies Record<SubmissionAction, NoticeKind | null>;

/** The status a decision leaves; while the registration stands elsewhere the decision does not hold. */
export const STATUS_OF_KIND = {
  confirmed: 'confirmed',
  rejected: 'rejected',
  pmo_rejected: 'pmo_rejected',
  correction: 'needs_correction',
  revoked: 'revoked',
} as const satisfies Record<NoticeKind, SubmissionStatus>;

/** So long a decision can still be taken back before it is told, in hours: only a rejection is reopened by a colleague. */
export const HOLD_HOURS = {
  confirmed: 0,
  rejected: 24,
  pmo_rejected: 0,
  correction: 0,
  revoked: 0,
} as const satisfies Record<NoticeKind, number>;

/** What a notice may become; the same pairs stand in the database's trigger. */
export const NOTICE_MOVES = {
  new: ['held', 'dropped'],
  held: ['sending', 'to_print', 'dropped'],
  sending: ['sent', 'held', 'failed'],
  sent: [],
  failed: ['held', 'to_print', 'dropped'],
  to_print: ['printing', 'dropped'],
  printing: ['printed', 'to_print'],
  printed: [],
  dropped: [],
} as const satisfies Record<NoticeStatus, readonly NoticeStatus[]>;

const HOUR_MS = 3_600_000;

/** The first instant at which a decision may be told. */
export const dueAtOf = (kind: NoticeKind, decidedAt: string): string =>
  new Date(Date.parse(decidedAt) + HOLD_HOURS[kind] * HOUR_MS).toISOString();

export interface Decision {
  kind: NoticeKind;
  decidedAt: string;
}

/** How the registration stands now. */
export interface Standing {
  status: SubmissionStatus;
  /** True where it left the decision's status since, even if it came back to it by another decision. */
  movedOn: boolean;
}

export type NoticeVerdict =
  { verdict: 'hold'; until: string } | { verdict: 'drop'; why: 'SUPERSEDED' } | { verdict: 'release' };

/**
 * Whether a decision is final and may be told: it must still hold, and the time in which it is taken back must be over.
 * What does not hold any more is never told.
 */
export function noticeVerdict(decision: Decision, standing: Standing, now: string): NoticeVerdict {
  if (standing.movedOn || standing.status !== STATUS_OF_KIND[decision.kind])
    return { verdict: 'drop', why: 'SUPERSEDED' };
  const until = dueAtOf(decision.kind, decision.decidedAt);
  return until > now ? { verdict: 'hold', until } : { verdict: 'release' };
}

const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 6 * HOUR_MS;
/** After so many attempts somebody looks at it; a retry by hand allows as many again. */
export const ATTEMPTS_BEFORE_HELP = 8;

/** How long a notice waits before its next attempt: from a minute to six hours; see `backOff`. */
export const waitAfter = (attempts: number, chance: number): number =>
  backOff({ firstMs: FIRST_WAIT_MS, longestMs: LONGEST_WAIT_MS }, attempts, chance);

export const needsHelp = (attempts: number): boolean => attempts % ATTEMPTS_BEFORE_HELP === 0;

/** An address as it may be shown and kept: the first letter and the domain. */
export function maskedAddress(email: string): string {
  const at = email.lastIndexOf('@');
  return at < 1 ? '…' : `${email.slice(0, 1)}…${email.slice(at)}`;
}

/** Digits with blanks, dots or dashes between them, as somebody writes a NIK, a KK or an account number. */
const LONG_NUMBER = /\d(?:[\s.\u2010-\u2015\u00a0-]{0,2}\d){9,}/g;

/** A text without any number long enough to be a NIK: what colleagues write into a note is not always for the post. */
export const withoutNumbers = (text: string): string => text.replace(LONG_NUMBER, '…');
