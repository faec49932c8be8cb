import type { BatchStatus } from '@server/batches/batch-schema.ts';
import type { ToneOf } from '../i18n/fields.tsx';

const TONES: Record<BatchStatus, ReturnType<ToneOf>> = {
  open: 'info',
  sealed: 'primary',
  awaiting_ratification: 'warning',
  ratified: 'success',
  sent: 'success',
  acknowledged: 'success',
  settled: 'success',
  cancelled: 'default',
};

export const batchTone: ToneOf = (status) => TONES[status as BatchStatus] ?? 'default';
