import type { FieldEvidence } from './identity-schema.ts';
import { compareNames } from './name-rules.ts';

const ADDRESS_WORDS = new Map([
  ['JL', 'JALAN'],
  ['JLN', 'JALAN'],
  ['GG', 'GANG'],
  ['KP', 'KAMPUNG'],
  ['KMP', 'KAMPUNG'],
  ['DS', 'DESA'],
  ['DSN', 'DUSUN'],
  ['PERUM', 'PERUMAHAN'],
  ['KOMP', 'KOMPLEK'],
  ['KOMPLEKS', 'KOMPLEK'],
  ['BLK', 'BLOK'],
  ['NOMOR', 'NO'],
  ['NOMER', 'NO'],
]);
/** From this score on an address is called near: most of its words are there. */
const NEAR_ADDRESS = 60;
/** What a birth place may carry in front of its name: BANDUNG, KOTA BANDUNG and KAB. BANDUNG are one place here. */
const REGENCY_WORD = /^\s*(KABUPATEN|KAB|KOTA MADYA|KOTAMADYA|KOTA)\b[.\s]*/i;

/**
 * Two addresses of a person: the share of their words in common, 0–100. Evidence for a reader only; people
 * write the same place in many ways, so it never decides an identity (domain.md section 7).
 */
export function compareAddresses(form: string, register: string): FieldEvidence {
  const own = addressWords(form);
  const theirs = addressWords(register);
  const total = own.length + theirs.length;
  if (total === 0) return { verdict: 'differs', score: 0 };
  const shared = own.filter((word) => {
    const at = theirs.indexOf(word);
    if (at >= 0) theirs.splice(at, 1);
    return at >= 0;
  }).length;
  const score = Math.round((200 * shared) / total);
  return { verdict: score === 100 ? 'same' : score >= NEAR_ADDRESS ? 'near' : 'differs', score };
}

function addressWords(address: string): string[] {
  const words = address.toUpperCase().match(/[A-Z]+|\d+/g) ?? [];
  // House and RT/RW numbers are written with and without leading zeros.
  return words.map((word) => ADDRESS_WORDS.get(word) ?? word.replace(/^0+(?=\d)/, ''));
}

/** Two birth places, compared like names once the kind of region is taken off. Evidence only. */
export function compareBirthPlaces(form: string, register: string): FieldEvidence {
  const bare = compareNames(form.replace(REGENCY_WORD, ''), register.replace(REGENCY_WORD, ''));
  if (bare.verdict === 'same') return { verdict: 'same', score: 100 };
  const { marks } = compareNames(form, register);
  return { verdict: bare.verdict, score: bare.score, marks };
}
