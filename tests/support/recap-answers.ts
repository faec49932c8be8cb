import { confusionTable, showTable, tableText, type ConfusionTable } from './confusion-table.ts';

/** What `expected.json` of the hand-over says of one row; `a|b` means either. */
export interface PlantedRow {
  rowId: string;
  plant: string;
  importClass: string;
  identity?: string;
  reason?: string;
  warning?: string;
  explain?: string;
  family?: string;
}
/** What the system says of one row. */
export interface FoundAnswer {
  rowId: string;
  outcome: string;
  reasons: readonly string[];
  warnings: readonly string[];
  explanation: string | null;
}

/**
 * Reasons that follow from what was planted and are not written out in the file (domain.md section 9). A name whose
 * letters are not all accounted for stays below the threshold, so that the check is partial for its name.
 */
const REASON_OF_PLANT: Record<string, string> = {
  deceased: 'NIK_DECEASED',
  duplicate: 'NIK_DUPLICATE',
  inactive: 'NIK_INACTIVE',
  'name.different': 'NAME_MISMATCH',
  'name.missingWord': 'NAME_MISMATCH',
  'name.typo': 'NAME_MISMATCH',
};
/** Judged between rows, at import or at verification, and tested there. */
const isOfOneRow = (reason: string) => !reason.startsWith('KK_LIMIT') && reason !== 'DUPLICATE';

function expectedOf({ plant, identity, reason, warning, explain }: PlantedRow): Omit<FoundAnswer, 'rowId'> {
  const reasons = [reason ?? REASON_OF_PLANT[plant] ?? ''].filter((code) => code !== '' && isOfOneRow(code));
  // A form with another birth date than the register disagrees with its NIK as well.
  const warnings = warning ? [warning] : plant === 'birth' ? ['NIK_DATE'] : [];
  return { outcome: identity ?? '', reasons, warnings, explanation: explain ?? null };
}

const listed = (codes: readonly string[]) => [...codes].sort().join('+');

/** Outcome, reasons, warnings and explanation of each row, as planted against as found: four tables. */
export function recapTables(rows: readonly PlantedRow[], answers: readonly FoundAnswer[]): ConfusionTable[] {
  const byRow = new Map(answers.map((answer) => [answer.rowId, answer]));
  const table = (title: string, of: (answer: Omit<FoundAnswer, 'rowId'>) => string) =>
    confusionTable(
      title,
      rows.map((row) => {
        const found = byRow.get(row.rowId);
        return { id: row.rowId, expected: of(expectedOf(row)), found: found ? of(found) : 'no answer' };
      }),
    );
  return [
    table('identity outcome', ({ outcome }) => outcome),
    table('reasons', ({ reasons }) => listed(reasons)),
    table('warnings', ({ warnings }) => listed(warnings)),
    table('explained difference of the names', ({ explanation }) => explanation ?? ''),
  ];
}

/** What stands off the diagonals, and the tables themselves for whoever reads a failure. */
export function errorsIn(tables: readonly ConfusionTable[]) {
  tables.forEach(showTable);
  return { errors: tables.flatMap(({ errors }) => errors), text: tables.map(tableText).join('\n') };
}
