import { changedFields } from '../audit/audit-rules.ts';
import type { Act, Actor } from '../audit/audit-service.ts';
import { blocked, conflict, invalid } from '../errors.ts';
import { kkFormatProblem, nikFormatProblem } from '../identity/nik-rules.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import type { WaveRecord } from '../reference/reference-schema.ts';
import { findWaveWithRules } from '../reference/reference-store.ts';
import { dayOf } from '../wib-day-rules.ts';
import { withMessages } from './blocker-rules.ts';
import type { DuplicateService } from './duplicate-service.ts';
import { assertAllowed, assertVersion, hand, loadCase, ruledBy, staleSubmission } from './submission-case.ts';
import type { Evidence } from './submission-evidence.ts';
import type { FormSealer } from './submission-form.ts';
import { keepRevisions } from './submission-revisions.ts';
import { editableFields, makesCheckStale, submitBlockers } from './submission-form-rules.ts';
import {
  type CreateSubmission,
  type EditSubmission,
  type SubmissionForm,
  type SubmissionRecord,
} from './submission-schema.ts';
import { addTransition, rowToSubmission, updateSubmission, type SubmissionRow } from './submission-store.ts';

/** Days in which a submitted registration should be decided. */
export const REVIEW_DAYS = 5;
const DAY_MS = 86_400_000;

export interface EntryDependencies {
  sealer: FormSealer;
  encryption: FieldEncryption;
  evidence: Evidence;
  duplicates: DuplicateService;
}

/** When a registration submitted at `now` is due. */
export const dueAfter = (now: string) => new Date(Date.parse(now) + REVIEW_DAYS * DAY_MS).toISOString();

function assertNumbers(form: Partial<Pick<SubmissionForm, 'nik' | 'kkNumber'>>): void {
  const nik = form.nik === undefined ? null : nikFormatProblem(form.nik);
  const kk = form.kkNumber === undefined ? null : kkFormatProblem(form.kkNumber);
  if (!nik && !kk) return;
  throw invalid('INVALID_INPUT', 'NIK or KK number is not one that can exist: compare it with the card.', {
    ...(nik ? { nik: nik } : {}),
    ...(kk ? { kkNumber: kk } : {}),
  });
}

/** Throws 422 for a regency that is none, and for somebody born after today. */
async function assertPossible(
  act: Act,
  { regionCode, birthDate }: Partial<Pick<SubmissionForm, 'regionCode' | 'birthDate'>>,
): Promise<void> {
  const errors: Record<string, string> = {};
  if (
    regionCode !== undefined &&
    !(await act.trx('regions').where({ code: regionCode, kind: 'regency' }).first('code'))
  )
    errors['regionCode'] = 'not the code of a regency or city';
  if (birthDate !== undefined && birthDate > dayOf(act.now)) errors['birthDate'] = 'lies in the future';
  if (Object.keys(errors).length > 0)
    throw invalid('INVALID_INPUT', 'Some fields are not as they must be: see the fields named.', errors);
}

/** What can be said of a form that is not whole yet. Throws 422 naming the fields that cannot be right. */
export async function assertFormPossible(
  act: Act,
  form: Partial<Pick<SubmissionForm, 'nik' | 'kkNumber' | 'regionCode' | 'birthDate'>>,
): Promise<void> {
  assertNumbers(form);
  await assertPossible(act, form);
}

/** When the wave stops taking registrations of a channel: offline hand-over may have a later deadline of its own. */
const closingOf = ({ handoverDeadline, closesAt }: WaveRecord, channel: string) =>
  channel === 'offline' && handoverDeadline && handoverDeadline > closesAt ? handoverDeadline : closesAt;

/** Whether the wave takes registrations of this channel at `now`. */
export const isOpen = (wave: WaveRecord, channel: string, now: string): boolean =>
  now >= wave.opensAt && now <= closingOf(wave, channel);

/** The wave takes registrations between its opening and its close; offline hand-over has its own deadline. */
export function assertOpen(wave: WaveRecord, channel: string, now: string): void {
  if (isOpen(wave, channel, now)) return;
  const closesAt = closingOf(wave, channel);
  throw blocked(withMessages([{ code: 'WAVE_CLOSED', opensAt: wave.opensAt, closesAt }]));
}

/** Where the NIK stands already in this wave, said without saying whose it is. */
async function assertNikFree(
  act: Act,
  waveId: number,
  nikBidx: string,
  exceptId: number | null,
): Promise<void> {
  const query = act
    .trx('submissions')
    .join('offices', 'offices.id', 'submissions.office_id')
    .where({ wave_id: waveId, nik_bidx: nikBidx })
    .whereNot('status', 'withdrawn');
  if (exceptId !== null) void query.whereNot('submissions.id', exceptId);
  const taken = (await query.first('registration_no', 'offices.name', 'status', 'office_id')) as
    { registration_no: string; name: string; status: string; office_id: number } | undefined;
  if (!taken) return;
  const own = taken.office_id === act.actor.officeId;
  const where = {
    office: taken.name,
    status: taken.status,
    registrationNo: own ? taken.registration_no : `${taken.registration_no.slice(0, 4)}…`,
  };
  throw conflict('DUPLICATE', `This NIK is already registered in this wave (${where.office}).`, {
    blockers: [{ code: 'DUPLICATE', message: 'NIK already registered in this wave', where }],
  });
}

export function createSubmissionEntry({ sealer, encryption, evidence, duplicates }: EntryDependencies) {
  async function reread(act: Act, id: number): Promise<SubmissionRecord> {
    return rowToSubmission((await act.trx('submissions').where({ id }).first()) as SubmissionRow);
  }

  /** Evidence is gathered the moment a registration is submitted: nobody has to ask for it. */
  async function gather(act: Act, ids: number[]): Promise<void> {
    await evidence.check(act, ids, 'submit');
    await evidence.screen(act, ids, 'submit');
    await duplicates.findPairs(act.trx, ids, act.now);
  }

  async function toSubmitted(
    act: Act,
    id: number,
    version: number | null,
    action: 'submit' | 'resubmit',
  ): Promise<SubmissionRecord> {
    const one = await loadCase(act.trx, act.actor, id);
    await assertVersion(act.trx, one.row, version);
    assertAllowed(action, one, act.actor, act.now);
    if (action === 'submit') assertOpen(one.wave, one.row.channel, act.now);
    const form = sealer.formOf(one.row);
    const missing = submitBlockers({ ...form, channel: one.row.channel });
    if (missing.length > 0) throw blocked(withMessages(missing));
    const moved = await updateSubmission(act.trx, one.row, {
      status: 'submitted',
      submitted_at: one.row.submitted_at ?? act.now,
      due_at: dueAfter(act.now),
      assignee_id: null,
      lease_until: null,
      updated_at: act.now,
    });
    if (!moved) throw await staleSubmission(act.trx, id, one.row.version + 1);
    await addTransition(act.trx, {
      submission_id: id,
      action,
      from_status: one.row.status,
      to_status: 'submitted',
      ...ruledBy(one.ruleSet),
      ...hand(act),
    });
    await gather(act, [id]);
    act.record({
      subject: 'submission',
      subjectId: id,
      before: { status: one.row.status },
      after: { status: 'submitted' },
    });
    return reread(act, id);
  }

  return {
    /**
     * Keys a form as a draft of the office of whoever keyed it: the actor, unless they bring what a colleague keyed elsewhere.
     * Throws 409 where the NIK is in the wave already.
     */
    async create(
      act: Act,
      input: CreateSubmission,
      keyer: Pick<Actor, 'id' | 'officeId'> = act.actor,
    ): Promise<SubmissionRecord> {
      const { waveId, channel, ...form } = input;
      await assertFormPossible(act, form);
      const found = await findWaveWithRules(act.trx, waveId);
      if (!found) throw invalid('UNKNOWN_WAVE', 'There is no such wave.', { waveId: 'unknown' });
      assertOpen(found.wave, channel, act.now);
      const named = sealer.newIdentity();
      const columns = sealer.columns(form, named.uid);
      await assertNikFree(act, waveId, columns.nik_bidx, null);
      const [row] = (await act
        .trx('submissions')
        .insert({
          ...named,
          ...columns,
          channel,
          status: 'draft',
          wave_id: waveId,
          office_id: keyer.officeId,
          keyed_by_id: keyer.id,
          created_at: act.now,
          updated_at: act.now,
        })
        .returning('*')) as SubmissionRow[];
      const record = rowToSubmission(row as SubmissionRow);
      await addTransition(act.trx, {
        submission_id: record.id,
        action: 'create',
        from_status: null,
        to_status: 'draft',
        ...ruledBy(found.ruleSet),
        ...hand(act),
      });
      act.record({
        subject: 'submission',
        subjectId: record.id,
        after: { ...form, waveId, channel, status: 'draft' },
      });
      return record;
    },

    /** Changes fields that may change in this status; the former form is kept as a revision. */
    async edit(
      act: Act,
      id: number,
      input: EditSubmission,
      sent: readonly string[],
    ): Promise<SubmissionRecord> {
      const one = await loadCase(act.trx, act.actor, id);
      await assertVersion(act.trx, one.row, input.version);
      assertAllowed('edit', one, act.actor, act.now);
      const before = sealer.formOf(one.row);
      const given = Object.fromEntries(
        Object.entries(input).filter(([field]) => field !== 'version' && sent.includes(field)),
      ) as Partial<SubmissionForm>;
      const after = { ...before, ...given };
      await assertPossible(act, after);
      const changes = changedFields(before, after);
      if (
        changes.names.includes('fullName') &&
        editableFields(one.row.status, one.row.submitted_at !== null) !== 'all'
      ) {
        throw invalid('NAME_LOCKED', 'The registered name can never be changed after submission.', {
          fullName: 'locked after submission',
        });
      }
      if (changes.names.length === 0) {
        act.record({ subject: 'submission', subjectId: id, details: { changed: [] } });
        return rowToSubmission(one.row);
      }
      assertNumbers(after);
      const columns = sealer.columns(after, one.row.uid);
      if (changes.names.includes('nik')) await assertNikFree(act, one.row.wave_id, columns.nik_bidx, id);
      await keepRevisions(act, encryption, [{ row: one.row, before, changed: changes.names }]);
      const stale = makesCheckStale(one.row.identity_outcome, changes.names);
      const saved = await updateSubmission(act.trx, one.row, {
        ...columns,
        identity_stale: stale ? 1 : one.row.identity_stale,
        updated_at: act.now,
      });
      if (!saved) throw await staleSubmission(act.trx, id, one.row.version + 1);
      act.record({
        subject: 'submission',
        subjectId: id,
        before: changes.before,
        after: changes.after,
        details: { changed: changes.names },
      });
      return reread(act, id);
    },

    submit: (act: Act, id: number, version: number | null) => toSubmitted(act, id, version, 'submit'),
    resubmit: (act: Act, id: number, version: number | null) => toSubmitted(act, id, version, 'resubmit'),
    gather,
  };
}
export type SubmissionEntry = ReturnType<typeof createSubmissionEntry>;
