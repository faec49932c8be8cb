const ONES = [
  '',
  'satu',
  'dua',
  'tiga',
  'empat',
  'lima',
  'enam',
  'tujuh',
  'delapan',
  'sembilan',
  'sepuluh',
  'sebelas',
] as const;

/**
 * A whole number in Indonesian words (terbilang), as official minutes write it beside the figures so that a
 * figure cannot be altered by a stroke of the pen.
 * @throws RangeError outside 0 … 999,999,999.
 */
export function numberInWords(count: number): string {
  if (!Number.isInteger(count) || count < 0 || count > 999_999_999) {
    throw new RangeError('only whole numbers up to 999,999,999 are written in words');
  }
  return count === 0 ? 'nol' : words(count).replace(/\s+/g, ' ').trim();
}

function words(count: number): string {
  if (count < 12) return ONES[count] ?? '';
  if (count < 20) return `${words(count - 10)} belas`;
  if (count < 100) return parts(count, 10, 'puluh');
  if (count < 200) return `seratus ${words(count - 100)}`;
  if (count < 1000) return parts(count, 100, 'ratus');
  if (count < 2000) return `seribu ${words(count - 1000)}`;
  if (count < 1_000_000) return parts(count, 1000, 'ribu');
  return parts(count, 1_000_000, 'juta');
}

function parts(count: number, unit: number, name: string): string {
  return `${words(Math.floor(count / unit))} ${name} ${words(count % unit)}`;
}
