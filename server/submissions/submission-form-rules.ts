import type { Blocker } from './submission-rules.ts';
import {
  IDENTITY_INPUTS,
  type Channel,
  type SubmissionRecord,
  type SubmissionStatus,
} from './submission-schema.ts';

/** The fields that may still be edited: the name is locked once the registration was submitted (domain.md section 1). */
export function editableFields(
  status: SubmissionStatus,
  submittedBefore: boolean,
): 'none' | 'all' | 'all_but_name' {
  if (status === 'draft') return submittedBefore ? 'all_but_name' : 'all';
  return status === 'needs_correction' ? 'all_but_name' : 'none';
}

/** Whether a check that was made says nothing any more of a form in which these fields were changed (domain.md section 7). */
export const makesCheckStale = (
  outcome: SubmissionRecord['identityOutcome'],
  changed: readonly string[],
): boolean =>
  outcome !== 'unchecked' && changed.some((name) => (IDENTITY_INPUTS as readonly string[]).includes(name));

/**
 * What must be on the form before it is submitted, beyond the field shapes: at the counter, that the person came and
 * showed the original KTP, or why not (domain.md section 5); a reason for the offline road; every declaration.
 */
export function submitBlockers(form: {
  channel: Channel;
  luringReason: string | null;
  cameInPerson: boolean | null;
  originalKtpSeen: boolean | null;
  presenceNote: string | null;
  declarations: {
    dataTrue: boolean;
    notInEducation: boolean;
    notExcludedPost: boolean;
    consent: boolean;
  } | null;
}): Blocker[] {
  const blockers: Blocker[] = [];
  if (form.channel === 'offline' && !form.luringReason)
    blockers.push({ code: 'LURING_REASON_MISSING', field: 'luringReason' });
  blockers.push(...presenceBlockers(form));
  // The signed paper holds the declarations of an offline form; online they are ticked one by one.
  if (form.channel !== 'offline' && !(form.declarations && Object.values(form.declarations).every(Boolean))) {
    blockers.push({ code: 'DECLARATION_UNSIGNED', field: 'declarations' });
  }
  return blockers;
}

/** The documents of the wave's setting for this channel that the registration still lacks (domain.md section 5). */
export function missingDocuments(required: readonly string[], present: readonly string[]): Blocker[] {
  return required.filter((kind) => !present.includes(kind)).map((kind) => ({ code: 'DOC_MISSING', kind }));
}

/** At the counter the person must have come and shown the original KTP, or a reason stands on the form. */
export function presenceBlockers(form: {
  channel: Channel;
  cameInPerson: boolean | null;
  originalKtpSeen: boolean | null;
  presenceNote: string | null;
}): Blocker[] {
  if (form.channel !== 'offline' || form.presenceNote) return [];
  const blockers: Blocker[] = [];
  if (!form.cameInPerson) blockers.push({ code: 'PRESENCE_UNEXPLAINED', field: 'cameInPerson' });
  if (!form.originalKtpSeen) blockers.push({ code: 'KTP_NOT_SEEN_UNEXPLAINED', field: 'originalKtpSeen' });
  return blockers;
}
