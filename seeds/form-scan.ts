import sharp from 'sharp';
import { createRandom } from './random.ts';
import { drawText, textWidth } from './stroke-letters.ts';

/** What somebody wrote on the offline form; empty text leaves the line empty. */
export type FormScanFields = {
  fullName: string;
  nik: string;
  kkNumber: string;
  birthPlace: string;
  birthDate: string;
  sex: 'L' | 'P';
  ktpAddress: string;
  phone: string;
  email: string;
  education: string;
  employment: string;
  officeName: string;
  signedOn: string;
};

// A4 at 120 dpi: enough to read, small enough to keep by the hundred.
const WIDTH = 992;
const HEIGHT = 1403;
const MARGIN = 86;
const INK = '#23318c';
const JPEG_QUALITY = 72;
const PAPER_TILT = 0.6;

/**
 * Draws the signed offline form of one person as a scanned A4 page: JPEG, 992 × 1403 pixels, a little askew, with
 * CONTOH across it. The same fields give the same picture.
 */
export async function drawFormScan(fields: FormScanFields): Promise<Buffer> {
  return sharp(Buffer.from(formScanSvg(fields)))
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();
}

/** The page as an SVG text without fonts or outside resources. */
export function formScanSvg(fields: FormScanFields): string {
  const tilt = (createRandom(fields.fullName).next() - 0.5) * 2 * PAPER_TILT;
  const page = [heading(fields), ...answers(fields), declaration(), signature(fields), specimen()].join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"><rect width="${WIDTH}" height="${HEIGHT}" fill="#d9d7d2"/><g transform="rotate(${tilt.toFixed(3)} 496 700)"><rect x="14" y="14" width="${WIDTH - 28}" height="${HEIGHT - 28}" fill="#fbfaf5"/>${page}</g></svg>`;
}

function heading({ officeName }: FormScanFields): string {
  return [
    centred(officeName, 70, 20, 0.9),
    centred('FORMULIR PENDAFTARAN KARTU PRAKERJA', 116, 26, 1),
    centred('KANAL LURING - FORMULIR CONTOH', 158, 15, 0.7),
    `<path d="M${MARGIN} 198H${WIDTH - MARGIN}" stroke="#222" stroke-width="3"/>`,
  ].join('');
}

function answers(fields: FormScanFields): string[] {
  const lines: [string, string][] = [
    ['Nama lengkap', fields.fullName],
    ['NIK', fields.nik],
    ['Nomor KK', fields.kkNumber],
    ['Tempat lahir', fields.birthPlace],
    ['Tanggal lahir', fields.birthDate],
    ['Jenis kelamin', fields.sex === 'L' ? 'Laki-laki' : 'Perempuan'],
    ['Alamat KTP', fields.ktpAddress],
    ['Nomor HP', fields.phone],
    ['E-mail', fields.email],
    ['Pendidikan', fields.education.replaceAll('_', ' ')],
    ['Status kerja', fields.employment.replaceAll('_', ' ')],
  ];
  return lines.flatMap(([label, value], index) => {
    const y = 238 + index * 56;
    const height = value === '' ? 21 : Math.min(21, (21 * 560) / textWidth(value, 21));
    return [
      drawText(label, { x: MARGIN, y: y + 4, height: 16 }),
      drawText(value, { x: 346, y, height, weight: 0.62, color: INK }),
      `<path d="M336 ${y + 31}H${WIDTH - MARGIN}" stroke="#777" stroke-width="1.5" stroke-dasharray="2 4"/>`,
    ];
  });
}

function declaration(): string {
  const lines = [
    'Saya menyatakan bahwa data di atas adalah milik saya sendiri dan benar,',
    'nama sesuai KTP yang berlaku, dan saya tidak sedang menempuh',
    'pendidikan formal. Nama yang terdaftar tidak dapat diubah.',
  ];
  const boxes = ['Datang sendiri', 'KTP asli ditunjukkan'].map((label, index) => {
    const y = 1000 + index * 40;
    return `<rect x="${MARGIN}" y="${y - 4}" width="24" height="24" fill="none" stroke="#222" stroke-width="2"/><path d="M${MARGIN + 4} ${y + 8}L${MARGIN + 11} ${y + 17}L${MARGIN + 27} ${y - 8}" fill="none" stroke="${INK}" stroke-width="4"/>${drawText(label, { x: MARGIN + 42, y, height: 16 })}`;
  });
  return [
    ...lines.map((line, index) => drawText(line, { x: MARGIN, y: 876 + index * 32, height: 14 })),
    ...boxes,
  ].join('');
}

function signature({ fullName, signedOn }: FormScanFields): string {
  const random = createRandom(`signature of ${fullName}`);
  const loops = Array.from({ length: 6 }, () => `t${random.between(24, 46)} ${random.between(-34, 30)}`).join(
    '',
  );
  const nameHeight = Math.min(16, (16 * 300) / textWidth(fullName, 16));
  return `${drawText(signedOn, { x: 600, y: 1090, height: 15, color: INK })}${drawText('Tanda tangan pendaftar', { x: 600, y: 1122, height: 13 })}
<path d="M610 1224q30 -60 50 -8${loops}" fill="none" stroke="${INK}" stroke-width="3.5" stroke-linecap="round"/>
<path d="M596 1268H906" stroke="#222" stroke-width="1.5"/>${drawText(fullName, { x: 600, y: 1278, height: nameHeight })}`;
}

function specimen(): string {
  const height = 150;
  const mark = drawText('CONTOH', {
    x: -textWidth('CONTOH', height) / 2,
    y: -height / 2,
    height,
    color: '#c4262e',
    opacity: 0.22,
  });
  return `<g transform="translate(496 700) rotate(-38)">${mark}</g>`;
}

function centred(text: string, y: number, height: number, weight: number): string {
  return drawText(text, { x: (WIDTH - textWidth(text, height)) / 2, y, height, weight });
}
