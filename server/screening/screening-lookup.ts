import type { Connection } from '../database.ts';
import { listState } from './screening-rules.ts';
import { LIST_CODES, type ListCode, type ListState } from './screening-schema.ts';
import { listedAmong, newestVersions, type ListVersionRow } from './screening-store.ts';

/** The newest finished load of each list, and whether it can be asked today. */
export interface Lists {
  versions: Record<ListCode, ListVersionRow | null>;
  states: Record<ListCode, ListState>;
}

/** Today, ISO 8601, and how old a list may be that still gives an answer. */
export interface ListAge {
  now: string;
  listMaxAgeDays: number;
}

export async function readLists(connection: Connection, o: ListAge): Promise<Lists> {
  const versions = await newestVersions(connection);
  const options = { now: new Date(o.now), maxAgeDays: o.listMaxAgeDays };
  const states = Object.fromEntries(
    LIST_CODES.map((code) => {
      const version = versions[code];
      return [code, listState(version && { asOf: version.as_of }, options)];
    }),
  ) as Record<ListCode, ListState>;
  return { versions, states };
}

/** Versions of lists by their id. */
type Askable = ReadonlyMap<number, ListCode>;

/** The versions that give an answer: a list too old says nothing, not even a hit. */
export function askable({ versions, states }: Lists): Askable {
  const found = new Map<number, ListCode>();
  for (const code of LIST_CODES) {
    const version = versions[code];
    if (version && states[code].code === 'FRESH') found.set(version.id, code);
  }
  return found;
}

/** What some versions of lists said of some people. A finished version never changes, so it stays true of them. */
export interface LookedUp {
  versions: Askable;
  asked: ReadonlySet<string>;
  /** Only people that stand on a list. */
  listed: ReadonlyMap<string, ReadonlySet<ListCode>>;
}

/** Asks all lists about people by the blind index of their NIK, in one statement. */
export async function lookUp(
  connection: Connection,
  versions: Askable,
  nikBidxs: readonly string[],
): Promise<LookedUp> {
  // Sorted, so that neighbours in the index are asked one after the other.
  const niks = [...nikBidxs].sort();
  const listed = new Map<string, Set<ListCode>>();
  for (const { version_id, nik_bidx } of await listedAmong(connection, [...versions.keys()], niks)) {
    const codes = listed.get(nik_bidx) ?? new Set();
    listed.set(nik_bidx, codes.add(versions.get(version_id) as ListCode));
  }
  return { versions, asked: new Set(niks), listed };
}

const sameVersions = (one: Askable, other: Askable) =>
  one.size === other.size && [...one.keys()].every((id) => other.has(id));

/**
 * The lists each of these people stands on; only those that stand on one are in the map. What was looked up ahead is taken
 * over where the same versions were asked about the same NIK, and asked now where not.
 */
export async function listingsOf(
  connection: Connection,
  lists: Lists,
  people: readonly { nikBidx: string }[],
  ahead?: LookedUp,
): Promise<ReadonlyMap<string, ReadonlySet<ListCode>>> {
  const versions = askable(lists);
  const niks = people.map(({ nikBidx }) => nikBidx);
  if (!ahead || !sameVersions(ahead.versions, versions))
    return (await lookUp(connection, versions, niks)).listed;
  const others = niks.filter((nik) => !ahead.asked.has(nik));
  if (others.length === 0) return ahead.listed;
  return new Map([...ahead.listed, ...(await lookUp(connection, versions, others)).listed]);
}
