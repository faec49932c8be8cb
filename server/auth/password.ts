import { hash, verify, type Options } from '@node-rs/argon2';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as indonesian from '@zxcvbn-ts/language-id';
import { invalid } from '../errors.ts';

/** argon2id, 64 MiB, three passes: about 70 ms a guess. */
const OPTIONS: Options = { algorithm: 2, memoryCost: 65_536, timeCost: 3, parallelism: 1 };
/** Parallel hashes beyond this only fight for the same cores. */
const MOST_AT_ONCE = 4;
const WEAKEST_SCORE = 3;
const CONTEXT_WORDS = [
  'prakerja',
  'kemnaker',
  'kementerian',
  'ketenagakerjaan',
  'disnaker',
  'pmo',
  'garuda',
  'loket',
  'indonesia',
];

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

let strength: ZxcvbnFactory | null = null;

/** Refuses a password that is easy to guess, in Indonesian or English, or built from the person's own words. */
export function assertStrongPassword(password: string, ownWords: readonly string[]): void {
  strength ??= new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...indonesian.dictionary },
    graphs: common.adjacencyGraphs,
    translations: indonesian.translations,
  });
  const { score } = strength.check(password.slice(0, 100), [
    ...CONTEXT_WORDS,
    ...ownWords.map((word) => word.toLowerCase()),
  ]);
  if (score < WEAKEST_SCORE) {
    throw invalid(
      'WEAK_PASSWORD',
      'This password is easy to guess. Take four unrelated words, or a longer random one.',
      { newPassword: 'too easy to guess' },
    );
  }
}
