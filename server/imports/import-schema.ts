import { z } from 'zod';
import { FILE_ERROR_CODES, ROW_CLASSES } from './recap-schema.ts';

export const IMPORT_STATUSES = [
  'queued',
  'reading',
  'ready',
  'refused',
  'committing',
  'committed',
  'discarded',
  'failed',
] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

const id = z.number().int();
const count = z.number().int().nonnegative();
const bilingual = z.object({ id: z.string(), en: z.string() });

/** Control totals: data rows of the file, and how many of them are men (L) and women (P). */
export const ImportTotals = z.strictObject({ rows: count, male: count, female: count });
export type ImportTotals = z.infer<typeof ImportTotals>;

/** Rows of each class; before the dry run has ended, those read so far. */
export const ImportCounts = z.strictObject({
  new: count,
  same: count,
  changed: count,
  conflict: count,
  bad: count,
});
export type ImportCounts = z.infer<typeof ImportCounts>;

const totalsField = z
  .string()
  .max(200)
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON: {"rows":…,"male":…,"female":…}' });
      return z.NEVER;
    }
  });

const idField = (what: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/, what)
    .transform(Number);

/** The text fields beside the file of POST /api/imports (multipart, so everything arrives as text). */
export const CreateImport = z.strictObject({
  waveId: idField('a wave id'),
  /** A coordinator names the office whose hand-over it is; an intake officer's own is the default. */
  officeId: idField('an office id').optional(),
  totals: totalsField.pipe(ImportTotals),
});
export type CreateImport = z.infer<typeof CreateImport>;

/** What POST /api/imports answers; `repeated` where this very file stands already and nothing was changed. */
export const ImportAccepted = z.object({
  id,
  jobId: id,
  status: z.enum(IMPORT_STATUSES),
  repeated: z.boolean(),
});
export type ImportAccepted = z.infer<typeof ImportAccepted>;

/** POST /api/imports/:id/commit and /discard: the version the officer saw. */
export const ImportCommand = z.strictObject({ version: z.number().int().positive() });
export type ImportCommand = z.infer<typeof ImportCommand>;

/** Why a whole file was refused. */
export const ImportRefusal = z.object({ code: z.enum(FILE_ERROR_CODES), message: bilingual });
export type ImportRefusal = z.infer<typeof ImportRefusal>;

/** One import as lists give it. */
export const ImportRecord = z.object({
  id,
  officeId: id,
  waveId: id,
  fileName: z.string(),
  /** Bytes. */
  fileSize: count,
  /** SHA-256 of the file, hexadecimal. */
  fileDigest: z.string(),
  status: z.enum(IMPORT_STATUSES),
  counts: ImportCounts,
  /** As the office typed them. */
  controlTotals: ImportTotals,
  /** As counted in the file; null until it is read. */
  fileTotals: ImportTotals.nullable(),
  totalsAgree: z.boolean().nullable(),
  /** Bytes of a CSV or rows of a workbook while reading, rows while committing. */
  progress: z.object({ done: count, total: count }),
  refusal: ImportRefusal.nullable(),
  jobId: id.nullable(),
  /** The job that gathers the evidence of what was committed. */
  checkJobId: id.nullable(),
  uploadedById: id,
  committedById: id.nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  committedAt: z.string().nullable(),
  version: id,
});
export type ImportRecord = z.infer<typeof ImportRecord>;

const blocker = z.looseObject({ code: z.string(), message: z.string() });

/** GET /api/imports/:id: the record, and what stands in the way of committing and of discarding it. */
export const ImportCase = ImportRecord.extend({
  commitBlockers: z.array(blocker),
  discardBlockers: z.array(blocker),
});
export type ImportCase = z.infer<typeof ImportCase>;

/** What is wrong with one row, or in conflict: where, why, and what to do. `value` never holds a whole NIK or KK. */
export const RowProblem = z.object({
  column: z.string().nullable(),
  code: z.string(),
  value: z.string().optional(),
  message: bilingual,
  remedy: bilingual,
});
export type RowProblem = z.infer<typeof RowProblem>;

/** One row of GET /api/imports/:id/rows; `id` is its line in the file. */
export const ImportRowRecord = z.object({
  id,
  line: id,
  rowId: z.string().nullable(),
  class: z.enum(ROW_CLASSES),
  nikMasked: z.string(),
  fullName: z.string(),
  problems: z.array(RowProblem),
  submissionId: id.nullable(),
});
export type ImportRowRecord = z.infer<typeof ImportRowRecord>;

/** One kind of problem over the whole file, the most frequent first. */
export const ProblemGroup = z.object({
  code: z.string(),
  column: z.string().nullable(),
  count,
  message: bilingual,
  remedy: bilingual,
  examples: z.array(
    z.object({
      line: id,
      rowId: z.string().nullable(),
      column: z.string().nullable(),
      value: z.string().nullable(),
    }),
  ),
});
export type ProblemGroup = z.infer<typeof ProblemGroup>;

/** GET /api/imports/:id/errors?range=[0,99]: all kinds of problems, and one page of the rows that have any. */
export const ImportErrors = z.object({
  groups: z.array(ProblemGroup),
  rows: z.array(
    z.object({
      line: id,
      rowId: z.string().nullable(),
      class: z.enum(ROW_CLASSES),
      errors: z.array(RowProblem),
    }),
  ),
  /** Rows that have any problem. */
  total: count,
});
export type ImportErrors = z.infer<typeof ImportErrors>;
