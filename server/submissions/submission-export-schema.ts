import { z } from 'zod';
import { EXPORT_FORMATS } from './submission-bulk-schema.ts';

/** POST /api/submissions/bulk/export: the rows named, or all that the filter finds now. */
export const ExportSubmissions = z
  .strictObject({
    ids: z.array(z.number().int().positive()).min(1).max(10_000).optional(),
    filter: z.record(z.string(), z.unknown()).optional(),
    /** How many rows the filter showed; absent where the list itself could only say "more than". */
    expectedCount: z.number().int().min(0).optional(),
    format: z.enum(EXPORT_FORMATS).default('csv'),
  })
  .refine((body) => (body.ids === undefined) !== (body.filter === undefined), {
    path: ['ids'],
    message: 'give ids, or filter',
  });
export type ExportSubmissions = z.output<typeof ExportSubmissions>;

/** The receipt of an export job; `size` in bytes, `sha256` of the file as downloaded. */
export const ExportReceipt = z.object({
  file: z.object({
    name: z.string(),
    format: z.enum(EXPORT_FORMATS),
    rows: z.number().int(),
    size: z.number().int(),
    sha256: z.string(),
    expiresAt: z.string(),
  }),
});
export type ExportReceipt = z.infer<typeof ExportReceipt>;
