/** A day as the recap may write it: the ISO date, or why it is none. */
export type DateReading =
  { date: string } | { code: 'DATE_FORMAT' | 'DATE_IMPOSSIBLE' | 'DATE_OUT_OF_RANGE' };

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;
const INDONESIAN = /^(\d{2})([-/])(\d{2})\2(\d{4})$/;
const EARLIEST = '1900-01-01';
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads yyyy-mm-dd, dd-mm-yyyy or dd/mm/yyyy (domain.md section 10) into yyyy-mm-dd.
 *
 * @param today no day after it is accepted, yyyy-mm-dd
 * @returns the date; or DATE_FORMAT (another writing), DATE_IMPOSSIBLE (31 February), DATE_OUT_OF_RANGE (before 1900, after today)
 */
export function readCalendarDate(value: string, today: string): DateReading {
  const parts = dateParts(value);
  if (!parts) return { code: 'DATE_FORMAT' };
  const { year, month, day } = parts;
  if (!isDayOfCalendar(Number(year), Number(month), Number(day))) return { code: 'DATE_IMPOSSIBLE' };
  const date = `${year}-${month}-${day}`;
  return date < EARLIEST || date > today ? { code: 'DATE_OUT_OF_RANGE' } : { date };
}

function dateParts(value: string): { year: string; month: string; day: string } | null {
  const iso = ISO.exec(value);
  if (iso) return { year: iso[1] ?? '', month: iso[2] ?? '', day: iso[3] ?? '' };
  const local = INDONESIAN.exec(value);
  return local ? { year: local[4] ?? '', month: local[3] ?? '', day: local[1] ?? '' } : null;
}

function isDayOfCalendar(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 && leap ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
  return day >= 1 && day <= days;
}
