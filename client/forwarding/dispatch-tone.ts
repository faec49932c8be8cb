import type { AttemptResult, DispatchStatus } from '@server/forwarding/forwarding-schema.ts';
import type { ToneOf } from '../i18n/fields.tsx';

const DISPATCH: Record<DispatchStatus, ReturnType<ToneOf>> = {
  queued: 'info',
  sending: 'info',
  unknown: 'warning',
  pending: 'info',
  by_file: 'warning',
  delivered: 'warning',
  acknowledged: 'success',
  refused: 'error',
  failed: 'error',
};
export const dispatchTone: ToneOf = (status) => DISPATCH[status as DispatchStatus] ?? 'default';

const ATTEMPT: Record<AttemptResult, ReturnType<ToneOf>> = {
  accepted: 'success',
  pending: 'info',
  refused: 'error',
  absent: 'info',
  differs: 'error',
  unclear: 'warning',
  unreachable: 'warning',
};
export const attemptTone: ToneOf = (result) => ATTEMPT[result as AttemptResult] ?? 'default';
