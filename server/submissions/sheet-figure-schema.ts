import type { SubmissionStatus } from './submission-schema.ts';

/** The numbers of the reconciliation sheet, each of which opens its rows (domain.md section 6). */
export const SHEET_FIGURES = [
  'verified',
  'batched',
  'waiting',
  'ratified',
  'toSend',
  'sent',
  'confirmed',
  'returned',
  'refused',
  'pending',
  'uncorrected',
  'correcting',
  'dropped',
] as const;
export type SheetFigure = (typeof SHEET_FIGURES)[number];

/** Statuses of a registration whose verification stands in the round it is in. */
export const VERIFIED_STATUSES = [
  'verified',
  'batched',
  'ratified',
  'sent',
  'confirmed',
  'pmo_returned',
  'pmo_rejected',
  'revoked',
] as const satisfies readonly SubmissionStatus[];

/** The figures that are read off the registrations' own status in the round they are in. */
export const FIGURE_STATUSES = {
  waiting: ['verified'],
  toSend: ['ratified'],
  pending: ['sent'],
  // Came back, and nobody has opened it for correction yet.
  uncorrected: ['pmo_returned'],
  correcting: ['needs_correction', 'submitted', 'in_review', 'on_hold'],
  dropped: ['rejected', 'withdrawn'],
} as const satisfies Partial<Record<SheetFigure, readonly SubmissionStatus[]>>;

/** The figures that only later rounds have: in the first, nobody came back from one before. */
export const LATER_ROUNDS_ONLY: readonly SheetFigure[] = ['correcting', 'dropped'];

/** The PMO's answer behind a figure. */
export const FIGURE_RESULTS = {
  confirmed: 'CONFIRMED',
  returned: 'RETURNED',
  refused: 'REJECTED',
} as const satisfies Partial<Record<SheetFigure, string>>;
