import type { FieldEvidence, IdentityFields, RegisterStatus, UnavailableCause } from './identity-schema.ts';
import { NAME_SCORE_ANOTHER } from './name-rules.ts';

/** What Dukcapil is asked about one person: the elements of CALL_VERIFY_BY_ELEMEN (domain.md section 7). */
export interface DukcapilPerson {
  nik: string;
  kkNumber: string;
  fullName: string;
  birthPlace: string;
  /** yyyy-mm-dd. */
  birthDate: string;
  sex: 'L' | 'P';
  ktpAddress: string;
}
export interface DukcapilCaller {
  userId: string;
  password: string;
  /** The address the ministry's account is bound to. */
  ipUser: string;
  threshold: number;
}

const SEX_WORDS = { L: 'Laki-laki', P: 'Perempuan' } as const;
const dayFirst = (date: string) => date.split('-').reverse().join('-');

/**
 * The body of one question. The place codes are those of the NIK itself, which Dukcapil gave; the form's regency says where
 * somebody lives, and a NIK follows no move.
 */
export function dukcapilQuestion(person: DukcapilPerson, caller: DukcapilCaller): Record<string, string> {
  return {
    user_id: caller.userId,
    password: caller.password,
    ip_user: caller.ipUser,
    // Spelt so by the service.
    TRESHOLD: String(caller.threshold),
    NIK: person.nik,
    NO_KK: person.kkNumber,
    NAMA_LGKP: person.fullName,
    TMPT_LHR: person.birthPlace,
    TGL_LHR: dayFirst(person.birthDate),
    JENIS_KLMIN: SEX_WORDS[person.sex],
    ALAMAT: person.ktpAddress,
    NO_PROP: person.nik.slice(0, 2),
    NO_KAB: person.nik.slice(2, 4),
    NO_KEC: person.nik.slice(4, 6),
  };
}

/** What one answer says: of the fields, of the record as a whole, or nothing that counts. */
export type DukcapilReading = { quotaLeft: number | null } & (
  | { kind: 'fields'; fields: IdentityFields }
  | { kind: 'record'; status: Exclude<RegisterStatus, 'AKTIF'> | 'UNKNOWN' }
  | { kind: 'unavailable'; cause: UnavailableCause; code: string | null }
);

const RECORD_CODES: Record<string, Exclude<RegisterStatus, 'AKTIF'> | 'UNKNOWN'> = {
  '11': 'MENINGGAL',
  '12': 'GANDA',
  '13': 'UNKNOWN',
  '14': 'NONAKTIF',
};
/** Codes that say something of the question or the account, nothing of the person. */
const UNAVAILABLE_CODES: Record<string, UnavailableCause> = { '05': 'quota', '15': 'format' };

type Loose = Record<string, unknown>;
const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keys come in either case. */
const upperKeys = (value: Loose): Loose =>
  Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toUpperCase(), inner]));

const ELEMENT_WORDS = /^(tidak\s+)?sesuai(?:\s*\(\s*(\d{1,3})\s*\))?$/i;

/**
 * One element's answer. Whole words are compared: "Tidak Sesuai" contains "Sesuai". `exact` elements carry no score; null for
 * anything that is not an answer.
 */
export function readElement(answer: unknown, exact: boolean): FieldEvidence | null {
  if (typeof answer !== 'string') return null;
  const words = ELEMENT_WORDS.exec(answer.trim());
  if (!words) return null;
  const differs = words[1] !== undefined;
  const score = words[2] === undefined ? null : Number(words[2]);
  if (score !== null && score > 100) return null;
  if (exact || score === null) return { verdict: differs ? 'differs' : 'same' };
  if (differs) return { verdict: score > NAME_SCORE_ANOTHER ? 'near' : 'differs', score };
  return { verdict: score === 100 ? 'same' : 'near', score };
}

const ELEMENTS = {
  kkNumber: ['NO_KK', true],
  fullName: ['NAMA_LGKP', false],
  birthPlace: ['TMPT_LHR', false],
  birthDate: ['TGL_LHR', true],
  sex: ['JENIS_KLMIN', true],
  ktpAddress: ['ALAMAT', false],
} as const satisfies Partial<Record<keyof IdentityFields, readonly [string, boolean]>>;
type Element = keyof typeof ELEMENTS;
/** Without these nobody is told from anybody else; the others may stay away. */
const NEEDED: readonly Element[] = ['kkNumber', 'fullName', 'birthDate'];

function readFields(content: Loose): IdentityFields | null {
  const found: Partial<IdentityFields> = { nik: { verdict: 'same' } };
  for (const [field, [key, exact]] of Object.entries(ELEMENTS) as [Element, readonly [string, boolean]][]) {
    const answer = content[key];
    const absent = answer === undefined || answer === null || answer === '';
    const evidence = absent ? { verdict: 'missing' as const } : readElement(answer, exact);
    if (!evidence || (absent && NEEDED.includes(field))) return null;
    // The outcome rests on the name's score; without one the bare word stands for all or nothing.
    const bare = field === 'fullName' && evidence.score === undefined;
    found[field] = bare ? { ...evidence, score: evidence.verdict === 'same' ? 100 : 0 } : evidence;
  }
  return found as IdentityFields;
}

/** True where the answer is about somebody else: it names another NIK, or says that ours is not the one. */
function isAboutAnother(content: Loose, nik: string): boolean {
  const named = content['NIK'];
  if (named === undefined || named === null || named === '') return false;
  const text = String(named).trim();
  return /^\d+$/.test(text) ? text !== nik : readElement(text, true)?.verdict !== 'same';
}

/**
 * Reads an answer of CALL_VERIFY_BY_ELEMEN about `nik`. Whatever is not understood is `unavailable`: it passes nobody and is held
 * against nobody.
 */
export function readDukcapilAnswer(body: unknown, nik: string): DukcapilReading {
  const answer = isObject(body) ? upperKeys(body) : null;
  const limiter = answer?.['QUOTALIMITER'];
  const quotaLeft =
    typeof limiter === 'number' && Number.isSafeInteger(limiter) && limiter >= 0 ? limiter : null;
  const unavailable = (cause: UnavailableCause, code: string | null = null): DukcapilReading => ({
    kind: 'unavailable',
    cause,
    code,
    quotaLeft,
  });
  const list = answer?.['CONTENT'];
  // One person was asked about: an answer about none or about two is no answer.
  const only: unknown = Array.isArray(list) ? (list.length === 1 ? list[0] : null) : list;
  if (!isObject(only)) return unavailable('malformed');
  const content = upperKeys(only);
  const given = content['RESPONSE_CODE'];
  if (given !== undefined && given !== null) {
    const code = String(given).trim().padStart(2, '0');
    const status = RECORD_CODES[code];
    if (status)
      return isAboutAnother(content, nik)
        ? unavailable('other_person')
        : { kind: 'record', status, quotaLeft };
    if (code !== '00') return unavailable(UNAVAILABLE_CODES[code] ?? 'malformed', code.slice(0, 10));
  }
  if (isAboutAnother(content, nik)) return unavailable('other_person');
  const fields = readFields(content);
  return fields ? { kind: 'fields', fields, quotaLeft } : unavailable('malformed');
}
