/** A stream of chance that is the same on every machine for the same seed. */
export type Random = {
  /** A number in [0, 1). */
  next: () => number;
  /** A whole number in [0, bound). */
  below: (bound: number) => number;
  /** A whole number from `low` to `high`, both included. */
  between: (low: number, high: number) => number;
  /** True in `probability` (0–1) of the calls. */
  chance: (probability: number) => boolean;
  /** One member of a list; an empty list is an error of the caller. */
  pick: <T>(list: readonly T[]) => T;
  /** A new list with the same members in another order (Fisher–Yates). */
  shuffle: <T>(list: readonly T[]) => T[];
};

/**
 * Makes a stream from a seed. The seed's text is hashed by FNV-1a (32 bit); four words of state come out of that by
 * the splitmix scheme (golden-ratio steps, MurmurHash3 finaliser); the stream itself is xoshiro128** of Blackman and
 * Vigna. All of it is 32-bit integer arithmetic, so no machine's floating point can make a difference.
 */
export function createRandom(seed: string | number): Random {
  const word = splitmix(fnv1a(String(seed)));
  const draw = xoshiro128([word(), word(), word(), word()]);
  const next = () => draw() / 0x1_0000_0000;
  const below = (bound: number) => Math.floor(next() * bound);
  return {
    next,
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (probability) => next() < probability,
    pick: (list) => pickFrom(list, below(list.length)),
    shuffle: (list) => shuffled(list, below),
  };
}

function pickFrom<T>(list: readonly T[], index: number): T {
  if (list.length === 0) throw new Error('Cannot pick from an empty list');
  return list[index] as T;
}

function shuffled<T>(list: readonly T[], below: (bound: number) => number): T[] {
  const copy = [...list];
  for (let last = copy.length - 1; last > 0; last -= 1) {
    const other = below(last + 1);
    [copy[last], copy[other]] = [copy[other] as T, copy[last] as T];
  }
  return copy;
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

function splitmix(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
}

function xoshiro128(state: [number, number, number, number]): () => number {
  let [a, b, c, d] = state;
  const rotate = (value: number, by: number) => (value << by) | (value >>> (32 - by));
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
}
