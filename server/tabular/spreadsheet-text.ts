import type { Cell } from 'write-excel-file/node';

const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f]+/g;

export const SPREADSHEET_MIME = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** How every CSV for people leaves: read as UTF-8 by spreadsheets, and no cell is taken for a formula. */
export const CSV_OPTIONS = { bom: true, record_delimiter: '\r\n', escape_formulas: true } as const;

/** Control characters first: an escaping that looks at the first character only would be led past by one. */
export function printableCell(value: string): string {
  return value.replace(UNPRINTABLE, ' ').trim();
}

/** A cell that is text whatever stands in it. */
export function textCell(value: string): Cell {
  return { value, type: String, format: '@' };
}

/** The same as a column's title. */
export function titleCell(value: string): Cell {
  return { value, type: String, format: '@', fontWeight: 'bold' };
}
