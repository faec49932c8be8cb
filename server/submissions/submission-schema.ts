import { z } from 'zod';

/** The words of a registration: statuses, enumerations and the shapes that cross the wire (domain.md 3, 5, 10). */
export const SUBMISSION_STATUSES = [
  'draft',
  'submitted',
  'in_review',
  'needs_correction',
  'on_hold',
  'verified',
  'batched',
  'ratified',
  'sent',
  'confirmed',
  'pmo_returned',
  'pmo_rejected',
  'rejected',
  'withdrawn',
  'revoked',
] as const;
export type SubmissionStatus = (typeof SUBMISSION_STATUSES)[number];

export const CHANNELS = ['online', 'offline', 'assisted'] as const;
export type Channel = (typeof CHANNELS)[number];

export const SEXES = ['L', 'P'] as const;
export const EDUCATION_LEVELS = [
  'TIDAK_SEKOLAH',
  'SD',
  'SMP',
  'SMA',
  'SMK',
  'D1',
  'D2',
  'D3',
  'D4',
  'S1',
  'S2',
  'S3',
] as const;
export const EMPLOYMENT_STATUSES = [
  'PENCARI_KERJA',
  'PHK',
  'DIRUMAHKAN',
  'BUKAN_PENERIMA_UPAH',
  'UMK',
  'PEKERJA',
] as const;
export const PROPOSERS = ['DINAS', 'KEMENTERIAN', 'LEMBAGA_NEGARA', 'ORMAS', 'SERIKAT'] as const;
export const LURING_REASONS = ['INFRASTRUKTUR', 'KEBIJAKAN'] as const;
export const SUBMISSION_IDENTITY_OUTCOMES = [
  'unchecked',
  'matched',
  'partial',
  'mismatched',
  'not_found',
  'inactive',
  'duplicate',
  'deceased',
  'unavailable',
] as const;
export const SUBMISSION_SCREENING_OUTCOMES = ['unchecked', 'clear', 'hit', 'unknown'] as const;
/** Answers of the register that settle a person is not as on the form; no answer is none of them. */
export const NOT_AS_REGISTERED = ['mismatched', 'not_found', 'inactive', 'duplicate', 'deceased'] as const;
/** What the list's filter `signal` asks for, always of one wave and one office. */
export const SUBMISSION_SIGNALS = [
  'identity_mismatch',
  'nik_zero',
  'nik_run',
  'shared_phone',
  'keyed_by_hand',
] as const;
export type SubmissionSignal = (typeof SUBMISSION_SIGNALS)[number];

/** What the list's filter `reading` asks for: partial matches that wait for a second reader, or for a coordinator. */
export const READING_QUEUES = ['awaits_second', 'disagree'] as const;
export type ReadingQueue = (typeof READING_QUEUES)[number];

/** A real calendar day, yyyy-mm-dd. */
export const isoDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'yyyy-mm-dd')
  .refine((text) => {
    const [year, month, day] = text.split('-').map(Number) as [number, number, number];
    const date = new Date(Date.UTC(year, month - 1, day));
    return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  }, 'not a day of the calendar');

const line = (max: number) => z.string().trim().min(1).max(max);
const optionalLine = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .nullish()
    .transform((text) => (text ? text : null));

/**
 * The shape of an e-mail address on paper. Looser than the standard, which forbids two dots in a row: providers have given such
 * addresses out, and a form is not wrong because of one. Whether mail arrives is found out by sending it.
 */
export const EMAIL_SHAPE = /^[^\s@<>()[\]\\,;:"]+@(?:[a-z0-9-]+\.)+[a-z]{2,}$/i;

/** What the applicant declares, one by one; all must be true before submitting. */
export const Declarations = z.strictObject({
  dataTrue: z.boolean(),
  notInEducation: z.boolean(),
  notExcludedPost: z.boolean(),
  consent: z.boolean(),
});
export type Declarations = z.infer<typeof Declarations>;

/** The form's own fields, the same online and offline. NIK and KK go in in clear and never come back. */
export const SubmissionForm = z.strictObject({
  fullName: z.string().trim().min(1).max(60),
  nik: z.string().regex(/^\d{16}$/, '16 digits'),
  kkNumber: z.string().regex(/^\d{16}$/, '16 digits'),
  birthPlace: line(60),
  birthDate: isoDate,
  sex: z.enum(SEXES),
  email: z
    .union([z.literal(''), z.string().max(120).regex(EMAIL_SHAPE, 'not an e-mail address')])
    .nullish()
    .transform((text) => (text ? text.toLowerCase() : null)),
  phone: z
    .union([z.literal(''), z.string().regex(/^(\+62|0)8\d{7,12}$/, '08… or +628…')])
    .nullish()
    .transform((text) => (text ? text.replace(/^0/, '+62') : null)),
  ktpAddress: line(200),
  domicileAddress: optionalLine(200),
  regionCode: z.string().regex(/^\d{2}\.\d{2}$/, 'NN.NN'),
  educationLevel: z.enum(EDUCATION_LEVELS),
  employmentStatus: z.enum(EMPLOYMENT_STATUSES),
  desiredTraining: optionalLine(120),
  proposer: z.enum(PROPOSERS),
  luringReason: z
    .enum(LURING_REASONS)
    .nullish()
    .transform((value) => value ?? null),
  cameInPerson: z
    .boolean()
    .nullish()
    .transform((value) => value ?? null),
  originalKtpSeen: z
    .boolean()
    .nullish()
    .transform((value) => value ?? null),
  presenceNote: optionalLine(300),
  declarations: Declarations.nullish().transform((value) => value ?? null),
});
export type SubmissionForm = z.infer<typeof SubmissionForm>;

/** POST /api/submissions. `clientKey` makes a repeated create harmless. */
export const CreateSubmission = SubmissionForm.extend({
  waveId: z.number().int().positive(),
  channel: z.enum(CHANNELS).default('offline'),
});
export type CreateSubmission = z.infer<typeof CreateSubmission>;

/**
 * PUT /api/submissions/:id: any of the form's fields, in the statuses where they may change. An absent field keeps
 * its value, so the wire form has neither the defaults nor the null-filling of the create form.
 */
export const EditSubmission = z.strictObject({
  version: z.number().int().positive(),
  fullName: SubmissionForm.shape.fullName.optional(),
  nik: SubmissionForm.shape.nik.optional(),
  kkNumber: SubmissionForm.shape.kkNumber.optional(),
  birthPlace: SubmissionForm.shape.birthPlace.optional(),
  birthDate: SubmissionForm.shape.birthDate.optional(),
  sex: SubmissionForm.shape.sex.optional(),
  email: SubmissionForm.shape.email.optional(),
  phone: SubmissionForm.shape.phone.optional(),
  ktpAddress: SubmissionForm.shape.ktpAddress.optional(),
  domicileAddress: SubmissionForm.shape.domicileAddress.optional(),
  regionCode: SubmissionForm.shape.regionCode.optional(),
  educationLevel: SubmissionForm.shape.educationLevel.optional(),
  employmentStatus: SubmissionForm.shape.employmentStatus.optional(),
  desiredTraining: SubmissionForm.shape.desiredTraining.optional(),
  proposer: SubmissionForm.shape.proposer.optional(),
  luringReason: SubmissionForm.shape.luringReason.optional(),
  cameInPerson: SubmissionForm.shape.cameInPerson.optional(),
  originalKtpSeen: SubmissionForm.shape.originalKtpSeen.optional(),
  presenceNote: SubmissionForm.shape.presenceNote.optional(),
  declarations: SubmissionForm.shape.declarations.optional(),
});
export type EditSubmission = z.infer<typeof EditSubmission>;

/** The fields an identity check sends to the register: a change of any makes the last check stale. */
export const IDENTITY_INPUTS = [
  'nik',
  'kkNumber',
  'fullName',
  'birthPlace',
  'birthDate',
  'sex',
  'ktpAddress',
] as const satisfies readonly (keyof SubmissionForm)[];

const id = z.number().int();
const instant = z.string();

/** One registration as lists give it: NIK and KK masked, never whole. */
export const SubmissionRecord = z.object({
  id,
  registrationNo: z.string(),
  channel: z.enum(CHANNELS),
  status: z.enum(SUBMISSION_STATUSES),
  waveId: id,
  officeId: id,
  proposer: z.enum(PROPOSERS),
  luringReason: z.enum(LURING_REASONS).nullable(),
  fullName: z.string(),
  nikMasked: z.string(),
  kkNumberMasked: z.string(),
  birthPlace: z.string(),
  birthDate: z.string(),
  sex: z.enum(SEXES),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  ktpAddress: z.string(),
  domicileAddress: z.string().nullable(),
  regionCode: z.string(),
  educationLevel: z.enum(EDUCATION_LEVELS),
  employmentStatus: z.enum(EMPLOYMENT_STATUSES),
  desiredTraining: z.string().nullable(),
  cameInPerson: z.boolean().nullable(),
  originalKtpSeen: z.boolean().nullable(),
  presenceNote: z.string().nullable(),
  declarations: Declarations.nullable(),
  assigneeId: id.nullable(),
  leaseUntil: instant.nullable(),
  identityOutcome: z.enum(SUBMISSION_IDENTITY_OUTCOMES),
  identityStale: z.boolean(),
  screeningOutcome: z.enum(SUBMISSION_SCREENING_OUTCOMES),
  duplicateCount: z.number().int(),
  batchId: id.nullable(),
  roundNo: z.number().int(),
  keyedById: id,
  decidedById: id.nullable(),
  importId: id.nullable(),
  rowId: z.string().nullable(),
  reasonCodes: z.array(z.string()),
  submittedAt: instant.nullable(),
  decidedAt: instant.nullable(),
  dueAt: instant.nullable(),
  createdAt: instant,
  updatedAt: instant,
  version: z.number().int(),
});
export type SubmissionRecord = z.infer<typeof SubmissionRecord>;
