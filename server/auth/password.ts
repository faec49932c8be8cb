import { hash, verify, type Options } from '@node-rs/argon2';

/** argon2id, 64 MiB, three passes: about 70 ms a guess. */
const OPTIONS: Options = { algorithm: 2, memoryCost: 65_536, timeCost: 3, parallelism: 1 };
/** Parallel hashes beyond this only fight for the same cores. */
const MOST_AT_ONCE = 4;

let running = 0;
const waiting: (() => void)[] = [];

async function oneOfFew<T>(work: () => Promise<T>): Promise<T> {
  while (running >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

export const hashPassword = (password: string): Promise<string> =>
  oneOfFew(() => hash(password.normalize('NFC'), OPTIONS));

export const verifyPassword = (stored: string, password: string): Promise<boolean> =>
  oneOfFew(() => verify(stored, password.normalize('NFC')));

let dummy: Promise<string> | null = null;
/** Costs what a real check costs, so that an unknown user name answers no sooner. */
export async function verifyNobody(password: string): Promise<false> {
  dummy ??= hashPassword('nobody has this password');
  await verifyPassword(await dummy, password);
  return false;
}
