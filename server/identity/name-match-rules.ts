import { distance } from 'fastest-levenshtein';
import type { NameWord } from './name-parts-rules.ts';

/** Words of one name that stand for words of the other; `edits` letters are wrong, `absent` ones left out. */
export type WordPair = {
  a: number[];
  b: number[];
  kind: 'exact' | 'typo' | 'initial';
  edits: number;
  absent: number;
};
export type WordMatch = { pairs: WordPair[]; leftA: number[]; leftB: number[] };

type Side = { words: readonly NameWord[]; free: number[] };

/**
 * Finds for each word of a name its counterpart in another: equal words first, then words written together or
 * apart, then slips of the pen, then initials. What finds no counterpart is left over.
 */
export function matchWords(wordsA: readonly NameWord[], wordsB: readonly NameWord[]): WordMatch {
  const a: Side = { words: wordsA, free: wordsA.map((_, index) => index) };
  const b: Side = { words: wordsB, free: wordsB.map((_, index) => index) };
  const pairs: WordPair[] = [];
  for (const step of [pairEqual, pairJoined, pairSlips, pairJoinedSlips, pairInitials]) {
    if (a.free.length === 0 || b.free.length === 0) break;
    step(a, b, pairs);
  }
  return { pairs, leftA: a.free, leftB: b.free };
}

/** Those written alike find each other first: in `ACHMAD AHMAD` each is its own counterpart, not the other's. */
function pairEqual(a: Side, b: Side, pairs: WordPair[]): void {
  for (const alike of [isWrittenAlike, isEqual]) {
    for (const i of a.free) {
      for (const j of b.free) {
        if (!alike(a.words[i], b.words[j])) continue;
        take(a, b, pairs, { a: [i], b: [j], kind: 'exact', edits: 0, absent: 0 });
        break;
      }
    }
  }
}

function isEqual(one: NameWord | undefined, other: NameWord | undefined): boolean {
  return one?.canon === other?.canon;
}

function isWrittenAlike(one: NameWord | undefined, other: NameWord | undefined): boolean {
  return isEqual(one, other) && one?.text === other?.text;
}

/** `NUR HAYATI` is `NURHAYATI`: where a space stands is no part of a name. A space in another place is a slip. */
function pairJoined(a: Side, b: Side, pairs: WordPair[]): void {
  for (const [two, one] of pairTwoWithOne(a, b))
    take(a, b, pairs, { a: two, b: [one], kind: 'exact', edits: 0, absent: 0 });
  for (const [two, one] of pairTwoWithOne(b, a))
    take(a, b, pairs, { a: [one], b: two, kind: 'exact', edits: 0, absent: 0 });
  if (a.free.length === 0 || joined(a, a.free) !== joined(b, b.free)) return;
  const moved = a.free.length > 1 && b.free.length > 1;
  const rest = { a: [...a.free], b: [...b.free] };
  take(a, b, pairs, { ...rest, kind: moved ? 'typo' : 'exact', edits: moved ? 1 : 0, absent: 0 });
}

/** Two neighbours and the one word that they are together, pair by pair: what is taken in between is free no more. */
function* pairTwoWithOne(two: Side, one: Side): Generator<[pair: number[], single: number]> {
  for (const first of two.free) {
    if (!two.free.includes(first) || !two.free.includes(first + 1)) continue;
    const together = joined(two, [first, first + 1]);
    const single = one.free.find((index) => one.words[index]?.canon === together);
    if (single !== undefined) yield [[first, first + 1], single];
  }
}

/** The nearest words find each other first. */
function pairSlips(a: Side, b: Side, pairs: WordPair[]): void {
  const candidates: WordPair[] = [];
  for (const i of a.free) {
    for (const j of b.free) {
      const edits = wordSlips(a.words[i], b.words[j]);
      if (edits !== null) candidates.push({ a: [i], b: [j], kind: 'typo', edits, absent: 0 });
    }
  }
  for (const pair of candidates.sort((one, other) => one.edits - other.edits)) {
    const free = pair.a.every((i) => a.free.includes(i)) && pair.b.every((j) => b.free.includes(j));
    if (free) take(a, b, pairs, pair);
  }
}

/** A slip can fall into an old-spelling pair (`TOJKRO`), so the letters as written are tried as well. */
function wordSlips(one: NameWord | undefined, other: NameWord | undefined): number | null {
  if (!one || !other) return null;
  return slips(one.canon, other.canon) ?? slips(one.text, other.text);
}

/** `ABDUL RAHMAN` and `ABDURRAHMAN`: written together, with a letter changed by it. */
function pairJoinedSlips(a: Side, b: Side, pairs: WordPair[]): void {
  if (a.free.length === 1 && b.free.length === 1) return;
  const edits = slips(joined(a, a.free), joined(b, b.free));
  if (edits !== null) take(a, b, pairs, { a: [...a.free], b: [...b.free], kind: 'typo', edits, absent: 0 });
}

/** An initial fits many names: it is kept as a counterpart, and the letters it leaves out are counted. */
function pairInitials(a: Side, b: Side, pairs: WordPair[]): void {
  for (const i of [...a.free]) {
    const wordA = a.words[i]?.text ?? '';
    const j = b.free.find((candidate) => isInitial(wordA, b.words[candidate]?.text ?? ''));
    if (j === undefined) continue;
    const absent = Math.abs(wordA.length - (b.words[j]?.text.length ?? 0));
    take(a, b, pairs, { a: [i], b: [j], kind: 'initial', edits: 0, absent });
  }
}

function isInitial(one: string, other: string): boolean {
  return one[0] === other[0] && one.length !== other.length && (one.length === 1 || other.length === 1);
}

function joined(side: Side, indexes: readonly number[]): string {
  let text = '';
  for (const index of indexes) text += side.words[index]?.canon ?? '';
  return text;
}

/** Gives both sides new lists of what is free: one that is just gone through stays as it was. */
function take(a: Side, b: Side, pairs: WordPair[], pair: WordPair): void {
  a.free = a.free.filter((index) => !pair.a.includes(index));
  b.free = b.free.filter((index) => !pair.b.includes(index));
  pairs.push(pair);
}

/**
 * How many slips of the pen lie between two words, or null when it is more than a hand makes: one in a word of
 * three letters, two from nine, three from thirteen. Two neighbours swapped are one slip. Eight letters are still
 * too few for two: `SUGIONO` and `SUGIANTO` are two men.
 */
export function slips(one: string, other: string): number | null {
  const length = Math.max(one.length, other.length);
  const allowed = length < 3 ? 0 : length < 9 ? 1 : length < 13 ? 2 : 3;
  if (Math.abs(one.length - other.length) > allowed) return null;
  const edits = isOneSwap(one, other) ? 1 : distance(one, other);
  return edits <= allowed ? edits : null;
}

function isOneSwap(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let first = 0;
  while (first < one.length && one[first] === other[first]) first++;
  const swapped = one[first] === other[first + 1] && one[first + 1] === other[first];
  return swapped && first + 1 < one.length && one.slice(first + 2) === other.slice(first + 2);
}
