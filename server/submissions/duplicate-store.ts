import { insertMany, isPostgres, rawRows, whereAny } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import { blockingKeys, normalisePhone, type PersonTraits } from '../screening/duplicate-rules.ts';
import type { PairStatus } from './duplicate-schema.ts';

/** A registration as near-duplicates are looked for. */
export interface Person extends PersonTraits {
  id: number;
  nikBidx: string;
}

/** Drafts are not yet said, withdrawn registrations no longer: neither makes a pair. */
const NOT_COMPARED = ['draft', 'withdrawn'];
const COLUMNS = ['id', 'nik_bidx', 'full_name', 'birth_date', 'phone', 'email'];

interface PersonRow {
  id: number;
  nik_bidx: string;
  full_name: string;
  birth_date: string;
  phone: string | null;
  email: string | null;
}

const toPerson = (row: PersonRow): Person => ({
  id: row.id,
  nikBidx: row.nik_bidx,
  fullName: row.full_name,
  birthDate: row.birth_date,
  phone: row.phone,
  email: row.email,
  documentHashes: [],
});

const people = (connection: Connection) => connection('submissions').whereNotIn('status', NOT_COMPARED);

async function addDocuments(connection: Connection, persons: Map<number, Person>): Promise<void> {
  const rows = (await whereAny(
    connection('documents').select('submission_id', 'sha256'),
    connection,
    'submission_id',
    [...persons.keys()],
  )) as { submission_id: number; sha256: string }[];
  for (const { submission_id, sha256 } of rows) {
    const person = persons.get(submission_id) as Person;
    persons.set(submission_id, { ...person, documentHashes: [...person.documentHashes, sha256] });
  }
}

/** The registrations to compare, by birth date, so that neighbours share their blocks. */
export async function findSubjects(connection: Connection, ids: readonly number[]): Promise<Person[]> {
  const rows = (await whereAny(people(connection), connection, 'id', ids)
    .select(COLUMNS)
    .orderBy(['birth_date', 'id'])) as PersonRow[];
  const persons = new Map(rows.map((row) => [row.id, toPerson(row)]));
  await addDocuments(connection, persons);
  return [...persons.values()];
}

/** Name keys are cut at this length: of a longer name a word may be missing there. */
const LONGEST_NAME_KEY = 80;
const BORN = /^born:(.*):(\*?)(.*)$/;

/** Day of birth and the letters a word of the name begins (` XX`) or ends with (`XX `), by each of the subjects' keys. */
function bornKeys(subjects: readonly Person[]): { days: string[]; letters: string[] } {
  const keys = new Set(subjects.flatMap(blockingKeys).filter((key) => key.startsWith('born:')));
  const parts = [...keys].map((key) => BORN.exec(key) as RegExpExecArray);
  return {
    days: parts.map(([, day = '']) => day),
    letters: parts.map(([, , end, letters = '']) => (end === '' ? ` ${letters}` : `${letters} `)),
  };
}

/**
 * The earliest `most` registrations of each day of birth and letters of a name, read from the index of days and names: a
 * day's other people are never fetched.
 */
async function bornAlike(
  connection: Connection,
  subjects: readonly Person[],
  most: number,
): Promise<PersonRow[]> {
  const { days, letters } = bornKeys(subjects);
  if (days.length === 0) return [];
  const [source, find, values] = isPostgres(connection)
    ? ['unnest(?::text[], ?::text[]) AS k (day, letters)', 'strpos', [days, letters]]
    : [
        `(SELECT json_extract(value, '$[0]') AS day, json_extract(value, '$[1]') AS letters FROM json_each(?)) AS k`,
        'instr',
        [JSON.stringify(days.map((day, index) => [day, letters[index]]))],
      ];
  const columns = COLUMNS.map((column) => `c.${column}`).join(', ');
  const excluded = NOT_COMPARED.map(() => '?').join(', ');
  return rawRows<PersonRow>(
    connection,
    `SELECT DISTINCT ${COLUMNS.join(', ')} FROM (
       SELECT ${columns}, row_number() OVER (PARTITION BY k.day, k.letters ORDER BY c.id) AS place
       FROM ${source} CROSS JOIN submissions c
       WHERE c.birth_date = k.day AND (${find}(' ' || c.name_key || ' ', k.letters) > 0 OR length(c.name_key) >= ${LONGEST_NAME_KEY})
         AND c.status NOT IN (${excluded})) AS ranked
     WHERE place <= ?`,
    [...values, ...NOT_COMPARED, most],
  );
}

/** The earliest `most` registrations of each value of a column, so that a value shared by thousands stays bounded. */
async function earliestBy(
  connection: Connection,
  column: 'phone' | 'email',
  values: readonly string[],
  most: number,
): Promise<PersonRow[]> {
  if (values.length === 0) return [];
  const ranked = whereAny(people(connection), connection, column, values)
    .select(COLUMNS)
    .select(connection.raw('row_number() OVER (PARTITION BY ?? ORDER BY id) AS place', [column]))
    .as('ranked');
  return (await connection.from(ranked).where('place', '<=', most).select(COLUMNS)) as PersonRow[];
}

async function sharingDocuments(
  connection: Connection,
  hashes: readonly string[],
  most: number,
): Promise<(PersonRow & { sha256: string })[]> {
  if (hashes.length === 0) return [];
  const ranked = whereAny(connection('documents').whereNotNull('submission_id'), connection, 'sha256', hashes)
    .select('submission_id', 'sha256')
    .select(connection.raw('row_number() OVER (PARTITION BY sha256 ORDER BY submission_id) AS place'))
    .as('ranked');
  return (await connection
    .from(ranked)
    .join('submissions', 'submissions.id', 'ranked.submission_id')
    .where('place', '<=', most)
    .whereNotIn('status', NOT_COMPARED)
    .select(COLUMNS.map((column) => `submissions.${column}`))
    .select('ranked.sha256')) as (PersonRow & { sha256: string })[];
}

const distinct = (values: readonly (string | null)[]) => [
  ...new Set(values.filter((value) => value !== null && value !== '')),
] as string[]; // prettier-ignore

/**
 * Everyone who shares a birth date and letters of the name, a phone, e-mail or document with one of the subjects, the subjects among them. Phone and
 * e-mail are looked up as they stand on the form, which the form's schema has brought into one way of writing.
 * @param most how many of each value are taken, the earliest first
 */
export async function findCandidates(
  connection: Connection,
  subjects: readonly Person[],
  most: { born: number; shared: number },
): Promise<Map<number, Person>> {
  const found = new Map(subjects.map((subject) => [subject.id, subject]));
  const add = (row: PersonRow) => {
    if (!found.has(row.id)) found.set(row.id, toPerson(row));
  };
  const phones = subjects.filter((one) => normalisePhone(one.phone)).map((one) => one.phone);
  const emails = subjects.map((one) => one.email);
  const hashes = subjects.flatMap((one) => one.documentHashes);
  for (const row of await bornAlike(connection, subjects, most.born)) add(row);
  for (const row of await earliestBy(connection, 'phone', distinct(phones), most.shared)) add(row);
  for (const row of await earliestBy(connection, 'email', distinct(emails), most.shared)) add(row);
  for (const row of await sharingDocuments(connection, distinct(hashes), most.shared)) {
    add(row);
    const person = found.get(row.id) as Person;
    if (!person.documentHashes.includes(row.sha256))
      found.set(row.id, { ...person, documentHashes: [...person.documentHashes, row.sha256] });
  }
  return found;
}

export interface FoundPair {
  firstId: number;
  secondId: number;
  score: number;
  reasons: readonly string[];
}
export const pairKey = (pair: { firstId: number; secondId: number }) => `${pair.firstId}:${pair.secondId}`;

/** The pairs already stored about these registrations, by `pairKey`. */
export async function storedPairs(
  connection: Connection,
  ids: readonly number[],
): Promise<Map<string, { id: number; score: number; status: PairStatus }>> {
  const stored = new Map<string, { id: number; score: number; status: PairStatus }>();
  for (const column of ['first_id', 'second_id']) {
    const rows = (await whereAny(
      connection('duplicate_pairs').select('id', 'first_id', 'second_id', 'score', 'status'),
      connection,
      column,
      ids,
    )) as { id: number; first_id: number; second_id: number; score: number; status: PairStatus }[];
    for (const row of rows)
      stored.set(pairKey({ firstId: row.first_id, secondId: row.second_id }), {
        id: row.id,
        score: row.score,
        status: row.status,
      });
  }
  return stored;
}

/** Stores new pairs; a pair that somebody stored at the same moment is left to them. Gives those stored now. */
export function insertPairs(
  connection: Connection,
  pairs: readonly FoundPair[],
  now: string,
): Promise<{ first_id: number; second_id: number }[]> {
  return insertMany<{ first_id: number; second_id: number }>(connection, {
    table: 'duplicate_pairs',
    columns: ['first_id', 'second_id', 'score', 'reasons', 'found_at', 'status', 'version'],
    rows: pairs.map((pair) => [
      pair.firstId, pair.secondId, pair.score, JSON.stringify(pair.reasons), now, 'open', 1,
    ]), // prettier-ignore
    onConflict: 'ON CONFLICT (first_id, second_id) DO NOTHING',
    returning: ['first_id', 'second_id'],
  });
}

/** More was found about a pair still open; a decided one keeps what it was decided on. */
export const raisePair = (connection: Connection, id: number, pair: FoundPair) =>
  connection('duplicate_pairs')
    .where({ id, status: 'open' })
    .update({
      score: pair.score,
      reasons: JSON.stringify(pair.reasons),
      version: connection.raw('version + 1'),
    });

/**
 * Adds to the number of open pairs of registrations. Deltas, as a count made beside another transaction's would miss
 * its pair; locked in order, so that two such acts wait for each other instead of dying.
 */
export async function addToDuplicateCounts(
  connection: Connection,
  deltas: ReadonlyMap<number, number>,
): Promise<void> {
  if (deltas.size === 0) return;
  const ids = [...deltas.keys()];
  await whereAny(connection('submissions').select('id').orderBy('id').forUpdate(), connection, 'id', ids);
  const byDelta = new Map<number, number[]>();
  for (const [id, delta] of deltas) byDelta.set(delta, [...(byDelta.get(delta) ?? []), id]);
  for (const [delta, some] of byDelta) {
    await whereAny(connection('submissions'), connection, 'id', some).update({
      duplicate_count: connection.raw('duplicate_count + ?', [delta]),
    });
  }
}
