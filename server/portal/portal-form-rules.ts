import { maskNumber } from '../privacy/privacy-rules.ts';
import { SETTLED_STATUSES } from '../submissions/document-retention-rules.ts';
import { missingDocuments, submitBlockers } from '../submissions/submission-form-rules.ts';
import { ACTIONS_BY_STATUS, type SubmissionAction } from '../submissions/submission-rules.ts';
import type { SubmissionForm, SubmissionStatus } from '../submissions/submission-schema.ts';
import {
  APPLICANT_FIELDS,
  type ApplicantField,
  type PortalSubmission,
  type SavedForm,
  type SaveForm,
} from './portal-schema.ts';

/** What an applicant has filled so far; a field that is not there was not filled. */
export type DraftForm = Partial<Pick<SubmissionForm, ApplicantField>>;

/** Fields that may stay empty on a form that is handed in. */
const OPTIONAL: ReadonlySet<ApplicantField> = new Set<ApplicantField>(['domicileAddress', 'desiredTraining']);

const filled = (value: unknown): boolean => value !== null && value !== undefined;

/** The fields that were sent, each with its new value; an absent field is not an empty one. */
export function sentFields(
  input: SaveForm,
  sent: readonly string[],
): Partial<Record<ApplicantField, unknown>> {
  return Object.fromEntries(
    APPLICANT_FIELDS.filter((name) => sent.includes(name)).map((name) => [name, input[name] ?? null]),
  );
}

/** A draft after some fields were saved: `null` empties one. */
export function mergedForm(before: DraftForm, given: Partial<Record<ApplicantField, unknown>>): DraftForm {
  return Object.fromEntries(
    Object.entries({ ...before, ...given }).filter(([, value]) => filled(value)),
  ) as DraftForm;
}

/** The fields a handed-in form cannot be without, of those that would be emptied. */
export const emptiedFields = (given: Partial<Record<ApplicantField, unknown>>): ApplicantField[] =>
  (Object.keys(given) as ApplicantField[]).filter((name) => !filled(given[name]) && !OPTIONAL.has(name));

type Missing = PortalSubmission['missing'][number];

const FIELD_OF_DOCUMENT: Record<string, string> = { ktp_photo: 'ktpPhoto', form_scan: 'formScan' };

/** All that is missing before a form can be handed in: fields, declarations, documents of the wave. */
export function missingOf(
  form: DraftForm,
  required: readonly string[],
  present: readonly string[],
): Missing[] {
  const fields = APPLICANT_FIELDS.filter((name) => !OPTIONAL.has(name) && !filled(form[name])).map(
    (field): Missing => ({ field, code: 'REQUIRED' }),
  );
  const unsigned = submitBlockers({
    ...{ channel: 'online' as const, luringReason: null, cameInPerson: null, originalKtpSeen: null },
    ...{ presenceNote: null, declarations: form.declarations ?? null },
  });
  return [
    ...fields,
    ...unsigned
      .filter(() => filled(form.declarations))
      .map(({ code, field }): Missing => ({ field: String(field), code })),
    ...missingDocuments(required, present).map(({ code, kind }): Missing => ({
      field: FIELD_OF_DOCUMENT[String(kind)] ?? String(kind),
      code,
    })),
  ];
}

/** The form as its owner reads it again: NIK and KK masked. */
export const savedForm = (fullName: string, form: DraftForm): SavedForm => ({
  fullName,
  nikMasked: form.nik === undefined ? null : maskNumber(form.nik),
  kkNumberMasked: form.kkNumber === undefined ? null : maskNumber(form.kkNumber),
  birthPlace: form.birthPlace ?? null,
  birthDate: form.birthDate ?? null,
  sex: form.sex ?? null,
  ktpAddress: form.ktpAddress ?? null,
  domicileAddress: form.domicileAddress ?? null,
  regionCode: form.regionCode ?? null,
  educationLevel: form.educationLevel ?? null,
  employmentStatus: form.employmentStatus ?? null,
  desiredTraining: form.desiredTraining ?? null,
  declarations: form.declarations ?? null,
});

/** An old registration that leads nowhere any more makes room for one in the wave that is open now. */
export const OVER: ReadonlySet<SubmissionStatus> = new Set<SubmissionStatus>(
  SETTLED_STATUSES.filter((status) => status !== 'confirmed'),
);

/** Whether the life of a registration (submission-rules.ts) has this act in this status. */
export const mayNow = (status: SubmissionStatus, action: SubmissionAction): boolean =>
  (ACTIONS_BY_STATUS[status] as readonly SubmissionAction[]).includes(action);
