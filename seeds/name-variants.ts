import type { Sex } from './names.ts';
import type { Random } from './random.ts';

const SHORT_FORMS: Readonly<Record<string, readonly string[]>> = {
  MUHAMMAD: ['M.', 'MOH.', 'MUH.', 'MOCH.', 'MHD.'],
  ABDUL: ['ABD.'],
  SITI: ['ST.'],
};
const TITLES: Readonly<Record<Sex, readonly string[]>> = {
  L: ['H.', 'DRS.', 'IR.', 'DR.', 'R.'],
  P: ['HJ.', 'IR.', 'DR.', 'RR.'],
};
const DEGREES = ['S.E.', 'S.PD.', 'S.H.'];
// Spelling of before 1972 (Van Ophuijsen, Soewandi); the digraphs stand first, so that each letter is read once.
const OLD_SPELLING: Readonly<Record<string, string>> = {
  NY: 'NJ',
  SY: 'SJ',
  KH: 'CH',
  U: 'OE',
  J: 'DJ',
  C: 'TJ',
  Y: 'J',
};
const REFORMED = /NY|SY|KH|[UJCY]/g;

/** `MUHAMMAD FAUZAN` → `MOH. FAUZAN`; a name without a customary abbreviation stays. */
export function abbreviate(random: Random, name: string): string {
  const [first = '', ...rest] = name.split(' ');
  const forms = SHORT_FORMS[first];
  return forms ? [random.pick(forms), ...rest].join(' ') : name;
}

/** `SUCIPTO` → `SOETJIPTO`. */
export function inOldSpelling(name: string): string {
  return name.replace(REFORMED, (letters) => OLD_SPELLING[letters] ?? letters);
}

/** `BUDI GUNAWAN` → `H. BUDI GUNAWAN`. */
export function withTitle(random: Random, name: string, sex: Sex): string {
  return `${random.pick(TITLES[sex])} ${name}`;
}

/** `RETNO UTAMI` → `RETNO UTAMI, S.PD.`, which a CSV must quote. */
export function withDegree(random: Random, name: string): string {
  return `${name}, ${random.pick(DEGREES)}`;
}

/** `TIUR UTAMI` → `UTAMI TIUR`. */
export function inOtherOrder(name: string): string {
  const words = name.split(' ');
  return [...words.slice(-1), ...words.slice(0, -1)].join(' ');
}

/** `HALIMAH RINA USMAN` → `HALIMAH RINA`: the clan name left out. */
export function withoutLastWord(name: string): string {
  return name.split(' ').slice(0, -1).join(' ');
}

/** Two neighbouring letters of the longest word swapped, never the first: `RAHAYU` → `RAHYAU`. */
export function withTypo(random: Random, name: string): string {
  const words = name.split(' ');
  const longest = words.reduce((a, b) => (b.length > a.length ? b : a));
  const places = [...longest].map((_, at) => at).filter((at) => at > 0 && differsFromNext(longest, at));
  const at = random.pick(places);
  const swapped = `${longest.slice(0, at)}${longest[at + 1]}${longest[at]}${longest.slice(at + 2)}`;
  return words.map((word) => (word === longest ? swapped : word)).join(' ');
}

function differsFromNext(word: string, at: number): boolean {
  return at + 1 < word.length && word[at] !== word[at + 1];
}
