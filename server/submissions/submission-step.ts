import type { AuditEntry } from '../audit/audit-schema.ts';
import type { Act } from '../audit/audit-service.ts';
import { invalid } from '../errors.ts';
import type { SettlementVerdict } from '../identity/identity-schema.ts';
import { readingReasons } from '../identity/reading-rules.ts';
import { citableReasons } from '../reference/reason-rules.ts';
import type { ReasonCode, ReasonSource } from '../reference/reason-schema.ts';
import {
  assertAllowed,
  assertVersion,
  hand,
  loadCase,
  staleSubmission,
  type SubmissionCase,
} from './submission-case.ts';
import { EVENT_FOR_ACTION } from './submission-event-rules.ts';
import { STATUS_AFTER, type SubmissionAction } from './submission-rules.ts';
import type { SubmissionRecord } from './submission-schema.ts';
import { addTransition, rowToSubmission, updateSubmission, type SubmissionRow } from './submission-store.ts';

const MINUTE_MS = 60_000;

export interface Step {
  version: number | null;
  reasons?: readonly ReasonCode[];
  note?: string | null;
  /** Columns that change beside the status. */
  columns?: Partial<SubmissionRow>;
  /** What the step's event says beside statuses and reasons. */
  trace?: Pick<AuditEntry, 'after' | 'details'>;
}

/** Nobody holds the case any more. */
export const NO_HOLDER = { assignee_id: null, lease_until: null } as const;

export const leaseEnd = (one: SubmissionCase, now: string) =>
  new Date(Date.parse(now) + one.wave.leaseMinutes * MINUTE_MS).toISOString();

export const loadForAct = (act: Act, id: number) => loadCase(act.trx, act.actor, id);

export async function recordNow(act: Act, id: number): Promise<SubmissionRecord> {
  return rowToSubmission((await act.trx('submissions').where({ id }).first()) as SubmissionRow);
}

/** The one road to a new status: version, rules, row, transition and event, all in the act. */
export async function step(
  act: Act,
  one: SubmissionCase,
  action: SubmissionAction,
  { version, reasons = [], note = null, columns = {}, trace = {} }: Step,
  blockers = true,
): Promise<SubmissionRecord> {
  const { row } = one;
  await assertVersion(act.trx, row, version);
  if (blockers) assertAllowed(action, one, act.actor, act.now);
  const to = STATUS_AFTER[action] ?? row.status;
  const moved = await updateSubmission(act.trx, row, { status: to, updated_at: act.now, ...columns });
  if (!moved) throw await staleSubmission(act.trx, row.id, row.version + 1);
  await addTransition(act.trx, {
    submission_id: row.id,
    action,
    from_status: row.status,
    to_status: to,
    reason_codes: reasons.length > 0 ? JSON.stringify(reasons) : null,
    note,
    rule_set_code: one.ruleSet.code,
    rule_set_version: one.ruleSet.rulesVersion,
    batch_id: row.batch_id,
    ...hand(act),
  });
  act.record({
    // Its own name: one act may take more than one step, as a bulk decision claims first.
    action: EVENT_FOR_ACTION[action],
    subject: 'submission',
    subjectId: row.id,
    before: { status: row.status, ...(note ? { note: null } : {}) },
    after: { status: to, ...(note ? { note } : {}), ...trace.after },
    details: {
      ...{ reasons, ruleSet: one.ruleSet.code, ruleSetVersion: one.ruleSet.rulesVersion },
      ...trace.details,
    },
  });
  return {
    ...rowToSubmission({ ...row, ...columns, status: to, version: row.version + 1, updated_at: act.now }),
  };
}

/** What the newest evidence says against a registration. */
const suggestedBy = (row: Pick<SubmissionRow, 'reason_codes'>): ReasonCode[] =>
  row.reason_codes === null ? [] : (JSON.parse(row.reason_codes) as ReasonCode[]);

const notCitable = (field: string, codes: readonly ReasonCode[]) =>
  invalid('REASON_NOT_CITABLE', `These reasons are not yours to give here: ${codes.join(', ')}.`, {
    [field]: codes.join(', '),
  });

/** Throws 422 for a reason that does not fit a reader’s verdict on this evidence. */
export function assertReadingReason(
  verdict: SettlementVerdict,
  reason: ReasonCode,
  row: SubmissionRow,
): void {
  if (!readingReasons(verdict, suggestedBy(row)).includes(reason)) throw notCitable('reason', [reason]);
}

/** Throws 422 for reasons that are not the actor’s to give on this evidence, or that lack their note. */
export function assertReasons(
  source: ReasonSource,
  reasons: readonly ReasonCode[],
  row: SubmissionRow,
  note: string | null,
): void {
  const citable = citableReasons(source, suggestedBy(row));
  const foreign = reasons.filter((code) => !citable.includes(code));
  if (foreign.length > 0) throw notCitable('reasons', foreign);
  if (reasons.includes('PMO_OTHER') && !note)
    throw invalid('NOTE_MISSING', 'This reason needs a note.', { note: 'required' });
}
