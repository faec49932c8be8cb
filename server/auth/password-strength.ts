import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { invalid } from '../errors.ts';

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

let strength: Promise<ZxcvbnFactory> | null = null;

/** Its words take some 30 MB and are needed where a password is chosen, which most servers never see. */
async function loadStrength(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, common, indonesian] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-id'),
  ]);
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...indonesian.dictionary },
    graphs: common.adjacencyGraphs,
    translations: indonesian.translations,
  });
}

/** Refuses a password that is easy to guess, in Indonesian or English, or built from the person's own words. */
export async function assertStrongPassword(
  password: string,
  ownWords: readonly string[],
  field = 'newPassword',
): Promise<void> {
  strength ??= loadStrength();
  const { score } = (await strength).check(password.slice(0, 100), [
    ...CONTEXT_WORDS,
    ...ownWords.map((word) => word.toLowerCase()),
  ]);
  if (score < WEAKEST_SCORE) {
    throw invalid(
      'WEAK_PASSWORD',
      'This password is easy to guess. Take four unrelated words, or a longer random one.',
      { [field]: 'too easy to guess' },
    );
  }
}
