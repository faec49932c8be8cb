import type { Channel, PROPOSERS } from '../submissions/submission-schema.ts';
import { numberInWords } from './number-words.ts';
import type { Field } from './paper-blocks.ts';
import { FONT, INK, INNER_WIDTH, PAGE, room, rule, write, type Paper } from './paper-canvas.ts';
import { CHANNEL_WORDS, writtenCount, writtenInstant, type Zone } from './paper-text.ts';

export type Proposer = (typeof PROPOSERS)[number];

/** How many persons are in a sealed batch; male and female add up to rows, and so do the proposers. */
export interface BatchCounts {
  rows: number;
  male: number;
  female: number;
  byProposer: readonly { proposer: Proposer; rows: number }[];
}

/** What the papers of a sealed batch say. */
export interface BatchPaper {
  batchNo: string;
  /** Office that hands over, or the words for several offices. */
  officeName: string;
  waveName: string;
  channel: Channel;
  roundNo: number;
  counts: BatchCounts;
  /** SHA-256 of the manifest, 64 lower-case hexadecimal digits. */
  digest: string;
  /** ISO instants. */
  sealedAt: string;
  printedAt: string;
  zone?: Zone;
}

const PROPOSER_WORDS = {
  DINAS: 'Dinas ketenagakerjaan',
  KEMENTERIAN: 'Kementerian',
  LEMBAGA_NEGARA: 'Lembaga negara',
  ORMAS: 'Organisasi masyarakat',
  SERIKAT: 'Serikat pekerja/serikat buruh',
} as const satisfies Record<Proposer, string>;

/** A number of persons in figures and words: `500 (lima ratus) orang`. */
export function persons(count: number): string {
  return `${writtenCount(count)} (${numberInWords(count)}) orang`;
}

/** The fields every paper of a batch begins with. */
export function batchFields(batch: BatchPaper): Field[] {
  return [
    { label: 'Nomor kolektif', value: batch.batchNo, strong: true },
    { label: 'Kantor', value: batch.officeName },
    { label: 'Gelombang', value: `${batch.waveName}, putaran ${batch.roundNo}` },
    { label: 'Kanal pendaftaran', value: CHANNEL_WORDS[batch.channel] },
    { label: 'Disegel pada', value: writtenInstant(batch.sealedAt, batch.zone) },
    { label: 'Jumlah pendaftar', value: persons(batch.counts.rows), strong: true },
  ];
}

const LINE = 15.5;

/**
 * The counts of a batch as a table.
 * @throws RangeError when they do not add up: such a paper must never be signed.
 */
export function countTable(paper: Paper, y: number, counts: BatchCounts): number {
  const proposed = counts.byProposer.reduce((sum, { rows }) => sum + rows, 0);
  if (counts.male + counts.female !== counts.rows || proposed !== counts.rows) {
    throw new RangeError('the counts of the batch do not add up');
  }
  const lines: [label: string, count: number][] = [
    ['Laki-laki', counts.male],
    ['Perempuan', counts.female],
    ...counts.byProposer.map((part): [string, number] => [
      `Pengusul: ${PROPOSER_WORDS[part.proposer]}`,
      part.rows,
    ]),
  ];
  let below = countHead(paper, room(paper, y, (lines.length + 2) * LINE));
  for (const [label, count] of lines) below = countLine(paper, below, label, count, FONT.plain);
  return countLine(paper, below, 'Jumlah seluruhnya', counts.rows, FONT.bold) + 9;
}

function countHead(paper: Paper, y: number): number {
  paper.rect(PAGE.margin, y, INNER_WIDTH, LINE).fill(INK.accent);
  const style = { font: FONT.bold, size: 9, color: INK.paper };
  write(paper, 'Rincian', PAGE.margin + 8, y + 4, style);
  write(paper, 'Jumlah orang', PAGE.margin, y + 4, { ...style, width: INNER_WIDTH - 8, align: 'right' });
  return y + LINE;
}

function countLine(paper: Paper, y: number, label: string, count: number, font: string): number {
  if (font === FONT.bold) paper.rect(PAGE.margin, y, INNER_WIDTH, LINE).fill(INK.tint);
  write(paper, label, PAGE.margin + 8, y + 3.8, { font, size: 9.5 });
  const figure = { font, size: 9.5, width: INNER_WIDTH - 8, align: 'right' } as const;
  write(paper, writtenCount(count), PAGE.margin, y + 3.8, figure);
  rule(paper, y + LINE);
  return y + LINE;
}
