import { bandsOf, isSameLook } from '../documents/document-look-rules.ts';
import { nameKey, nearness, readName, type ReadName } from '../identity/name-rules.ts';
import { DUPLICATE_REASONS, type DuplicateReason } from './screening-schema.ts';

/** One registration as compared with others of another NIK; `documentHashes` are those of uploaded files. */
export type PersonTraits = {
  fullName: string;
  birthDate: string;
  phone: string | null;
  email: string | null;
  documentHashes: readonly string[];
  /** What the copies of the card look like. */
  documentLooks: readonly string[];
};
export type DuplicateFinding = { reasons: DuplicateReason[]; score: number; nameScore: number | null };

/** From this name score on two people of one birth date are shown to a reader: one slip in a short name, or a clan name less. */
const NEAR_NAME = 60;

/**
 * How likely it is, in hundredths, that a shared trait means one person: the same file is hardly chance, while an
 * office may type its own phone for many who have none.
 */
const WEIGHT: Record<DuplicateReason, number> = {
  SAME_DOCUMENT: 90,
  SAME_PICTURE: 70,
  SAME_BIRTHDATE_NEAR_NAME: 80,
  SAME_EMAIL: 60,
  SAME_PHONE: 40,
};

/**
 * Whether two registrations under different NIKs may be one person (domain.md section 8). Null = nothing shared.
 * `score` 1–100: traits add up as independent hints do, `1 − Π(1 − weight)`; a near name weighs by its score.
 */
export function scoreDuplicate(a: PersonTraits, b: PersonTraits): DuplicateFinding | null {
  const nameScore = nearNameScore(a, b);
  const shared = {
    SAME_DOCUMENT: a.documentHashes.some((hash) => hash !== '' && b.documentHashes.includes(hash)),
    SAME_PICTURE: looksAlike(a, b),
    SAME_BIRTHDATE_NEAR_NAME: nameScore !== null,
    SAME_EMAIL: isShared(normaliseEmail(a.email), normaliseEmail(b.email)),
    SAME_PHONE: isShared(normalisePhone(a.phone), normalisePhone(b.phone)),
  } satisfies Record<DuplicateReason, boolean>;
  const reasons = DUPLICATE_REASONS.filter((reason) => shared[reason]);
  if (reasons.length === 0) return null;
  const weight = (reason: DuplicateReason) =>
    (WEIGHT[reason] / 100) * (reason === 'SAME_BIRTHDATE_NEAR_NAME' ? (nameScore ?? 0) / 100 : 1);
  const chance = reasons.reduce((product, reason) => product * (1 - weight(reason)), 1);
  return { reasons, score: Math.round(100 * (1 - chance)), nameScore };
}

/** One picture under two NIKs, sent on or made smaller; the very same file is `SAME_DOCUMENT` already. */
function looksAlike(a: PersonTraits, b: PersonTraits): boolean {
  if (a.documentHashes.some((hash) => b.documentHashes.includes(hash))) return false;
  return a.documentLooks.some((one) => b.documentLooks.some((other) => isSameLook(one, other)));
}

function nearNameScore(a: PersonTraits, b: PersonTraits): number | null {
  if (a.birthDate === '' || a.birthDate !== b.birthDate) return null;
  return nearScore(readName(a.fullName), readName(b.fullName));
}

function nearScore(a: ReadName, b: ReadName): number | null {
  const score = nearness(a, b);
  return score !== null && score >= NEAR_NAME ? score : null;
}

/** Whether two people of one birth date are called so much alike that they make a pair. */
export const isNearName = (a: ReadName, b: ReadName): boolean => nearScore(a, b) !== null;

/** Empty never equals empty. */
function isShared(one: string | null, other: string | null): boolean {
  return one !== null && one === other;
}

/**
 * A phone number as `62…` digits, whether written +62, 0062, 62, 0 or without any; null when it is none: too
 * short, too long, or one digit over and over, as people type who have no phone.
 */
export function normalisePhone(phone: string | null): string | null {
  const digits = (phone ?? '').replace(/\D/g, '').replace(/^00/, '');
  const subscriber = digits.replace(/^62/, '').replace(/^0+/, '');
  if (subscriber.length < 8 || subscriber.length > 12 || /^(\d)\1*$/.test(subscriber)) return null;
  return `62${subscriber}`;
}

/**
 * An e-mail address as its mailbox: lower case, without a `+tag`, and for Gmail without the dots that it ignores.
 * Only for finding duplicates: mail goes to the address as given. Null when it is none.
 */
export function normaliseEmail(email: string | null): string | null {
  const [local = '', domain = '', ...rest] = (email ?? '').trim().toLowerCase().split('@');
  const mailbox = local.replace(/\+.*$/, '');
  if (mailbox === '' || domain === '' || rest.length > 0) return null;
  const isGmail = domain === 'gmail.com' || domain === 'googlemail.com';
  return isGmail ? `${mailbox.replaceAll('.', '')}@gmail.com` : `${mailbox}@${domain}`;
}

/** Words of a name that make a blocking key; more would make more keys than pairs they find. */
const KEYED_WORDS = 3;

/**
 * Keys under which a person is filed, so that only people who share one are compared: phone, e-mail, document, and
 * birth date with the first two letters of each of the longest words of the name (for a name of one word its last
 * two as well, as a slip may sit in the first).
 */
export function blockingKeys(person: PersonTraits): string[] {
  const phone = normalisePhone(person.phone);
  const email = normaliseEmail(person.email);
  return [
    ...new Set([
      ...(phone ? [`phone:${phone}`] : []),
      ...(email ? [`email:${email}`] : []),
      ...person.documentHashes.filter((hash) => hash !== '').map((hash) => `document:${hash}`),
      ...person.documentLooks.flatMap(bandsOf).map((band) => `look:${band}`),
      ...bornKeys(person).map(({ key }) => key),
    ]),
  ];
}

/** A day of birth and two letters with which a word of the name begins or, behind a `*`, ends. */
export type BornKey = { key: string; day: string; letters: string; place: 'begins' | 'ends' };

const bornKey = (day: string, letters: string, place: BornKey['place']): BornKey => ({
  key: `born:${day}:${place === 'ends' ? '*' : ''}${letters}`,
  day,
  letters,
  place,
});

/** Those of a person's blocking keys that rest on birth date and name. */
export function bornKeys({ fullName, birthDate }: Pick<PersonTraits, 'fullName' | 'birthDate'>): BornKey[] {
  const words = nameKey(fullName)
    .split(' ')
    .filter((word) => word !== '');
  if (birthDate === '' || words.length === 0) return [];
  const longest = words.sort((one, other) => other.length - one.length).slice(0, KEYED_WORDS);
  const keys = longest.map((word) => bornKey(birthDate, word.slice(0, 2), 'begins'));
  return longest.length === 1 ? [...keys, bornKey(birthDate, longest[0]?.slice(-2) as string, 'ends')] : keys;
}
