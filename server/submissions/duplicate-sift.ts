import { readName } from '../identity/name-rules.ts';
import {
  bornKeys,
  isNearName,
  normaliseEmail,
  normalisePhone,
  type BornKey,
} from '../screening/duplicate-rules.ts';
import type { Person } from './duplicate-person.ts';

/** Somebody of a subject's day of birth and letters, as the index of days and names tells; perhaps a draft. */
export type BornAlike = [id: number, fullName: string, phone: string | null, email: string | null];

/** A day and letters, and the subjects who have them. */
export interface BornBlock {
  key: BornKey;
  sharing: Person[];
}

/** The days and letters of the subjects, each once. */
export function bornBlocks(subjects: readonly Person[]): BornBlock[] {
  const blocks = new Map<string, BornBlock>();
  for (const subject of subjects) {
    for (const key of bornKeys(subject)) {
      const block = blocks.get(key.key);
      if (!block) blocks.set(key.key, { key, sharing: [subject] });
      else if (block.sharing.at(-1) !== subject) block.sharing.push(subject);
    }
  }
  return [...blocks.values()];
}

const known = (values: readonly (string | null)[]) =>
  new Set(values.filter((value): value is string => value !== null));

/**
 * Who of those born alike can make a pair by what the index tells: called nearly like a subject of his block, or with the
 * phone or e-mail of any subject. Nine in ten are neither, and are never read.
 */
export function worthReading(
  subjects: readonly Person[],
  blocks: readonly { sharing: readonly Person[]; alike: readonly BornAlike[] }[],
): number[] {
  const names = new Map(subjects.map(({ id, fullName }) => [id, readName(fullName)]));
  const phones = known(subjects.map(({ phone }) => normalisePhone(phone)));
  const emails = known(subjects.map(({ email }) => normaliseEmail(email)));
  const shares = (phone: string | null, email: string | null) =>
    phones.has(normalisePhone(phone) ?? '') || emails.has(normaliseEmail(email) ?? '');
  const worth = new Set<number>();
  for (const { sharing, alike } of blocks) {
    const called = sharing.flatMap(({ id }) => names.get(id) ?? []);
    for (const [id, fullName, phone, email] of alike) {
      // The subjects themselves are read already.
      if (names.has(id) || worth.has(id)) continue;
      const name = readName(fullName);
      if (shares(phone, email) || called.some((one) => isNearName(one, name))) worth.add(id);
    }
  }
  return [...worth];
}
