import type { Channel } from '../submissions/submission-schema.ts';
import { persons } from './batch-paper.ts';
import { decreeTable, type DecreeRow } from './decree-table.ts';
import { closing } from './paper-blocks.ts';
import {
  closePaper,
  FONT,
  INK,
  INNER_WIDTH,
  openPaper,
  PAGE,
  room,
  rule,
  write,
  type Paper,
} from './paper-canvas.ts';
import { batchQrText } from './paper-qr.ts';
import { CHANNEL_WORDS, writtenDay, writtenInstant, type Zone } from './paper-text.ts';

export type { DecreeRow } from './decree-table.ts';

/** The annex of the decree by which the Minister, or a delegate, ratifies a batch. */
export interface DecreePaper {
  decreeNo: string;
  /** yyyy-mm-dd. */
  decreeDate: string;
  batchNo: string;
  waveName: string;
  channel: Channel;
  /** SHA-256 of the manifest, 64 lower-case hexadecimal digits. */
  digest: string;
  /** In the order of the manifest. */
  rows: readonly DecreeRow[];
  /** ISO instant. */
  printedAt: string;
  zone?: Zone;
}

/**
 * The annex (lampiran keputusan) as a PDF. Computes without a pause, some 0.2 ms a row: the server has the
 * paper press make it, in a process of its own.
 */
export async function renderDecree(decree: DecreePaper): Promise<Buffer> {
  const { decreeNo, batchNo, digest, rows } = decree;
  const paper = openPaper({
    title: `Lampiran keputusan ${decreeNo}`,
    subject: 'Daftar calon penerima Kartu Prakerja yang disahkan',
    keywords: `sha256:${digest}`,
    printedAt: decree.printedAt,
  });
  const listed = decreeTable(paper, annexHead(paper, decree), rows);
  const total = `Jumlah calon penerima yang disahkan: ${persons(rows.length)}.`;
  const style = { font: FONT.bold, size: 10, width: INNER_WIDTH };
  const summed = write(paper, total, PAGE.margin, room(paper, listed + 8, 24), style);
  closing(paper, summed + 8, {
    digest,
    qrText: batchQrText(batchNo, digest),
    note: NOTE,
    places: [{ heading: 'MENTERI KETENAGAKERJAAN', role: 'atau pejabat yang diberi delegasi' }],
  });
  const printed = writtenInstant(decree.printedAt, decree.zone);
  return closePaper(paper, `Lampiran Keputusan Nomor ${decreeNo} · dicetak ${printed}`, digest);
}

const NOTE =
  'Sidik digital ini dihitung dari daftar yang disegel dan tercantum pada setiap halaman. Halaman dengan sidik yang berbeda bukan bagian dari lampiran ini.';

/** The head of an annex as Indonesian decrees set it: a block on the right, then the centred title of the list. */
function annexHead(paper: Paper, decree: DecreePaper): number {
  paper.rect(0, 0, PAGE.width, 7).fill(INK.accent);
  const x = PAGE.width / 2 - 40;
  const lines = ['LAMPIRAN', 'KEPUTUSAN MENTERI KETENAGAKERJAAN', 'REPUBLIK INDONESIA'];
  let y = 40;
  for (const line of lines) y = write(paper, line, x, y, { size: 9.5 });
  y = annexField(paper, x, y + 2, 'NOMOR', decree.decreeNo);
  y = annexField(paper, x, y, 'TANGGAL', writtenDay(decree.decreeDate).toUpperCase());
  y = annexField(paper, x, y, 'TENTANG', 'PENGESAHAN CALON PENERIMA KARTU PRAKERJA');
  rule(paper, y + 8, INK.accent, 1);
  const centred = { width: INNER_WIDTH, align: 'center' } as const;
  const title = 'DAFTAR CALON PENERIMA KARTU PRAKERJA YANG DISAHKAN';
  const below = write(paper, title, PAGE.margin, y + 22, { ...centred, font: FONT.bold, size: 12 });
  const about = `Kolektif ${decree.batchNo} · ${decree.waveName} · ${CHANNEL_WORDS[decree.channel]}`;
  return write(paper, about, PAGE.margin, below + 1, { ...centred, size: 9, color: INK.quiet }) + 10;
}

function annexField(paper: Paper, x: number, y: number, label: string, value: string): number {
  write(paper, label, x, y, { size: 9.5 });
  write(paper, ':', x + 56, y, { size: 9.5 });
  return write(paper, value, x + 64, y, { size: 9.5, width: PAGE.width - PAGE.margin - x - 64, lineGap: 1 });
}
