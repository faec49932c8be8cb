import { stringify } from 'csv-stringify/sync';
import type { SheetData } from 'write-excel-file/node';
import { SHEET_FIGURES } from '../submissions/sheet-figure-schema.ts';
import { CSV_OPTIONS, printableCell, textCell, titleCell } from '../tabular/spreadsheet-text.ts';
import type { ReconciliationSheet, SheetLine, SheetRound } from './reconciliation-sheet-schema.ts';
import { differenceText, SHEET_FIGURE_TEXT, SHEET_LINE_TEXT } from './reconciliation-word-rules.ts';

export type SheetLocale = 'id' | 'en';

interface Mark {
  by: string;
  at: string;
}

const MARK_TITLES = {
  id: ['gelombang', 'diekspor_oleh', 'diekspor_pada'],
  en: ['wave', 'exported_by', 'exported_at'],
} as const;

function titles(locale: SheetLocale): string[] {
  return [
    SHEET_LINE_TEXT.part[locale],
    SHEET_LINE_TEXT.round[locale],
    ...SHEET_FIGURES.map((name) => SHEET_FIGURE_TEXT[name][locale]),
    SHEET_LINE_TEXT.difference[locale],
    ...MARK_TITLES[locale],
  ];
}

function nameOf(line: SheetLine, sheet: ReconciliationSheet, locale: SheetLocale): string {
  if (line === sheet.total) return SHEET_LINE_TEXT.total[locale];
  if (line.key !== null) return line.label;
  return SHEET_LINE_TEXT[sheet.groupBy === 'batch' ? 'noBatch' : 'unnamed'][locale];
}

type Cell = string | number;

/** Every line of the sheet and every round of it as a row of its own: figures are numbers, all else is text. */
function rowsOf(sheet: ReconciliationSheet, locale: SheetLocale, { by, at }: Mark): Cell[][] {
  const wave = sheet.waveName ?? SHEET_LINE_TEXT.total[locale];
  const row = (name: string, roundNo: string, part: Pick<SheetRound, 'figures' | 'differences'>): Cell[] => [
    name,
    roundNo,
    ...SHEET_FIGURES.map((figure) => part.figures[figure]),
    part.differences.map((one) => differenceText(one, locale)).join('; '),
    wave,
    by,
    at,
  ];
  return [sheet.total, ...sheet.lines].flatMap((line) => {
    const name = nameOf(line, sheet, locale);
    const rounds = line.rounds.length > 1 ? line.rounds : [];
    return [
      row(name, SHEET_LINE_TEXT.allRounds[locale], line),
      ...rounds.map((one) => row(name, String(one.roundNo), one)),
    ];
  });
}

/** The sheet as a file for a spreadsheet, marked with who took it and when. */
export async function reconciliationFile(
  sheet: ReconciliationSheet,
  { format, locale, mark }: { format: 'csv' | 'xlsx'; locale: SheetLocale; mark: Mark },
): Promise<{ body: Buffer; rows: number }> {
  const rows = rowsOf(sheet, locale, mark);
  if (format === 'csv') {
    const records = rows.map((cells) => cells.map((cell) => printableCell(String(cell))));
    const text = stringify(records, { ...CSV_OPTIONS, header: true, columns: titles(locale) });
    return { body: Buffer.from(text), rows: rows.length };
  }
  const data: SheetData = [
    titles(locale).map(titleCell),
    ...rows.map((cells) =>
      cells.map((cell) =>
        typeof cell === 'number' ? { value: cell, type: Number } : textCell(printableCell(cell)),
      ),
    ),
  ];
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  const columns = titles(locale).map((_title, index) => ({ width: index === 0 ? 36 : 16 }));
  const body = await writeXlsxFile(data, { sheet: 'Rekonsiliasi', columns, stickyRowsCount: 1 }).toBuffer();
  return { body, rows: rows.length };
}
