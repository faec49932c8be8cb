import type { Database } from '../database.ts';
import { findWaveWithRules } from '../reference/reference-store.ts';
import type { LookedUp } from '../screening/screening-lookup.ts';
import type { ScreeningService } from '../screening/screening-service.ts';
import { niksInScope, scopeOf, type RescreeningRow } from './rescreen-store.ts';

/** Looked up at once: the more, the more of them are neighbours in the lists' index. */
const AT_ONCE = 50_000;

interface Stretch {
  /** The last registration of the stretch; null where nobody is left. */
  last: number | null;
  found: LookedUp;
}

/**
 * Looks people up in the lists before their turn, outside any transaction: while some are written, those after them are
 * asked about on another connection. What changed since is asked again when they are screened.
 */
export function createLookAhead(
  { database, screening }: { database: Database; screening: ScreeningService },
  { last_id, through_id, ...row }: RescreeningRow,
) {
  async function look(after: number): Promise<Stretch> {
    const rules = await findWaveWithRules(database.read, row.wave_id);
    if (!rules) throw new Error(`wave ${row.wave_id} has no record`);
    const place = { after, through: through_id, limit: AT_ONCE };
    const people = await niksInScope(database.read, scopeOf(row), place);
    const niks = people.map(({ nik_bidx }) => nik_bidx);
    const age = { now: new Date().toISOString(), listMaxAgeDays: rules.wave.listMaxAgeDays };
    return {
      last: people.at(-1)?.id ?? null,
      found: await screening.lookUpAhead(database.read, niks, age),
    };
  }

  const afterwards = (stretch: Promise<Stretch>) =>
    stretch.then((one) => (one.last === null ? one : look(one.last)));
  let current = look(last_id);
  let coming = afterwards(current);
  const turn = () => {
    current = coming;
    coming = afterwards(current);
    // A failure is told to whoever waits for the stretch.
    coming.catch(() => undefined);
  };
  coming.catch(() => undefined);

  return {
    /** What is known of the people right behind `after`. */
    async behind(after: number): Promise<LookedUp> {
      for (;;) {
        const { last, found } = await current;
        if (last === null || after < last) return found;
        turn();
      }
    },
    /** Ends when no statement is under way any more. */
    async end(): Promise<void> {
      await Promise.allSettled([coming]);
    },
  };
}
export type LookAhead = ReturnType<typeof createLookAhead>;
