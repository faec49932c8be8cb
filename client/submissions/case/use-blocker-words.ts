import { useTranslate } from 'react-admin';
import { useStaffNames } from '../../auth/use-staff-names.ts';
import { useFormat } from '../../i18n/format.ts';
import type { BlockerView } from './case-record.ts';

/** Details that say which document, list, reason or outcome a blocker is about, with the branch of their words. */
const DETAILS = [
  ['kind', 'enums.document'],
  ['list', 'enums.list'],
  ['reason', 'reasons'],
  ['outcome', 'enums.identity'],
] as const;

/** Says what stands in the way in the user's language, with the holder's name and the hour a claim ends. */
export function useBlockerWords(): (blocker: BlockerView) => string {
  const translate = useTranslate();
  const format = useFormat();
  const { nameOf } = useStaffNames();
  return (blocker) => {
    const holder = nameOf(blocker.holderId);
    if (blocker.code === 'CLAIMED_BY_OTHER' && holder)
      return translate('case.claimedBy', { holder, until: format.time(blocker.leaseUntil) });
    if (blocker.code === 'SCREENING_UNKNOWN' && typeof blocker['list'] === 'string')
      return translate(`lists.unknownOf.${blocker['list']}`, { _: blocker.message ?? blocker.code });
    const fallback = translate(`reasons.${blocker.code}`, { _: blocker.message ?? blocker.code });
    const details = DETAILS.flatMap(([name, words]) => {
      const value = blocker[name];
      return typeof value === 'string' ? [translate(`${words}.${value}`, { _: value })] : [];
    });
    const detail = details.length > 0 ? ` (${details.join(', ')})` : '';
    return translate(`blockers.${blocker.code}`, { _: fallback }) + detail;
  };
}
