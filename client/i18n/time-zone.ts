import { useStore } from 'react-admin';

/** Indonesia's three zones; none has summer time. */
export const TIME_ZONES = {
  WIB: 'Asia/Jakarta',
  WITA: 'Asia/Makassar',
  WIT: 'Asia/Jayapura',
} as const;

export type TimeZoneCode = keyof typeof TIME_ZONES;

export const TIME_ZONE_CODES = Object.keys(TIME_ZONES) as TimeZoneCode[];

/** The zone in which this user reads times; kept in the browser, WIB until changed. */
export function useTimeZone(): [TimeZoneCode, (zone: TimeZoneCode) => void] {
  return useStore<TimeZoneCode>('loket.timeZone', 'WIB');
}
