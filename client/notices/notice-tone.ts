import type { NoticeStatus } from '@server/notices/notice-schema.ts';
import type { ToneOf } from '../i18n/fields.tsx';

const TONES: Record<NoticeStatus, ReturnType<ToneOf>> = {
  new: 'default',
  held: 'info',
  sending: 'info',
  sent: 'success',
  failed: 'error',
  to_print: 'warning',
  printing: 'warning',
  printed: 'success',
  dropped: 'default',
};

export const noticeTone: ToneOf = (status) => TONES[status as NoticeStatus] ?? 'default';
