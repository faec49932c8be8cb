import type { MarkRange } from './identity-schema.ts';

export type { MarkRange };

/** Where a word stands in a text as it was written. */
export type Span = { start: number; end: number };

/** Sorts ranges and joins those that touch, so that the screen draws each character once. */
export function mergedRanges(ranges: readonly MarkRange[]): MarkRange[] {
  const sorted = ranges.filter(([start, end]) => end > start).sort((one, other) => one[0] - other[0]);
  const merged: MarkRange[] = [];
  for (const [start, end] of sorted) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/**
 * The characters in which two spans of two texts differ, upper and lower case being the same: what is left when
 * their longest common subsequence is taken out. Spans are words, so the table stays small.
 */
export function differingRanges(
  a: string,
  spanA: Span,
  b: string,
  spanB: Span,
): { a: MarkRange[]; b: MarkRange[] } {
  const left = lettersIn(a, spanA);
  const right = lettersIn(b, spanB);
  const common = commonTable(left, right);
  const marks: { a: MarkRange[]; b: MarkRange[] } = { a: [], b: [] };
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      i++;
      j++;
    } else if (j >= right.length || (i < left.length && at(common, i + 1, j) >= at(common, i, j + 1))) {
      marks.a.push([spanA.start + i, spanA.start + ++i]);
    } else {
      marks.b.push([spanB.start + j, spanB.start + ++j]);
    }
  }
  return { a: mergedRanges(marks.a), b: mergedRanges(marks.b) };
}

/** Letter by letter, so that an index here is an index in the text as written. */
function lettersIn(text: string, { start, end }: Span): string[] {
  return text
    .slice(start, end)
    .split('')
    .map((letter) => letter.toUpperCase());
}

function at(table: readonly number[][], row: number, column: number): number {
  return table[row]?.[column] ?? 0;
}

function commonTable(left: readonly string[], right: readonly string[]): number[][] {
  const table: number[][] = Array.from({ length: left.length + 1 }, () => []);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const longest =
        left[i] === right[j]
          ? at(table, i + 1, j + 1) + 1
          : Math.max(at(table, i + 1, j), at(table, i, j + 1));
      (table[i] as number[])[j] = longest;
    }
  }
  return table;
}
