import { createHash } from 'node:crypto';
import type { ZodType } from 'zod';
import type { Database } from '../database.ts';
import { invalid } from '../errors.ts';
import { read, type RouteRecord } from '../http/route.ts';
import { SPREADSHEET_MIME } from '../tabular/spreadsheet-text.ts';
import { reconciliationFile } from './reconciliation-sheet-file.ts';
import { ReconciliationSheet, SheetFileQuery, SheetQuery } from './reconciliation-sheet-schema.ts';
import { readReconciliationSheet } from './reconciliation-sheet.ts';

function asked<T>(schema: ZodType<T>, query: Record<string, string>): T {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  const errors = Object.fromEntries(
    parsed.error.issues.map((issue) => [issue.path.join('.') || 'query', issue.message]),
  );
  throw invalid('INVALID_INPUT', 'Ask with waveId and groupBy.', errors);
}

/** The sheet at every scope, on the page and as a file. */
export function reconciliationSheetRoutes({ database }: { database: Database }): RouteRecord[] {
  return [
    read('/reconciliation/sheet', {
      permission: 'reconciliation.read',
      audit: { none: 'sums, nobody’s case' },
      summary:
        'verified = batched + waiting; ratified = sent = confirmed + returned + refused + pending; of ?waveId= or of all, by ?groupBy=, rounds side by side',
      response: ReconciliationSheet,
      handle: ({ query, now }) => readReconciliationSheet(database.read, asked(SheetQuery, query), now),
    }),
    read('/reconciliation/sheet/file', {
      permission: 'reconciliation.read',
      audit: 'reconciliation.exported',
      summary: 'The same sheet as a file (?format=csv|xlsx), marked with who and when',
      handle: async ({ query, now, actor, note }) => {
        const { format, locale, ...scope } = asked(SheetFileQuery, query);
        const sheet = await readReconciliationSheet(database.read, scope, now);
        const mark = { by: `${actor.fullName} (${actor.username})`, at: now };
        const { body, rows } = await reconciliationFile(sheet, { format, locale, mark });
        await note({
          subject: 'wave',
          subjectId: sheet.waveId,
          details: {
            groupBy: sheet.groupBy,
            format,
            rows,
            balanced: sheet.balanced,
            sha256: createHash('sha256').update(body).digest('hex'),
          },
        });
        const stamp = now.slice(0, 16).replaceAll(/\D/g, '');
        const fileName = `rekonsiliasi-${sheet.groupBy}-${stamp}.${format}`;
        return { kind: 'bytes', body, mime: SPREADSHEET_MIME[format], fileName };
      },
    }),
  ];
}
