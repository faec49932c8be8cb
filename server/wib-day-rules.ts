/** Days as the ministry counts them: WIB, seven hours east of UTC. */
const WIB_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;

/** The WIB day (yyyy-mm-dd) an instant falls on. */
export const dayOf = (instant: string): string =>
  new Date(Date.parse(instant) + WIB_MS).toISOString().slice(0, 10);

/** The instant a WIB day begins. */
export const startOfDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) - WIB_MS).toISOString();

/** The day so many days later; negative goes back. */
export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10);
