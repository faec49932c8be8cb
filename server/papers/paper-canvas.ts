import PDFDocument from 'pdfkit';
import { printable } from './paper-text.ts';

export type Paper = PDFKit.PDFDocument;

/** A4 in points, with the margin all papers keep. */
export const PAGE = { width: 595.28, height: 841.89, margin: 56 } as const;
export const INNER_WIDTH = PAGE.width - 2 * PAGE.margin;
/** Lowest point the body may reach; the footer stands below. */
export const BODY_END = PAGE.height - 62;

export const INK = {
  text: '#161b26',
  quiet: '#566072',
  accent: '#0a4c86',
  rule: '#cfd6df',
  tint: '#f2f5f9',
  paper: '#ffffff',
} as const;
export const FONT = {
  plain: 'Helvetica',
  bold: 'Helvetica-Bold',
  italic: 'Helvetica-Oblique',
  code: 'Courier',
} as const;

export interface PaperTitle {
  title: string;
  subject: string;
  /** Machine-readable words in the document's properties, e.g. the digest. */
  keywords: string;
  /** ISO instant of printing: the only time in the file, so equal data gives equal bytes. */
  printedAt: string;
}

/** Opens an A4 paper. Everything is placed by hand: no margins of pdfkit's own, no page breaks it thinks of. */
export function openPaper({ title, subject, keywords, printedAt }: PaperTitle): Paper {
  const at = new Date(printedAt);
  return new PDFDocument({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    lang: 'id-ID',
    displayTitle: true,
    info: {
      Title: printable(title),
      Subject: printable(subject),
      Keywords: keywords,
      Author: 'Loket Prakerja',
      Creator: 'Loket Prakerja',
      CreationDate: at,
      ModDate: at,
    },
  });
}

export interface TextStyle {
  font?: string;
  size?: number;
  color?: string;
  width?: number;
  align?: 'left' | 'center' | 'right' | 'justify';
  lineGap?: number;
  spacing?: number;
}

/** Writes text at a place and returns the y below it, in points. Wraps when a width is given. */
export function write(paper: Paper, text: string, x: number, y: number, style: TextStyle = {}): number {
  const { font = FONT.plain, size = 10, color = INK.text, width, align = 'left', spacing = 0 } = style;
  const shown = printable(text);
  paper.font(font).fontSize(size).fillColor(color);
  if (width === undefined) {
    paper.text(shown, x, y, { lineBreak: false, characterSpacing: spacing });
    return y + paper.currentLineHeight(true);
  }
  const layout = { width, align, lineGap: style.lineGap ?? 2, characterSpacing: spacing };
  const height = paper.heightOfString(shown, layout);
  paper.text(shown, x, y, layout);
  return y + height;
}

/** Height that text will take at a width, in points. */
export function heightOf(paper: Paper, text: string, style: TextStyle & { width: number }): number {
  const { font = FONT.plain, size = 10, width, lineGap = 2 } = style;
  return paper.font(font).fontSize(size).heightOfString(printable(text), { width, lineGap });
}

/** A thin line across the paper's inner width. */
export function rule(paper: Paper, y: number, color: string = INK.rule, weight = 0.6): void {
  paper.moveTo(PAGE.margin, y).lineTo(PAGE.width - PAGE.margin, y);
  paper.lineWidth(weight).strokeColor(color).stroke();
}

/** Starts a page when `height` points no longer fit, and returns the y to go on at. */
export function room(paper: Paper, y: number, height: number): number {
  if (y + height <= BODY_END) return y;
  paper.addPage();
  return PAGE.margin;
}

const PAGE_OF = (page: number, count: number) => `Halaman ${page} dari ${count}`;

/** Writes `Halaman x dari y` and the given lines at the foot of every page and gives the finished file. */
export function closePaper(paper: Paper, footer: string, digest?: string, pageOf = PAGE_OF): Promise<Buffer> {
  const { start, count } = paper.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    paper.switchToPage(start + page);
    drawFooter(paper, footer, pageOf(page + 1, count), digest);
  }
  return collected(paper);
}

function drawFooter(paper: Paper, left: string, right: string, digest: string | undefined): void {
  const y = PAGE.height - 46;
  const style = { size: 7.5, color: INK.quiet };
  rule(paper, y - 8);
  write(paper, left, PAGE.margin, y, style);
  write(paper, right, PAGE.width - PAGE.margin - 120, y, { ...style, width: 120, align: 'right' });
  if (digest) write(paper, `SHA-256 ${digest}`, PAGE.margin, y + 11, { ...style, font: FONT.code, size: 7 });
}

function collected(paper: Paper): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    paper.on('data', (chunk: Buffer) => chunks.push(chunk));
    paper.on('end', () => resolve(Buffer.concat(chunks)));
    paper.on('error', reject);
    paper.end();
  });
}
