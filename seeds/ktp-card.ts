import sharp from 'sharp';
import { drawText, textWidth } from './stroke-letters.ts';

/** What stands on a card; dates as a KTP prints them, `13-07-1991`. */
export type KtpCardFields = {
  nik: string;
  fullName: string;
  birthPlace: string;
  birthDate: string;
  sex: 'L' | 'P';
  address: string;
  rtRw?: string;
  village?: string;
  district?: string;
  regency?: string;
  province?: string;
};

// The proportions of an ID-1 card, 85.6 × 54 mm, at 300 dpi.
const WIDTH = 1012;
const HEIGHT = 638;
const LABEL_X = 44;
const VALUE_X = 280;
const VALUE_WIDTH = 440;
const JPEG_QUALITY = 82;

/**
 * Draws an invented identity card as a JPEG of 1012 × 638 pixels. It is meant to look like a scan to software and
 * like a fake to people: CONTOH ("specimen") across it, a silhouette for a photo, no emblem, no signature.
 */
export async function drawKtpCard(fields: KtpCardFields): Promise<Buffer> {
  return sharp(Buffer.from(ktpCardSvg(fields)))
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();
}

/** The card as an SVG text without fonts or outside resources. */
export function ktpCardSvg(fields: KtpCardFields): string {
  const body = [background(), heading(fields), ...rows(fields), portrait(fields), specimen()];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">${body.join('')}</svg>`;
}

function background(): string {
  const waves = Array.from({ length: 16 }, (_, index) => {
    const y = 20 + index * 42;
    return `<path d="M0 ${y}Q253 ${y - 46} 506 ${y}T1012 ${y}" fill="none" stroke="#8fb9d6" stroke-width="2" opacity=".45"/>`;
  });
  return `<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#d6ebf6"/><stop offset="1" stop-color="#b4d6e8"/></linearGradient></defs>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#f4f4f1"/><rect x="8" y="8" width="${WIDTH - 16}" height="${HEIGHT - 16}" rx="30" fill="url(#g)"/>${waves.join('')}`;
}

function heading({ province = 'PROVINSI CONTOH', regency = 'KABUPATEN CONTOH', nik }: KtpCardFields): string {
  return [
    centred(province.startsWith('PROVINSI') ? province : `PROVINSI ${province}`, 34, 24),
    centred(regency, 72, 24),
    drawText('NIK', { x: LABEL_X, y: 126, height: 28, weight: 0.95 }),
    drawText(`: ${nik}`, { x: 190, y: 124, height: 32, weight: 0.95 }),
  ].join('');
}

function rows(fields: KtpCardFields): string[] {
  const { rtRw = '001/001', village = 'CONTOH', district = 'CONTOH' } = fields;
  const lines: [string, string][] = [
    ['Nama', fields.fullName],
    ['Tempat/Tgl Lahir', `${fields.birthPlace}, ${fields.birthDate}`],
    ['Jenis kelamin', fields.sex === 'L' ? 'LAKI-LAKI' : 'PEREMPUAN'],
    ['Alamat', fields.address],
    ['   RT/RW', rtRw],
    ['   Kel/Desa', village],
    ['   Kecamatan', district],
    ['Kewarganegaraan', 'WNI'],
    ['Berlaku hingga', 'SEUMUR HIDUP'],
  ];
  return lines.flatMap(([label, value], index) => {
    const y = 194 + index * 46;
    return [
      drawText(label, { x: LABEL_X, y: y + 2, height: 16, weight: 0.75 }),
      drawText(`: ${value}`, { x: VALUE_X, y, height: fittingHeight(`: ${value}`, 20), weight: 0.8 }),
    ];
  });
}

function portrait({ regency = 'CONTOH' }: KtpCardFields): string {
  const place = regency.replace(/^(KABUPATEN|KOTA) /, '');
  const width = textWidth(place, 15);
  return `<rect x="744" y="176" width="224" height="290" fill="#b8413c"/>
<circle cx="856" cy="284" r="58" fill="#e9d9cb"/><path d="M764 466Q770 362 856 362T948 466Z" fill="#e9d9cb"/>
${drawText(place, { x: 856 - Math.min(width, 224) / 2, y: 492, height: width > 224 ? (15 * 224) / width : 15, weight: 0.75 })}
${drawText('TIDAK BERLAKU', { x: 856 - textWidth('TIDAK BERLAKU', 15) / 2, y: 524, height: 15, weight: 0.8 })}`;
}

function specimen(): string {
  const height = 130;
  const mark = drawText('CONTOH', {
    x: -textWidth('CONTOH', height) / 2,
    y: -height / 2,
    height,
    weight: 0.85,
    color: '#c4262e',
    opacity: 0.3,
  });
  return `<g transform="translate(470 356) rotate(-24)">${mark}</g>`;
}

function centred(text: string, y: number, height: number): string {
  return drawText(text, { x: (WIDTH - textWidth(text, height)) / 2, y, height, weight: 0.9 });
}

function fittingHeight(text: string, height: number): number {
  return Math.min(height, (height * VALUE_WIDTH) / textWidth(text, height));
}
