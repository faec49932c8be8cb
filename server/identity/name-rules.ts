import { NAME_EXPLANATIONS, type MarkRange, type NameExplanation } from './identity-schema.ts';
import { differingRanges, mergedRanges, type Span } from './name-marks-rules.ts';
import { matchWords, type WordMatch, type WordPair } from './name-match-rules.ts';
import { nameParts, readBeside, type Affix, type NameParts, type NameWord } from './name-parts-rules.ts';

export type NameVerdict = 'same' | 'near' | 'differs';

export type NameComparison = {
  verdict: NameVerdict;
  score: number;
  explanation: NameExplanation | null;
  explanations: NameExplanation[];
  /** The differing characters in each name as it was given. */
  marks: { a: MarkRange[]; b: MarkRange[] };
};

/** Two names score this much or more exactly when every letter of both is accounted for. */
export const NAME_SCORE_WRITTEN_OTHERWISE = 90;
/** A name that holds other words can never come near the threshold, however long the rest is. */
export const NAME_SCORE_ANOTHER = 60;
/** More wrong letters than this share of a name are another name, not a slip. */
const SLIPS_AT_MOST = 0.25;
/** What a way of writing costs; together less than 10, so that they stay at 90 or above. */
const WRITING_COST: Partial<Record<NameExplanation, number>> = {
  order: 2,
  oldSpelling: 2,
  abbreviation: 2,
  degree: 1,
  title: 1,
};
/** A left-out letter contradicts nothing, so it weighs half of a wrong one. */
const ABSENT_WEIGHT = 0.5;

/** The name in the form in which names are compared: capitals, no titles, written out, in modern spelling. */
export function normaliseName(name: string): string {
  return canons(nameParts(name)).join(' ');
}

/** One string for all ways to write a name, its words sorted: for blocking near-duplicates. Empty for no name. */
export function nameKey(name: string): string {
  return canons(nameParts(name)).sort().join(' ');
}

function canons(parts: NameParts): string[] {
  return parts.words.map((word) => word.canon);
}

/**
 * Compares two names and explains the difference (domain.md section 7). It never overwrites a name.
 *
 * The score is a whole number 0–100, the same in both directions: how much of both names is accounted for.
 * - 100: the same name but for case, spaces and punctuation (`Ma'ruf Amin`, `MARUF AMIN`).
 * - 90–99: the same words, written otherwise. Every letter is accounted for; each way of writing costs 1 or 2
 *   (`H. SOETJIPTO` and `SUCIPTO` 97, `SIREGAR RINA` and `RINA SIREGAR` 98). From here on a check may be `matched`.
 * - 61–89: the same name perhaps, with letters wrong or left out; a person must look (`FAIZAL` and `FAISAL` behind
 *   `MUHAMMAD` 84, `RINA` and `RITA` 68, a clan name missing 60–80, `A. YANI` and `AHMAD YANI` 68).
 * - 60 or less: another name, or less than two thirds of one (`SITI AMINAH` and `SITI AISYAH` 24, `TOGAR` and
 *   `TOGAR SIMANJUNTAK` 59). Names with other words in them never score more. 0: nothing in common, or no name:
 *   empty never equals empty.
 *
 * So one slip never passes the usual threshold of 90: a name cannot be changed after registration, and twins
 * differ by a letter. More damage never raises the score.
 */
export function compareNames(a: string, b: string): NameComparison {
  if (isOneText(a, b)) return sameName();
  if (a <= b) return compareOrdered(a, b);
  // Always in one direction, so that ties are broken alike and the verdict is symmetric.
  const turned = compareOrdered(b, a);
  return { ...turned, marks: { a: turned.marks.b, b: turned.marks.a } };
}

function compareOrdered(a: string, b: string): NameComparison {
  const parts = partsBeside(nameParts(a), nameParts(b));
  const match = matchWords(parts.a.words, parts.b.words);
  const judged = judge(parts, match);
  return judged === null ? sameName() : { ...judged, marks: marksOf(a, parts.a, b, parts.b, match) };
}

type Both = { a: NameParts; b: NameParts };

function partsBeside(a: NameParts, b: NameParts): Both {
  return { a: readBeside(a, b), b: readBeside(b, a) };
}

/** A name taken apart once, to be held against many others. */
export type ReadName = { name: string; parts: NameParts };

/** Reads a name for `nearness`. */
export const readName = (name: string): ReadName => ({ name, parts: nameParts(name) });

/** The score of `compareNames`, or null where it finds another name: without what differs, as most are strangers. */
export function nearness(a: ReadName, b: ReadName): number | null {
  if (isOneText(a.name, b.name)) return 100;
  // In the direction of `compareNames`.
  const parts = a.name <= b.name ? partsBeside(a.parts, b.parts) : partsBeside(b.parts, a.parts);
  const match = matchWords(parts.a.words, parts.b.words);
  if (match.leftA.length > 0 && match.leftB.length > 0) return null;
  const judged = judge(parts, match);
  if (judged === null) return 100;
  return judged.verdict === 'differs' ? null : judged.score;
}

function isOneText(a: string, b: string): boolean {
  return a === b && /[\p{L}\p{N}]/u.test(a);
}

function sameName(): NameComparison {
  return { verdict: 'same', score: 100, explanation: null, explanations: [], marks: { a: [], b: [] } };
}

/** Null = the same name. */
function judge({ a, b }: Both, match: WordMatch): Omit<NameComparison, 'marks'> | null {
  const found = new Set<NameExplanation>();
  if (affixesDiffer(a.titles, b.titles)) found.add('title');
  if (affixesDiffer(a.degrees, b.degrees)) found.add('degree');
  for (const pair of match.pairs) explainPair(pair, a.words, b.words, found);
  if (isReordered(match.pairs)) found.add('order');
  const loss = lettersLost(match, a, b, found);
  if (found.size === 0) return null;
  const explanations = NAME_EXPLANATIONS.filter((explanation) => found.has(explanation));
  return {
    verdict: found.has('different') ? 'differs' : 'near',
    score: scoreOf(loss, explanations),
    explanation: explanations[0] ?? null,
    explanations,
  };
}

function affixesDiffer(one: readonly Affix[], other: readonly Affix[]): boolean {
  const listed = (affixes: readonly Affix[]) =>
    affixes
      .map((affix) => affix.canon)
      .sort()
      .join(' ');
  return (one.length > 0 || other.length > 0) && listed(one) !== listed(other);
}

function explainPair(
  pair: WordPair,
  wordsA: readonly NameWord[],
  wordsB: readonly NameWord[],
  found: Set<NameExplanation>,
): void {
  if (pair.kind === 'typo') found.add('typo');
  else if (pair.kind === 'initial') found.add('abbreviation');
  else if (textOf(pair.a, wordsA) !== textOf(pair.b, wordsB)) {
    const isShort = (words: readonly NameWord[]) => (index: number) => words[index]?.kind === 'short';
    found.add(pair.a.some(isShort(wordsA)) || pair.b.some(isShort(wordsB)) ? 'abbreviation' : 'oldSpelling');
  }
}

function textOf(indexes: readonly number[], words: readonly NameWord[]): string {
  return indexes.map((index) => words[index]?.text ?? '').join('');
}

function inOrder(pairs: readonly WordPair[], side: 'a' | 'b'): WordPair[] {
  return [...pairs].sort((one, other) => (one[side][0] ?? 0) - (other[side][0] ?? 0));
}

function isReordered(pairs: readonly WordPair[]): boolean {
  const asInB = inOrder(pairs, 'b');
  return pairs.length > 1 && inOrder(pairs, 'a').some((pair, rank) => asInB[rank] !== pair);
}

/** Share of the letters that are not accounted for, 0–1; notes on the way what kind of loss it is. */
function lettersLost(match: WordMatch, a: NameParts, b: NameParts, found: Set<NameExplanation>): number {
  const letters = (words: readonly NameWord[], indexes: readonly number[]) =>
    indexes.reduce((sum, index) => sum + (words[index]?.canon.length ?? 0), 0);
  const total = Math.max(
    ...[a, b].map(({ words }) => words.reduce((sum, word) => sum + word.canon.length, 0)),
  );
  if (total === 0) {
    found.add('different');
    return 1;
  }
  const wrong = match.pairs.reduce((sum, pair) => sum + pair.edits, 0);
  const absent = match.pairs.reduce((sum, pair) => sum + pair.absent, 0);
  const leftA = letters(a.words, match.leftA);
  const leftB = letters(b.words, match.leftB);
  const onBothSides = leftA > 0 && leftB > 0;
  const nothingSolid = match.pairs.every((pair) => pair.kind === 'initial');
  const tooManySlips = wrong / total > SLIPS_AT_MOST && !sameLetters(a, b);
  if (onBothSides || nothingSolid || tooManySlips) found.add('different');
  else if (leftA + leftB > 0) found.add('missingWord');
  const left = onBothSides ? Math.max(leftA, leftB) : ABSENT_WEIGHT * (leftA + leftB);
  return Math.min(1, (wrong + ABSENT_WEIGHT * absent + left) / total);
}

/** Letters that only changed places are a slip even in a name of three. */
function sameLetters(a: NameParts, b: NameParts): boolean {
  const sorted = ({ words }: NameParts) => [...words.map((word) => word.canon).join('')].sort().join('');
  return sorted(a) === sorted(b);
}

function scoreOf(loss: number, explanations: readonly NameExplanation[]): number {
  // How the rest is written tells nothing of two names that are not each other's.
  if (explanations.includes('different')) return Math.round(NAME_SCORE_ANOTHER * (1 - loss));
  const cost = explanations.reduce((sum, explanation) => sum + (WRITING_COST[explanation] ?? 0), 0);
  if (loss === 0) return 100 - cost;
  const remaining = Math.round(NAME_SCORE_WRITTEN_OTHERWISE * (1 - loss));
  return Math.max(0, Math.min(NAME_SCORE_WRITTEN_OTHERWISE - 1, remaining) - cost);
}

function marksOf(
  a: string,
  partsA: NameParts,
  b: string,
  partsB: NameParts,
  match: WordMatch,
): NameComparison['marks'] {
  const marksA: MarkRange[] = [
    ...unshared(partsA.titles, partsB.titles),
    ...unshared(partsA.degrees, partsB.degrees),
  ];
  const marksB: MarkRange[] = [
    ...unshared(partsB.titles, partsA.titles),
    ...unshared(partsB.degrees, partsA.degrees),
  ];
  marksA.push(...match.leftA.map((index) => rangeOf(spanOf([index], partsA.words))));
  marksB.push(...match.leftB.map((index) => rangeOf(spanOf([index], partsB.words))));
  const asInB = inOrder(match.pairs, 'b');
  inOrder(match.pairs, 'a').forEach((pair, rank) => {
    const spanA = spanOf(pair.a, partsA.words);
    const spanB = spanOf(pair.b, partsB.words);
    if (asInB[rank] !== pair) {
      marksA.push(rangeOf(spanA));
      marksB.push(rangeOf(spanB));
    } else if (pair.kind !== 'exact' || textOf(pair.a, partsA.words) !== textOf(pair.b, partsB.words)) {
      const differing = differingRanges(a, spanA, b, spanB);
      marksA.push(...differing.a);
      marksB.push(...differing.b);
    }
  });
  return { a: mergedRanges(marksA), b: mergedRanges(marksB) };
}

function unshared(own: readonly Affix[], others: readonly Affix[]): MarkRange[] {
  return own.filter(({ canon }) => !others.some((other) => other.canon === canon)).map(rangeOf);
}

function spanOf(indexes: readonly number[], words: readonly NameWord[]): Span {
  return { start: words[indexes[0] ?? 0]?.start ?? 0, end: words[indexes.at(-1) ?? 0]?.end ?? 0 };
}

function rangeOf({ start, end }: Span): MarkRange {
  return [start, end];
}
