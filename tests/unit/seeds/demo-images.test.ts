import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawFormScan, formScanSvg } from '../../../seeds/form-scan.ts';
import { drawKtpCard, ktpCardSvg } from '../../../seeds/ktp-card.ts';
import { drawText, textWidth } from '../../../seeds/stroke-letters.ts';

const card = {
  nik: '3374025602899023',
  fullName: 'SUHARTI RAHMAWATI',
  birthPlace: 'SEMARANG',
  birthDate: '16-02-1989',
  sex: 'P',
  address: 'JL. PAHLAWAN NO. 124',
} as const;
const form = {
  ...card,
  kkNumber: '3374022207209011',
  ktpAddress: card.address,
  phone: '',
  email: 'suharti.15@contoh.id',
  education: 'SMK',
  employment: 'BUKAN_PENERIMA_UPAH',
  officeName: 'DINAS TENAGA KERJA KOTA SEMARANG',
  signedOn: 'SEMARANG, 12-09-2026',
} as const;

describe('the demo images', () => {
  it('are JPEGs in the proportions of a card and of an A4 page', async () => {
    expect(await sharp(await drawKtpCard(card)).metadata()).toMatchObject({
      format: 'jpeg',
      width: 1012,
      height: 638,
    });
    expect(await sharp(await drawFormScan(form)).metadata()).toMatchObject({
      format: 'jpeg',
      width: 992,
      height: 1403,
    });
  });

  it('are the same picture for the same person and another for another', async () => {
    expect((await drawKtpCard(card)).equals(await drawKtpCard({ ...card }))).toBe(true);
    expect((await drawKtpCard(card)).equals(await drawKtpCard({ ...card, nik: '3374025602899024' }))).toBe(
      false,
    );
    expect((await drawFormScan(form)).equals(await drawFormScan({ ...form, fullName: 'ANI' }))).toBe(false);
  });

  it('carry CONTOH in red across the page, whoever is on it', async () => {
    for (const svg of [ktpCardSvg(card), formScanSvg(form)]) expect(svg).toContain('stroke="#c4262e"');
    const { data, info } = await sharp(await drawKtpCard(card))
      .raw()
      .toBuffer({ resolveWithObject: true });
    let reddish = 0;
    for (let at = 0; at < data.length; at += info.channels) {
      const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
      if (red > green + 25 && blue > green) reddish += 1;
    }
    expect(reddish).toBeGreaterThan(15_000);
  });

  it('need no font and let no text in as markup', () => {
    const svg = ktpCardSvg({ ...card, fullName: '</svg><script>"&' });
    expect(svg).not.toContain('<text');
    expect(svg).not.toContain('<script');
  });

  it('shrink a name of 60 letters to its line', () => {
    const line = `: ${'M'.repeat(60)}`;
    const [, scale] =
      /translate\(280 194\) scale\(([\d.]+)\)/.exec(ktpCardSvg({ ...card, fullName: 'M'.repeat(60) })) ?? [];
    expect(textWidth(line, 20)).toBeGreaterThan(440);
    expect(textWidth(line, Number(scale) * 6)).toBeCloseTo(440, 0);
  });

  it('draw every letter of names, dates and addresses, and a question mark for what is unknown', () => {
    const drawn = (text: string) => drawText(text, { x: 0, y: 0, height: 6 });
    const unknown = drawn('?');
    for (const letter of "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:/-'()+@")
      expect(drawn(letter)).not.toBe(unknown);
    expect(drawn('Ω')).toBe(unknown);
    expect(drawn('a')).toBe(drawn('A'));
  });
});
