import type { Channel } from '../submissions/submission-schema.ts';
import { fieldTable, letterhead, paragraph, titleBlock } from './paper-blocks.ts';
import { closePaper, FONT, INK, INNER_WIDTH, openPaper, PAGE, write, type Paper } from './paper-canvas.ts';
import { drawQr, statusPage, statusUrl } from './paper-qr.ts';
import { CHANNEL_WORDS, writtenInstant, type Zone } from './paper-text.ts';

/** What the applicant takes home. Holds no whole NIK. */
export interface ReceiptPaper {
  registrationNo: string;
  fullName: string;
  nikMasked: string;
  /** Office the form came in at; for online registrations the ministry. */
  officeName: string;
  waveName: string;
  channel: Channel;
  /** ISO instants. */
  submittedAt: string;
  printedAt: string;
  /** Address of this installation, for the QR code. */
  publicUrl: string;
  /** Time zone of the office; WIB when not given. */
  zone?: Zone;
}

/** The receipt (tanda terima) as a PDF of one page, labels in Indonesian and English. */
export async function renderReceipt(receipt: ReceiptPaper): Promise<Buffer> {
  const paper = openPaper({
    title: `Tanda terima pendaftaran ${receipt.registrationNo}`,
    subject: 'Tanda terima pendaftaran Kartu Prakerja',
    keywords: receipt.registrationNo,
    printedAt: receipt.printedAt,
  });
  const lines = ['Registration receipt'];
  const top = titleBlock(paper, letterhead(paper, receipt.officeName), 'TANDA TERIMA PENDAFTARAN', lines);
  const below = fieldTable(paper, numberPanel(paper, top, receipt), [
    { label: 'Nama lengkap', gloss: 'Full name', value: receipt.fullName, strong: true },
    { label: 'NIK', gloss: 'National identity number', value: receipt.nikMasked },
    { label: 'Kantor penerima', gloss: 'Office', value: receipt.officeName },
    { label: 'Gelombang', gloss: 'Wave', value: receipt.waveName },
    { label: 'Kanal pendaftaran', gloss: 'Channel', value: CHANNEL_WORDS[receipt.channel] },
    { label: 'Waktu diterima', gloss: 'Received', value: writtenInstant(receipt.submittedAt, receipt.zone) },
  ]);
  guidance(paper, below + 6, receipt);
  return closePaper(paper, `Dicetak ${writtenInstant(receipt.printedAt, receipt.zone)}`);
}

function numberPanel(paper: Paper, y: number, { registrationNo, publicUrl }: ReceiptPaper): number {
  const height = 132;
  paper.roundedRect(PAGE.margin, y, INNER_WIDTH, height, 5).fill(INK.tint);
  drawQr(paper, statusUrl(publicUrl, registrationNo), PAGE.width - PAGE.margin - 124, y + 8, 116);
  const x = PAGE.margin + 18;
  write(paper, 'Nomor registrasi / registration number', x, y + 26, { size: 9.5, color: INK.quiet });
  write(paper, registrationNo, x, y + 44, { font: FONT.bold, size: 23, color: INK.accent, spacing: 0.6 });
  const hint = 'Pindai kode untuk melihat status pendaftaran. Scan the code to see the status.';
  write(paper, hint, x, y + 84, { size: 8.5, color: INK.quiet, width: 300 });
  return y + height + 16;
}

function guidance(paper: Paper, y: number, { publicUrl, officeName }: ReceiptPaper): void {
  const page = statusPage(publicUrl);
  const heading = { font: FONT.bold, size: 10.5, color: INK.accent, width: INNER_WIDTH };
  const asked = paragraph(
    paper,
    write(paper, 'Cara menanyakan status', PAGE.margin, y, heading) + 3,
    `Buka ${page}, lalu isi nomor registrasi dan tanggal lahir Anda. Tanpa internet, bawa tanda terima ini dan KTP-el ke ${officeName}. Simpan tanda terima ini: petugas tidak akan pernah meminta biaya, kata sandi, atau kode OTP.`,
  );
  const english = `To ask about your registration, open ${page} and enter the registration number and your date of birth, or bring this receipt and your ID card to the office. Nobody will ever ask you for a fee, a password or a one-time code.`;
  const glossed = { font: FONT.italic, size: 8.5, color: INK.quiet, width: INNER_WIDTH };
  paragraph(
    paper,
    write(paper, english, PAGE.margin, asked, glossed) + 10,
    'Tanda terima ini membuktikan bahwa pendaftaran telah diterima, bukan bahwa pendaftar telah ditetapkan sebagai penerima Kartu Prakerja.',
  );
}
