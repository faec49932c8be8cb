import { z } from 'zod';
import { reasonCodeSchema } from '../reference/reason-schema.ts';
import {
  IDENTITY_OUTCOMES,
  identityFieldsSchema,
  READER_NOS,
  REGISTER_STATUSES,
  settlementVerdictSchema,
  unavailableCauseSchema,
} from './identity-schema.ts';

const id = z.number().int();
const outcome = z.enum(IDENTITY_OUTCOMES);

export const IDENTITY_TRIGGERS = ['submit', 'demand', 'bulk', 'import', 'retry'] as const;
export const LOAD_STATUSES = ['loading', 'ready', 'failed'] as const;

/** What one reader found of a partial match; nothing of it while `withheld`, until a second reader has read too. */
export const SettlementRecord = z.object({
  readerNo: z.literal(READER_NOS),
  readerId: id,
  verdict: settlementVerdictSchema.nullable(),
  reasonCode: reasonCodeSchema.nullable(),
  note: z.string().nullable(),
  at: z.string(),
  withheld: z.boolean(),
});
export type SettlementRecord = z.infer<typeof SettlementRecord>;

/** One identity check with all it rests on, as the compare card shows it. */
export const Evidence = z.object({
  checkId: id,
  outcome,
  nameScore: z.number().int().nullable(),
  threshold: z.number().int(),
  source: z.string(),
  sourceVersion: z.string().nullable(),
  checkedAt: z.string(),
  checkedById: id.nullable(),
  trigger: z.string(),
  responseCode: z.string().nullable(),
  /** Why the register gave no answer; null where it gave one. */
  cause: unavailableCauseSchema.nullable(),
  fields: identityFieldsSchema,
  warnings: z.array(z.string()),
  reasonCodes: z.array(reasonCodeSchema),
  settlements: z.array(SettlementRecord),
  /** The register's record as it stands today; null where it has none or did not answer. */
  register: z
    .object({
      fullName: z.string(),
      birthPlace: z.string(),
      birthDate: z.string(),
      sex: z.enum(['L', 'P']),
      address: z.string(),
      kkNumberMasked: z.string(),
      status: z.enum(REGISTER_STATUSES),
    })
    .nullable(),
  /** True when the register was loaded anew since and says something else now. */
  registerChanged: z.boolean(),
});
export type Evidence = z.infer<typeof Evidence>;

/** One check as the list of checks gives it. */
export const IdentityCheckRecord = z.object({
  id,
  submissionId: id,
  registrationNo: z.string(),
  fullName: z.string(),
  outcome,
  nameScore: z.number().int().nullable(),
  threshold: z.number().int(),
  source: z.string(),
  sourceVersion: z.string().nullable(),
  responseCode: z.string().nullable(),
  warnings: z.array(z.string()),
  reasonCodes: z.array(z.string()),
  trigger: z.string(),
  /** True for the check the registration rests on now. */
  current: z.boolean(),
  checkedById: id.nullable(),
  checkedAt: z.string(),
});
export type IdentityCheckRecord = z.infer<typeof IdentityCheckRecord>;

/** One person of the KTP register, NIK and KK masked. */
export const KtpRecord = z.object({
  id,
  nikMasked: z.string(),
  kkNumberMasked: z.string(),
  fullName: z.string(),
  birthPlace: z.string(),
  birthDate: z.string(),
  sex: z.enum(['L', 'P']),
  address: z.string(),
  rt: z.string().nullable(),
  rw: z.string().nullable(),
  village: z.string().nullable(),
  district: z.string().nullable(),
  regency: z.string().nullable(),
  province: z.string().nullable(),
  status: z.enum(REGISTER_STATUSES),
  loadId: id,
});
export type KtpRecord = z.infer<typeof KtpRecord>;

/** A bad line of a loaded file: where and what, never the value. */
export const LineProblem = z.object({ line: z.number().int(), column: z.string(), code: z.string() });
export type LineProblem = z.infer<typeof LineProblem>;

/** One load of the register from a file. */
export const KtpLoadRecord = z.object({
  id,
  fileName: z.string(),
  fileSha256: z.string(),
  rowCount: z.number().int(),
  badCount: z.number().int(),
  status: z.enum(LOAD_STATUSES),
  loadedById: id,
  loadedAt: z.string(),
  jobId: id.nullable(),
  /** The first 1,000 bad lines; for a failed load the reason with line 0. */
  errors: z.array(LineProblem),
  version: z.number().int(),
});
export type KtpLoadRecord = z.infer<typeof KtpLoadRecord>;

/** What a load of a file answers at once; the job tells the rest. */
export const LoadAccepted = z.object({ id, jobId: id.nullable(), repeated: z.boolean() });
