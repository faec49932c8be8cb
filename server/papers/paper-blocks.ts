import { FONT, heightOf, INK, INNER_WIDTH, PAGE, room, rule, write, type Paper } from './paper-canvas.ts';
import { drawQr } from './paper-qr.ts';
import { groupedDigest } from './paper-text.ts';

/** The typographic head of every paper: no emblem, which only the issuing body may use. Returns the y below. */
export function letterhead(paper: Paper, issuer: string): number {
  paper.rect(0, 0, PAGE.width, 7).fill(INK.accent);
  write(paper, 'KARTU PRAKERJA', PAGE.margin, 36, {
    font: FONT.bold,
    size: 11,
    color: INK.accent,
    spacing: 1.6,
  });
  write(paper, 'Loket pendaftaran', PAGE.margin, 51, { size: 8, color: INK.quiet });
  const right = { size: 9, color: INK.quiet, width: 280, align: 'right' } as const;
  write(paper, issuer, PAGE.width - PAGE.margin - 280, 38, right);
  rule(paper, 68, INK.accent, 1);
  return 86;
}

/** A centred title with lines of its own below it. */
export function titleBlock(paper: Paper, y: number, title: string, lines: readonly string[]): number {
  const centred = { width: INNER_WIDTH, align: 'center' } as const;
  let below = write(paper, title, PAGE.margin, y, { ...centred, font: FONT.bold, size: 15 }) + 3;
  for (const line of lines) below = write(paper, line, PAGE.margin, below, { ...centred, color: INK.quiet });
  return below + 8;
}

/** A label with its value; `gloss` is the label's English, on papers that go to the applicant. */
export interface Field {
  label: string;
  gloss?: string;
  value: string;
  strong?: boolean;
}

const LABEL_WIDTH = 160;

/** Labels and values in two columns, a rule under each. */
export function fieldTable(paper: Paper, y: number, fields: readonly Field[]): number {
  let below = y;
  for (const field of fields) below = fieldRow(paper, below, field);
  return below + 4;
}

function fieldRow(paper: Paper, y: number, { label, gloss, value, strong }: Field): number {
  const style = { font: strong ? FONT.bold : FONT.plain, size: 10, width: INNER_WIDTH - LABEL_WIDTH };
  const height = Math.max(heightOf(paper, value, style), gloss ? 22 : 12);
  const top = room(paper, y, height + 6.5);
  write(paper, label, PAGE.margin, top, { size: 9.5, color: INK.quiet });
  if (gloss) write(paper, gloss, PAGE.margin, top + 12, { font: FONT.italic, size: 7.5, color: INK.quiet });
  write(paper, value, PAGE.margin + LABEL_WIDTH, top, style);
  rule(paper, top + height + 1.5);
  return top + height + 6.5;
}

/** A paragraph over the whole width. */
export function paragraph(paper: Paper, y: number, text: string): number {
  const style = { size: 10, width: INNER_WIDTH, align: 'justify', lineGap: 1.6 } as const;
  const start = room(paper, y, heightOf(paper, text, style));
  return write(paper, text, PAGE.margin, start, style) + 6;
}

/** Numbered clauses, each kept on one page. */
export function clauses(paper: Paper, y: number, texts: readonly string[]): number {
  const style = { size: 10, width: INNER_WIDTH - 20, align: 'justify', lineGap: 1.6 } as const;
  let below = y;
  texts.forEach((text, index) => {
    below = room(paper, below, heightOf(paper, text, style));
    write(paper, `${index + 1}.`, PAGE.margin, below, { size: 10 });
    below = write(paper, text, PAGE.margin + 20, below, style) + 3;
  });
  return below + 4;
}

/** What a paper of a batch ends with: the digest, in figures and as a QR code, and those who sign for it. */
export interface Closing {
  digest: string;
  qrText: string;
  /** What the signers are to do with the digest. */
  note: string;
  places: readonly SignaturePlace[];
}

/** Where somebody signs: heading, role, room for signature and stamp, name and NIP to be written by hand. */
export interface SignaturePlace {
  heading: string;
  role: string;
}

const PANEL_HEIGHT = 92;
const SIGNATURE_HEIGHT = 132;

/** Digest and signatures, never parted by a page: a loose page of signatures could be put under any list. */
export function closing(paper: Paper, y: number, { digest, qrText, note, places }: Closing): void {
  const top = room(paper, y, PANEL_HEIGHT + 10 + SIGNATURE_HEIGHT);
  digestPanel(paper, top, digest, qrText, note);
  const width = (INNER_WIDTH - 40) / 2;
  const right = PAGE.width - PAGE.margin - width;
  places.forEach((place, index) => {
    const x = index === places.length - 1 ? right : PAGE.margin;
    signaturePlace(paper, x, top + PANEL_HEIGHT + 10, width, place);
  });
}

function digestPanel(paper: Paper, y: number, digest: string, qrText: string, note: string): void {
  const side = PANEL_HEIGHT - 10;
  paper.roundedRect(PAGE.margin, y, INNER_WIDTH, PANEL_HEIGHT, 4).fill(INK.tint);
  drawQr(paper, qrText, PAGE.margin + 5, y + 5, side);
  const x = PAGE.margin + side + 20;
  const width = INNER_WIDTH - side - 30;
  write(paper, 'Sidik digital berkas (SHA-256)', x, y + 12, {
    font: FONT.bold,
    size: 9.5,
    color: INK.accent,
  });
  write(paper, groupedDigest(digest), x, y + 29, { font: FONT.code, size: 8 });
  write(paper, note, x, y + 46, { size: 8.5, color: INK.quiet, width });
}

function signaturePlace(paper: Paper, x: number, y: number, width: number, place: SignaturePlace): void {
  write(paper, '........................, ........................ 20......', x, y, { size: 9.5 });
  write(paper, place.heading, x, y + 16, { font: FONT.bold, size: 9.5, width });
  write(paper, place.role, x, y + 28, { size: 9, color: INK.quiet, width });
  paper
    .roundedRect(x, y + 47, 76, 46, 3)
    .lineWidth(0.6)
    .dash(2, { space: 2 });
  paper.strokeColor(INK.rule).stroke().undash();
  write(paper, 'Cap / stempel', x, y + 66, { size: 7.5, color: INK.quiet, width: 76, align: 'center' });
  const line = y + 101;
  paper.moveTo(x, line).lineTo(x + width, line);
  paper.lineWidth(0.6).strokeColor(INK.text).stroke();
  write(paper, 'Nama :', x, line + 5, { size: 9 });
  write(paper, 'NIP :', x, line + 18, { size: 9 });
}
