import type { DocumentKind } from '../documents/document-schema.ts';
import type { SubmissionStatus } from './submission-schema.ts';

/** How long pictures of people's cards are kept after their registration has ended, and who answers for it (domain.md 11). */
export interface RetentionRule {
  days: number;
  owner: string;
}

/** The kinds whose time ends: a copy of the KTP is deleted after use; what was signed is evidence and stays. */
export const DELETED_AFTER_USE = ['ktp_photo'] as const satisfies readonly DocumentKind[];

/** Where a registration has ended: nothing further is decided by its papers. */
export const SETTLED_STATUSES = [
  'confirmed',
  'pmo_rejected',
  'rejected',
  'withdrawn',
  'revoked',
] as const satisfies readonly SubmissionStatus[];

const DAY_MS = 86_400_000;

/** Until when a copy is kept of a registration that ended at an instant. Both ISO 8601 UTC. */
export const keptUntil = (settledAt: string, { days }: RetentionRule): string =>
  new Date(Date.parse(settledAt) + days * DAY_MS).toISOString();

/** Whoever ended at this instant or before has been kept long enough. @param now ISO 8601 UTC, as is the answer. */
export const settledBy = (now: string, { days }: RetentionRule): string =>
  new Date(Date.parse(now) - days * DAY_MS).toISOString();
