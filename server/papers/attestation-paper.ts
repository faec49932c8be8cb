import { batchFields, countTable, persons, type BatchPaper } from './batch-paper.ts';
import { clauses, closing, fieldTable, letterhead, paragraph, titleBlock } from './paper-blocks.ts';
import { closePaper, openPaper } from './paper-canvas.ts';
import { batchQrText } from './paper-qr.ts';
import { writtenInstant } from './paper-text.ts';

/** The statement of data truth (surat pernyataan kebenaran data) of a sealed batch, to be signed and scanned. */
export async function renderAttestation(batch: BatchPaper): Promise<Buffer> {
  const paper = openPaper({
    title: `Surat pernyataan kebenaran data ${batch.batchNo}`,
    subject: 'Surat pernyataan kebenaran data pendaftar Kartu Prakerja',
    keywords: `sha256:${batch.digest}`,
    printedAt: batch.printedAt,
  });
  const title = titleBlock(paper, letterhead(paper, batch.officeName), 'SURAT PERNYATAAN KEBENARAN DATA', [
    `Nomor kolektif: ${batch.batchNo}`,
  ]);
  const fields = fieldTable(paper, paragraph(paper, title, OPENING), batchFields(batch));
  const stated = clauses(paper, countTable(paper, fields, batch.counts), statements(batch));
  closing(paper, stated, {
    digest: batch.digest,
    qrText: batchQrText(batch.batchNo, batch.digest),
    note: NOTE,
    places: [{ heading: 'Yang menyatakan,', role: `Kepala ${batch.officeName}` }],
  });
  return closePaper(
    paper,
    `${batch.batchNo} · dicetak ${writtenInstant(batch.printedAt, batch.zone)}`,
    batch.digest,
  );
}

const OPENING =
  'Yang bertanda tangan di bawah ini, selaku pejabat yang berwenang pada kantor tersebut di bawah, menyatakan hal-hal berikut atas data pendaftar Kartu Prakerja:';

const NOTE =
  'Sidik digital ini dihitung dari daftar pendaftar yang disegel. Pernyataan ini hanya berlaku untuk daftar dengan sidik yang sama persis; satu huruf yang berubah menghasilkan sidik yang lain.';

function statements({ counts }: BatchPaper): string[] {
  return [
    `Data ${persons(counts.rows)} dalam kolektif ini sesuai dengan formulir yang diisi dan ditandatangani sendiri oleh pendaftar, dan telah dicocokkan dengan KTP-el asli atau disertai alasan tertulis.`,
    'Formulir tersebut disimpan di kantor ini dan dapat diperlihatkan sewaktu-waktu untuk keperluan pemeriksaan.',
    'Data pribadi diproses hanya untuk pendaftaran Kartu Prakerja, sesuai Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi.',
    'Apabila di kemudian hari pernyataan ini terbukti tidak benar, kami bersedia bertanggung jawab sesuai ketentuan peraturan perundang-undangan.',
  ];
}
