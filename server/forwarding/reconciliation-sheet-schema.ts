import { z } from 'zod';
import { SHEET_FIGURES } from '../submissions/sheet-figure-schema.ts';

/** The reconciliation sheet at every scope: a wave or all of them, divided in one way, rounds side by side. */
export const SHEET_GROUPINGS = ['batch', 'office', 'proposer', 'region', 'round', 'wave'] as const;
export type SheetGrouping = (typeof SHEET_GROUPINGS)[number];

/** What two independent records of the same thing can disagree on. */
export const SHEET_DIFFERENCES = [
  'VERIFIED_NOT_PLACED',
  'RATIFIED_NOT_SENT',
  'SENT_NOT_ANSWERED',
  'RETURNED_NOT_CARRIED',
  'DECREE_COUNT',
  'DELIVERY_COUNT',
  'RECEIVED_COUNT',
  'RECEIVED_DIGEST',
  'ANSWERS_BEYOND',
] as const;
export type SheetDifferenceCode = (typeof SHEET_DIFFERENCES)[number];

const count = z.number().int();

export const SheetFigures = z.object(
  Object.fromEntries(SHEET_FIGURES.map((name) => [name, count])) as Record<
    (typeof SHEET_FIGURES)[number],
    typeof count
  >,
);
export type SheetFigures = z.infer<typeof SheetFigures>;

/** `left` should be `right`. */
export const SheetDifference = z.object({
  code: z.enum(SHEET_DIFFERENCES),
  left: count,
  right: count,
});
export type SheetDifference = z.infer<typeof SheetDifference>;

export const SheetRound = z.object({
  roundNo: z.number().int().positive(),
  figures: SheetFigures,
  differences: z.array(SheetDifference),
});
export type SheetRound = z.infer<typeof SheetRound>;

/** One line: its rounds, and all of them together. Of a batch each round is a part. */
export const SheetLine = z.object({
  /** An id, a code, or `null` for rows that are in no batch, or whose sealed line is missing. */
  key: z.string().nullable(),
  label: z.string(),
  figures: SheetFigures,
  differences: z.array(SheetDifference),
  rounds: z.array(SheetRound),
});
export type SheetLine = z.infer<typeof SheetLine>;

export const ReconciliationSheet = z.object({
  waveId: z.number().int().nullable(),
  waveName: z.string().nullable(),
  groupBy: z.enum(SHEET_GROUPINGS),
  /** When the figures were read, in one look. */
  asOf: z.string(),
  balanced: z.boolean(),
  total: SheetLine,
  lines: z.array(SheetLine),
});
export type ReconciliationSheet = z.infer<typeof ReconciliationSheet>;

const waveId = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'the id of a wave')
  .transform(Number)
  .optional();
export const SheetQuery = z.strictObject({ waveId, groupBy: z.enum(SHEET_GROUPINGS).default('batch') });
export type SheetQuery = z.output<typeof SheetQuery>;
export const SheetFileQuery = z.strictObject({
  ...SheetQuery.shape,
  format: z.enum(['csv', 'xlsx']),
  /** The language of the titles. */
  locale: z.enum(['id', 'en']).default('id'),
});
