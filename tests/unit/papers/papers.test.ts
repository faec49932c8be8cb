import QRCode from 'qrcode';
import { afterAll, describe, expect, it } from 'vitest';
import { createPaperPress } from '../../../server/papers/paper-press.ts';
import { batchQrText, statusUrl } from '../../../server/papers/paper-qr.ts';
import { batchSample, decreeSample, DIGEST, receiptSample } from '../../support/paper-samples.ts';
import { pdfPages, pdfRectangles, pdfText } from '../../support/pdf-text.ts';

const press = createPaperPress();
afterAll(() => press.stop());

const groups = DIGEST.match(/.{8}/g)?.join(' ') ?? '';

/** Whether the page's dark rectangles are exactly the dark modules of the code for `text`. */
function showsQr(pdf: Buffer, text: string): boolean {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const rectangles = pdfRectangles(pdf);
  const frame = rectangles.findIndex(([, , width, height]) => width === height);
  const [left = 0, top = 0, side = 0] = rectangles[frame] ?? [];
  const unit = side / (modules.size + 8);
  const drawn = new Set<string>();
  for (const [x, y, width, height] of rectangles.slice(frame + 1)) {
    if (Math.abs(height - unit) > 0.01) break;
    const [column, row] = [Math.round((x - left) / unit) - 4, Math.round((y - top) / unit) - 4];
    for (let at = 0; at < Math.round(width / unit); at += 1) drawn.add(`${row}:${column + at}`);
  }
  const expected = new Set<string>();
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) expected.add(`${row}:${column}`);
    }
  }
  return drawn.size === expected.size && [...expected].every((module) => drawn.has(module));
}

describe('the receipt', () => {
  it('tells the applicant what was received, where, when, and how to ask about it', async () => {
    const pdf = await press.receipt(receiptSample);
    const text = pdfText(pdf);
    for (const words of [
      'TANDA TERIMA PENDAFTARAN',
      'PK-ZYXW-VTSR-QPN7',
      'Siti Nurhaliza Wulandari binti Abdurrahman',
      '337401**********',
      'Dinas Tenaga Kerja Kota Semarang',
      'Gelombang 11',
      'Luring',
      '1 Oktober 2020, 15.04 WIB',
      'https://loket.example.go.id/status',
      'Halaman 1 dari 1',
    ]) {
      expect(text).toContain(words);
    }
    expect(pdfPages(pdf)).toHaveLength(1);
  });

  it('leads to the status page by its QR code', async () => {
    const url = 'https://loket.example.go.id/status?no=PK-ZYXW-VTSR-QPN7';
    expect(statusUrl(receiptSample.publicUrl, receiptSample.registrationNo)).toBe(url);
    const pdf = await press.receipt(receiptSample);
    expect(showsQr(pdf, url)).toBe(true);
    expect(showsQr(pdf, `${url}0`)).toBe(false);
  });

  it('is the same file whenever the same is printed at the same time', async () => {
    const [one, two] = [await press.receipt(receiptSample), await press.receipt(receiptSample)];
    expect(one.equals(two)).toBe(true);
    const later = await press.receipt({ ...receiptSample, printedAt: '2020-10-02T00:00:00.000Z' });
    expect(one.equals(later)).toBe(false);
  });

  it('keeps one page for the longest names there are', async () => {
    const long = 'Kantor Dinas Tenaga Kerja, Transmigrasi, Koperasi dan Usaha Kecil Kabupaten Kepulauan Siau';
    const pdf = await press.receipt({ ...receiptSample, fullName: 'W'.repeat(60), officeName: long });
    expect(pdfPages(pdf)).toHaveLength(1);
    expect(pdfText(pdf).replaceAll(' ', '')).toContain('W'.repeat(60));
  });
});

describe('the papers of a batch', () => {
  it('state who declares what over how many persons, with the digest in figures and as a QR code', async () => {
    const pdf = await press.attestation(batchSample);
    const text = pdfText(pdf);
    for (const words of [
      'SURAT PERNYATAAN KEBENARAN DATA',
      'B-2020-10-0017',
      '5.250 (lima ribu dua ratus lima puluh) orang',
      'Laki-laki 2.600 Perempuan 2.650',
      'Pengusul: Organisasi masyarakat 200',
      groups,
      'Kepala Dinas Tenaga Kerja Kota Semarang',
      'Nama :',
      'NIP :',
      'Cap / stempel',
    ]) {
      expect(text).toContain(words);
    }
    expect(showsQr(pdf, batchQrText('B-2020-10-0017', DIGEST))).toBe(true);
    expect(pdf.toString('latin1')).toContain(`sha256:${DIGEST}`);
  });

  it('name both parties of the handover and give each a place to sign', async () => {
    const pdf = await press.handover(batchSample);
    const text = pdfText(pdf);
    expect(text).toContain('BERITA ACARA SERAH TERIMA');
    expect(text).toContain('Dinas Tenaga Kerja Kota Semarang, yang menyerahkan');
    expect(text).toContain('Kementerian Ketenagakerjaan Republik Indonesia, yang menerima');
    expect(text.match(/NIP :/g)).toHaveLength(2);
    expect(text).toContain(groups);
    expect(showsQr(pdf, batchQrText('B-2020-10-0017', DIGEST))).toBe(true);
  });

  it('say in their QR code which batch and which digest they are for, and nothing else', () => {
    expect(JSON.parse(batchQrText('B-2020-10-0017', DIGEST))).toEqual({
      batchNo: 'B-2020-10-0017',
      digest: DIGEST,
    });
  });

  it('never part the signatures from the digest, however much stands before them', async () => {
    const proposers = ['DINAS', 'KEMENTERIAN', 'LEMBAGA_NEGARA', 'ORMAS', 'SERIKAT'] as const;
    const byProposer = proposers.map((proposer) => ({ proposer, rows: 1050 }));
    const crowded = { ...batchSample, counts: { ...batchSample.counts, byProposer } };
    for (const pdf of [await press.attestation(crowded), await press.handover(crowded)]) {
      const signed = pdfPages(pdf).filter((page) => page.includes('NIP :'));
      expect(signed).toHaveLength(1);
      expect(signed[0]).toContain(groups);
      for (const page of pdfPages(pdf)) expect(page).toContain(`SHA-256 ${DIGEST}`);
    }
  });

  it('are not printed when their counts do not add up or the digest is none', async () => {
    const { counts } = batchSample;
    const refused = [
      press.attestation({ ...batchSample, counts: { ...counts, male: 2601 } }),
      press.handover({ ...batchSample, counts: { ...counts, byProposer: [] } }),
    ];
    for (const paper of refused) await expect(paper).rejects.toThrow(/add up/);
    await expect(press.handover({ ...batchSample, digest: DIGEST.toUpperCase() })).rejects.toThrow(/digest/);
  });
});

describe('the annex of the decree', () => {
  it('lists every person once, in order, by whole name and masked NIK, with the digest on every page', async () => {
    const decree = decreeSample(120);
    const pages = pdfPages(await press.decree(decree));
    const text = pages.join('\n');
    const listed = text.match(/PK-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/g);
    expect(listed).toEqual(decree.rows.map(({ registrationNo }) => registrationNo));
    const flat = text.replace(/\s+/g, ' ');
    const wholeNames = flat.match(/Raden Ajeng Siti Khadijah Nurul Hidayatullah Kusumaningratwati/g);
    expect(wholeNames).toHaveLength(12);
    expect(flat.match(/337401\*{10}(?!\*)/g)).toHaveLength(120);
    pages.forEach((page, index) => {
      expect(page).toContain(`Halaman ${index + 1} dari ${pages.length}`);
      expect(page).toContain(`SHA-256 ${DIGEST}`);
    });
  });

  it('names the decree, its day, the batch, and the total in figures and words', async () => {
    const text = pdfText(await press.decree(decreeSample(33)));
    expect(text).toContain('KEP.217/MEN/X/2020');
    expect(text).toContain('15 OKTOBER 2020');
    expect(text).toContain('Kolektif B-2020-10-0017');
    expect(text).toContain('33 (tiga puluh tiga) orang');
    expect(text).toContain(groups);
  });

  it('is printed elsewhere when it is long, to the same bytes', async () => {
    const { renderDecree } = await import('../../../server/papers/decree-paper.ts');
    const decree = decreeSample(1000);
    const [pressed, rendered] = [await press.decree(decree), await renderDecree(decree)];
    expect(pressed.equals(rendered)).toBe(true);
  });

  it('leaves the server free to answer others while five thousand rows are printed', async () => {
    let turns = 0;
    const turning = setInterval(() => (turns += 1), 5);
    const pdf = await press.decree(decreeSample(5000));
    clearInterval(turning);
    expect(pdfPages(pdf).length).toBeGreaterThan(100);
    // Printed here, the whole annex is one turn of the event loop.
    expect(turns).toBeGreaterThan(10);
  });
});
