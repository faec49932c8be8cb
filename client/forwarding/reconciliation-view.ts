import type { Role } from '@server/auth/permission-rules.ts';
import type {
  ReconciliationSheet,
  SheetDifference,
  SheetGrouping,
  SheetLine,
  SheetRound,
} from '@server/forwarding/reconciliation-sheet-schema.ts';
import type { SheetFigure } from '@server/submissions/sheet-figure-schema.ts';
import { rowsPath, type AnswerState } from '../batches/row-filter.ts';
import { listPath } from '../dashboard/list-path.ts';

/** The columns of the sheet, by the equation they belong to. */
export const FIGURE_GROUPS = [
  { name: 'placed', figures: ['verified', 'batched', 'waiting'] },
  { name: 'decreed', figures: ['ratified', 'toSend', 'sent'] },
  { name: 'answered', figures: ['confirmed', 'returned', 'refused', 'pending'] },
] as const satisfies readonly { name: string; figures: readonly SheetFigure[] }[];
export const SHEET_COLUMNS: readonly SheetFigure[] = FIGURE_GROUPS.flatMap(({ figures }) => figures);

/** What became of those who came back, read from one round to the next. */
export const CARRY_FIGURES = [
  'uncorrected',
  'correcting',
  'dropped',
] as const satisfies readonly SheetFigure[];

/** Which figures a difference is about: these stand in red. */
const FIGURES_OF: Record<SheetDifference['code'], readonly SheetFigure[]> = {
  VERIFIED_NOT_PLACED: ['verified', 'batched', 'waiting'],
  RATIFIED_NOT_SENT: ['ratified', 'toSend', 'sent'],
  SENT_NOT_ANSWERED: ['sent', 'confirmed', 'returned', 'refused', 'pending'],
  RETURNED_NOT_CARRIED: ['correcting', 'dropped', 'verified'],
  DECREE_COUNT: ['ratified'],
  DELIVERY_COUNT: ['sent'],
  RECEIVED_COUNT: ['sent'],
  RECEIVED_DIGEST: ['sent'],
  ANSWERS_BEYOND: ['confirmed', 'returned', 'refused'],
};
export const isWrong = (figure: SheetFigure, differences: readonly SheetDifference[]): boolean =>
  differences.some(({ code }) => FIGURES_OF[code].includes(figure));

/** A line as one round of it, or as all together. */
export function partShown(line: SheetLine, roundNo: number | null): Omit<SheetRound, 'roundNo'> {
  if (roundNo === null) return line;
  return line.rounds.find((one) => one.roundNo === roundNo) ?? line;
}

const AT_THE_PMO: readonly SheetFigure[] = ['sent', 'confirmed', 'returned', 'refused', 'pending'];
const ANSWERS: Partial<Record<SheetFigure, AnswerState>> = {
  confirmed: 'CONFIRMED',
  returned: 'RETURNED',
  refused: 'REJECTED',
  pending: 'PENDING',
};
const KEY_FIELDS: Partial<Record<SheetGrouping, { field: string; isId: boolean }>> = {
  batch: { field: 'figureBatchId', isId: true },
  office: { field: 'officeId', isId: true },
  wave: { field: 'waveId', isId: true },
  proposer: { field: 'figureProposer', isId: false },
  region: { field: 'figureRegionCode', isId: false },
};

/**
 * Where the rows behind a number are listed; undefined where no list shows just these. Of several rounds together no
 * list does: whoever went through two of them is in each, but is one person.
 */
export function rowsBehind(
  sheet: Pick<ReconciliationSheet, 'waveId' | 'groupBy'>,
  line: Pick<SheetLine, 'key' | 'rounds'> | null,
  figure: SheetFigure,
  { roundNo, role }: { roundNo: number | null; role: Role | undefined },
): string | undefined {
  const { groupBy, waveId } = sheet;
  if (line?.key === null) return undefined;
  if (role === 'pmo') {
    // The PMO sees what was sent to it; a row that came back since is found in its delivery.
    if (groupBy !== 'batch' || !line || !AT_THE_PMO.includes(figure)) return undefined;
    return rowsPath(Number(line.key), ANSWERS[figure] ? { answer: ANSWERS[figure] } : {});
  }
  const round = groupBy === 'round' && line ? Number(line.key) : roundNo;
  const rounds = line?.rounds.length ?? 0;
  if (round === null && rounds > 1 && groupBy !== 'batch') return undefined;
  const key = line && KEY_FIELDS[groupBy];
  return listPath('submissions', {
    ...(waveId === null ? {} : { waveId }),
    ...(key ? { [key.field]: key.isId ? Number(line.key) : String(line.key) } : {}),
    figure,
    ...(round === null ? {} : { figureRound: round }),
  });
}

/** The address of the sheet as a file. */
export function filePath(
  { waveId, groupBy }: Pick<ReconciliationSheet, 'waveId' | 'groupBy'>,
  format: 'csv' | 'xlsx',
  locale: string,
): string {
  const query = new URLSearchParams({ groupBy, format, locale });
  if (waveId !== null) query.set('waveId', String(waveId));
  return `/api/reconciliation/sheet/file?${query.toString()}`;
}
