import { useMemo } from 'react';
import { useLocale } from 'react-admin';
import { TIME_ZONES, useTimeZone, type TimeZoneCode } from './time-zone.ts';

const tag = (locale: string) => (locale === 'en' ? 'en-GB' : 'id-ID');

const EMPTY = '–';

/** `2026-11-22` → `22 Nov 2026`. A calendar day has no zone, so none may shift it. */
export function formatDay(day: string | null | undefined, locale: string): string {
  if (!day) return EMPTY;
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  return new Intl.DateTimeFormat(tag(locale), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(date);
}

/** An instant as the day and minute in one of Indonesia's zones: `22 Nov 2026, 14.05 WIB`. */
export function formatInstant(
  instant: string | null | undefined,
  locale: string,
  zone: TimeZoneCode,
): string {
  if (!instant) return EMPTY;
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const timeZone = TIME_ZONES[zone];
  const day = new Intl.DateTimeFormat(tag(locale), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone,
  });
  const time = new Intl.DateTimeFormat(tag(locale), { hour: '2-digit', minute: '2-digit', timeZone });
  return `${day.format(date)}, ${time.format(date)} ${zone}`;
}

/** The day an instant falls on in one of Indonesia's zones: `22 Nov 2026`. */
export function formatDayOf(instant: string | null | undefined, locale: string, zone: TimeZoneCode): string {
  return instant ? (formatInstant(instant, locale, zone).split(',')[0] ?? EMPTY) : EMPTY;
}

/** Minute of the day in one of Indonesia's zones: `14.05 WIB`. */
export function formatTime(instant: string | null | undefined, locale: string, zone: TimeZoneCode): string {
  if (!instant) return EMPTY;
  const options = { hour: '2-digit', minute: '2-digit', timeZone: TIME_ZONES[zone] } as const;
  return `${new Intl.DateTimeFormat(tag(locale), options).format(new Date(instant))} ${zone}`;
}

/** 555540 → `555.540` in Indonesian. */
export function formatNumber(value: number | null | undefined, locale: string): string {
  return value === null || value === undefined ? EMPTY : new Intl.NumberFormat(tag(locale)).format(value);
}

export function formatPercent(share: number | null | undefined, locale: string): string {
  if (share === null || share === undefined || Number.isNaN(share)) return EMPTY;
  return new Intl.NumberFormat(tag(locale), { style: 'percent', maximumFractionDigits: 1 }).format(share);
}

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** `dalam 3 hari`, `2 jam yang lalu`: whole units, the largest that fits. `now` in milliseconds. */
export function formatDistance(instant: string, locale: string, now: number): string {
  const distance = new Date(instant).getTime() - now;
  const format = new Intl.RelativeTimeFormat(tag(locale), { numeric: 'auto' });
  const step = STEPS.find(([, size]) => Math.abs(distance) >= size) ?? (['minute', 60_000] as const);
  return format.format(Math.trunc(distance / step[1]), step[0]);
}

/** The formats in the user's language and zone. */
export function useFormat() {
  const locale = useLocale();
  const [zone] = useTimeZone();
  return useMemo(
    () => ({
      day: (day: string | null | undefined) => formatDay(day, locale),
      instant: (instant: string | null | undefined) => formatInstant(instant, locale, zone),
      dayOf: (instant: string | null | undefined) => formatDayOf(instant, locale, zone),
      time: (instant: string | null | undefined) => formatTime(instant, locale, zone),
      number: (value: number | null | undefined) => formatNumber(value, locale),
      percent: (share: number | null | undefined) => formatPercent(share, locale),
      distance: (instant: string, now: number) => formatDistance(instant, locale, now),
    }),
    [locale, zone],
  );
}
