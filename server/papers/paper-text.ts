import type { Channel } from '../submissions/submission-schema.ts';

/** Indonesia's three times, in hours east of UTC. */
export const ZONE_HOURS = { WIB: 7, WITA: 8, WIT: 9 } as const;
export type Zone = keyof typeof ZONE_HOURS;

export const CHANNEL_WORDS = {
  online: 'Daring',
  offline: 'Luring',
  assisted: 'Daring berbantuan',
} as const satisfies Record<Channel, string>;

const MONTHS = [
  'Januari',
  'Februari',
  'Maret',
  'April',
  'Mei',
  'Juni',
  'Juli',
  'Agustus',
  'September',
  'Oktober',
  'November',
  'Desember',
] as const;

/** A day as papers write it: `1 Oktober 2020`. @param day yyyy-mm-dd. */
export function writtenDay(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  const name = MONTHS[(month ?? 0) - 1];
  if (!name || !date || !year) throw new RangeError('a day is written yyyy-mm-dd');
  return `${date} ${name} ${year}`;
}

/** An instant as papers write it: `1 Oktober 2020, 15.04 WIB`. @param instant ISO 8601 with its offset. */
export function writtenInstant(instant: string, zone: Zone = 'WIB'): string {
  const local = new Date(Date.parse(instant) + ZONE_HOURS[zone] * 3_600_000).toISOString();
  return `${writtenDay(local.slice(0, 10))}, ${local.slice(11, 16).replace(':', '.')} ${zone}`;
}

/** A count with Indonesian thousands: `555.540`. */
export function writtenCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '.');
}

/** A SHA-256 in groups of eight, to be compared by eye; removing the blanks gives the digest back. */
export function groupedDigest(digest: string): string {
  if (!/^[0-9a-f]{64}$/.test(digest)) throw new RangeError('a digest is 64 lower-case hexadecimal digits');
  return digest.replace(/.{8}(?=.)/g, '$& ');
}

/** What the standard PDF fonts can show (Windows-1252). */
const SHOWN = /[\x20-\x7e\xa0-\xff‘’“”•–—…€™ŒœŠšŽžŸƒˆ˜‚„†‡‰‹›]/;

/**
 * Text as the standard PDF fonts can show it: accents they lack are dropped, other characters become `?`
 * rather than vanish, so that a name on paper never silently loses a letter.
 */
export function printable(text: string): string {
  const line = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  return Array.from(line, (character) => {
    if (SHOWN.test(character)) return character;
    const base = character.normalize('NFD').charAt(0);
    return SHOWN.test(base) ? base : '?';
  }).join('');
}
