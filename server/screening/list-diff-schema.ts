import { z } from 'zod';
import { SUBMISSION_STATUSES } from '../submissions/submission-schema.ts';
import { ListVersionRecord } from './screening-record-schema.ts';
import { listCodeSchema } from './screening-schema.ts';

const count = z.number().int().min(0);

/** Registrations of open waves that one side of a comparison is about: how many, and the first of them. */
export const TouchedRegistrations = z.object({
  count,
  rows: z.array(
    z.object({
      id: z.number().int(),
      registrationNo: z.string(),
      nikMasked: z.string(),
      waveId: z.number().int(),
      status: z.enum(SUBMISSION_STATUSES),
      /** True where the PMO has answered: screening them again only reports. */
      onlyReports: z.boolean(),
    }),
  ),
});
export type TouchedRegistrations = z.infer<typeof TouchedRegistrations>;

const DiffVersion = ListVersionRecord.pick({
  listVersion: true,
  asOf: true,
  rowCount: true,
  fileSha256: true,
  loadedById: true,
  loadedAt: true,
});

/** Two versions of a list side by side, by blind index alone: nobody on a list is named, only registrations here. */
export const ListDiffRecord = z.object({
  code: listCodeSchema,
  from: DiffVersion,
  to: DiffVersion,
  added: count,
  removed: count,
  unchanged: count,
  touched: z.object({ added: TouchedRegistrations, removed: TouchedRegistrations }),
  /** False for whoever sees no case: then only the counts are told. */
  rowsShown: z.boolean(),
});
export type ListDiffRecord = z.infer<typeof ListDiffRecord>;
