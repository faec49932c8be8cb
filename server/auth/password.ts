import { hash, verify, type Options } from '@node-rs/argon2';
import { AppError } from '../errors.ts';

/** argon2id, 64 MiB, three passes: about 70 ms a guess. */
const OPTIONS: Options = { algorithm: 2, memoryCost: 65_536, timeCost: 3, parallelism: 1 };
/** Parallel hashes beyond this only fight for the same cores. */
const MOST_AT_ONCE = 4;

/**
 * One door behind which passwords are hashed, so many at once and the others in a queue. Applicants have a door of their own
 * (`mostWaiting` of them, then 503): however many of them come, no member of staff waits behind them.
 */
export function createPasswordDoor({ atOnce, mostWaiting }: { atOnce: number; mostWaiting: number }) {
  let running = 0;
  const waiting: (() => void)[] = [];

  async function oneOfFew<T>(work: () => Promise<T>): Promise<T> {
    if (running >= atOnce && waiting.length >= mostWaiting)
      throw new AppError(503, 'BUSY', 'Very many people are logging in. Try again in a moment.', {
        headers: { 'Retry-After': '5' },
      });
    while (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  }
  const hashPassword = (password: string): Promise<string> =>
    oneOfFew(() => hash(password.normalize('NFC'), OPTIONS));
  const verifyPassword = (stored: string, password: string): Promise<boolean> =>
    oneOfFew(() => verify(stored, password.normalize('NFC')));
  let dummy: Promise<string> | null = null;
  return {
    hashPassword,
    verifyPassword,
    /** Costs what a real check costs, so that an unknown user name answers no sooner. */
    async verifyNobody(password: string): Promise<false> {
      dummy ??= hash('nobody has this password', OPTIONS);
      await verifyPassword(await dummy, password);
      return false;
    },
  };
}
export type PasswordDoor = ReturnType<typeof createPasswordDoor>;

/** The door of the staff, who are few. */
export const { hashPassword, verifyPassword, verifyNobody } = createPasswordDoor({
  atOnce: MOST_AT_ONCE,
  mostWaiting: Number.POSITIVE_INFINITY,
});
