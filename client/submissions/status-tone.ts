import type { ToneOf } from '../i18n/fields.tsx';
import type { SubmissionStatus } from '@server/submissions/submission-schema.ts';

type Tone = ReturnType<ToneOf>;

const STATUS: Record<SubmissionStatus, Tone> = {
  draft: 'default',
  submitted: 'info',
  in_review: 'primary',
  needs_correction: 'warning',
  on_hold: 'warning',
  verified: 'success',
  batched: 'success',
  ratified: 'success',
  sent: 'success',
  confirmed: 'success',
  pmo_returned: 'warning',
  pmo_rejected: 'error',
  rejected: 'error',
  withdrawn: 'default',
  revoked: 'error',
};

export const statusTone: ToneOf = (status) => STATUS[status as SubmissionStatus] ?? 'default';

const IDENTITY: Record<string, Tone> = {
  unchecked: 'default',
  matched: 'success',
  partial: 'warning',
  unavailable: 'info',
};

export const identityTone: ToneOf = (outcome) => IDENTITY[outcome] ?? 'error';

const SCREENING: Record<string, Tone> = {
  unchecked: 'default',
  clear: 'success',
  unknown: 'warning',
  hit: 'error',
};

export const screeningTone: ToneOf = (outcome) => SCREENING[outcome] ?? 'default';
