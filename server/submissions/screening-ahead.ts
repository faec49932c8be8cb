import type { Connection, Database } from '../database.ts';
import { findWaveWithRules } from '../reference/reference-store.ts';
import type { LookedUp } from '../screening/screening-lookup.ts';
import type { ScreeningService } from '../screening/screening-service.ts';

/** Looked up at once: the more, the more of them are neighbours in the lists' index. */
const AT_ONCE = 50_000;

/** People who will be screened in the order of their places, as a part of them is read. */
export interface PeopleAhead {
  waveId: number;
  /** The place behind which the screening goes on. */
  after: number;
  behind: (
    connection: Connection,
    place: { after: number; limit: number },
  ) => Promise<{ place: number; nik_bidx: string }[]>;
}

interface Stretch {
  /** The last place of the stretch; null where nobody is left. */
  last: number | null;
  found: LookedUp;
}

/**
 * Looks people up in the lists before their turn, outside any transaction: while some are written, those after them are
 * asked about on another connection. What changed since is asked again when they are screened.
 */
export function createLookAhead(
  { database, screening }: { database: Database; screening: ScreeningService },
  { waveId, after: begin, behind }: PeopleAhead,
) {
  async function look(after: number): Promise<Stretch> {
    const rules = await findWaveWithRules(database.read, waveId);
    if (!rules) throw new Error(`wave ${waveId} has no record`);
    const people = await behind(database.read, { after, limit: AT_ONCE });
    const niks = people.map(({ nik_bidx }) => nik_bidx);
    const age = { now: new Date().toISOString(), listMaxAgeDays: rules.wave.listMaxAgeDays };
    return {
      last: people.at(-1)?.place ?? null,
      found: await screening.lookUpAhead(database.read, niks, age),
    };
  }

  const afterwards = (stretch: Promise<Stretch>) =>
    stretch.then((one) => (one.last === null ? one : look(one.last)));
  let current = look(begin);
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
