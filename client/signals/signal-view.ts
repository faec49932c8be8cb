import {
  SIGNAL_KINDS,
  type SignalFilter,
  type SignalGroup,
  type SignalKind,
  type SignalRow,
  type SignalSubject,
} from '@server/signals/signal-schema.ts';

/** As many bars as are taken in at a glance; the list beside them has more. */
const MOST_BARS = 10;

type Groups = readonly SignalGroup[];

/** How many offices and people a signal asks about. */
export const lookCount = (groups: Groups, kind: SignalKind): number =>
  groups.filter((group) => group.kind === kind).reduce((sum, { look }) => sum + look, 0);

/** The signal to show: the one asked for, else the first that asks something, else the first. */
export function kindShown(groups: Groups, asked: string | null): SignalKind {
  const known = SIGNAL_KINDS.find((kind) => kind === asked);
  return known ?? SIGNAL_KINDS.find((kind) => lookCount(groups, kind) > 0) ?? SIGNAL_KINDS[0];
}

/** Whose work is shown: as asked for, where the signal has it. */
export function groupShown(groups: Groups, kind: SignalKind, asked: string | null): SignalGroup | undefined {
  const ofKind = groups.filter((group) => group.kind === kind);
  return ofKind.find(({ subject }) => subject === asked) ?? ofKind[0];
}

export const subjectsOf = (groups: Groups, kind: SignalKind): SignalSubject[] =>
  groups.filter((group) => group.kind === kind).map(({ subject }) => subject);

const officeOf = ({ officeName, officeId }: SignalRow) =>
  officeName ?? (officeId === null ? '' : `#${officeId}`);

/** The person alone, or the office: as much as stands beside a bar. */
export const shortNameOf = (row: SignalRow): string =>
  row.staffId === null ? officeOf(row) : (row.staffName ?? `#${row.staffId}`);

/** A person with the office whose registrations are meant, or the office alone. */
export function nameOf(row: SignalRow): string {
  const office = officeOf(row);
  return row.staffId === null || office === '' ? shortNameOf(row) : `${shortNameOf(row)}, ${office}`;
}

/** The bars of a group: only what is judged, as a bar beside a small number would judge it too. */
export const barsOf = ({ rows }: SignalGroup): SignalRow[] =>
  rows.filter(({ verdict }) => verdict !== 'too_few').slice(0, MOST_BARS);

/** A share as a percentage, a pace as a number; which one the measure says. */
export function valueInWords(
  measure: SignalGroup['measure'],
  value: number,
  format: { number: (value: number) => string; percent: (value: number) => string },
): string {
  return measure === 'share' ? format.percent(value) : format.number(value);
}

/** The address of the rows behind a figure; null where there are none. Only ids, codes and instants stand in it. */
export function rowsPath({ count, filter }: { count: number; filter: SignalFilter }): string | null {
  return count === 0 ? null : `/submissions?filter=${encodeURIComponent(JSON.stringify(filter))}`;
}
