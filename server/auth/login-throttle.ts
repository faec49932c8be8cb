import type { Database } from '../database.ts';
import { AppError } from '../errors.ts';
import type { KeyedDigest } from '../privacy/keyed-digest.ts';

/**
 * Wrong passwords are counted per user and address, and per address. Both are forgotten after a quarter of an hour:
 * an attacker can slow an office down, never lock it out for good; other addresses of the same user go on.
 */
const WINDOW_MS = 15 * 60_000;
const PER_USER_AND_ADDRESS = 10;
const PER_ADDRESS = 100;

function tooMany(milliseconds: number): AppError {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  return new AppError(
    429,
    'TOO_MANY_ATTEMPTS',
    `Too many wrong passwords. Wait ${Math.ceil(seconds / 60)} minutes, or ask the administrator.`,
    { headers: { 'Retry-After': String(seconds) } },
  );
}

interface Counted {
  points: number;
  expire: number;
}

/** One statement counts and answers: a thousand guesses sent at once are counted one by one. */
const COUNT = `INSERT INTO login_throttle (key, points, expire) VALUES (?, 1, ?)
  ON CONFLICT (key) DO UPDATE SET
    points = CASE WHEN login_throttle.expire > ? THEN login_throttle.points + 1 ELSE 1 END,
    expire = CASE WHEN login_throttle.expire > ? THEN login_throttle.expire ELSE excluded.expire END
  RETURNING points, expire`;

export function createLoginThrottle(database: Database, digest: KeyedDigest) {
  /** People type all kinds of numbers into the field of the user name: only its keyed digest is kept. */
  const keyOf = (...parts: string[]) => digest(`login-throttle:v1:${parts.join('|')}`);

  async function count(key: string, now: number): Promise<Counted> {
    const answer: unknown = await database.write.raw(COUNT, [key, now + WINDOW_MS, now, now]);
    const rows = (Array.isArray(answer) ? answer : (answer as { rows: unknown[] }).rows) as Counted[];
    return rows[0] as Counted;
  }
  // The address first: once it is refused, ever new user names leave no more rows behind.
  const keysOf = (username: string, address: string) =>
    [
      [keyOf('address', address), PER_ADDRESS],
      [keyOf('user', username.toLowerCase(), address), PER_USER_AND_ADDRESS],
    ] as const;

  return {
    /** Counts an attempt before its password is looked at. Throws 429 where too many wrong ones came before. */
    async attempt(username: string, address: string): Promise<void> {
      const now = Date.now();
      for (const [key, most] of keysOf(username, address)) {
        const { points, expire } = await count(key, now);
        if (points > most) throw tooMany(expire - now);
      }
    },
    /** A right password takes its own attempt back and forgets the wrong ones of that user here. */
    async forgive(username: string, address: string): Promise<void> {
      const [[addressKey], [userKey]] = keysOf(username, address);
      await database.write('login_throttle').where({ key: userKey }).delete();
      await database
        .write('login_throttle')
        .where({ key: addressKey })
        .where('points', '>', 0)
        .decrement('points');
    },
    /** Removes counters whose window is over; returns how many. */
    sweep: (now: number): Promise<number> =>
      database.write('login_throttle').where('expire', '<', now).delete(),
  };
}
export type LoginThrottle = ReturnType<typeof createLoginThrottle>;
