/** A figure rests as many times longer than it took to compute: computing it takes at most a twentieth of the time. */
const REST_FACTOR = 20;
/** Cheaper than this, it is simply computed again: what people see is then always current. */
const CHEAP_MS = 25;
const LONGEST_REST_MS = 10 * 60_000;
const MOST_KEYS = 2000;

type Figure<V> = (key?: string) => Promise<V>;

/** A figure always computed anew, but once for all who ask at the same time. */
export function createSharedFigure<V>(load: (key: string) => Promise<V>): Figure<V> {
  const loading = new Map<string, Promise<V>>();
  return (key = '') => {
    const found = loading.get(key);
    if (found) return found;
    const begun = load(key).finally(() => loading.delete(key));
    loading.set(key, begun);
    return begun;
  };
}

interface Kept<V> {
  value: V;
  cost: number;
  until: number;
}

/**
 * Figures too dear for each request, kept in the process: small systems always see the current ones, large systems
 * ones as old as twenty times what computing them takes. Once there is a value nobody waits for the next.
 */
export function createCachedFigure<V>(
  load: (key: string) => Promise<V>,
  clock: () => number = () => performance.now(),
): Figure<V> {
  const kept = new Map<string, Kept<V>>();

  const renew = createSharedFigure(async (key) => {
    const begun = clock();
    try {
      const value = await load(key);
      const now = clock();
      const cost = now - begun;
      if (kept.size >= MOST_KEYS) kept.delete(kept.keys().next().value as string);
      kept.set(key, { value, cost, until: now + Math.min(cost * REST_FACTOR, LONGEST_REST_MS) });
      return value;
    } catch (error) {
      // The next one to ask computes it in the foreground and is told what is wrong.
      kept.delete(key);
      throw error;
    }
  });

  return async (key = '') => {
    const found = kept.get(key);
    if (!found || found.cost <= CHEAP_MS) return renew(key);
    if (clock() >= found.until) renew(key).catch(() => undefined);
    return found.value;
  };
}
