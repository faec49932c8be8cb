import { blockingKeys, scoreDuplicate } from '../screening/duplicate-rules.ts';
import type { Person } from './duplicate-person.ts';
import type { FoundPair } from './duplicate-store.ts';

/** A trait shared by more people than this is an office's own phone, or one scan attached everywhere. */
export const MOST_SHARING = 25;
/** In such a crowd each person is held against the earliest few only: the reader sees that it is shared. */
const EARLIEST_OF_A_CROWD = 3;
/** People of one birth date and letters of a name that are looked at; the days that registries write for "unknown" hold thousands. */
export const MOST_OF_A_DAY = 5000;
/** People of one birth date and one beginning of a name that a newcomer is compared with. */
export const MOST_OF_A_NAME = 500;

type Blocks = Map<string, Person[]>;

function fileUnderKeys(candidates: Iterable<Person>): { blocks: Blocks; keys: Map<number, string[]> } {
  const blocks: Blocks = new Map();
  const keys = new Map<number, string[]>();
  for (const person of candidates) {
    const own = blockingKeys(person);
    keys.set(person.id, own);
    for (const key of own) {
      const block = blocks.get(key);
      if (block) block.push(person);
      else blocks.set(key, [person]);
    }
  }
  for (const block of blocks.values()) block.sort((one, other) => one.id - other.id);
  return { blocks, keys };
}

function partnersIn(key: string, block: readonly Person[]): readonly Person[] {
  // A day and letters, or a part of a look, is shared by many who have nothing to do with each other.
  if (/^(born|look):/.test(key)) return block.slice(0, MOST_OF_A_NAME);
  return block.length > MOST_SHARING ? block.slice(0, EARLIEST_OF_A_CROWD) : block;
}

/**
 * The pairs of subjects and candidates that may be one person under two NIKs. Only people filed under one key are
 * compared, and each with a bounded number, so the work grows with the number of subjects and not with its square.
 */
export function pairsAmong(
  subjects: readonly Person[],
  candidates: ReadonlyMap<number, Person>,
): FoundPair[] {
  const { blocks, keys } = fileUnderKeys(candidates.values());
  const compared = new Set<string>();
  const pairs: FoundPair[] = [];
  for (const subject of subjects) {
    for (const key of keys.get(subject.id) ?? []) {
      for (const other of partnersIn(key, blocks.get(key) ?? [])) {
        if (other.id === subject.id || other.nikBidx === subject.nikBidx) continue;
        const [first, second] = other.id < subject.id ? [other, subject] : [subject, other];
        const pair = `${first.id}:${second.id}`;
        if (compared.has(pair)) continue;
        compared.add(pair);
        const finding = scoreDuplicate(first, second);
        if (finding)
          pairs.push({
            firstId: first.id,
            secondId: second.id,
            score: finding.score,
            reasons: finding.reasons,
          });
      }
    }
  }
  return pairs;
}
