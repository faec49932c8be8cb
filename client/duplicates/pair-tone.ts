import type { PairStatus } from '@server/submissions/duplicate-schema.ts';
import type { ToneOf } from '../i18n/fields.tsx';

const TONES: Record<PairStatus, ReturnType<ToneOf>> = {
  open: 'warning',
  not_duplicate: 'success',
  same_person: 'error',
};

export const pairTone: ToneOf = (status) => TONES[status as PairStatus] ?? 'default';
