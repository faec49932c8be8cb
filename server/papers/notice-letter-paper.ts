import { setImmediate as breathe } from 'node:timers/promises';
import { fieldTable, letterhead, paragraph } from './paper-blocks.ts';
import {
  closePaper,
  FONT,
  INK,
  INNER_WIDTH,
  openPaper,
  PAGE,
  room,
  write,
  type Paper,
} from './paper-canvas.ts';
import { writtenInstant } from './paper-text.ts';

/** What one person reads: words ready to print, no NIK among them. */
export interface NoticeLetter {
  registrationNo: string;
  fullName: string;
  subject: string;
  greeting: string;
  paragraphs: readonly string[];
  reasons: readonly { label: string; remedy: string }[];
  note: string | null;
  closing: readonly string[];
}

/** Letters of one office, a page or more each. */
export interface NoticeLetters {
  officeName: string;
  printNo: number;
  /** ISO instant. */
  printedAt: string;
  letters: readonly NoticeLetter[];
}

function reasonBlock(paper: Paper, y: number, { label, remedy }: NoticeLetter['reasons'][number]): number {
  const x = PAGE.margin + 14;
  const width = INNER_WIDTH - 14;
  const top = room(paper, y, 44);
  write(paper, '•', PAGE.margin + 2, top, { size: 10 });
  const below = write(paper, `${label}.`, x, top, { font: FONT.bold, size: 10, width });
  return write(paper, remedy, x, below, { size: 10, width, lineGap: 1.6 }) + 7;
}

function letterPage(paper: Paper, { officeName }: NoticeLetters, letter: NoticeLetter): void {
  const heading = { font: FONT.bold, size: 14, color: INK.accent, width: INNER_WIDTH };
  const top = write(paper, letter.subject, PAGE.margin, letterhead(paper, officeName), heading) + 8;
  let y = fieldTable(paper, top, [
    { label: 'Nama lengkap', value: letter.fullName, strong: true },
    { label: 'Nomor registrasi', value: letter.registrationNo },
  ]);
  y = paragraph(paper, y + 6, letter.greeting);
  for (const text of letter.paragraphs) y = paragraph(paper, y, text);
  for (const reason of letter.reasons) y = reasonBlock(paper, y, reason);
  if (letter.note) y = paragraph(paper, y, `Catatan: ${letter.note}`);
  for (const text of letter.closing) y = paragraph(paper, y, text);
}

/** Letters to people without e-mail, as one PDF for one office; every letter begins on a page of its own. */
export async function renderNoticeLetters(data: NoticeLetters): Promise<Buffer> {
  const paper = openPaper({
    title: `Surat pemberitahuan ${data.officeName}`,
    subject: 'Pemberitahuan kepada pendaftar Kartu Prakerja',
    keywords: `cetak ${data.printNo}`,
    printedAt: data.printedAt,
  });
  for (const [index, letter] of data.letters.entries()) {
    if (index > 0) paper.addPage();
    letterPage(paper, data, letter);
    // A stack of letters takes longer than others should wait.
    if (index % 20 === 19) await breathe();
  }
  const footer = `Cetak nomor ${data.printNo} · ${writtenInstant(data.printedAt)}`;
  // Whoever opens the envelope has one letter: "page 3 of 11" would make them look for the rest.
  return closePaper(paper, footer, undefined, (page) => `Lembar ${page}`);
}
