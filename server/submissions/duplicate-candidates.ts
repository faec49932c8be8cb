import { whereAny } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import { bandsOf } from '../documents/document-look-rules.ts';
import { normalisePhone } from '../screening/duplicate-rules.ts';
import { findBornAlike } from './duplicate-born.ts';
import {
  NOT_COMPARED,
  people,
  PERSON_COLUMNS,
  toPerson,
  type Person,
  type PersonRow,
} from './duplicate-person.ts';

/** Of each part of a look so many pictures are held against a newcomer's, the earliest first. */
const MOST_OF_A_LOOK = 200;

async function addDocuments(connection: Connection, persons: Map<number, Person>): Promise<void> {
  const rows = (await whereAny(
    connection('documents').select('submission_id', 'sha256', 'look'),
    connection,
    'submission_id',
    [...persons.keys()],
  )) as { submission_id: number; sha256: string; look: string | null }[];
  for (const { submission_id, sha256, look } of rows) {
    const person = persons.get(submission_id) as Person;
    persons.set(submission_id, {
      ...person,
      documentHashes: [...person.documentHashes, sha256],
      documentLooks: look === null ? person.documentLooks : [...person.documentLooks, look],
    });
  }
}

/** The registrations to compare, by birth date, so that neighbours share their blocks. */
export async function findSubjects(connection: Connection, ids: readonly number[]): Promise<Person[]> {
  const rows = (await whereAny(people(connection), connection, 'id', ids)
    .select(PERSON_COLUMNS)
    .orderBy(['birth_date', 'id'])) as PersonRow[];
  const persons = new Map(rows.map((row) => [row.id, toPerson(row)]));
  await addDocuments(connection, persons);
  return [...persons.values()];
}

/**
 * The earliest `most` registrations of each value of a column, so that a value shared by thousands stays bounded. Most values
 * are in the index once, as the subject's own: then no registration is read.
 */
async function earliestBy(
  connection: Connection,
  column: 'phone' | 'email',
  values: readonly string[],
  most: number,
): Promise<PersonRow[]> {
  if (values.length === 0) return [];
  const shared = whereAny(connection('submissions').select(column), connection, column, values)
    .groupBy(column)
    .havingRaw('count(*) > 1');
  const ranked = people(connection)
    .whereIn(column, shared)
    .select(PERSON_COLUMNS)
    .select(connection.raw('row_number() OVER (PARTITION BY ?? ORDER BY id) AS place', [column]))
    .as('ranked');
  return (await connection.from(ranked).where('place', '<=', most).select(PERSON_COLUMNS)) as PersonRow[];
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
    .select(PERSON_COLUMNS.map((column) => `submissions.${column}`))
    .select('ranked.sha256')) as (PersonRow & { sha256: string })[];
}

/** The earliest people of each part of a look: a card shares a part or two with cards that look quite unlike it. */
async function sharingLooks(
  connection: Connection,
  looks: readonly string[],
  most: number,
): Promise<(PersonRow & { look: string })[]> {
  if (looks.length === 0) return [];
  const bands = [...new Set(looks.flatMap(bandsOf))];
  const ranked = whereAny(connection('document_looks'), connection, 'band', bands)
    .select('document_id')
    .select(connection.raw('row_number() OVER (PARTITION BY band ORDER BY document_id) AS place'))
    .as('ranked');
  return (await connection
    .from(ranked)
    .join('documents', 'documents.id', 'ranked.document_id')
    .join('submissions', 'submissions.id', 'documents.submission_id')
    .where('place', '<=', most)
    .whereNotIn('status', NOT_COMPARED)
    .distinct(PERSON_COLUMNS.map((column) => `submissions.${column}`))
    .select('documents.look')) as (PersonRow & { look: string })[];
}

const distinct = (values: readonly (string | null)[]) => [
  ...new Set(values.filter((value) => value !== null && value !== '')),
] as string[]; // prettier-ignore

/**
 * Everyone who may make a pair with one of the subjects: who shares a phone, e-mail or document with one, or a birth date and
 * letters of the name (see `findBornAlike`), the subjects among them. Phone and e-mail are looked up as they stand on the
 * form, which the form's schema has brought into one way of writing.
 * @param most how many of each value are taken, the earliest first; `named` of a day and letters are no crowd yet
 */
export async function findCandidates(
  connection: Connection,
  subjects: readonly Person[],
  most: { named: number; born: number; shared: number },
): Promise<Map<number, Person>> {
  const found = new Map(subjects.map((subject) => [subject.id, subject]));
  const add = (row: PersonRow) => {
    if (!found.has(row.id)) found.set(row.id, toPerson(row));
  };
  const phones = subjects.filter((one) => normalisePhone(one.phone)).map((one) => one.phone);
  const emails = subjects.map((one) => one.email);
  const hashes = subjects.flatMap((one) => one.documentHashes);
  const born = { few: most.named, crowd: most.born };
  for (const row of await findBornAlike(connection, subjects, born)) add(row);
  for (const row of await earliestBy(connection, 'phone', distinct(phones), most.shared)) add(row);
  for (const row of await earliestBy(connection, 'email', distinct(emails), most.shared)) add(row);
  for (const row of await sharingDocuments(connection, distinct(hashes), most.shared)) {
    add(row);
    const person = found.get(row.id) as Person;
    if (!person.documentHashes.includes(row.sha256))
      found.set(row.id, { ...person, documentHashes: [...person.documentHashes, row.sha256] });
  }
  const looks = subjects.flatMap((one) => one.documentLooks);
  for (const row of await sharingLooks(connection, distinct(looks), MOST_OF_A_LOOK)) {
    add(row);
    const person = found.get(row.id) as Person;
    if (!person.documentLooks.includes(row.look))
      found.set(row.id, { ...person, documentLooks: [...person.documentLooks, row.look] });
  }
  return found;
}
