import { readSheet } from 'read-excel-file/node';
import { recapFileError } from '../tabular/recap-file-error.ts';
import type { SheetRow } from './recap-sheet.ts';

/** A cell that was a number in the workbook, with its digits as stored there. */
class NumberCell {
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }
}

type Cell = string | boolean | Date | NumberCell | null;

/**
 * Reads the first sheet of a workbook that passed the preflight. Numbers keep the digits stored and are marked, so that a NIK
 * cell that was a number is told from text; date cells become yyyy-mm-dd.
 *
 * @throws RecapFileError DAMAGED_FILE when the workbook's XML cannot be read
 */
export async function readXlsxRows(path: string): Promise<SheetRow[]> {
  const rows = await readSheet(path, { parseNumber: (digits) => new NumberCell(digits), trim: false }).catch(
    () => {
      // The library's words may quote cells; nothing of a cell goes into an error.
      throw recapFileError('DAMAGED_FILE');
    },
  );
  return (rows as unknown as Cell[][]).map((cells, index) => sheetRow(cells, index + 1));
}

function sheetRow(cells: readonly Cell[], line: number): SheetRow {
  const numeric = new Set<number>();
  const texts = cells.map((cell, index) => {
    if (cell instanceof NumberCell) numeric.add(index);
    return cellText(cell);
  });
  return { line, cells: texts, numeric };
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (cell instanceof NumberCell) return cell.digits;
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
  return String(cell);
}
