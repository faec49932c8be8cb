/** A day as three boxes hold it; a box may be empty. */
export interface DateParts {
  year: string;
  month: string;
  day: string;
}

export const DATE_PROBLEMS = [
  'required',
  'dateIncomplete',
  'dateImpossible',
  'dateFuture',
  'dateTooOld',
] as const;
export type DateProblem = (typeof DATE_PROBLEMS)[number];

/** Nobody alive was born before; a slip of the thumb was. */
const OLDEST_YEAR = 1900;

/** `1994-05-17` in three parts; what is missing is empty. */
export function splitDate(date: string): DateParts {
  const [year = '', month = '', day = ''] = date.split('-');
  return { year, month, day };
}

/** Three boxes as one text: yyyy-mm-dd once all are filled, '' once none is. */
export function joinDate({ year, month, day }: DateParts): string {
  const digits = (text: string, most: number) => text.replace(/\D/g, '').slice(0, most);
  const [y, m, d] = [digits(year, 4), digits(month, 2), digits(day, 2)];
  return y || m || d ? `${y}-${m}-${d}` : '';
}

const padded = ({ year, month, day }: DateParts) =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;

/** `1994-5-7` as the API takes it; only for what has no problem. */
export const isoDay = (date: string): string => (date === '' ? '' : padded(splitDate(date)));

/** What keeps three boxes from being a birth date, or null. `today` is yyyy-mm-dd. */
export function birthDateProblem(date: string, today: string): DateProblem | null {
  if (date === '') return 'required';
  const parts = splitDate(date);
  if (!/^\d{4}$/.test(parts.year) || parts.month === '' || parts.day === '') return 'dateIncomplete';
  const [year, month, day] = [Number(parts.year), Number(parts.month), Number(parts.day)];
  const real = new Date(Date.UTC(year, month - 1, day));
  if (day < 1 || real.getUTCMonth() !== month - 1 || real.getUTCDate() !== day) return 'dateImpossible';
  if (padded(parts) > today) return 'dateFuture';
  return year < OLDEST_YEAR ? 'dateTooOld' : null;
}
