/** The days that are played, as instants. Offices count days in WIB, seven hours ahead. */
export const CALENDAR = {
  opens: '2020-08-01T00:00:00.000Z',
  set: '2020-09-20T01:00:00.000Z',
  handedIn: '2020-09-22T01:00:00.000Z',
  verified: '2020-09-25T01:00:00.000Z',
  composed: '2020-10-01T01:00:00.000Z',
  answered: '2020-10-15T03:00:00.000Z',
  passedOn: '2020-10-20T02:00:00.000Z',
  /** The end of 31 October in WIB. */
  deadline: '2020-10-31T16:59:59.000Z',
  overridden: '2020-11-01T02:00:00.000Z',
  corrected: '2020-11-02T01:00:00.000Z',
  composedAgain: '2020-11-03T02:00:00.000Z',
  answeredAgain: '2020-11-20T03:00:00.000Z',
  ended: '2020-11-30T09:00:00.000Z',
  overrideUntil: '2020-11-05T16:59:59.000Z',
  closes: '2020-12-31T16:59:59.000Z',
} as const;

/** The day in WIB, yyyy-mm-dd, for decrees and lists. */
export const dayOfInstant = (instant: string): string => instant.slice(0, 10);

/** Everybody in the rehearsal has it: whoever keeps the database may look around with it. */
export const REHEARSAL_PASSWORD = 'gladi-bersih-2020';
