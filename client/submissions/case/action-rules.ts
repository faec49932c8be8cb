import { readingReasons } from '@server/identity/reading-rules.ts';
import { REASONS, citableReasons } from '@server/reference/reason-rules.ts';
import { REASON_CODES, type Reason, type ReasonCode } from '@server/reference/reason-schema.ts';
import type { SubmissionAction } from '@server/submissions/submission-rules.ts';
import type { AvailableAction, CaseRecord } from './case-record.ts';

/** Acts that show on the bar even while they are blocked, so that the reviewer sees what unblocks them. */
export const DECISIONS = [
  'verify',
  'return',
  'reject',
  'hold',
] as const satisfies readonly SubmissionAction[];

/** Readings of a partial match, in their order: what comes next while one is due. */
export const READINGS = [
  'identity-settle',
  'second-read',
  'third-read',
] as const satisfies readonly SubmissionAction[];

/** An act that nothing here allows: the wrong role, the wrong place on the road, or another reader's turn. */
const NEVER_HERE = new Set([
  'ROLE_MAY_NOT',
  'STATUS_FORBIDS',
  'NOT_PARTIAL',
  'ALREADY_READ',
  'FIRST_READER_MISSING',
  'SECOND_READER_MISSING',
  'READERS_AGREE',
  'SAME_READER',
]);

/** What a person may read on the bar: acts possible now, and acts whose blockers can be cleared. */
export function shownActions(actions: readonly AvailableAction[]): AvailableAction[] {
  return actions.filter(({ blockers }) => !blockers.some(({ code }) => NEVER_HERE.has(code)));
}

export type ReasonKind = 'return' | 'reject' | 'revoke';

/** What an act asks before it is sent: nothing, coded reasons, a note, or a reader's verdict. */
export interface ActionForm {
  reasons?: ReasonKind;
  note?: 'optional' | 'required';
  reader?: boolean;
  person?: boolean;
}

export const ACTION_FORMS: Partial<Record<SubmissionAction, ActionForm>> = {
  return: { reasons: 'return', note: 'optional' },
  reject: { reasons: 'reject', note: 'optional' },
  hold: { note: 'required' },
  reopen: { note: 'required' },
  withdraw: { note: 'required' },
  revoke: { reasons: 'revoke', note: 'optional' },
  'identity-settle': { reader: true, note: 'optional' },
  'second-read': { reader: true, note: 'optional' },
  'third-read': { reader: true, note: 'required' },
  assign: { person: true },
};

const correctable = (code: ReasonCode): boolean => (REASONS[code] as Reason).correctable !== false;

/**
 * The codes offered for an act: what the actor may state and what the evidence suggests. A return asks the applicant
 * to mend something, so it offers only what can be mended; what the PMO returned is passed on for any such reason.
 */
export function offeredReasons(
  kind: ReasonKind,
  { reasons, status }: Pick<CaseRecord, 'reasons' | 'status'>,
): ReasonCode[] {
  if (kind === 'revoke') return citableReasons('pmo', []);
  if (kind === 'return' && status === 'pmo_returned') return REASON_CODES.filter(correctable);
  const codes = citableReasons('reviewer', reasons as ReasonCode[]);
  return kind === 'return' ? codes.filter(correctable) : codes;
}

/** The reasons a reader may give for the verdict chosen; none before one is. */
export function offeredReadings(
  verdict: Draft['verdict'],
  { reasons }: Pick<CaseRecord, 'reasons'>,
): readonly ReasonCode[] {
  return verdict ? readingReasons(verdict, reasons) : [];
}

/** The draft with a reader's verdict: a reason that does not fit it is taken back. */
export function withVerdict(
  verdict: NonNullable<Draft['verdict']>,
  { reasons }: Draft,
  record: Pick<CaseRecord, 'reasons'>,
): Pick<Draft, 'verdict' | 'reasons'> {
  const fitting: readonly string[] = offeredReadings(verdict, record);
  return { verdict, reasons: reasons.filter((code) => fitting.includes(code)) };
}

/** A note must explain codes that say nothing by themselves. */
export function noteNeeded(form: ActionForm, reasons: readonly string[]): boolean {
  const byReason = reasons.some((code) => (REASONS[code as ReasonCode] as Reason | undefined)?.noteRequired);
  return form.note === 'required' || byReason;
}

export interface Draft {
  reasons: string[];
  note: string;
  verdict: 'same_person' | 'different' | null;
  staffId: number | null;
}

export const EMPTY_DRAFT: Draft = { reasons: [], note: '', verdict: null, staffId: null };

/** What is still missing before an act can be sent; the names are keys of `case.missing`. */
export function missingInputs(form: ActionForm, draft: Draft): ('reasons' | 'note' | 'verdict' | 'person')[] {
  const missing: ('reasons' | 'note' | 'verdict' | 'person')[] = [];
  if (form.reader && draft.verdict === null) missing.push('verdict');
  if ((form.reasons ?? form.reader) && draft.reasons.length === 0) missing.push('reasons');
  if (noteNeeded(form, draft.reasons) && draft.note.trim() === '') missing.push('note');
  if (form.person && draft.staffId === null) missing.push('person');
  return missing;
}

/** The command's body beside `version`. A reader says which evidence they read: another check since is not theirs to settle. */
export function commandBody(
  action: SubmissionAction,
  draft: Draft,
  { evidence }: Pick<CaseRecord, 'evidence'>,
): Record<string, unknown> {
  const form = ACTION_FORMS[action];
  if (!form) return {};
  const note = draft.note.trim() || undefined;
  if (form.person) return { assigneeId: draft.staffId };
  if (form.reader)
    return { checkId: evidence?.checkId, verdict: draft.verdict, reason: draft.reasons[0], note };
  return form.reasons ? { reasons: draft.reasons, note } : { note };
}
