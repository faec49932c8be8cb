import type { Language } from './words.ts';

/** Indonesia's zones by the names devices give them; whoever is elsewhere reads WIB. */
const ZONES: Record<string, 'WIB' | 'WITA' | 'WIT'> = {
  'Asia/Jakarta': 'WIB',
  'Asia/Pontianak': 'WIB',
  'Asia/Makassar': 'WITA',
  'Asia/Ujung_Pandang': 'WITA',
  'Asia/Jayapura': 'WIT',
};
const NAMES = { WIB: 'Asia/Jakarta', WITA: 'Asia/Makassar', WIT: 'Asia/Jayapura' } as const;

export const zoneOfDevice = (deviceZone: string): keyof typeof NAMES => ZONES[deviceZone] ?? 'WIB';

const tag = (language: Language) => (language === 'en' ? 'en-GB' : 'id-ID');
const LONG_DAY = { day: 'numeric', month: 'long', year: 'numeric' } as const;

/** An instant's day, `17 November 2026`. */
export function dayOf(instant: string, language: Language, deviceZone: string): string {
  const timeZone = NAMES[zoneOfDevice(deviceZone)];
  return new Intl.DateTimeFormat(tag(language), { ...LONG_DAY, timeZone }).format(new Date(instant));
}

/** The minute of an instant: `10.32` in Indonesian, `10:32` in English. */
export function clockOf(instant: string, language: Language, deviceZone: string): string {
  const timeZone = NAMES[zoneOfDevice(deviceZone)];
  const options = { hour: '2-digit', minute: '2-digit', timeZone } as const;
  return new Intl.DateTimeFormat(tag(language), options).format(new Date(instant));
}

/** `17 November 2026, 10.32 WIB`. */
export function momentOf(instant: string, language: Language, deviceZone: string): string {
  const day = dayOf(instant, language, deviceZone);
  return `${day}, ${clockOf(instant, language, deviceZone)} ${zoneOfDevice(deviceZone)}`;
}

/** A calendar day, yyyy-mm-dd, which no zone may shift. */
export function calendarDay(day: string, language: Language): string {
  return new Intl.DateTimeFormat(tag(language), { ...LONG_DAY, timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** The twelve months in words, for a list to choose from. */
export const monthNames = (language: Language): string[] =>
  Array.from({ length: 12 }, (_, month) =>
    new Intl.DateTimeFormat(tag(language), { month: 'long', timeZone: 'UTC' }).format(
      new Date(Date.UTC(2024, month, 1)),
    ),
  );

/** Today as the device's Indonesian zone counts it, yyyy-mm-dd. */
export function todayIn(now: Date, deviceZone: string): string {
  const timeZone = NAMES[zoneOfDevice(deviceZone)];
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(now);
}
