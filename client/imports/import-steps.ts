import type { ImportRecord, ImportStatus } from '@server/imports/import-schema.ts';
import type { ToneOf } from '../i18n/fields.tsx';

export const IMPORT_STEPS = ['upload', 'reading', 'result', 'committing', 'receipt'] as const;
export type ImportStep = (typeof IMPORT_STEPS)[number];

const STEP: Record<ImportStatus, ImportStep> = {
  queued: 'reading',
  reading: 'reading',
  refused: 'result',
  ready: 'result',
  discarded: 'result',
  failed: 'result',
  committing: 'committing',
  committed: 'receipt',
};

/** Which step of the wizard an import is at. */
export const importStep = (status: ImportStatus): ImportStep => STEP[status];

/** True while the server works on the file, so that the page must ask again. */
export const isWorking = (status: ImportStatus): boolean =>
  status === 'queued' || status === 'reading' || status === 'committing';

const TONES: Record<ImportStatus, ReturnType<ToneOf>> = {
  queued: 'default',
  reading: 'info',
  ready: 'primary',
  refused: 'error',
  committing: 'info',
  committed: 'success',
  discarded: 'default',
  failed: 'error',
};
export const importTone: ToneOf = (status) => TONES[status as ImportStatus] ?? 'default';

/** The three control totals with what the office typed and what the file holds. */
export function totalLines(record: Pick<ImportRecord, 'controlTotals' | 'fileTotals'>) {
  return (['rows', 'male', 'female'] as const).map((name) => {
    const typed = record.controlTotals[name];
    const counted = record.fileTotals?.[name] ?? null;
    return { name, typed, counted, agrees: counted === null ? null : counted === typed };
  });
}
