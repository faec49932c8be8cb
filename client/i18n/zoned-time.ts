import type { TimeZoneCode } from './time-zone.ts';

// Indonesia has no summer time, so a zone is one offset.
const OFFSET_HOURS: Record<TimeZoneCode, number> = { WIB: 7, WITA: 8, WIT: 9 };
const HOUR = 3_600_000;
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** An ISO instant as the wall clock of a zone, `2026-11-22T14:05`, for a datetime input; such a text passes as it is. */
export function toWallClock(instant: string | null | undefined, zone: TimeZoneCode): string {
  if (!instant) return '';
  if (LOCAL.test(instant)) return instant;
  const time = new Date(instant).getTime();
  return Number.isNaN(time) ? '' : new Date(time + OFFSET_HOURS[zone] * HOUR).toISOString().slice(0, 16);
}

/** The wall clock of a zone as an ISO instant in UTC; null for nothing. */
export function fromWallClock(local: string | null | undefined, zone: TimeZoneCode): string | null {
  if (!local) return null;
  if (!LOCAL.test(local)) return local;
  return new Date(new Date(`${local}:00Z`).getTime() - OFFSET_HOURS[zone] * HOUR).toISOString();
}
