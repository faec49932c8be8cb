import type { Act } from '../audit/audit-service.ts';

import { blocked, invalid, staleVersion } from '../errors.ts';
import { assertFormPossible } from '../submissions/submission-entry.ts';
import type { SubmissionEntry } from '../submissions/submission-entry.ts';
import type { SubmissionReview } from '../submissions/submission-review.ts';
import { CreateSubmission, type EditSubmission } from '../submissions/submission-schema.ts';
import type { SubmissionRow } from '../submissions/submission-store.ts';
import type { DocumentService } from '../documents/document-service.ts';
import type { Throttle } from '../auth/throttle.ts';
import { assertWithin, type Asked } from './applicant-account.ts';
import type { ApplicantRow, ApplicantSealer } from './applicant-store.ts';
import type { PortalActor } from './portal-actor.ts';
import { currentOf, type Current } from './portal-current.ts';
import { toPreparedDocument, type DraftRow, type PortalDrafts } from './portal-drafts.ts';
import { emptiedFields, mayNow, mergedForm, missingOf, sentFields } from './portal-form-rules.ts';
import { LIMITS } from './portal-limit-rules.ts';
import { notEditable, toldToApplicant, waveClosed } from './portal-refusals.ts';
import type { SaveForm } from './portal-schema.ts';

export interface FormDependencies {
  portal: PortalActor;
  sealer: ApplicantSealer;
  drafts: PortalDrafts;
  entry: SubmissionEntry;
  review: SubmissionReview;
  documents: DocumentService;
  throttle: Throttle;
}

/** The registration, or 409 where there is none that was handed in. */
function handedIn(current: Current | null): SubmissionRow {
  if (!current?.submission) throw notEditable('NOT_SUBMITTED');
  return current.submission;
}

/** Filling, handing in, correcting and withdrawing, through the same rules as at a counter. */
export function createPortalForm({
  portal,
  sealer,
  drafts,
  entry,
  review,
  documents,
  throttle,
}: FormDependencies) {
  async function saveDraft(
    act: Act,
    row: ApplicantRow,
    current: Current | null,
    input: SaveForm,
    given: Given,
  ) {
    if (!current?.open) throw waveClosed();
    // Only once the version is right is a row made where there was none.
    if (input.version !== (current.draft?.version ?? 0))
      throw staleVersion({ version: current.draft?.version ?? 0 });
    const draft = await drafts.ensure(act.trx, row.id, current.wave.id, act.now);
    const form = mergedForm(drafts.formOf(draft), given);
    await assertFormPossible(act, form);
    await drafts.save(act.trx, draft, input.version, form, act.now);
    act.record({ subject: 'applicant', subjectId: row.id, details: { fields: Object.keys(given) } });
  }

  async function correct(act: Act, submission: SubmissionRow, version: number, given: Given) {
    if (!mayNow(submission.status, 'edit')) throw notEditable();
    const emptied = emptiedFields(given);
    if (emptied.length > 0)
      throw invalid(
        'INVALID_INPUT',
        'Some fields are not as they must be: see the fields named.',
        Object.fromEntries(emptied.map((name) => [name, 'is required'])),
      );
    const edit = { ...given, version: Math.max(1, version) } as EditSubmission;
    await entry.edit(act, submission.id, edit, Object.keys(given));
  }

  /** Hands a draft in: it becomes a registration, submitted in the same act, or nothing at all. */
  async function handIn(act: Act, row: ApplicantRow, current: Current, draft: DraftRow, version: number) {
    const files = await drafts.documentsOf(act.trx, draft.id);
    const form = drafts.formOf(draft);
    const missing = missingOf(
      form,
      current.wave.requiredDocuments.online,
      files.map(({ kind }) => kind),
    );
    if (missing.length > 0) throw blocked(missing);
    await drafts.take(act.trx, draft, version);
    const { fullName, email, phone } = sealer.toRecord(row);
    const whole = CreateSubmission.parse({
      ...form,
      ...{ fullName, email, phone, waveId: current.wave.id, channel: 'online', proposer: 'KEMENTERIAN' },
    });
    const keyed: Act = {
      ...act,
      record: (one) => act.record({ ...one, action: 'submission.created' }),
    };
    const created = await entry.create(keyed, whole);
    await act.trx('portal_registrations').insert({
      ...{ submission_id: created.id, applicant_id: row.id, wave_id: current.wave.id, created_at: act.now },
    });
    for (const file of files)
      await documents.add(act, { submissionId: created.id }, file.kind, toPreparedDocument(file));
    await entry.submit(act, created.id, created.version);
  }

  return {
    /** Saves some fields. Throws 409 for another version, a closed wave, or a registration that is under review. */
    save: (asked: Asked, row: ApplicantRow, input: SaveForm, sent: readonly string[]) =>
      toldToApplicant(async () => {
        // A form saves itself after every pause in typing, and no faster.
        await assertWithin(throttle, LIMITS.saveWho, String(row.id));
        await portal.act({ action: 'submission.edited', ...asked, applicantId: row.id }, async (act) => {
          const current = await currentOf(act.trx, row.id, act.now);
          const given = sentFields(input, sent);
          if (current?.submission) await correct(act, current.submission, input.version, given);
          else await saveDraft(act, row, current, input, given);
        });
      }),

    /** Hands in a form, or a corrected registration again. Throws 409 with all that is in the way. */
    submit: (asked: Asked, row: ApplicantRow, version: number) =>
      toldToApplicant(() =>
        portal.act({ action: 'submission.submitted', ...asked, applicantId: row.id }, async (act) => {
          // Two tabs hand in one after the other, and nobody ends the account meanwhile.
          await act.trx('applicants').where({ id: row.id }).forUpdate().first('id');
          const current = await currentOf(act.trx, row.id, act.now);
          if (current?.submission) return resubmit(act, current.submission, version);
          if (!current?.open) throw waveClosed();
          if (!current.draft) throw staleVersion({ version: 0 });
          if (current.draft.version !== version) throw staleVersion({ version: current.draft.version });
          return handIn(act, row, current, current.draft, version);
        }),
      ),

    withdraw: (asked: Asked, row: ApplicantRow, version: number, note: string | null) =>
      toldToApplicant(() =>
        portal.act({ action: 'submission.withdrawn', ...asked, applicantId: row.id }, async (act) => {
          const { id } = handedIn(await currentOf(act.trx, row.id, act.now));
          await review.withdraw(act, id, version, note);
        }),
      ),
  };

  async function resubmit(act: Act, submission: SubmissionRow, version: number) {
    if (!mayNow(submission.status, 'resubmit')) throw notEditable('ALREADY_SUBMITTED');
    const again: Act = {
      ...act,
      record: (one) => act.record({ ...one, action: 'submission.resubmitted' }),
    };
    await entry.resubmit(again, submission.id, version);
  }
}
export type PortalForm = ReturnType<typeof createPortalForm>;

type Given = ReturnType<typeof sentFields>;
