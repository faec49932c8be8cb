import { isPostgres, rawRows, whereAny } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import type { BornKey } from '../screening/duplicate-rules.ts';
import { bornBlocks, worthReading, type BornAlike } from './duplicate-sift.ts';
import { NOT_COMPARED, people, PERSON_COLUMNS, type Person, type PersonRow } from './duplicate-person.ts';

/** Name keys are cut at this length: of a longer name a word may be missing there. */
const LONGEST_NAME_KEY = 80;

/** Days and letters as a table `k`, with the place of each, and whether a name has them: ` XX` begins a word, `XX ` ends one. */
function askedKeys(connection: Connection, keys: readonly BornKey[]) {
  const letters = keys.map((key) => (key.place === 'ends' ? `${key.letters} ` : ` ${key.letters}`));
  const days = keys.map(({ day }) => day);
  const [source, find, bindings] = isPostgres(connection)
    ? ['unnest(?::text[], ?::text[]) WITH ORDINALITY AS k (day, letters, no)', 'strpos', [days, letters]]
    : [
        `(SELECT json_extract(value, '$[0]') AS day, json_extract(value, '$[1]') AS letters, key + 1 AS no FROM json_each(?)) AS k`,
        'instr',
        [JSON.stringify(days.map((day, index) => [day, letters[index]]))],
      ];
  const isAlike = `c.birth_date = k.day AND (${find}(' ' || c.name_key || ' ', k.letters) > 0 OR octet_length(c.name_key) >= ${LONGEST_NAME_KEY})`;
  return { source, isAlike, bindings };
}

/**
 * Whom the index of days and names has under each key, as it stands there: drafts as well, and at most `most` of a key, in no
 * order. Reading the registrations themselves is dearer than all the rest.
 */
async function listed(
  connection: Connection,
  keys: readonly BornKey[],
  most: number,
): Promise<BornAlike[][]> {
  const { source, isAlike, bindings } = askedKeys(connection, keys);
  const [list, row] = isPostgres(connection)
    ? ['json_agg', 'json_build_array']
    : ['json_group_array', 'json_array'];
  const found = await rawRows<{ no: number; alike: string | BornAlike[] | null }>(
    connection,
    `SELECT k.no, (SELECT ${list}(${row}(id, full_name, phone, email)) FROM (
       SELECT c.id, c.full_name, c.phone, c.email FROM submissions c WHERE ${isAlike} LIMIT ?) AS bounded) AS alike
     FROM ${source}`,
    [most, ...bindings],
  );
  const lists = keys.map((): BornAlike[] => []);
  for (const { no, alike } of found)
    if (alike !== null)
      lists[no - 1] = typeof alike === 'string' ? (JSON.parse(alike) as BornAlike[]) : alike;
  return lists;
}

/** The earliest `most` registrations of each day of birth and letters of a name. */
async function earliestOf(
  connection: Connection,
  keys: readonly BornKey[],
  most: number,
): Promise<PersonRow[]> {
  if (keys.length === 0) return [];
  const { source, isAlike, bindings } = askedKeys(connection, keys);
  const columns = PERSON_COLUMNS.map((column) => `c.${column}`).join(', ');
  const excluded = NOT_COMPARED.map(() => '?').join(', ');
  return rawRows<PersonRow>(
    connection,
    `SELECT DISTINCT ${PERSON_COLUMNS.join(', ')} FROM (
       SELECT ${columns}, row_number() OVER (PARTITION BY k.no ORDER BY c.id) AS place
       FROM ${source} CROSS JOIN submissions c WHERE ${isAlike} AND c.status NOT IN (${excluded})) AS ranked
     WHERE place <= ?`,
    [...bindings, ...NOT_COMPARED, most],
  );
}

/**
 * Registrations of a subject's day of birth and letters of his name that may make a pair. Of a key that few share only those
 * are read that are called alike or share a phone or e-mail; of a crowd, in which only the earliest count, all of the earliest.
 * @param most `few`: how many still are no crowd; `crowd`: how many of a crowd are read
 */
export async function findBornAlike(
  connection: Connection,
  subjects: readonly Person[],
  most: { few: number; crowd: number },
): Promise<PersonRow[]> {
  const blocks = bornBlocks(subjects);
  if (blocks.length === 0) return [];
  const keys = blocks.map(({ key }) => key);
  const lists = await listed(connection, keys, most.few + 1);
  const isCrowd = (index: number) => (lists[index] as BornAlike[]).length > most.few;
  const few = blocks.map(({ sharing }, index) => ({
    sharing,
    alike: isCrowd(index) ? [] : (lists[index] as BornAlike[]),
  }));
  const ids = worthReading(subjects, few);
  const rows = ids.length === 0 ? [] : ((await whereAny(people(connection), connection, 'id', ids).select(PERSON_COLUMNS)) as PersonRow[]); // prettier-ignore
  const crowds = await earliestOf(
    connection,
    keys.filter((_key, index) => isCrowd(index)),
    most.crowd,
  );
  return [...rows, ...crowds];
}
