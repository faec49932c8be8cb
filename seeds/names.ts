import { CULTURES, NAME_WORDS, type Culture } from './cultures.ts';
import type { Random } from './random.ts';

/** As the recap writes it: L for laki-laki, P for perempuan. */
export type Sex = 'L' | 'P';

// People move: so many of a region's names come from elsewhere.
const NEWCOMERS = 0.15;
const UNMISTAKABLE_TRIES = 50;

/** An invented name in capital letters, as a KTP prints it: one to four words, 3–60 characters. */
export function inventName(random: Random, home: Culture, sex: Sex): string {
  const culture = random.chance(NEWCOMERS) ? random.pick(CULTURES) : home;
  const { first, man, woman, last, oneWord, threeWords } = NAME_WORDS[culture];
  const given = sex === 'L' ? man : woman;
  if (random.chance(oneWord)) return random.pick(given);
  const words = [random.pick(given)];
  if (first && random.chance(first.share)) words.unshift(random.pick(sex === 'L' ? first.man : first.woman));
  else if (random.chance(threeWords)) words.push(random.pick(given));
  if (words.length === 1 || random.chance(0.5)) words.push(random.pick(last));
  return [...new Set(words)].join(' ');
}

/** A name of at least two words, for defects that need one. */
export function inventLongName(random: Random, home: Culture, sex: Sex): string {
  const name = inventName(random, home, sex);
  return name.includes(' ') ? name : `${name} ${random.pick(NAME_WORDS[home].last)}`;
}

/** A name whose first word has a customary abbreviation (M., Abd., St.). */
export function inventAbbreviable(random: Random, home: Culture, sex: Sex): string {
  const first = sex === 'P' ? 'SITI' : random.pick(['MUHAMMAD', 'MUHAMMAD', 'ABDUL']);
  const { man, woman, last } = NAME_WORDS[random.pick([home, 'malay', 'javanese'] as const)];
  const rest = [random.pick(sex === 'L' ? man : woman), random.pick(last)].filter((word) => word !== first);
  return [first, ...(random.chance(0.5) ? rest : rest.slice(-1))].join(' ');
}

/**
 * A Javanese or Sundanese name that the spelling of before 1972 would write differently, and that can be read back:
 * the old TJ of PRASETJO may stand for TY or for C.
 */
export function inventReformed(random: Random, sex: Sex): string {
  const { man, woman, last } = NAME_WORDS[random.pick(['javanese', 'sundanese'] as const)];
  const given = (sex === 'L' ? man : woman).filter((word) => /[UJC]/.test(word));
  return [given, last].map((words) => random.pick(words.filter((word) => !/[TD]Y/.test(word)))).join(' ');
}

/** A name that shares no word with `name`: of somebody else, not of the same person written otherwise. */
export function inventOtherName(random: Random, name: string, sex: Sex): string {
  const taken = new Set(name.split(' '));
  for (let tries = 0; tries < UNMISTAKABLE_TRIES; tries += 1) {
    const other = inventLongName(random, random.pick(CULTURES), sex);
    if (other.split(' ').every((word) => !taken.has(word))) return other;
  }
  throw new Error('No name without a shared word was found');
}
