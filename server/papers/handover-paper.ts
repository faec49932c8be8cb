import { batchFields, countTable, persons, type BatchPaper } from './batch-paper.ts';
import { clauses, closing, fieldTable, letterhead, paragraph, titleBlock } from './paper-blocks.ts';
import { closePaper, openPaper } from './paper-canvas.ts';
import { batchQrText } from './paper-qr.ts';
import { writtenInstant } from './paper-text.ts';

/** A sealed batch and the body that receives it. */
export interface HandoverPaper extends BatchPaper {
  /** Who receives, e.g. `Kementerian Ketenagakerjaan`. */
  recipientName: string;
}

/** The handover minutes (berita acara serah terima, BAST) of a sealed batch, to be signed by both parties. */
export async function renderHandover(handover: HandoverPaper): Promise<Buffer> {
  const { batchNo, digest, officeName, recipientName } = handover;
  const paper = openPaper({
    title: `Berita acara serah terima ${batchNo}`,
    subject: 'Berita acara serah terima data pendaftar Kartu Prakerja',
    keywords: `sha256:${digest}`,
    printedAt: handover.printedAt,
  });
  const title = titleBlock(paper, letterhead(paper, officeName), 'BERITA ACARA SERAH TERIMA', [
    `Data pendaftar Kartu Prakerja, nomor kolektif: ${batchNo}`,
  ]);
  const parties = fieldTable(paper, paragraph(paper, title, OPENING), [
    { label: 'PIHAK PERTAMA', value: `${officeName}, yang menyerahkan` },
    { label: 'PIHAK KEDUA', value: `${recipientName}, yang menerima` },
    ...batchFields(handover).filter(({ label }) => label !== 'Kantor'),
  ]);
  const agreed = clauses(paper, countTable(paper, parties, handover.counts), agreements(handover));
  closing(paper, agreed, {
    digest,
    qrText: batchQrText(batchNo, digest),
    note: NOTE,
    places: [
      { heading: 'PIHAK PERTAMA', role: officeName },
      { heading: 'PIHAK KEDUA', role: recipientName },
    ],
  });
  return closePaper(
    paper,
    `${batchNo} · dicetak ${writtenInstant(handover.printedAt, handover.zone)}`,
    digest,
  );
}

const OPENING =
  'Pada hari ini, .................... tanggal .................... bulan .................... tahun ...................., telah dilakukan serah terima data pendaftar Kartu Prakerja antara kedua pihak berikut:';

const NOTE =
  'Kedua pihak mencocokkan jumlah dan sidik digital ini dengan yang tampil pada layar sistem sebelum menandatangani. Penyerahan dengan jumlah atau sidik yang berbeda tidak diterima.';

function agreements({ counts }: HandoverPaper): string[] {
  return [
    `PIHAK PERTAMA menyerahkan dan PIHAK KEDUA menerima data ${persons(counts.rows)} dalam satu berkas elektronik yang disegel, dengan sidik digital sebagaimana tercantum di bawah.`,
    'Formulir asli tetap disimpan PIHAK PERTAMA dan dapat diperlihatkan sewaktu-waktu untuk keperluan pemeriksaan.',
    'Serah terima ini bukan penetapan penerima Kartu Prakerja; pengesahan dan pengukuhan dilakukan per orang sesuai ketentuan peraturan perundang-undangan.',
  ];
}
