import { rawRows } from '../bulk-sql.ts';
import type { Database } from '../database.ts';
import { AppError } from '../errors.ts';
import type { KeyedDigest } from '../privacy/keyed-digest.ts';

/** At most so many in a window that begins with the first; then nothing until it is over. */
export interface Limit {
  name: string;
  windowMs: number;
  most: number;
}

interface Counted {
  points: number;
  expire: number;
}

/** 429, with how long to wait; `what` came too often. */
export function tooMany(milliseconds: number, what: string, advice = ''): AppError {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  return new AppError(
    429,
    'TOO_MANY_ATTEMPTS',
    `Too many ${what}. Wait ${Math.ceil(seconds / 60)} minutes${advice}.`,
    { headers: { 'Retry-After': String(seconds) } },
  );
}

/** One statement counts and answers: a thousand guesses sent at once are counted one by one. */
const COUNT = `INSERT INTO login_throttle (key, points, expire) VALUES (?, 1, ?)
  ON CONFLICT (key) DO UPDATE SET
    points = CASE WHEN login_throttle.expire > ? THEN login_throttle.points + 1 ELSE 1 END,
    expire = CASE WHEN login_throttle.expire > ? THEN login_throttle.expire ELSE excluded.expire END
  RETURNING points, expire`;

/**
 * Counters in the database, shared by all processes. People type all kinds of numbers into any field, so only keyed
 * digests of what is counted are kept. `label` keeps the counters of one door from those of another.
 */
export function createThrottle(database: Database, digest: KeyedDigest, label: string) {
  const keyOf = (limit: Limit, parts: readonly string[]) =>
    digest(`${label}:v1:${[limit.name, ...parts].join('|')}`);

  return {
    /** Counts one; how long to wait where the limit is passed, else 0. */
    async count(limit: Limit, ...parts: string[]): Promise<number> {
      const now = Date.now();
      const rows = await rawRows<Counted>(database.write, COUNT, [
        ...[keyOf(limit, parts), now + limit.windowMs],
        ...[now, now],
      ]);
      const { points, expire } = rows[0] as Counted;
      return points > limit.most ? Math.max(1, Number(expire) - now) : 0;
    },
    /** Takes one back. */
    giveBack: (limit: Limit, ...parts: string[]): Promise<number> =>
      database
        .write('login_throttle')
        .where({ key: keyOf(limit, parts) })
        .where('points', '>', 0)
        .decrement('points'),
    /** Forgets all that was counted. */
    forget: (limit: Limit, ...parts: string[]): Promise<number> =>
      database
        .write('login_throttle')
        .where({ key: keyOf(limit, parts) })
        .delete(),
    /** Removes counters whose window is over; returns how many. */
    sweep: (now: number): Promise<number> =>
      database.write('login_throttle').where('expire', '<', now).delete(),
  };
}
export type Throttle = ReturnType<typeof createThrottle>;
