import { z } from 'zod';
import { reasonCodeSchema } from '../reference/reason-schema.ts';
import { PROPOSERS, SUBMISSION_STATUSES } from '../submissions/submission-schema.ts';
import { ANSWER_RESULTS } from './forwarding-schema.ts';
import { CAUSES } from './pmo-code-schema.ts';

const id = z.number().int().positive();
const count = z.number().int().min(0);

/** One row the PMO returned or refused. */
export const RefusalRecord = z.object({
  id,
  submissionId: id,
  registrationNo: z.string(),
  fullName: z.string(),
  waveId: id,
  officeId: id,
  officeName: z.string(),
  proposer: z.enum(PROPOSERS),
  roundNo: id,
  batchId: id,
  batchNo: z.string(),
  result: z.enum(ANSWER_RESULTS),
  /** The PMO's own code in capitals, or our reason where it named none. */
  code: z.string(),
  reasonCode: reasonCodeSchema,
  /** Null where nobody has said what the code means. */
  cause: z.enum(CAUSES).nullable(),
  /** True where it is returned, can be mended, and has not gone on since. */
  canCarry: z.boolean(),
  note: z.string().nullable(),
  answeredAt: z.string(),
  submissionStatus: z.enum(SUBMISSION_STATUSES),
});
export type RefusalRecord = z.infer<typeof RefusalRecord>;

/** One code with what came of it. */
export const ClinicCode = z.object({
  code: z.string(),
  mapped: z.boolean(),
  reasonCode: reasonCodeSchema,
  cause: z.enum(CAUSES).nullable(),
  remedy: z.object({ id: z.string(), en: z.string() }).nullable(),
  carriesOver: z.boolean(),
  returned: count,
  rejected: count,
  /** Of the returned ones, those that can be carried into the next round now. */
  canCarry: count,
});
export type ClinicCode = z.infer<typeof ClinicCode>;

export const ClinicOffice = z.object({
  officeId: id,
  officeName: z.string(),
  total: count,
  codes: z.array(z.object({ code: z.string(), count })),
});
export type ClinicOffice = z.infer<typeof ClinicOffice>;

/** GET /api/refusal-clinic: codes of the PMO by office, and what can be done about them. */
export const RefusalClinic = z.object({
  wave: z.object({ id, name: z.string() }).nullable(),
  rounds: z.array(id),
  returned: count,
  rejected: count,
  canCarry: count,
  codes: z.array(ClinicCode),
  offices: z.array(ClinicOffice),
  countedAt: z.string(),
});
export type RefusalClinic = z.infer<typeof RefusalClinic>;
