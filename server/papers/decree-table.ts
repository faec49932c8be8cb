import { BODY_END, FONT, INK, INNER_WIDTH, PAGE, rule, type Paper } from './paper-canvas.ts';
import { printable, writtenCount } from './paper-text.ts';

/** One person in the annex. Holds no whole NIK. */
export interface DecreeRow {
  registrationNo: string;
  fullName: string;
  nikMasked: string;
  /** Regency or city of domicile, in words. */
  region: string;
}

const SIZE = 8;
const LINE = 10;
const PADDING = 3;
const GAP = 6;
/** Widest character of Helvetica in ems: a text of that many characters needs no measuring. */
const WIDEST = 1.02;

const COLUMNS = [
  { title: 'No.', width: 38, text: (_row: DecreeRow, index: number) => writtenCount(index + 1) },
  { title: 'Nomor registrasi', width: 96, text: (row: DecreeRow) => row.registrationNo },
  { title: 'Nama lengkap', width: 158, text: (row: DecreeRow) => row.fullName },
  { title: 'NIK', width: 84, text: (row: DecreeRow) => row.nikMasked },
  { title: 'Kabupaten/kota', width: INNER_WIDTH - 376, text: (row: DecreeRow) => row.region },
] as const;

/**
 * The list of persons from `y` on, with its head again on each page. Long names wrap rather than being cut or
 * shrunk: the name on a decree is the whole name. Returns the y below the last row.
 */
export function decreeTable(paper: Paper, y: number, rows: readonly DecreeRow[]): number {
  let below = tableHead(paper, y);
  rows.forEach((row, index) => {
    const cells = COLUMNS.map((column) =>
      wrapped(paper, printable(column.text(row, index)), column.width - GAP),
    );
    const height = Math.max(...cells.map((lines) => lines.length)) * LINE + 2 * PADDING;
    if (below + height > BODY_END) {
      paper.addPage();
      below = tableHead(paper, PAGE.margin);
    }
    tableRow(paper, below, cells);
    below += height;
    rule(paper, below, INK.rule, 0.4);
  });
  return below;
}

function tableHead(paper: Paper, y: number): number {
  paper.rect(PAGE.margin, y, INNER_WIDTH, 17).fill(INK.accent);
  paper.font(FONT.bold).fontSize(SIZE).fillColor(INK.paper);
  let x = PAGE.margin + 4;
  for (const { title, width } of COLUMNS) {
    paper.text(title, x, y + 5, { lineBreak: false });
    x += width;
  }
  paper.font(FONT.plain).fillColor(INK.text);
  return y + 17;
}

function tableRow(paper: Paper, y: number, cells: readonly (readonly string[])[]): void {
  let x = PAGE.margin + 4;
  cells.forEach((lines, index) => {
    lines.forEach((line, at) => {
      // An empty string would make pdfkit move its cursor and nothing else.
      if (line !== '') paper.text(line, x, y + PADDING + 1 + at * LINE, { lineBreak: false });
    });
    x += COLUMNS[index]?.width ?? 0;
  });
}

/** A text in lines that fit a width, broken between words, and within a word only if it alone is too long. */
function wrapped(paper: Paper, text: string, width: number): string[] {
  if (text.length * SIZE * WIDEST <= width || paper.widthOfString(text) <= width) return [text];
  const lines: string[] = [];
  for (const word of text.split(' ').flatMap((each) => pieces(paper, each, width))) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && paper.widthOfString(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function pieces(paper: Paper, word: string, width: number): string[] {
  if (paper.widthOfString(word) <= width) return [word];
  const parts: string[] = [''];
  for (const character of word) {
    const longer = `${parts.at(-1)}${character}`;
    if (paper.widthOfString(longer) <= width) parts[parts.length - 1] = longer;
    else parts.push(character);
  }
  return parts;
}
