import { thousands } from './rehearsal-progress.ts';
import type { Proof } from './rehearsal-proof.ts';
import type { ReconciliationSheet, SheetFigures } from '../forwarding/reconciliation-sheet-schema.ts';

const FIGURES = ['verified', 'batched', 'waiting', 'ratified', 'sent', 'confirmed', 'returned', 'refused', 'pending', 'uncorrected', 'correcting'] as const satisfies readonly (keyof SheetFigures)[]; // prettier-ignore

const line = (label: string, round: string, figures: SheetFigures, width: number) =>
  [
    label.padEnd(width),
    round.padEnd(5),
    ...FIGURES.map((name) => thousands(figures[name]).padStart(11)),
  ].join(' ');

/** The sheet as lines of text: each part with its rounds, and the whole. */
export function sheetTable({ groupBy, lines, total }: ReconciliationSheet): string[] {
  const parts = [...lines, { ...total, label: 'all' }];
  const width = Math.max(groupBy.length, ...parts.map(({ label }) => label.length));
  const head = [groupBy.padEnd(width), 'round', ...FIGURES.map((name) => name.padStart(11))].join(' ');
  const body = parts.flatMap(({ label, figures, rounds }) => [
    ...rounds.map((one, index) => line(index === 0 ? label : '', String(one.roundNo), one.figures, width)),
    line('', 'all', figures, width),
  ]);
  return [head, '-'.repeat(head.length), ...body];
}

const MOST_TOLD = 50;

/** True where everything balances, every seal and event is as it was written, and who came late is listed with a reason. */
export const holdsTrue = ({ differences, seals, log, late }: Proof): boolean =>
  differences.length === 0 &&
  seals.findings.length === 0 &&
  log.findings.length === 0 &&
  late.withoutReason === 0;

function verdict(ok: string, wrong: string, findings: readonly string[]): string[] {
  if (findings.length === 0) return [`OK       ${ok}`];
  const untold = findings.length - MOST_TOLD;
  return [
    `DIFFERS  ${wrong}`,
    ...findings.slice(0, MOST_TOLD).map((one) => `         ${one}`),
    ...(untold > 0 ? [`         and ${untold} more`] : []),
  ];
}

/** The sheets and the verdicts, as the command prints them. */
export function proofLines({ sheet, byOffice, differences, seals, log, late }: Proof): string[] {
  const { figures: f } = sheet.total;
  const n = thousands;
  return [
    '',
    ...sheetTable(sheet),
    '',
    ...sheetTable({ ...byOffice, lines: byOffice.lines.filter(({ label }) => !label.startsWith('Dinas')) }),
    '',
    ...verdict(
      `verified ${n(f.verified)} = batched ${n(f.batched)} + waiting ${n(f.waiting)}; ratified ${n(f.ratified)} = sent ${n(f.sent)} = confirmed ${n(f.confirmed)} + returned ${n(f.returned)} + refused ${n(f.refused)} + pending ${n(f.pending)}`,
      'the reconciliation sheet does not balance',
      differences,
    ),
    ...verdict(`${n(seals.batches)} seals over ${n(seals.lines)} lines are as they were signed`, 'seals', seals.findings),
    ...verdict(
      `${n(log.events)} events of the log are as they were written; sha-256 over all ${log.digest}`,
      'the log',
      log.findings.map(({ id, what }) => `event ${id}: ${what}`),
    ),
    ...verdict(`${n(late.corrections)} late acts are listed with override and reason`, `${late.withoutReason} late acts have no reason`, late.withoutReason > 0 ? ['see /api/late-corrections'] : []),
  ];
} // prettier-ignore
