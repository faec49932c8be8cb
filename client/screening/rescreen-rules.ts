import { isAsked, listState } from '@server/screening/screening-rules.ts';
import type { EligibilityRules, ListCode } from '@server/screening/screening-schema.ts';
import type { ListVersionRecord, ScreeningListRecord } from '@server/screening/screening-record-schema.ts';
import { COUNT_OF_CHANGE } from '@server/submissions/rescreen-rules.ts';
import {
  RESCREEN_CHANGES,
  type RescreenChange,
  type RescreenCounts,
} from '@server/submissions/rescreen-schema.ts';

/** The lists a wave's rules ask that give no answer at `now`: whoever is screened becomes unknown by them. */
export function listsWithoutAnswer(
  lists: readonly Pick<ScreeningListRecord, 'code' | 'asOf'>[],
  effects: Partial<EligibilityRules['lists']>,
  { maxAgeDays, now }: { maxAgeDays: number; now: Date },
): ListCode[] {
  return lists
    .filter(({ code, asOf }) => {
      const effect = effects[code];
      if (!effect || !isAsked(effect)) return false;
      return listState(asOf === null ? null : { asOf }, { now, maxAgeDays }).code !== 'FRESH';
    })
    .map(({ code }) => code);
}

/** The two versions to compare first: the newest finished load with the one before it; null with fewer than two. */
export function newestPair(
  versions: readonly Pick<ListVersionRecord, 'listVersion' | 'status'>[],
): { from: number; to: number } | null {
  const ready = versions.filter(({ status }) => status === 'ready').map(({ listVersion }) => listVersion);
  const [to, from] = ready.sort((a, b) => b - a);
  return to === undefined || from === undefined ? null : { from, to };
}

/** How much of a list's allowed age is used up, from 0 to 100; a list never loaded has none left. */
export const ageShare = (ageDays: number | null, maxAgeDays: number): number =>
  ageDays === null ? 100 : Math.min(100, Math.max(0, (100 * ageDays) / Math.max(1, maxAgeDays)));

/** The changes that happened, with how many registrations each, in the order they must be looked at. */
export const changesFound = (counts: RescreenCounts): { change: RescreenChange; count: number }[] =>
  RESCREEN_CHANGES.map((change) => ({ change, count: counts[COUNT_OF_CHANGE[change]] })).filter(
    ({ count }) => count > 0,
  );
