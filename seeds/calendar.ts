/** A date as whole days since 1 January 1970; arithmetic on it needs no clock and no time zone. */
export type DayNumber = number;

/** The ways a date is written in the files we make. */
export type WrittenDate = {
  /** `1991-07-13`, as the recap writes it. */
  iso: string;
  /** `13-07-1991`, as the KTP register writes it. */
  register: string;
  /** `130791`, as a man's NIK and every KK number hold it. */
  digits: string;
  /** `530791`, as a woman's NIK holds it: day + 40 (Permendagri on population administration). */
  digitsWoman: string;
};

const DAY_MS = 86_400_000;
const written = new Map<DayNumber, WrittenDate>();
const two = (value: number) => String(value).padStart(2, '0');

/** Reads `yyyy-mm-dd`; anything else, or a day no calendar has, is an error. */
export function dayNumber(iso: string): DayNumber {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(iso) ? Date.parse(`${iso}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== iso) {
    throw new Error(`Not a date in the form yyyy-mm-dd: ${iso}`);
  }
  return time / DAY_MS;
}

/** The same calendar day `years` earlier; 29 February falls back to 1 March. */
export function yearsBefore(day: DayNumber, years: number): DayNumber {
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear() - years, date.getUTCMonth(), date.getUTCDate()) / DAY_MS;
}

/** Writes a day in every form; a lifetime has some 36,000 days, so each is written once and kept. */
export function writeDate(day: DayNumber): WrittenDate {
  const known = written.get(day);
  if (known) return known;
  const date = new Date(day * DAY_MS);
  const dayOfMonth = date.getUTCDate();
  const [dd, mm, yyyy] = [two(dayOfMonth), two(date.getUTCMonth() + 1), String(date.getUTCFullYear())];
  const fresh: WrittenDate = {
    iso: `${yyyy}-${mm}-${dd}`,
    register: `${dd}-${mm}-${yyyy}`,
    digits: `${dd}${mm}${yyyy.slice(2)}`,
    digitsWoman: `${dayOfMonth + 40}${mm}${yyyy.slice(2)}`,
  };
  written.set(day, fresh);
  return fresh;
}
