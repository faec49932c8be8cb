import { z } from 'zod';
import { reasonCodeSchema } from '../reference/reason-schema.ts';

/** What a check against the KTP register came to (domain.md section 7). */
export const IDENTITY_OUTCOMES = [
  'matched',
  'partial',
  'mismatched',
  'not_found',
  'inactive',
  'duplicate',
  'deceased',
  'unavailable',
] as const;
export const identityOutcomeSchema = z.enum(IDENTITY_OUTCOMES);
export type IdentityOutcome = z.infer<typeof identityOutcomeSchema>;

/** What a check says of one field; `missing` = the register has no value, `not_sent` = the form had none to send. */
export const FIELD_VERDICTS = ['same', 'near', 'differs', 'missing', 'not_sent'] as const;
export const fieldVerdictSchema = z.enum(FIELD_VERDICTS);
export type FieldVerdict = z.infer<typeof fieldVerdictSchema>;

export const IDENTITY_FIELDS = [
  'nik',
  'kkNumber',
  'fullName',
  'birthPlace',
  'birthDate',
  'sex',
  'ktpAddress',
] as const;
export type IdentityField = (typeof IDENTITY_FIELDS)[number];

/** What makes two names differ, heaviest first; the heaviest found is the main explanation. */
export const NAME_EXPLANATIONS = [
  'different',
  'missingWord',
  'typo',
  'order',
  'oldSpelling',
  'abbreviation',
  'degree',
  'title',
] as const;
export const nameExplanationSchema = z.enum(NAME_EXPLANATIONS);
export type NameExplanation = z.infer<typeof nameExplanationSchema>;

/** A disagreement between a NIK and the form. Always a warning: a NIK follows neither a move nor a corrected date. */
export const NIK_WARNINGS = ['NIK_DATE', 'NIK_SEX', 'NIK_REGION', 'NIK_REGION_UNKNOWN'] as const;
export const nikWarningSchema = z.enum(NIK_WARNINGS);
export type NikWarning = z.infer<typeof nikWarningSchema>;

/** A range of characters `[start, end)` in a text as it was written. */
export const markRangeSchema = z.tuple([z.int().min(0), z.int().min(0)]);
export type MarkRange = z.infer<typeof markRangeSchema>;

/** Evidence of one field: `marks.a` lie in the form's value, `marks.b` in the register's. */
export const fieldEvidenceSchema = z.strictObject({
  verdict: fieldVerdictSchema,
  score: z.int().min(0).max(100).optional(),
  explanation: nameExplanationSchema.optional(),
  marks: z.strictObject({ a: z.array(markRangeSchema), b: z.array(markRangeSchema) }).optional(),
});
export type FieldEvidence = z.infer<typeof fieldEvidenceSchema>;

export const identityFieldsSchema = z.strictObject({
  nik: fieldEvidenceSchema,
  kkNumber: fieldEvidenceSchema,
  fullName: fieldEvidenceSchema,
  birthPlace: fieldEvidenceSchema,
  birthDate: fieldEvidenceSchema,
  sex: fieldEvidenceSchema,
  ktpAddress: fieldEvidenceSchema,
});
export type IdentityFields = z.infer<typeof identityFieldsSchema>;

/**
 * Dukcapil's codes of a whole record: 11 deceased, 12 duplicate, 13 not found, 14 inactive, 05 quota exhausted, 15 bad format;
 * null = answered field by field.
 */
export const responseCodeSchema = z.string().max(10);

/** The result of one comparison, before source and time are put beside it. */
export const identityComparisonSchema = z.strictObject({
  outcome: identityOutcomeSchema,
  nameScore: z.int().min(0).max(100).nullable(),
  fields: identityFieldsSchema,
  reasons: z.array(reasonCodeSchema),
  responseCode: responseCodeSchema.nullable(),
});
export type IdentityComparison = z.infer<typeof identityComparisonSchema>;

/** Why a register gave no answer that counts; never the applicant's doing. */
export const UNAVAILABLE_CAUSES = [
  /** No register is loaded. */
  'empty',
  'unreachable',
  'timeout',
  'quota',
  'credentials',
  /** It does not take our question. */
  'format',
  'malformed',
  'other_person',
  /** It failed so often that it is left alone for a moment. */
  'resting',
] as const;
export const unavailableCauseSchema = z.enum(UNAVAILABLE_CAUSES);
export type UnavailableCause = z.infer<typeof unavailableCauseSchema>;

export const REGISTER_STATUSES = ['AKTIF', 'MENINGGAL', 'GANDA', 'NONAKTIF'] as const;
export const registerStatusSchema = z.enum(REGISTER_STATUSES);
export type RegisterStatus = z.infer<typeof registerStatusSchema>;

/** A KTP record as far as it is compared by value; NIK and KK are compared by blind index outside. */
export type RegisterRecord = {
  fullName: string;
  birthPlace: string;
  /** yyyy-mm-dd; empty where the register has none. */
  birthDate: string;
  sex: 'L' | 'P' | null;
  address: string;
  status: RegisterStatus;
};

/** What the form says. `kkSame` is the equality of the KK blind indexes; null = the form gave no KK number. */
export type IdentityForm = {
  kkSame: boolean | null;
  fullName: string;
  birthPlace: string;
  birthDate: string;
  sex: 'L' | 'P';
  ktpAddress: string;
};

/** The readers of a partial match: its holder, another reviewer and, where these disagree, a coordinator. */
export const READER_NOS = [1, 2, 3] as const;
export type ReaderNo = (typeof READER_NOS)[number];

export const SETTLEMENT_VERDICTS = ['same_person', 'different'] as const;
export const settlementVerdictSchema = z.enum(SETTLEMENT_VERDICTS);
export type SettlementVerdict = z.infer<typeof settlementVerdictSchema>;
/** What one reader found of a partial match; `readerId` is a staff id. */
export type Reading = { readerNo: ReaderNo; readerId: number; verdict: SettlementVerdict };

export type IdentityState = {
  outcome: 'unchecked' | IdentityOutcome;
  stale: boolean;
  /** Those of this check, whatever their order. */
  readings: readonly Reading[];
};

export const IDENTITY_BLOCKER_CODES = [
  'IDENTITY_UNCHECKED',
  'IDENTITY_STALE',
  'IDENTITY_UNAVAILABLE',
  'IDENTITY_MISMATCH',
  'IDENTITY_NOT_SETTLED',
  'IDENTITY_SECOND_READER_MISSING',
  'IDENTITY_READERS_DISAGREE',
] as const;
export type IdentityBlocker = { code: (typeof IDENTITY_BLOCKER_CODES)[number]; outcome?: IdentityOutcome };
