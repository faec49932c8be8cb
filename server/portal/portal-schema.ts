import { z } from 'zod';
import { Sha256, SubmissionDocumentKind } from '../documents/document-schema.ts';
import { REASON_CODES } from '../reference/reason-code-schema.ts';
import {
  Declarations,
  EMAIL_SHAPE,
  SUBMISSION_STATUSES,
  SubmissionForm,
} from '../submissions/submission-schema.ts';

/** The shapes of the applicants' portal (`/api/portal`, domain.md 1): accounts, the form they fill, and where it stands. */

const email = z
  .string()
  .trim()
  .max(120)
  .regex(EMAIL_SHAPE, 'not an e-mail address')
  .transform((text) => text.toLowerCase());
const phone = z
  .string()
  .trim()
  .regex(/^(\+62|0)8\d{7,12}$/, '08… or +628…')
  .transform((text) => text.replace(/^0/, '+62'));
/** Strength is judged by the server, which knows the account's own words. */
const password = z.string().min(12).max(128);
const shortCode = z.string().regex(/^\d{6}$/, '6 digits');

/** POST register. The name is the one on the KTP and can never be changed afterwards (domain.md 1.2). */
export const RegisterApplicant = z.strictObject({
  fullName: SubmissionForm.shape.fullName,
  email,
  phone,
  password,
});
export type RegisterApplicant = z.infer<typeof RegisterApplicant>;

/** What proves that a mail arrived: the link's token, or the address with the code that stands in the mail. */
export const MailProof = z.union([
  z.strictObject({ token: z.string().min(20).max(100) }),
  z.strictObject({ email, code: shortCode }),
]);
export type MailProof = z.infer<typeof MailProof>;

export const EmailOnly = z.strictObject({ email });
export const PortalLogin = z.strictObject({ email, password: z.string().min(1).max(128) });
export const PhoneCode = z.strictObject({ code: shortCode });
export const ChangePassword = z.strictObject({ current: z.string().min(1).max(128), next: password });
export const ResetPassword = z.union([
  z.strictObject({ token: z.string().min(20).max(100), password }),
  z.strictObject({ email, code: shortCode, password }),
]);
export const DeleteAccount = z.strictObject({ password: z.string().min(1).max(128) });

export const Applicant = z.object({
  fullName: z.string(),
  email: z.string(),
  phone: z.string(),
  emailVerified: z.boolean(),
  phoneVerified: z.boolean(),
  createdAt: z.string(),
});
export type Applicant = z.infer<typeof Applicant>;

/** The wave that takes online registrations now. */
export const OpenWave = z.object({ name: z.string(), opensAt: z.string(), closesAt: z.string() });
export type OpenWave = z.infer<typeof OpenWave>;

/**
 * Where a registration is, in the words of whoever registered: `filling` not yet sent in · `received` waits for a reviewer, or
 * is with one · `mend` sent back to be corrected · `verified` identity and eligibility found right · `ratifying` in a batch for
 * the Minister · `ratified` · `forwarded` with the PMO · `confirmed` · `looked_at_again` returned by the PMO to the ministry ·
 * `refused` · `withdrawn` · `revoked`.
 */
export const STAGES = [
  'filling',
  'received',
  'mend',
  'verified',
  'ratifying',
  'ratified',
  'forwarded',
  'confirmed',
  'looked_at_again',
  'refused',
  'withdrawn',
  'revoked',
] as const;
export type Stage = (typeof STAGES)[number];

export const StageReached = z.object({ stage: z.enum(STAGES), at: z.string() });
export type StageReached = z.infer<typeof StageReached>;

/** Every field of the form that an applicant fills; the name is the account's, office and proposer are not theirs to say. */
export const APPLICANT_FIELDS = [
  'nik',
  'kkNumber',
  'birthPlace',
  'birthDate',
  'sex',
  'ktpAddress',
  'domicileAddress',
  'regionCode',
  'educationLevel',
  'employmentStatus',
  'desiredTraining',
  'declarations',
] as const satisfies readonly (keyof SubmissionForm)[];
export type ApplicantField = (typeof APPLICANT_FIELDS)[number];

const fields = SubmissionForm.pick(
  Object.fromEntries(APPLICANT_FIELDS.map((name) => [name, true])) as Record<ApplicantField, true>,
);

/** PUT submission: any of the fields, each whole; what is absent keeps its value, `null` empties one that was filled. */
export const SaveForm = z.strictObject({
  version: z.number().int().nonnegative(),
  nik: fields.shape.nik.nullish(),
  kkNumber: fields.shape.kkNumber.nullish(),
  birthPlace: fields.shape.birthPlace.nullish(),
  birthDate: fields.shape.birthDate.nullish(),
  sex: fields.shape.sex.nullish(),
  ktpAddress: fields.shape.ktpAddress.nullish(),
  domicileAddress: fields.shape.domicileAddress,
  regionCode: fields.shape.regionCode.nullish(),
  educationLevel: fields.shape.educationLevel.nullish(),
  employmentStatus: fields.shape.employmentStatus.nullish(),
  desiredTraining: fields.shape.desiredTraining,
  declarations: Declarations.nullish(),
});
export type SaveForm = z.infer<typeof SaveForm>;

/** The form as saved: NIK and KK masked, never whole; null where nothing was filled yet. */
export const SavedForm = z.object({
  fullName: z.string(),
  nikMasked: z.string().nullable(),
  kkNumberMasked: z.string().nullable(),
  birthPlace: z.string().nullable(),
  birthDate: z.string().nullable(),
  sex: z.enum(['L', 'P']).nullable(),
  ktpAddress: z.string().nullable(),
  domicileAddress: z.string().nullable(),
  regionCode: z.string().nullable(),
  educationLevel: z.string().nullable(),
  employmentStatus: z.string().nullable(),
  desiredTraining: z.string().nullable(),
  declarations: Declarations.nullable(),
});
export type SavedForm = z.infer<typeof SavedForm>;

/** A picture the applicant gave; the picture itself is read under `submission/documents/:id/content`. */
export const PortalDocument = z.object({
  id: z.number().int(),
  kind: SubmissionDocumentKind,
  size: z.number().int(),
  sha256: Sha256,
  createdAt: z.string(),
});
export type PortalDocument = z.infer<typeof PortalDocument>;

export const AttachPortalDocument = z.strictObject({ kind: SubmissionDocumentKind });

/** Why it was sent back or refused, with what the applicant can do; `fields` are those it is about, where it is about any. */
export const PortalReason = z.object({
  code: z.enum(REASON_CODES),
  label: z.object({ id: z.string(), en: z.string() }),
  remedy: z.object({ id: z.string(), en: z.string() }).nullable(),
  fields: z.array(z.enum([...APPLICANT_FIELDS, 'ktpPhoto'])),
});
export type PortalReason = z.infer<typeof PortalReason>;

/** The applicant's registration in the open wave, or in the last one they took part in. */
export const PortalSubmission = z.object({
  /** 0 before anything was saved. */
  version: z.number().int(),
  waveName: z.string(),
  /** When the wave stops taking online registrations, ISO 8601. */
  closesAt: z.string(),
  registrationNo: z.string().nullable(),
  status: z.enum(SUBMISSION_STATUSES),
  stage: z.enum(STAGES),
  timeline: z.array(StageReached),
  form: SavedForm,
  /** What may be changed now; the name never may. */
  editable: z.boolean(),
  /** What is still missing before it can be sent in; empty once it may be. */
  missing: z.array(z.object({ field: z.string(), code: z.string() })),
  reasons: z.array(PortalReason),
  /** What the reviewer wrote to the applicant, where they did. */
  note: z.string().nullable(),
  documents: z.array(PortalDocument),
  withdrawable: z.boolean(),
});
export type PortalSubmission = z.infer<typeof PortalSubmission>;

/** GET me: everything the dashboard needs. */
export const PortalMe = z.object({
  applicant: Applicant,
  wave: OpenWave.nullable(),
  submission: PortalSubmission.nullable(),
});
export type PortalMe = z.infer<typeof PortalMe>;

export const SubmitForm = z.strictObject({ version: z.number().int().positive() });
export const WithdrawForm = z.strictObject({
  version: z.number().int().positive(),
  note: z
    .string()
    .trim()
    .max(300)
    .nullish()
    .transform((text) => text || null),
});

/** POST status: what the receipt says, and nothing else (api.md, Portal). */
export const AskStatus = z.strictObject({
  registrationNo: z.string().trim().min(8).max(32),
  birthDate: SubmissionForm.shape.birthDate,
});
export type AskStatus = z.infer<typeof AskStatus>;

/** Names nobody: stage, dates, and the reasons with their remedies. */
export const StatusAnswer = z.object({
  registrationNo: z.string(),
  waveName: z.string(),
  stage: z.enum(STAGES),
  timeline: z.array(StageReached),
  reasons: z.array(PortalReason),
});
export type StatusAnswer = z.infer<typeof StatusAnswer>;

export const PortalSession = z.object({
  id: z.number().int(),
  startedAt: z.string(),
  lastSeenAt: z.string(),
  current: z.boolean(),
});
export type PortalSession = z.infer<typeof PortalSession>;
