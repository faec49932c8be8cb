import type { ToneOf } from '../i18n/fields.tsx';

const TONES: Record<string, ReturnType<ToneOf>> = {
  queued: 'default',
  running: 'info',
  succeeded: 'success',
  failed: 'error',
  cancelled: 'warning',
};

export const jobTone: ToneOf = (status) => TONES[status] ?? 'default';
