import { countEndingZero, type EndingZeroCounts } from '../identity/nik-rules.ts';
import type { ImportTotals } from './import-schema.ts';
import { rowError } from './recap-error-rules.ts';
import { RecapFileError, recapFileError } from '../tabular/recap-file-error.ts';
import { readRecapHeader, truncationRefusal, type RecapHeader } from './recap-file-rules.ts';
import { readRecapRow, type NumericColumns, type RecapContext } from './recap-rules.ts';
import {
  MAX_RECAP_ROWS,
  RECAP_COLUMNS,
  type RecapCells,
  type RecapColumn,
  type RecapRow,
} from './recap-schema.ts';

/** A row as a reader found it: its cells from left to right, and which of them were numbers. */
export type SheetRow = { line: number; cells: readonly string[]; numeric?: ReadonlySet<number> };

/** Reads the rows of one recap one after the other, whatever the file's kind, and counts as it goes. */
export type RecapSheet = {
  /** The next row of the file; null for the header and for rows without any content. */
  read(row: SheetRow): RecapRow | null;
  /**
   * Control totals over all data rows, to be asked for after the last row.
   * @throws RecapFileError EMPTY_FILE without a data row, TRUNCATED_NIKS when a spreadsheet zeroed the NIKs
   */
  finish(): ImportTotals;
};

/**
 * @param maxRows refuses the file with TOO_MANY_ROWS beyond it
 * @throws RecapFileError from `read`: NOT_A_RECAP or WRONG_TEMPLATE at the header, TOO_MANY_ROWS
 */
export function openRecapSheet(context: RecapContext, maxRows = MAX_RECAP_ROWS): RecapSheet {
  let header: RecapHeader | null = null;
  const totals: ImportTotals = { rows: 0, male: 0, female: 0 };
  let zeros: EndingZeroCounts = { rows: 0, ending0: 0, ending0000: 0 };

  const count = (cells: RecapCells) => {
    if (totals.rows === maxRows) throw recapFileError('TOO_MANY_ROWS', { limit: maxRows });
    totals.rows += 1;
    const sex = cells.jenis_kelamin.trim().toUpperCase();
    if (sex === 'L') totals.male += 1;
    if (sex === 'P') totals.female += 1;
    zeros = countEndingZero(zeros, cells.nik.trim());
  };

  return {
    read(row) {
      if (row.cells.every((cell) => cell.trim() === '')) return null;
      if (!header) {
        header = headerOf(row.cells);
        return null;
      }
      const cells = cellsByColumn(row.cells, header);
      count(cells);
      return readRow(row, cells, header, context);
    },
    finish() {
      if (totals.rows === 0) throw recapFileError('EMPTY_FILE');
      const truncated = truncationRefusal(zeros);
      if (truncated) throw new RecapFileError(truncated);
      return totals;
    },
  };
}

function headerOf(cells: readonly string[]): RecapHeader {
  const header = readRecapHeader(cells);
  if ('code' in header) throw new RecapFileError(header);
  return header;
}

/** Only the template's own names become keys, so that no column title of a file can reach an object's prototype. */
function cellsByColumn(cells: readonly string[], { positions }: RecapHeader): RecapCells {
  const byColumn = {} as RecapCells;
  for (const column of RECAP_COLUMNS) byColumn[column] = cells[positions[column]] ?? '';
  return byColumn;
}

function readRow(source: SheetRow, cells: RecapCells, header: RecapHeader, context: RecapContext): RecapRow {
  const { line } = source;
  const ragged = raggedBy(source.cells, header.width);
  // In a row with a column too many or too few the cells stand under wrong titles: what they hold says nothing.
  if (ragged !== null) {
    const detail = { found: ragged, expected: header.width };
    return { line, row: null, cells, errors: [rowError('COLUMN_COUNT', null, '', detail)] };
  }
  const { row, errors } = readRecapRow(cells, context, numericColumns(source, header));
  return row ? { line, row, cells: null, errors: [] } : { line, row: null, cells, errors };
}

function raggedBy(cells: readonly string[], width: number): number | null {
  if (cells.length < width) return cells.length;
  const beyond = cells.findLastIndex((cell, index) => index >= width && cell.trim() !== '');
  return beyond < 0 ? null : beyond + 1;
}

function numericColumns(source: SheetRow, { positions }: RecapHeader): NumericColumns | undefined {
  const { numeric } = source;
  if (!numeric || numeric.size === 0) return undefined;
  return new Set(RECAP_COLUMNS.filter((column: RecapColumn) => numeric.has(positions[column])));
}
