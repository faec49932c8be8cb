import type { Database } from '../database.ts';
import type { KeyedDigest } from '../privacy/keyed-digest.ts';
import { createThrottle, tooMany, type Limit } from './throttle.ts';

/**
 * Wrong passwords are counted per user and address, and per address. Both are forgotten after a quarter of an hour:
 * an attacker can slow an office down, never lock it out for good; other addresses of the same user go on.
 */
const WINDOW_MS = 15 * 60_000;
const PER_USER: Limit = { name: 'user', windowMs: WINDOW_MS, most: 10 };
const PER_ADDRESS: Limit = { name: 'address', windowMs: WINDOW_MS, most: 100 };

/** `label` keeps the logins of one door from those of another. */
export function createLoginThrottle(
  database: Database,
  digest: KeyedDigest,
  { label = 'login-throttle', advice = ', or ask the administrator' } = {},
) {
  const throttle = createThrottle(database, digest, label);
  return {
    /** Counts an attempt before its password is looked at. Throws 429 where too many wrong ones came before. */
    async attempt(username: string, address: string): Promise<void> {
      // The address first: once it is refused, ever new user names leave no more rows behind.
      const wait =
        (await throttle.count(PER_ADDRESS, address)) ||
        (await throttle.count(PER_USER, username.toLowerCase(), address));
      if (wait > 0) throw tooMany(wait, 'wrong passwords', advice);
    },
    /** A right password takes its own attempt back and forgets the wrong ones of that user here. */
    async forgive(username: string, address: string): Promise<void> {
      await throttle.forget(PER_USER, username.toLowerCase(), address);
      await throttle.giveBack(PER_ADDRESS, address);
    },
    sweep: throttle.sweep,
  };
}
export type LoginThrottle = ReturnType<typeof createLoginThrottle>;
