import { DateTimeInput, type DateTimeInputProps } from 'react-admin';
import { useTimeZone } from './time-zone.ts';
import { fromWallClock, toWallClock } from './zoned-time.ts';

/** A day and minute in the zone the user reads every other time in, whatever the computer's own zone is. */
export function ZonedDateTimeInput(props: Omit<DateTimeInputProps, 'format' | 'parse' | 'helperText'>) {
  const [zone] = useTimeZone();
  return (
    <DateTimeInput
      {...props}
      helperText={zone}
      format={(value: string | null) => toWallClock(value, zone)}
      parse={(value: string) => fromWallClock(value, zone)}
    />
  );
}
